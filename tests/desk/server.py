"""The real app on a free port of this machine; only the dialogue engine is scripted."""

from __future__ import annotations

import asyncio
import itertools
import socket
import threading
import time
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import uvicorn

from api.assistant.bot_client import NOTHING_KNOWN, BotReply, BotTurn, Known
from api.assistant.safety import SafetyModel
from api.components import Components
from api.demo.load import load_demo
from api.lifespan import assemble
from api.main import create_app
from api.migrate import migrate
from api.models import Staff
from api.settings import Settings
from api.staff.repository import by_username
from api.tokens import sign_staff
from coach.service import Coach
from knowledge_base.service import KnowledgeBase
from tests.hours import set_hours

FIRST = "xiaoli"
SECOND = "xiaowang"


class Engine:
    """Hands over when asked for a person, else looks into the knowledge base."""

    async def ask(self, sender: str, text: str, known: Known = NOTHING_KNOWN) -> BotTurn:
        if "人工" in text:
            custom = {"directive": "hand_off", "reason": "requested"}
            return BotTurn((BotReply("", custom),), "human", 0.95)
        return BotTurn((BotReply("", {"directive": "consult_knowledge"}),), "knowledge", 0.9)

    async def reset(self, sender: str) -> None:
        return None

    async def healthy(self) -> bool:
        return True

    async def close(self) -> None:
        return None


@dataclass
class Running:
    """The app as the tests see it: an address, the logins, and residents at will."""

    origin: str
    parts: Components
    logins: dict[str, str]
    loop: asyncio.AbstractEventLoop
    numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1))

    def resident(self, estate: str = "yunqi", **visitor: str) -> Resident:
        answer = httpx.post(
            f"{self.origin}/v1/chat/sessions", json={"estate": estate, "visitor": visitor}
        )
        answer.raise_for_status()
        body = answer.json()
        return Resident(self, body["token"], body["conversation_id"])

    def waiting(
        self, words: str = "物业费怎么这么贵", estate: str = "yunqi", **visitor: str
    ) -> Resident:
        """A resident who has said something and then asked for a person."""
        resident = self.resident(estate, **visitor)
        resident.say(words)
        resident.say("转人工")
        return resident

    def token(self, username: str) -> str:
        """What a login would put into the cookie; logins themselves are limited per name."""

        async def find() -> Staff | None:
            async with self.parts.database.read() as session:
                return await by_username(session, username)

        staff = self.run(find())
        return sign_staff(self.parts.settings.secret, staff.id, 1)

    def run(self, work: Coroutine[Any, Any, Any]) -> Any:
        """Run something on the app's own loop."""
        return asyncio.run_coroutine_threadsafe(work, self.loop).result(20)


@dataclass
class Resident:
    running: Running
    token: str
    conversation_id: str
    said: list[str] = field(default_factory=list)

    @property
    def headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"}

    def say(self, text: str, *, times: int = 1) -> None:
        """Returns when everything that follows from the words has been stored.

        More than one of `times` is a bad line: the same message is sent again and again.
        """
        body = {"client_id": f"c{next(self.running.numbers)}", "text": text}
        self.said.append(text)
        for _ in range(times):
            self.post("messages", body)
        self.running.run(self.running.parts.dispatcher.drain())

    def post(self, path: str, body: dict[str, Any]) -> None:
        url = f"{self.running.origin}/v1/chat/{path}"
        httpx.post(url, json=body, headers=self.headers).raise_for_status()

    def messages(self) -> list[dict[str, Any]]:
        url = f"{self.running.origin}/v1/chat/messages?after=0"
        found: list[dict[str, Any]] = httpx.get(url, headers=self.headers).json()["messages"]
        return found

    def heard(self, text: str) -> bool:
        return any(text in message["text"] for message in self.messages())


@contextmanager
def serving(
    home: Path, knowledge: KnowledgeBase, coach: Coach, safety_net: SafetyModel
) -> Iterator[Running]:
    """Serve from a fresh database under `home` until the block ends."""
    settings = Settings(home=home, _env_file=None).resolved()  # type: ignore[call-arg]
    migrate(settings.database_url)
    ready: dict[str, Any] = {}

    async def build(_: Settings) -> Components:
        parts = assemble(settings, knowledge, coach, safety_net, Engine())
        ready["logins"] = await load_demo(parts.database, settings.home)
        await set_hours(parts.database, "全天")
        ready["parts"] = parts
        ready["loop"] = asyncio.get_running_loop()
        return parts

    listener = socket.create_server(("127.0.0.1", 0))
    app = create_app(settings, build=build)
    config = uvicorn.Config(app, log_level="error", timeout_graceful_shutdown=1)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=lambda: server.run([listener]), daemon=True)
    thread.start()
    try:
        deadline = time.monotonic() + 60
        while not server.started:
            if not thread.is_alive() or time.monotonic() > deadline:
                raise RuntimeError("the app did not start")
            time.sleep(0.02)
        origin = f"http://127.0.0.1:{listener.getsockname()[1]}"
        yield Running(origin, ready["parts"], ready["logins"], ready["loop"])
    finally:
        server.should_exit = True
        thread.join(15)
        listener.close()
