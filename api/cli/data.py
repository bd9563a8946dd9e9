"""Database commands: migrate, demo data, API keys."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Annotated

import typer

from api.bot_process import BotTrainingError, train_if_changed
from api.cli.console import console, errors
from api.coaching import keys
from api.database import Database
from api.demo.load import load_demo
from api.events import LocalEventBus
from api.migrate import migrate
from api.settings import Settings


def migrate_command() -> None:
    """把数据库升级到最新结构。"""
    migrate(Settings().resolved().database_url)
    console.print("数据库已是最新。")


def demo() -> None:
    """写入演示数据：两个小区、四个账号；可以重复执行。"""
    settings = Settings().resolved()
    migrate(settings.database_url)
    show_logins(asyncio.run(fill(settings)))


def key(
    name: Annotated[str, typer.Argument(help="给谁用，例如「总部工单系统」")],
    revoke: Annotated[bool, typer.Option(help="吊销这个名字的密钥")] = False,
) -> None:
    """新建（或吊销）辅导接口 /v1/coach 的密钥。"""
    settings = Settings().resolved()
    migrate(settings.database_url)
    console.print(asyncio.run(_revoke(settings, name) if revoke else _create(settings, name)))


def train(
    home: Annotated[Path | None, typer.Option(help="数据目录，默认 LINLI_HOME")] = None,
) -> None:
    """训练机器人；输入没有变化就不重新训练。"""
    settings = (Settings(home=home) if home else Settings()).resolved()
    try:
        trained = asyncio.run(train_if_changed(settings))
    except BotTrainingError as error:
        errors.print(f"[red]{error}[/red]")
        raise typer.Exit(1) from error
    console.print("已训练新模型。" if trained else "模型没有变化。")


async def fill(settings: Settings) -> dict[str, str]:
    database = Database(settings.database_url, LocalEventBus())
    try:
        return await load_demo(database, settings.home)
    finally:
        await database.close()


def show_logins(logins: dict[str, str]) -> None:
    console.print("演示账号（用户名 / 密码）：")
    for username, password in logins.items():
        console.print(f"    {username:<10} {password}")


async def _create(settings: Settings, name: str) -> str:
    database = Database(settings.database_url, LocalEventBus())
    try:
        async with database.write() as session:
            return f"密钥（只显示这一次）：{await keys.create_key(session, name)}"
    finally:
        await database.close()


async def _revoke(settings: Settings, name: str) -> str:
    database = Database(settings.database_url, LocalEventBus())
    try:
        async with database.write() as session:
            return f"已吊销 {await keys.revoke_key(session, name)} 个密钥。"
    finally:
        await database.close()
