"""`linli run` prepares and starts everything; `linli serve` starts the app alone."""

from __future__ import annotations

import asyncio
import signal
import socket
from typing import Annotated

import typer
import uvicorn

from api.bot_process import BotProcess, BotTrainingError, train_if_changed
from api.cli.console import console, errors, step
from api.cli.data import fill, show_logins
from api.components import Components
from api.lifespan import Builder, Models, build, connect, load_models
from api.logs import configure_logs
from api.main import create_app
from api.migrate import migrate
from api.settings import Settings

STEPS = 4
GRACE_SECONDS = 5


def run() -> None:
    """准备好一切并启动：训练机器人、建索引、升级数据库、启动服务。"""
    settings = Settings().resolved()
    configure_logs(settings.home)
    _require_free_port(settings)
    console.print(f"[bold]邻里 Linli[/bold]　数据目录 {settings.home}")
    try:
        asyncio.run(_prepare_and_serve(settings))
    except BotTrainingError as error:
        errors.print(f"[red]{error}[/red]")
        raise typer.Exit(1) from error
    except (KeyboardInterrupt, asyncio.CancelledError):
        pass
    finally:
        console.print("已全部停止。")


def serve(
    role: Annotated[str, typer.Option(help="residents、staff 或 all；默认 LINLI_ROLE")] = "",
) -> None:
    """只启动应用（机器人另行部署，地址见 LINLI_BOT_URL）。"""
    if role not in ("", "residents", "staff", "all"):
        errors.print("[red]--role 只能是 residents、staff 或 all。[/red]")
        raise typer.Exit(2)
    settings = Settings().resolved()
    if role:
        settings = settings.model_copy(update={"role": role})
    configure_logs(settings.home)
    _require_free_port(settings)
    migrate(settings.database_url)
    asyncio.run(_server(settings, build).serve())


async def _prepare_and_serve(settings: Settings) -> None:
    """Rasa starts as soon as it has a model; the app's own models load meanwhile."""
    _end_on_sigterm()
    with step(1, STEPS, "机器人：输入有变化才重新训练", "1–2 分钟"):
        trained = await train_if_changed(settings)
        console.print("    " + ("已训练新模型" if trained else "模型没有变化，直接使用"))
    port = _bot_port(settings)
    settings = settings.model_copy(update={"bot_url": f"http://127.0.0.1:{port}"})
    bot = BotProcess(settings, port)
    bot.end_orphan()
    keeper = asyncio.create_task(bot.keep_running())
    try:
        await _serve_beside(settings, await asyncio.to_thread(_prepare, settings))
    finally:
        keeper.cancel()
        await asyncio.gather(keeper, return_exceptions=True)


def _end_on_sigterm() -> None:
    """The server raises its signal again after it ends; by default SIGTERM would end us there,
    before Rasa is ended. Ctrl-C's own handler would not do: a shell that starts us in the
    background has us ignore it.
    """
    task = asyncio.current_task()
    assert task is not None
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, task.cancel)


def _prepare(settings: Settings) -> Models:
    with step(2, STEPS, "知识库与小模型：输入有变化才重建", "一分钟"):
        models = load_models(settings, _progress)
    with step(3, STEPS, "数据库升级与演示数据"):
        migrate(settings.database_url)
        logins = asyncio.run(fill(settings))
    show_logins(logins)
    return models


def _progress(what: str, share: float) -> None:
    console.print(f"    {what} {share:.0%}")


async def _serve_beside(settings: Settings, models: Models) -> None:
    """The app answers from the first second, with or without Rasa."""
    console.print(f"[bold]4/{STEPS}[/bold] 启动服务：应用马上可用，机器人随后加入 …")

    async def with_models(settings: Settings) -> Components:
        return connect(settings, models)

    server = _server(settings, with_models)
    announcer = asyncio.create_task(_announce(server, settings))
    try:
        await server.serve()
    finally:
        announcer.cancel()
        await asyncio.gather(announcer, return_exceptions=True)


def _server(settings: Settings, builder: Builder) -> uvicorn.Server:
    config = uvicorn.Config(
        create_app(settings, build=builder),
        host=settings.host,
        port=settings.port,
        log_config=None,
        access_log=False,
        timeout_graceful_shutdown=GRACE_SECONDS,
        ws_max_size=256 * 1024,
    )
    return uvicorn.Server(config)


async def _announce(server: uvicorn.Server, settings: Settings) -> None:
    while not server.started:
        await asyncio.sleep(0.1)
    url = f"http://{settings.host}:{settings.port}"
    console.print(f"\n[bold green]已启动[/bold green]　住户页面 {url}　坐席工作台 {url}/desk")
    console.print("按 Ctrl-C 停止。")
    bot = server.config.app.state.components.bot  # type: ignore[union-attr]
    while not await bot.healthy():
        await asyncio.sleep(0.5)
    console.print("[green]机器人已就绪。[/green]")


def _require_free_port(settings: Settings) -> None:
    if _free(settings.host, settings.port):
        return
    errors.print(
        f"[red]端口 {settings.port} 已被占用。[/red]"
        f"换一个再试：LINLI_PORT={settings.port + 1} make run"
    )
    raise typer.Exit(1)


def _bot_port(settings: Settings) -> int:
    """The port of the setting if it is free, else any free one: only we connect to it."""
    wanted = int(settings.bot_url.rpartition(":")[2])
    if _free("127.0.0.1", wanted):
        return wanted
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


def _free(host: str, port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True
