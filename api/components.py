"""What lives as long as the app: built once in the lifespan, found on `app.state`."""

from __future__ import annotations

from dataclasses import dataclass, field

from starlette.requests import HTTPConnection

from api.assistant.bot_client import DialogueEngine
from api.assistant.dispatcher import Dispatcher
from api.coaching.limits import KeyLimit
from api.coaching.memory import AdviceMemory
from api.database import Database
from api.estates.records import EstateRecords
from api.events import LocalEventBus
from api.language_model.client import LanguageModel
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
    key_limit: KeyLimit
    language_model: LanguageModel | None = None
    advice: AdviceMemory = field(default_factory=AdviceMemory)


def components(connection: HTTPConnection) -> Components:
    """FastAPI dependency for requests and sockets alike."""
    found: Components = connection.app.state.components
    return found
