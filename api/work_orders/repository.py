"""Queries on work orders."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from api.models import Conversation, WorkOrder, WorkOrderReport, WorkOrderStatus

RUNNING = (
    WorkOrderStatus.OPEN,
    WorkOrderStatus.ACCEPTED,
    WorkOrderStatus.ON_THE_WAY,
    WorkOrderStatus.ASSIGNED,
)


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


async def reports_of_resident(
    session: AsyncSession, resident_id: str, limit: int = 3
) -> Sequence[tuple[WorkOrderReport, WorkOrder]]:
    """What the resident reported that joined an order of someone else's, newest first."""
    query = (
        select(WorkOrderReport, WorkOrder)
        .join(WorkOrder, WorkOrder.id == WorkOrderReport.work_order_id)
        .join(Conversation, Conversation.id == WorkOrderReport.conversation_id)
        .where(Conversation.resident_id == resident_id)
        .order_by(WorkOrderReport.created_at.desc())
        .limit(limit)
    )
    return [(report, order) for report, order in (await session.execute(query)).all()]


async def unfinished_repairs(
    session: AsyncSession, estate_id: str, since: datetime
) -> Sequence[WorkOrder]:
    """The estate's repairs that nobody has done yet, oldest first."""
    query = (
        select(WorkOrder)
        .where(
            WorkOrder.estate_id == estate_id,
            WorkOrder.kind == "repair",
            WorkOrder.status.in_(RUNNING),
            WorkOrder.created_at >= since,
        )
        .order_by(WorkOrder.created_at)
    )
    return (await session.execute(query)).scalars().all()


async def resident_of(session: AsyncSession, order: WorkOrder) -> str:
    """The id of the resident who reported first."""
    conversation = await session.get_one(Conversation, order.conversation_id)
    return conversation.resident_id


async def of_conversation(session: AsyncSession, conversation_id: str) -> Sequence[WorkOrder]:
    """Those opened in the conversation and those that it joined."""
    joined = select(WorkOrderReport.work_order_id).where(
        WorkOrderReport.conversation_id == conversation_id
    )
    query = (
        select(WorkOrder)
        .where(or_(WorkOrder.conversation_id == conversation_id, WorkOrder.id.in_(joined)))
        .order_by(WorkOrder.created_at)
    )
    return (await session.execute(query)).scalars().all()


async def running(session: AsyncSession, conversation_id: str) -> WorkOrder | None:
    """The newest order of the conversation, or joined by it, that is not at its end."""
    joined = select(WorkOrderReport.work_order_id).where(
        WorkOrderReport.conversation_id == conversation_id
    )
    query = (
        select(WorkOrder)
        .where(
            or_(WorkOrder.conversation_id == conversation_id, WorkOrder.id.in_(joined)),
            WorkOrder.status.in_(RUNNING),
        )
        .order_by(WorkOrder.created_at.desc())
        .limit(1)
    )
    return (await session.execute(query)).scalar_one_or_none()


async def reporters(session: AsyncSession, order: WorkOrder) -> Sequence[str]:
    """The conversations of everybody who reported it, the first one first."""
    query = select(WorkOrderReport.conversation_id).where(WorkOrderReport.work_order_id == order.id)
    joined = (await session.execute(query)).scalars().all()
    return list(dict.fromkeys([order.conversation_id, *joined]))


async def number_taken(session: AsyncSession, number: str) -> bool:
    query = select(WorkOrder.id).where(WorkOrder.number == number)
    return (await session.execute(query)).first() is not None
