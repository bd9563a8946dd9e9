"""What lives as long as the app: built once in the lifespan, found on `app.state`."""

from __future__ import annotations

from dataclasses import dataclass

from starlette.requests import HTTPConnection

from api.assistant.bot_client import DialogueEngine
from api.assistant.dispatcher import Dispatcher
from api.database import Database
from api.estates.records import EstateRecords
from api.events import LocalEventBus
from api.settings import Settings
from coach.service import Coach
from knowledge_base.service import KnowledgeBase


@dataclass(frozen=True, slots=True)
class Components:
    settings: Settings
    database: Database
    bus: LocalEventBus
    knowledge: KnowledgeBase
    coach: Coach
    records: EstateRecords
    bot: DialogueEngine
    dispatcher: Dispatcher


def components(connection: HTTPConnection) -> Components:
    """FastAPI dependency for requests and sockets alike."""
    found: Components = connection.app.state.components
    return found
