"""The coach beside a conversation: what it needs to know, and what it says."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from api.assistant.briefs import transcript
from api.components import Components
from api.conversations import repository
from api.database import now
from api.estates.hours import LOCAL
from api.models import Conversation, Estate, EstateFact, Message, Resident, Sender
from api.work_orders import repository as work_orders
from api.work_orders.schemas import STATUS_NAMES
from coach.conversation import question_of
from coach.types import Flag, OwnData, Situation, Suggestion, Turn
from knowledge_base.types import Scope

CONTEXT_TURNS = 12
HITS = 3
# These facts are numbers that the estate gives to everybody.
PHONE = re.compile(r"\d[\d-]{5,}\d")
PUBLIC_PHONE_FACTS = ("service_phone", "duty_phone", "community_office", "lift_maintenance")


async def flags(app: Components, conversation_id: str, draft: str) -> tuple[Flag, ...]:
    """What is wrong with an agent's draft in this conversation."""
    turns, own = await draft_context(app, conversation_id)
    return await asyncio.to_thread(app.coach.check, draft, turns, own=own)


async def suggestions(app: Components, conversation_id: str) -> tuple[Suggestion, ...]:
    """Up to three replies to the resident's last words; empty when none is worth saying."""
    async with app.database.read() as session:
        conversation = await session.get_one(Conversation, conversation_id)
        estate = await session.get_one(Estate, conversation.estate_id)
        messages = await repository.last_messages(session, conversation_id, CONTEXT_TURNS)
        orders = await work_orders.of_conversation(session, conversation_id)
        agent = await repository.agent_name(session, conversation.agent_id or "")
    turns = transcript(messages)
    # Also where nothing is suggested: the first draft to these words is checked sooner.
    await asyncio.to_thread(app.coach.get_ready, turns)
    newest = orders[-1] if orders else None
    situation = Situation(
        waiting_minutes=waiting_minutes(messages),
        work_order=newest.number if newest else "",
        work_order_status=STATUS_NAMES[newest.status] if newest else "",
        emergency=conversation.emergency,
        agent=agent,
        facts=dict(await app.records.facts(estate.id)),
        now=now().astimezone(LOCAL),
        estate=estate.id,
    )
    scope = Scope(estate=estate.id, city=estate.city)
    return await suggest(app, turns, scope, situation)


async def suggest(
    app: Components, turns: Sequence[Turn], scope: Scope, situation: Situation
) -> tuple[Suggestion, ...]:
    question = question_of(turns)
    if not question:
        return ()
    result = await asyncio.to_thread(app.knowledge.search, question, scope, HITS)
    uses = await app.advice.ready(app.database, app.coach.examples)
    return await asyncio.to_thread(app.coach.suggest, turns, result.hits, situation, uses)


async def draft_context(app: Components, conversation_id: str) -> tuple[list[Turn], OwnData]:
    """The last turns, and what may be named in a draft without leaking."""
    async with app.database.read() as session:
        conversation = await session.get_one(Conversation, conversation_id)
        resident = await session.get_one(Resident, conversation.resident_id)
        messages = await repository.last_messages(session, conversation_id, CONTEXT_TURNS)
        orders = await work_orders.of_conversation(session, conversation_id)
        public = await _public_phones(session, conversation.estate_id)
    own = OwnData(
        phones=frozenset(filter(None, (resident.phone, *(o.phone for o in orders), *public))),
        rooms=frozenset(filter(None, (resident.room, *(o.location for o in orders)))),
        names=frozenset(filter(None, (resident.name,))),
    )
    return transcript(messages), own


async def _public_phones(session: AsyncSession, estate_id: str) -> list[str]:
    query = select(EstateFact.value).where(
        EstateFact.estate_id == estate_id, EstateFact.key.in_(PUBLIC_PHONE_FACTS)
    )
    values = (await session.execute(query)).scalars().all()
    return [number for value in values for number in PHONE.findall(value)]


def waiting_minutes(messages: Sequence[Message]) -> int:
    """Minutes since the first of the resident's words that nobody has answered yet."""
    unanswered = None
    for message in reversed(messages):
        if message.sender == Sender.RESIDENT:
            unanswered = message
        elif message.sender == Sender.AGENT:
            break
    if unanswered is None:
        return 0
    return int((now() - unanswered.created_at).total_seconds() // 60)
