"""Builds the components, keeps them while the app runs, and lets go of them in order."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass

import structlog
from fastapi import FastAPI

from api.assistant.bot_client import DialogueEngine, RasaClient
from api.assistant.briefs import BriefWriter
from api.assistant.dispatcher import Dispatcher
from api.assistant.safety import SafetyModel
from api.assistant.turn import Assistant
from api.canned_replies.seed import seed
from api.coaching.limits import KeyLimit
from api.components import Components
from api.database import Database
from api.desk import callbacks, care
from api.desk.watch import Watch
from api.estates.records import DatabaseRecords
from api.events import LocalEventBus
from api.incidents import listening as incidents
from api.language_model.client import open_model
from api.playbooks.store import DatabasePlaybooks
from api.settings import Settings
from coach.service import Coach
from knowledge_base.service import KnowledgeBase

log = structlog.get_logger(__name__)

# Who hears residents' words after each turn.
LISTENERS = (callbacks.listen, care.listen, incidents.listen)


Builder = Callable[[Settings], Awaitable[Components]]
Progress = Callable[[str, float], None]


@dataclass(frozen=True, slots=True)
class Models:
    """What is slow to load and knows no settings."""

    knowledge: KnowledgeBase
    coach: Coach
    safety: SafetyModel


def load_models(settings: Settings, tell: Progress) -> Models:
    """Blocking, for seconds; minutes when inputs changed. `tell` hears a step and its share."""
    home = settings.home
    model = settings.embedding_model or None
    knowledge = KnowledgeBase.open(home, model=model, on_progress=tell)
    coach = Coach.open(home, knowledge, on_progress=tell)
    return Models(knowledge, coach, SafetyModel.open(home, knowledge, on_progress=tell))


async def build(settings: Settings) -> Components:
    """Everything the app needs."""
    return connect(settings, await asyncio.to_thread(load_models, settings, lambda *_: None))


def connect(settings: Settings, models: Models) -> Components:
    """The components around loaded models, with Rasa as the engine."""
    bot = RasaClient(settings.bot_url, settings.bot_token, settings.bot_timeout)
    return assemble(settings, models.knowledge, models.coach, models.safety, bot)


def assemble(
    settings: Settings,
    knowledge: KnowledgeBase,
    coach: Coach,
    safety: SafetyModel,
    bot: DialogueEngine,
) -> Components:
    """The components around models that are loaded and an engine that may be away."""
    bus = LocalEventBus()
    database = Database(settings.database_url, bus)
    records = DatabaseRecords(database)
    briefs = BriefWriter(database, knowledge, coach)
    assistant = Assistant(bot, knowledge, records, safety, DatabasePlaybooks(database))
    dispatcher = Dispatcher(database, assistant, briefs, bus, records, LISTENERS)
    return Components(
        settings,
        database,
        bus,
        knowledge,
        coach,
        records,
        bot,
        dispatcher,
        language_model=open_model(settings),
        key_limit=KeyLimit(settings.coach_per_minute),
    )


async def release(parts: Components) -> None:
    await parts.dispatcher.drain()
    await parts.bot.close()
    if parts.language_model is not None:
        await parts.language_model.close()
    await parts.database.close()


@asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncIterator[None]:
    parts = await app.state.build(app.state.settings)
    app.state.components = parts
    if app.state.settings.role != "residents":
        await seed(parts.database)
    recovered = await parts.dispatcher.recover()
    if recovered:
        log.info("recovered", conversations=recovered)
    watch = _watch(parts)
    try:
        yield
    finally:
        if watch is not None:
            watch.cancel()
            await asyncio.gather(watch, return_exceptions=True)
        await release(parts)


def _watch(parts: Components) -> asyncio.Task[None] | None:
    """The desk looks after its queue where staff work."""
    if parts.settings.role == "residents":
        return None
    watch = Watch(parts.settings, parts.database, parts.bus)
    return asyncio.create_task(watch.run(), name="desk watch")
