"""Good replies: gathered from closed conversations, approved by a trainer, offered again."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from api.assistant.briefs import transcript
from api.coaching.models import Approval, GatheredConversation, GoodReply
from api.coaching.schemas import DecisionIn, GoodReplyOut, good_reply_out
from api.components import Components
from api.conversations import repository
from api.database import now
from api.errors import ConflictError, NotFoundError
from api.models import Conversation, Message, Resident, StaffRole, Status
from api.staff.service import StaffMember
from coach.replies.gathering import gather_replies

GOOD_RESULTS = ("solved", "work_order")
BATCH = 50  # conversations read in one go
LONGEST = 200  # messages of a conversation that are read
SHOWN = 100


async def gather(app: Components, staff: StaffMember) -> int:
    """Read closed conversations that ended well and propose their good replies; how many."""
    staff.require(StaffRole.TRAINER)
    async with app.database.read() as session:
        found = await _unread(session, list(staff.estates))
    return sum([await _read(app, conversation) for conversation in found])


async def _read(app: Components, conversation: Conversation) -> int:
    async with app.database.read() as session:
        messages = await repository.last_messages(session, conversation.id, LONGEST)
        names = await _names(session, conversation, messages)
    found = await asyncio.to_thread(
        lambda: list(gather_replies(transcript(messages), app.coach.check, names))
    )
    async with app.database.write() as session:
        known = set((await session.execute(select(GoodReply.message_id))).scalars())
        fresh = [one for one in found if messages[one.place].id not in known]
        for one in fresh:
            session.add(
                GoodReply(
                    estate_id=conversation.estate_id,
                    conversation_id=conversation.id,
                    message_id=messages[one.place].id,
                    question=one.question,
                    text=one.text,
                )
            )
        await session.merge(
            GatheredConversation(
                conversation_id=conversation.id, closed_at=conversation.closed_at or now()
            )
        )
    return len(fresh)


async def _unread(session: AsyncSession, estates: list[str]) -> Sequence[Conversation]:
    """Closed well, and not read since; one that was reopened and closed again is read again."""
    query = (
        select(Conversation)
        .outerjoin(GatheredConversation, GatheredConversation.conversation_id == Conversation.id)
        .where(
            Conversation.status == Status.CLOSED,
            Conversation.result.in_(GOOD_RESULTS),
            Conversation.estate_id.in_(estates),
            GatheredConversation.closed_at.is_(None)
            | (GatheredConversation.closed_at < Conversation.closed_at),
        )
        .order_by(Conversation.closed_at)
        .limit(BATCH)
    )
    return (await session.execute(query)).scalars().all()


async def _names(
    session: AsyncSession, conversation: Conversation, messages: Sequence[Message]
) -> list[str]:
    resident = await session.get_one(Resident, conversation.resident_id)
    agents = {str(message.payload.get("agent", "")) for message in messages}
    return [name for name in (resident.name, *agents) if name]


async def listed(app: Components, staff: StaffMember, status: Approval) -> list[GoodReplyOut]:
    """The newest first."""
    staff.require(StaffRole.TRAINER)
    query = (
        select(GoodReply)
        .where(GoodReply.status == status, GoodReply.estate_id.in_(list(staff.estates)))
        .order_by(GoodReply.created_at.desc())
        .limit(SHOWN)
    )
    async with app.database.read() as session:
        return [good_reply_out(row) for row in (await session.execute(query)).scalars()]


async def decide(
    app: Components, staff: StaffMember, reply_id: str, body: DecisionIn
) -> GoodReplyOut:
    """Approve, with a better wording if there is one, or reject; either can be changed later."""
    staff.require(StaffRole.TRAINER)
    if body.text and body.status is Approval.APPROVED:
        await _check(app, body.text)
    async with app.database.write() as session:
        row = await session.get(GoodReply, reply_id)
        if row is None or row.estate_id not in staff.estates:
            raise NotFoundError("没有找到这条回复。")
        row.status, row.everywhere = body.status, body.everywhere
        row.text = body.text or row.text
        row.question = body.question or row.question
        row.decided_by, row.decided_at = staff.id, now()
        return good_reply_out(row)


async def _check(app: Components, text: str) -> None:
    flags = await asyncio.to_thread(app.coach.check, text)
    worst = [flag for flag in flags if flag.severity != "info"]
    if worst:
        raise ConflictError(worst[0].reason)
