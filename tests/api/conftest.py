"""An app with real models and database, and an engine whose next words the test sets."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from api.assistant.bot_client import NOTHING_KNOWN, BotReply, BotTurn, BotUnavailableError, Known
from api.assistant.safety import SafetyModel
from api.components import Components
from api.demo.load import load_demo
from api.lifespan import assemble
from api.main import create_app
from api.migrate import migrate
from api.settings import Settings
from coach.service import Coach
from knowledge_base.service import KnowledgeBase
from tests.hours import set_hours


@dataclass
class ScriptedEngine:
    """Stands where Rasa stands, so that a test decides what the bot decides."""

    intent: str = "knowledge"
    custom: dict[str, Any] = field(default_factory=lambda: {"directive": "consult_knowledge"})
    text: str = ""
    confidence: float = 0.9
    entities: dict[str, str] = field(default_factory=dict)
    down: bool = False
    gate: asyncio.Event | None = None
    asked: list[str] = field(default_factory=list)
    resets: list[str] = field(default_factory=list)

    def decide(self, intent: str, text: str = "", **custom: Any) -> None:
        self.intent, self.text, self.custom = intent, text, custom

    async def ask(self, sender: str, text: str, known: Known = NOTHING_KNOWN) -> BotTurn:
        self.asked.append(text)
        if self.gate is not None:
            await self.gate.wait()
        if self.down:
            raise BotUnavailableError("down")
        reply = BotReply(self.text, self.custom)
        return BotTurn((reply,), self.intent, self.confidence, entities=self.entities)

    async def reset(self, sender: str) -> None:
        self.resets.append(sender)

    async def healthy(self) -> bool:
        return not self.down

    async def close(self) -> None:
        return None


@dataclass
class Product:
    """The running app, as a test sees it."""

    app: FastAPI
    parts: Components
    http: httpx.AsyncClient
    engine: ScriptedEngine
    logins: dict[str, str]

    async def resident(self, estate: str = "yunqi", **visitor: str) -> Resident:
        answer = await self.http.post(
            "/v1/chat/sessions", json={"estate": estate, "visitor": visitor}
        )
        assert answer.status_code == 201, answer.text
        body = answer.json()
        return Resident(self, body["token"], body["conversation_id"])

    async def agent(self, username: str = "xiaoli") -> Agent:
        credentials = {"username": username, "password": self.logins[username]}
        answer = await self.http.post("/v1/staff/login", json=credentials)
        assert answer.status_code == 200, answer.text
        self.http.cookies.clear()
        return Agent(self, answer.json()["token"])


@dataclass
class Resident:
    product: Product
    token: str
    conversation_id: str
    sent: int = 0

    @property
    def headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"}

    async def post(self, text: str, client_id: str | None = None) -> httpx.Response:
        self.sent += 1
        body = {"client_id": client_id or f"c{self.sent}", "text": text}
        return await self.product.http.post("/v1/chat/messages", json=body, headers=self.headers)

    async def say(self, text: str) -> list[dict[str, Any]]:
        """Everything said after the resident's words, once nothing runs any more."""
        answer = await self.post(text)
        assert answer.status_code == 202, answer.text
        await self.product.parts.dispatcher.drain()
        return await self.messages(answer.json()["seq"])

    async def messages(self, after: int = 0) -> list[dict[str, Any]]:
        return (await self.history(after))["messages"]

    async def history(self, after: int = 0) -> dict[str, Any]:
        answer = await self.product.http.get(
            f"/v1/chat/messages?after={after}", headers=self.headers
        )
        assert answer.status_code == 200, answer.text
        return answer.json()


@dataclass
class Agent:
    product: Product
    token: str

    async def get(self, path: str) -> httpx.Response:
        return await self.product.http.get(f"/v1/desk{path}", headers=self.headers)

    async def post(self, path: str, body: dict[str, Any] | None = None) -> httpx.Response:
        return await self.product.http.post(f"/v1/desk{path}", json=body, headers=self.headers)

    @property
    def headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"}

    async def queue(self) -> list[dict[str, Any]]:
        return (await self.get("/queue")).json()

    async def claim(self, conversation_id: str) -> httpx.Response:
        return await self.post(f"/conversations/{conversation_id}/claim")

    async def reply(self, conversation_id: str, text: str, **more: Any) -> dict[str, Any]:
        body = {"text": text, "client_id": f"a{hash(text) % 10**9}", **more}
        answer = await self.post(f"/conversations/{conversation_id}/replies", body)
        assert answer.status_code == 200, answer.text
        return answer.json()


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(home=tmp_path, _env_file=None).resolved()  # type: ignore[call-arg]


@pytest.fixture
async def product(
    settings: Settings, knowledge: KnowledgeBase, coach: Coach, safety_net: SafetyModel
) -> AsyncIterator[Product]:
    await asyncio.to_thread(migrate, settings.database_url)
    engine = ScriptedEngine()

    async def build(_: Settings) -> Components:
        return assemble(settings, knowledge, coach, safety_net, engine)

    app = create_app(settings, build=build)
    async with app.router.lifespan_context(app):
        parts: Components = app.state.components
        logins = await load_demo(parts.database, settings.home)
        await set_hours(parts.database, "全天")
        transport = httpx.ASGITransport(app)
        async with httpx.AsyncClient(transport=transport, base_url="http://linli") as http:
            yield Product(app, parts, http, engine, logins)
