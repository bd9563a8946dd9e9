"""What a rewrite is grounded in: the talk, the hits and the estate's facts."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from api.coaching import service as coaching
from api.components import Components
from api.models import Conversation, Estate, Resident, Staff
from coach.conversation import question_of
from coach.types import OwnData, Turn
from knowledge_base.entries import fill_facts
from knowledge_base.types import Hit, Scope

HITS = 3
TALK = 8  # turns that the model reads
WORTH_READING = 0.35  # probability from which a hit is worth reading


@dataclass(frozen=True, slots=True)
class Context:
    """`own` is what may be named; `names` is who must be masked."""

    talk: tuple[Turn, ...]
    own: OwnData
    names: tuple[str, ...]
    grounds: tuple[str, ...]


async def read_context(app: Components, conversation_id: str) -> Context:
    turns, own = await coaching.draft_context(app, conversation_id)
    async with app.database.read() as session:
        conversation = await session.get_one(Conversation, conversation_id)
        resident = await session.get_one(Resident, conversation.resident_id)
        estate = await session.get_one(Estate, conversation.estate_id)
        agent = await session.get(Staff, conversation.agent_id or "")
    facts = await app.records.facts(estate.id)
    scope = Scope(estate=estate.id, city=estate.city)
    hits: Sequence[Hit] = ()
    if question := question_of(turns):
        hits = (await asyncio.to_thread(app.knowledge.search, question, scope, HITS)).hits
    names = tuple(name for name in (resident.name, agent.name if agent else "") if name)
    return Context(tuple(turns[-TALK:]), own, names, tuple(_grounds(hits, facts)))


def _grounds(hits: Sequence[Hit], facts: Mapping[str, str]) -> Iterator[str]:
    """Approved answers and articles, as text; sentences with an unknown fact are left out."""
    for hit in hits:
        if hit.probability < WORTH_READING:
            continue
        if hit.provision is not None:
            yield f"《{hit.provision.law}》{hit.provision.label}：{hit.provision.text}"
        elif hit.entry is not None:
            yield fill_facts(hit.entry, facts)[0].answer
