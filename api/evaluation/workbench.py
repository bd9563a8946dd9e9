"""The understanding of the product, for measuring: a dialogue engine of its own, no database."""

from __future__ import annotations

import asyncio
import contextlib
import socket
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path

from api.assistant.bot_client import RasaClient
from api.assistant.outcome import Outcome, TurnContext
from api.assistant.safety import SafetyModel
from api.assistant.turn import Assistant
from api.bot_process import BotProcess, model_path, train_if_changed
from api.evaluation.routes import Understand
from api.models import Status, new_id
from api.playbooks.store import ShippedPlaybooks
from api.settings import Settings
from knowledge_base.service import KnowledgeBase

START_SECONDS = 120.0


class NoRecords:
    """An estate that knows nothing of itself."""

    async def facts(self, estate_id: str) -> Mapping[str, str]:
        return {}


@asynccontextmanager
async def understanding(settings: Settings, model: Path | None = None) -> AsyncIterator[Understand]:
    """`understand(id, text)` as the product would, each text in a fresh conversation.

    Without `model`, the one in place; it is trained first when its inputs changed.
    """
    if model is None:
        await train_if_changed(settings)
    knowledge = await asyncio.to_thread(
        KnowledgeBase.open, settings.home, model=settings.embedding_model or None
    )
    safety = await asyncio.to_thread(SafetyModel.open, settings.home, knowledge)
    async with engine(settings, model) as bot:
        assistant = Assistant(bot, knowledge, NoRecords(), safety, ShippedPlaybooks())

        async def understand(_: str, text: str) -> Outcome:
            context = TurnContext(new_id(), "", "", "", Status.BOT, text)
            return await assistant.respond(context)

        yield understand


@asynccontextmanager
async def engine(settings: Settings, model: Path | None = None) -> AsyncIterator[RasaClient]:
    """A Rasa of our own on a free port, ended with the block."""
    port = _free_port()
    process = BotProcess(settings, port, model or model_path(settings))
    keeper = asyncio.create_task(process.keep_running())
    client = RasaClient(f"http://127.0.0.1:{port}", settings.bot_token, settings.bot_timeout)
    try:
        async with asyncio.timeout(START_SECONDS):
            while not await client.healthy():
                await asyncio.sleep(0.3)
        yield client
    finally:
        await client.close()
        keeper.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await keeper


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port
