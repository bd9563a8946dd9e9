"""What a person reads before taking over: the coach's brief of the conversation."""

from __future__ import annotations

import asyncio
from dataclasses import asdict
from typing import Any

from api.conversations import repository
from api.database import Database
from api.models import Message, Resident
from coach.conversation import question_of
from coach.service import Coach
from coach.types import Role, Turn
from knowledge_base.service import KnowledgeBase
from knowledge_base.types import Scope

TRANSCRIPT_LENGTH = 40


class BriefWriter:
    """Reads the conversation, asks the coach."""

    def __init__(self, database: Database, knowledge: KnowledgeBase, coach: Coach) -> None:
        self._database = database
        self._knowledge = knowledge
        self._coach = coach

    async def write(self, conversation_id: str, scope: Scope) -> dict[str, Any]:
        """The brief as JSON: who, where, what, done, open, mood, sources."""
        async with self._database.read() as session:
            messages = await repository.last_messages(session, conversation_id, TRANSCRIPT_LENGTH)
            conversation = await repository.find(session, conversation_id)
            assert conversation is not None
            resident = await session.get_one(Resident, conversation.resident_id)
        known = {"name": resident.name, "phone": resident.phone, "location": resident.room}
        turns = transcript(messages)
        question = question_of(turns)
        result = await asyncio.to_thread(self._knowledge.search, question, scope, 3)
        brief = await asyncio.to_thread(self._coach.brief, turns, known, result.hits)
        return asdict(brief)


def transcript(messages: list[Message] | Any) -> list[Turn]:
    """What was said; a photo says nothing that the coach could read."""
    spoken = (message for message in messages if not message.payload.get("photos"))
    return [Turn(Role(message.sender), message.text) for message in spoken]
