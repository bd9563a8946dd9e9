"""Speed and memory of the real product on loopback, everything in one run.

    python -m scripts.bench             # starts from nothing: trains and indexes (minutes)
    python -m scripts.bench --reuse     # takes the models of the data directory

`linli run` is started twice under a data directory of its own: the first start is the cold
one, the second the warm one, and the second is what is measured. The bare Rasa turn and the
full turn take turns with the same words in fresh conversations, so that both see the machine
in the same state. Nothing is asserted: figures depend on the machine and are for comparing.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import random
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import uuid
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from contextlib import (
    AbstractAsyncContextManager,
    AsyncExitStack,
    asynccontextmanager,
    contextmanager,
    suppress,
)
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import httpx
import websockets
from rich.console import Console
from rich.table import Table

from api.bot_process import recorded_pid
from api.settings import ROOT, Settings
from knowledge_base.service import KnowledgeBase
from knowledge_base.types import Scope

LINLI = Path(sys.executable).with_name("linli")
ESTATE = "yunqi"  # of the demo data
MODELS = ("kb", "coach", "safety", "bot")
START_SECONDS = 900.0
REPLY_SECONDS = 60.0
STOP_SECONDS = 20.0
GREETING = "你好"

T = TypeVar("T")
Conversations = Callable[[], AbstractAsyncContextManager[Callable[[str], Awaitable[T]]]]

console = Console(highlight=False)


@dataclass(frozen=True, slots=True)
class Plan:
    """How much is measured."""

    turns: int
    at_once: int
    rounds: int
    reuse: bool


@dataclass(frozen=True, slots=True)
class Start:
    """Seconds from the command to the first answer of the app, and of Rasa."""

    app: float
    bot: float


@dataclass(frozen=True, slots=True)
class FullTurn:
    """Seconds of one message, and the route that its reply took."""

    acknowledged: float
    replied: float
    route: str


@dataclass(frozen=True, slots=True)
class Turns:
    """The same messages on both ways, in seconds."""

    bare: list[float]
    full: list[FullTurn]


def main() -> None:
    plan = _arguments()
    with tempfile.TemporaryDirectory(prefix="linli-bench-") as folder:
        home = Path(folder) / "home"
        questions = _questions(2 * plan.turns + plan.at_once * plan.rounds)
        cold = _cold_start(home, plan)
        with _product(home) as product:
            warm = _wait(product)
            one, many = asyncio.run(_measure(product, questions, plan))
            memory = product.memory()
        searches = _search_alone(home, questions[-plan.turns :])
    console.print(_turn_table(one, many, plan), _other_table(searches, cold, warm, memory))


def _arguments() -> Plan:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--turns", type=int, default=100, help="messages one after another")
    parser.add_argument("--at-once", type=int, default=16, help="conversations at once")
    parser.add_argument("--rounds", type=int, default=6, help="bursts of that many messages")
    parser.add_argument("--reuse", action="store_true", help="no cold start: copy built models")
    return Plan(**vars(parser.parse_args()))


def _questions(count: int) -> list[str]:
    """Different questions of residents: repeated ones would come out of the cache."""
    folder = ROOT / "knowledge_base" / "entries"
    lines = (line for path in folder.rglob("*.md") for line in _asked(path))
    asked = sorted(set(lines))
    return random.Random(7).sample(asked, count)


def _asked(path: Path) -> Iterator[str]:
    head = path.read_text("utf-8").split("---\n")[1]
    block = head.partition("questions:\n")[2].splitlines()
    for line in block:
        if not line.startswith("  - "):
            return
        yield line[4:].strip().strip("\"'")


# The product as processes


@dataclass(frozen=True, slots=True)
class Product:
    """A running `linli run`: the app, and Rasa as its child."""

    process: subprocess.Popen[bytes]
    home: Path
    port: int
    bot_port: int
    started: float

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def bot_url(self) -> str:
        return f"http://127.0.0.1:{self.bot_port}/webhooks/linli"

    def bot_pid(self) -> int | None:
        with suppress(FileNotFoundError, ValueError):
            return recorded_pid(self.home)
        return None

    def memory(self) -> dict[str, tuple[int, int]]:
        """MB in memory now and at most, by process."""
        pids = {"app": self.process.pid, "Rasa": self.bot_pid()}
        return {name: _memory(pid) for name, pid in pids.items() if pid is not None}


@contextmanager
def _product(home: Path) -> Iterator[Product]:
    """Start it, and leave nothing of it running."""
    port, bot_port = _free_ports(2)
    home.mkdir(parents=True, exist_ok=True)
    with (home / "bench.log").open("ab") as log:
        process = subprocess.Popen(
            [LINLI, "run"],
            cwd=ROOT,
            env=_environment(home, port, bot_port),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
    product = Product(process, home, port, bot_port, time.perf_counter())
    try:
        yield product
    finally:
        _stop(product)


def _environment(home: Path, port: int, bot_port: int) -> dict[str, str]:
    return {
        **os.environ,
        "LINLI_HOME": str(home),
        "LINLI_PORT": str(port),
        "LINLI_BOT_URL": f"http://127.0.0.1:{bot_port}",
        # Rasa would take what it trained for the developer out of its cache.
        "RASA_CACHE_DIRECTORY": str(home / "rasa-cache"),
    }


def _stop(product: Product) -> None:
    bot_pid = product.bot_pid()
    product.process.send_signal(signal.SIGINT)
    try:
        product.process.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        product.process.kill()
        product.process.wait()
    if bot_pid is not None and Path(f"/proc/{bot_pid}").exists():
        console.print("[yellow]Rasa outlived the app; ended it[/yellow]")
        with suppress(ProcessLookupError):
            os.killpg(bot_pid, signal.SIGKILL)


def _free_ports(count: int) -> list[int]:
    probes = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [int(probe.getsockname()[1]) for probe in probes]
    for probe in probes:
        probe.close()
    return ports


def _memory(pid: int) -> tuple[int, int]:
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    fields = dict(line.split(":", 1) for line in lines)
    now, most = (int(fields[key].split()[0]) // 1024 for key in ("VmRSS", "VmHWM"))
    return now, most


def _cold_start(home: Path, plan: Plan) -> Start | None:
    """None when built models are taken instead."""
    if plan.reuse:
        _copy_models(Settings().resolved().home, home)
        return None
    console.print("cold start: training and indexing …")
    with _product(home) as product:
        return _wait(product)


def _copy_models(source: Path, home: Path) -> None:
    for name in MODELS:
        if (source / name).is_dir():
            ignored = shutil.ignore_patterns("run.pid", "*.log")
            shutil.copytree(source / name, home / name, ignore=ignored)


def _wait(product: Product) -> Start:
    app = _until(product, lambda health: health["status"] == "ok")
    return Start(app, _until(product, lambda health: health["bot"] == "ok"))


def _until(product: Product, ready: Callable[[dict[str, str]], bool]) -> float:
    """Seconds since the start; ends the run with the log when the product does not come up."""
    while time.perf_counter() - product.started < START_SECONDS:
        with suppress(httpx.HTTPError):
            health = httpx.get(f"{product.url}/v1/health", trust_env=False, timeout=10)
            if health.is_success and ready(health.json()):
                return time.perf_counter() - product.started
        if product.process.poll() is not None:
            break
        time.sleep(0.1)
    log = (product.home / "bench.log").read_text("utf-8", errors="replace")
    code = product.process.poll()
    raise SystemExit(f"the product did not start (exit code {code}):\n{log[-3000:]}")


# Turns


class Measurer:
    """Sends the same words both ways; `web` and `bot` are clients of the two servers."""

    def __init__(self, product: Product, web: httpx.AsyncClient, bot: httpx.AsyncClient) -> None:
        self._socket_url = product.url.replace("http", "ws", 1) + "/v1/chat/socket?token="
        self._web = web
        self._bot = bot

    @asynccontextmanager
    async def bare(self) -> AsyncIterator[Callable[[str], Awaitable[float]]]:
        """Rasa alone, with a new sender that has said hello."""
        sender = uuid.uuid4().hex

        async def say(text: str) -> float:
            began = time.perf_counter()
            answer = await self._bot.post("/webhook", json={"sender": sender, "text": text})
            answer.raise_for_status()
            return time.perf_counter() - began

        await say(GREETING)
        yield say

    @asynccontextmanager
    async def full(self) -> AsyncIterator[Callable[[str], Awaitable[FullTurn]]]:
        """The whole way, from the post to the stored reply on the resident's socket."""
        opened = await self._web.post("/v1/chat/sessions", json={"estate": ESTATE})
        token = opened.raise_for_status().json()["token"]
        async with websockets.connect(self._socket_url + token, proxy=None) as line:
            await line.send(json.dumps({"type": "sync", "after": 0}))

            async def say(text: str) -> FullTurn:
                return await self._say(line, token, text)

            await say(GREETING)
            yield say

    async def _say(self, line: websockets.ClientConnection, token: str, text: str) -> FullTurn:
        body = {"client_id": uuid.uuid4().hex, "text": text}
        began = time.perf_counter()
        posted = await self._web.post(
            "/v1/chat/messages", json=body, headers={"Authorization": f"Bearer {token}"}
        )
        acknowledged = time.perf_counter() - began
        seq = posted.raise_for_status().json()["seq"]
        async with asyncio.timeout(REPLY_SECONDS):
            route = await _reply(line, seq)
        return FullTurn(acknowledged, time.perf_counter() - began, route)


