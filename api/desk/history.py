"""Beside a conversation: what this resident, and this home, came with before.

A resident is known again by the phone number of the visit, a home by building and room of
the same estate; both only as they were told to us, which the page says.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

from fastapi import APIRouter, Depends
from pydantic import BaseModel
from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from api.components import Components, components
from api.desk.access import reachable
from api.models import Conversation, Resident, Satisfaction, WorkOrder
from api.satisfaction import service as satisfaction
from api.satisfaction.schemas import VerdictOut, verdict_out
from api.staff.routes import Member
from api.summaries import service as summaries
from api.summaries.schemas import SummaryOut
from api.work_orders.schemas import WorkOrderOut, work_order_out

MOST = 20
router = APIRouter(prefix="/v1/desk/conversations", tags=["desk"])
App = Annotated[Components, Depends(components)]


class PastConversation(BaseModel):
    """`current` is the one that is open on the page: its earlier episodes count too."""

    id: str
    current: bool
    status: str
    created_at: str
    closed_at: str | None
    summaries: list[SummaryOut]
    verdicts: list[VerdictOut]


class Past(BaseModel):
    conversations: list[PastConversation]
    work_orders: list[WorkOrderOut]


class HistoryOut(BaseModel):
    """`house` leaves out what `resident` has; `room` is as this resident wrote it."""

    resident: Past
    house: Past
    room: str


@router.get("/{conversation_id}/history")
async def history(app: App, staff: Member, conversation_id: str) -> HistoryOut:
    async with app.database.read() as session:
        conversation = await reachable(session, staff, conversation_id)
        resident = await session.get_one(Resident, conversation.resident_id)
        own = await _conversations(session, _same_person(resident))
        others = await _conversations(session, _same_house(resident)) if resident.house_key else []
        mine = {one.id for one in own}
        shared = [one for one in others if one.id not in mine]
        return HistoryOut(
            resident=await _past(session, own, conversation_id),
            house=await _past(session, shared, conversation_id),
            room=resident.room,
        )


def _same_person(resident: Resident) -> ColumnElement[bool]:
    same = Resident.id == resident.id
    if not resident.phone_key:
        return same
    phone = and_(Resident.estate_id == resident.estate_id, Resident.phone_key == resident.phone_key)
    return or_(same, phone)


def _same_house(resident: Resident) -> ColumnElement[bool]:
    return and_(Resident.estate_id == resident.estate_id, Resident.house_key == resident.house_key)


async def _conversations(
    session: AsyncSession, whose: ColumnElement[bool]
) -> Sequence[Conversation]:
    query = (
        select(Conversation)
        .join(Resident, Resident.id == Conversation.resident_id)
        .where(whose)
        .order_by(Conversation.created_at.desc())
        .limit(MOST)
    )
    return (await session.execute(query)).scalars().all()


async def _past(session: AsyncSession, conversations: Sequence[Conversation], current: str) -> Past:
    ids = [one.id for one in conversations]
    kept = await summaries.of_conversations(session, ids)
    verdicts = await satisfaction.of_conversations(session, ids)
    rows = [_conversation(one, kept, verdicts, current) for one in conversations]
    orders = (
        select(WorkOrder)
        .where(WorkOrder.conversation_id.in_(ids))
        .order_by(WorkOrder.created_at.desc())
        .limit(MOST)
    )
    found = (await session.execute(orders)).scalars().all()
    return Past(
        conversations=[row for row in rows if not row.current or row.summaries],
        work_orders=[work_order_out(order) for order in found if order.conversation_id != current],
    )


def _conversation(
    conversation: Conversation,
    kept: Sequence[tuple[str, SummaryOut]],
    verdicts: Sequence[Satisfaction],
    current: str,
) -> PastConversation:
    closed = conversation.closed_at
    return PastConversation(
        id=conversation.id,
        current=conversation.id == current,
        status=conversation.status,
        created_at=conversation.created_at.isoformat(),
        closed_at=closed.isoformat() if closed else None,
        summaries=[summary for owner, summary in kept if owner == conversation.id],
        verdicts=[verdict_out(one) for one in verdicts if one.conversation_id == conversation.id],
    )
