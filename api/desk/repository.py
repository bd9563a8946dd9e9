"""Queries of the desk."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from api.models import Conversation, Estate, Message, Resident, Sender, Status


@dataclass(frozen=True, slots=True)
class Row:
    conversation: Conversation
    estate: str
    resident: Resident
    last_text: str


async def waiting(session: AsyncSession, estates: Iterable[str]) -> Sequence[Row]:
    """The queue: emergencies first, then whoever waits longest."""
    condition = and_(
        Conversation.status == Status.QUEUED, Conversation.estate_id.in_(list(estates))
    )
    return await _rows(session, condition)


async def of_agent(session: AsyncSession, staff_id: str) -> Sequence[Row]:
    condition = and_(Conversation.status == Status.HUMAN, Conversation.agent_id == staff_id)
    return await _rows(session, condition)


async def one(session: AsyncSession, conversation_id: str) -> Row | None:
    rows = await _rows(session, Conversation.id == conversation_id)
    return rows[0] if rows else None


async def _rows(session: AsyncSession, condition: ColumnElement[bool]) -> Sequence[Row]:
    newest = (
        select(Message.conversation_id, func.max(Message.seq).label("seq"))
        .where(Message.sender == Sender.RESIDENT)
        .group_by(Message.conversation_id)
        .subquery()
    )
    query = (
        select(Conversation, Estate.name, Resident, Message.text)
        .join(Estate, Estate.id == Conversation.estate_id)
        .join(Resident, Resident.id == Conversation.resident_id)
        .outerjoin(newest, newest.c.conversation_id == Conversation.id)
        .outerjoin(
            Message, and_(Message.conversation_id == Conversation.id, Message.seq == newest.c.seq)
        )
        .where(condition)
        .order_by(Conversation.priority.desc(), Conversation.queued_at, Conversation.updated_at)
    )
    found = (await session.execute(query)).all()
    return [
        Row(conversation, estate, resident, text or "")
        for conversation, estate, resident, text in found
    ]
