"""Queries of the desk."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, and_, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from api.desk.models import EstateDesk
from api.models import Conversation, Estate, Handoff, Message, Resident, Sender, Staff, Status

# Emergencies first, then whoever waits longest: the one order of every queue.
IN_TURN = (
    Conversation.priority.desc(),
    Conversation.queued_at,
    Conversation.updated_at,
)


@dataclass(frozen=True, slots=True)
class Row:
    """`unanswered` messages of the resident came after the last reply of a person."""

    conversation: Conversation
    estate: str
    resident: Resident
    agent: str
    last_text: str
    unanswered: int
    unanswered_since: datetime | None
    handoff: Handoff | None
    desk: EstateDesk | None


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
    # Subqueries per row, by the index on (conversation_id, seq): a desk shows tens of rows,
    # while grouping would read every message ever written.
    query = (
        select(
            Conversation,
            Estate.name,
            Resident,
            Staff.name,
            _last_words(),
            _unanswered(func.count()),
            _unanswered(func.min(Message.created_at)),
            Handoff,
            EstateDesk,
        )
        .join(Estate, Estate.id == Conversation.estate_id)
        .join(Resident, Resident.id == Conversation.resident_id)
        .outerjoin(Staff, Staff.id == Conversation.agent_id)
        .outerjoin(
            Handoff, (Handoff.conversation_id == Conversation.id) & Handoff.ended_at.is_(None)
        )
        .outerjoin(EstateDesk, EstateDesk.estate_id == Conversation.estate_id)
        .where(condition)
        .order_by(*IN_TURN)
    )
    found = (await session.execute(query)).all()
    return [
        Row(conversation, estate, resident, agent or "", text or "", count, since, handoff, desk)
        for conversation, estate, resident, agent, text, count, since, handoff, desk in found
    ]


def _last_words() -> ScalarSelect[str]:
    return (
        select(Message.text)
        .where(Message.conversation_id == Conversation.id, Message.sender == Sender.RESIDENT)
        .order_by(Message.seq.desc())
        .limit(1)
        .correlate(Conversation)
        .scalar_subquery()
    )


def _unanswered(what: ColumnElement[Any]) -> ScalarSelect[Any]:
    reply = aliased(Message)
    last_reply = (
        select(func.coalesce(func.max(reply.seq), 0))
        .where(reply.conversation_id == Conversation.id, reply.sender == Sender.AGENT)
        .correlate(Conversation)
        .scalar_subquery()
    )
    return (
        select(what)
        .where(
            Message.conversation_id == Conversation.id,
            Message.sender == Sender.RESIDENT,
            Message.seq > last_reply,
        )
        .correlate(Conversation)
        .scalar_subquery()
    )
