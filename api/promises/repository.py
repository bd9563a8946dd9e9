"""Queries of promises."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from api.models import Conversation, Resident, Staff
from api.promises.models import Promised, PromiseStatus

LONGEST_LIST = 200


@dataclass(frozen=True, slots=True)
class Row:
    promise: Promised
    resident: str
    room: str
    said_by: str


async def of_conversation(session: AsyncSession, conversation_id: str) -> Sequence[Row]:
    return await _rows(session, Promised.conversation_id == conversation_id)


async def to_chase(
    session: AsyncSession, staff_id: str, estates: Sequence[str], overdue_before: datetime
) -> Sequence[Row]:
    """Open ones of the member's own, and what others let lie for longer than that."""
    own = Promised.staff_id == staff_id
    left = and_(Promised.estate_id.in_(estates), Promised.due_at <= overdue_before)
    return await _rows(session, and_(Promised.status == PromiseStatus.OPEN, or_(own, left)))


async def one(session: AsyncSession, promise_id: str) -> Row | None:
    rows = await _rows(session, Promised.id == promise_id)
    return rows[0] if rows else None


async def _rows(session: AsyncSession, condition: ColumnElement[bool]) -> Sequence[Row]:
    query = (
        select(Promised, Resident.name, Resident.room, Staff.name)
        .join(Conversation, Conversation.id == Promised.conversation_id)
        .join(Resident, Resident.id == Conversation.resident_id)
        .join(Staff, Staff.id == Promised.staff_id)
        .where(condition)
        .order_by(Promised.due_at)
        .limit(LONGEST_LIST)
    )
    return [Row(*found) for found in (await session.execute(query)).all()]