async def _reply(line: websockets.ClientConnection, after: int) -> str:
    """Wait for the first message after `after` that is not the resident's."""
    while True:
        frame = json.loads(await line.recv())
        message = frame.get("message") or {}
        if message.get("sender") not in (None, "resident") and message["seq"] > after:
            payload = message["payload"]
            return "entry" if payload.get("entry") else str(payload.get("route"))


async def _measure(product: Product, questions: list[str], plan: Plan) -> tuple[Turns, Turns]:
    token = (product.home / "bot_token").read_text().strip()
    async with (
        httpx.AsyncClient(base_url=product.url, trust_env=False, timeout=REPLY_SECONDS) as web,
        httpx.AsyncClient(
            base_url=product.bot_url,
            headers={"X-Linli-Token": token},
            trust_env=False,
            timeout=REPLY_SECONDS,
        ) as bot,
    ):
        measurer = Measurer(product, web, bot)
        console.print(f"{plan.turns} messages one after another …")
        one = await _one_after_another(measurer, questions[: plan.turns])
        console.print(f"{plan.rounds} bursts of {plan.at_once} …")
        burst = questions[plan.turns : plan.turns + plan.at_once * plan.rounds]
        return one, await _at_once(measurer, burst, plan.at_once)


async def _one_after_another(measurer: Measurer, questions: Sequence[str]) -> Turns:
    turns = Turns([], [])
    for question in questions:
        async with measurer.bare() as bare, measurer.full() as full:
            turns.bare.append(await bare(question))
            turns.full.append(await full(question))
    return turns


