"""Promises: noted as they are said, listed, chased, ticked off."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from api.assistant.briefs import transcript
from api.coaching.service import waiting_minutes
from api.components import Components
from api.conversations import repository as conversations
from api.database import emit, now
from api.desk.access import access
from api.errors import NotFoundError
from api.estates.hours import LOCAL
from api.events import Event, EventKind
from api.models import Conversation, Message
from api.promises import repository
from api.promises.models import Promised, PromiseStatus
from api.promises.repository import Row
from api.promises.schemas import (
    MoodOut,
    PromiseIn,
    PromiseOut,
    SettleIn,
    StateOut,
    Urgency,
    urgency,
)
from api.staff.service import StaffMember
from coach.promises import find_promises
from coach.state import read_state

# After that a promise is everybody's on the estate: whoever gave it may have gone home.
SHARED_AFTER = timedelta(minutes=30)
STATE_TURNS = 40
MINE = "我"


async def note(session: AsyncSession, message: Message, conversation: Conversation) -> None:
    """Keep what an agent's message promises, in the same commit as the message."""
    staff_id = str(message.payload.get("agent_id", ""))
    for found in find_promises(message.text, message.created_at.astimezone(LOCAL)):
        agent = str(message.payload.get("agent", ""))
        session.add(
            Promised(
                estate_id=conversation.estate_id,
                conversation_id=conversation.id,
                message_id=message.id,
                staff_id=staff_id,
                owner=agent if found.owner == MINE else found.owner,
                what=found.what,
                exact=found.exact,
                due_at=found.due,
            )
        )
        _tell(session, conversation)


async def add(
    app: Components, staff: StaffMember, conversation_id: str, body: PromiseIn
) -> PromiseOut:
    async with app.database.write() as session:
        conversation = await access(session, staff, conversation_id)
        promised = Promised(
            estate_id=conversation.estate_id,
            conversation_id=conversation.id,
            staff_id=staff.id,
            owner=body.owner or staff.name,
            what=body.what,
            due_at=body.due_at,
        )
        session.add(promised)
        await session.flush()
        _tell(session, conversation)
        row = await repository.one(session, promised.id)
    assert row is not None
    return promise_out(row)


async def settle(
    app: Components, staff: StaffMember, promise_id: str, body: SettleIn
) -> PromiseOut:
    async with app.database.write() as session:
        row = await repository.one(session, promise_id)
        if row is None or row.promise.estate_id not in staff.estates:
            raise NotFoundError("没有找到这条承诺。")
        promised = row.promise
        promised.status = body.status
        promised.due_at = body.due_at or promised.due_at
        open_again = body.status is PromiseStatus.OPEN
        promised.settled_at = None if open_again else now()
        promised.settled_by = None if open_again else staff.id
        _tell(session, await session.get_one(Conversation, promised.conversation_id))
    return promise_out(row)


async def to_chase(app: Components, staff: StaffMember) -> list[PromiseOut]:
    """The member's own, and what colleagues let lie; the most urgent first."""
    async with app.database.read() as session:
        estates = list(staff.estates)
        rows = await repository.to_chase(session, staff.id, estates, now() - SHARED_AFTER)
    return [promise_out(row) for row in rows]


async def state(app: Components, staff: StaffMember, conversation_id: str) -> StateOut:
    async with app.database.read() as session:
        await access(session, staff, conversation_id)
        messages = await conversations.last_messages(session, conversation_id, STATE_TURNS)
        rows = await repository.of_conversation(session, conversation_id)
    promised = [promise_out(row) for row in rows]
    late = sum(one.urgency is Urgency.OVERDUE for one in promised)
    return await asyncio.to_thread(_state, messages, promised, late)


def _state(messages: Sequence[Message], promised: list[PromiseOut], late: int) -> StateOut:
    from_residents = read_state(
        transcript(messages), waiting_minutes=waiting_minutes(messages), overdue=late
    )
    return StateOut(
        moods=[
            MoodOut(seq=messages[one.place].seq, mood=one.mood.value)
            for one in from_residents.moods
        ],
        risk=from_residents.risk.value,
        score=from_residents.score,
        reasons=list(from_residents.reasons),
        wants=list(from_residents.wants),
        words=from_residents.words,
        promises=promised,
    )


def promise_out(row: Row) -> PromiseOut:
    promised = row.promise
    return PromiseOut(
        id=promised.id,
        conversation_id=promised.conversation_id,
        resident=row.resident or "住户",
        room=row.room,
        said_by=row.said_by,
        staff_id=promised.staff_id,
        owner=promised.owner,
        what=promised.what,
        exact=promised.exact,
        due_at=promised.due_at.isoformat(),
        status=PromiseStatus(promised.status),
        urgency=urgency(promised, now()),
    )


def _tell(session: AsyncSession, conversation: Conversation) -> None:
    data = {"promises": True}
    emit(session, Event(EventKind.CONVERSATION, conversation.id, conversation.estate_id, data))
