"""Queries on work orders."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from api.models import Conversation, WorkOrder


async def by_number(session: AsyncSession, estate_id: str, number: str) -> WorkOrder | None:
    query = select(WorkOrder).where(WorkOrder.estate_id == estate_id, WorkOrder.number == number)
    return (await session.execute(query)).scalar_one_or_none()


async def of_resident(
    session: AsyncSession, resident_id: str, limit: int = 3
) -> Sequence[WorkOrder]:
    """The resident's work orders, newest first."""
    query = (
        select(WorkOrder)
        .join(Conversation, Conversation.id == WorkOrder.conversation_id)
        .where(Conversation.resident_id == resident_id)
        .order_by(WorkOrder.created_at.desc())
        .limit(limit)
    )
    return (await session.execute(query)).scalars().all()


async def of_conversation(session: AsyncSession, conversation_id: str) -> Sequence[WorkOrder]:
    query = (
        select(WorkOrder)
        .where(WorkOrder.conversation_id == conversation_id)
        .order_by(WorkOrder.created_at)
    )
    return (await session.execute(query)).scalars().all()


async def number_taken(session: AsyncSession, number: str) -> bool:
    query = select(WorkOrder.id).where(WorkOrder.number == number)
    return (await session.execute(query)).first() is not None