async def _at_once(measurer: Measurer, questions: Sequence[str], width: int) -> Turns:
    turns = Turns([], [])
    for start in range(0, len(questions), width):
        burst = questions[start : start + width]
        turns.bare.extend(await _burst(measurer.bare, burst))
        turns.full.extend(await _burst(measurer.full, burst))
    return turns


async def _burst(open_one: Conversations[T], questions: Sequence[str]) -> list[T]:
    """All questions at the same moment, each in a conversation opened before."""
    async with AsyncExitStack() as stack:
        speakers = [await stack.enter_async_context(open_one()) for _ in questions]
        said = (say(text) for say, text in zip(speakers, questions, strict=True))
        return list(await asyncio.gather(*said))


def _search_alone(home: Path, questions: Sequence[str]) -> list[float]:
    """Seconds of each search, with no server running."""
    knowledge = KnowledgeBase.open(home)
    scope = Scope(estate=ESTATE)
    knowledge.search(GREETING, scope)
    seconds = []
    for question in questions:
        began = time.perf_counter()
        knowledge.search(question, scope)
        seconds.append(time.perf_counter() - began)
    return seconds


# What is printed


def _turn_table(one: Turns, many: Turns, plan: Plan) -> Table:
    routes = Counter(turn.route for turn in one.full).most_common()
    caption = "replies: " + ", ".join(f"{count} {route}" for route, count in routes)
    table = Table(title="Turns, ms", caption=caption)
    for name in ("load", "figure", "bare Rasa", "full", "full / bare"):
        table.add_column(name, justify="left" if name in ("load", "figure") else "right")
    loads = (("one after another", one), (f"{plan.at_once} at once", many))
    for load, turns in loads:
        full = [turn.replied for turn in turns.full]
        for figure, value in (("median", statistics.median), ("p95", _p95)):
            bare_s, full_s = value(turns.bare), value(full)
            table.add_row(load, figure, _ms(bare_s), _ms(full_s), f"{full_s / bare_s:.2f}")
    for load, turns in loads:
        acknowledged = [turn.acknowledged for turn in turns.full]
        for figure, value in (("median", statistics.median), ("p95", _p95)):
            table.add_row(f"acknowledged, {load}", figure, "", _ms(value(acknowledged)), "")
    return table


def _other_table(
    searches: list[float], cold: Start | None, warm: Start, memory: dict[str, tuple[int, int]]
) -> Table:
    table = Table("what", "figure", title="The rest")
    table.add_row("search alone", f"median {_ms(statistics.median(searches))} ms")
    table.add_row("", f"p95 {_ms(_p95(searches))} ms")
    if cold is not None:
        table.add_row("cold start", f"app {cold.app:.1f} s, Rasa {cold.bot:.1f} s")
    table.add_row("warm start", f"app {warm.app:.1f} s, Rasa {warm.bot:.1f} s")
    for name, (now, most) in memory.items():
        table.add_row(f"memory of {name}", f"{now} MB after the load, {most} MB at most")
    return table


def _p95(values: Sequence[float]) -> float:
    return statistics.quantiles(values, n=20, method="inclusive")[-1]


def _ms(seconds: float) -> str:
    return f"{seconds * 1000:.1f}"


if __name__ == "__main__":
    main()
