"""Open a work order, and say how it stands."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from api.database import emit, now
from api.events import Event, EventKind
from api.models import Conversation, WorkOrder, WorkOrderStatus
from api.work_orders import repository
from api.work_orders.schemas import KIND_NAMES, STATUS_NAMES, WorkOrderDraft, work_order_out

LOCAL = ZoneInfo("Asia/Shanghai")

# Hours until somebody must have acted; a company's own promises are set per estate later.
DUE_HOURS = {"emergency": 0.5, "repair": 24.0, "complaint": 24.0}


async def open_order(
    session: AsyncSession, conversation: Conversation, draft: WorkOrderDraft
) -> WorkOrder:
    """Store a work order under a fresh number; the event leaves after the commit."""
    order = WorkOrder(
        number=await _fresh_number(session),
        estate_id=conversation.estate_id,
        conversation_id=conversation.id,
        kind=draft.kind,
        location=draft.location,
        description=draft.description,
        phone=draft.phone,
        time=draft.time,
        due_at=now() + timedelta(hours=DUE_HOURS.get(draft.kind, 24.0)),
    )
    session.add(order)
    await session.flush()
    tell(session, order)
    return order


async def set_status(session: AsyncSession, order: WorkOrder, status: WorkOrderStatus) -> None:
    order.status = status
    await session.flush()
    tell(session, order)


def tell(session: AsyncSession, order: WorkOrder) -> None:
    data = work_order_out(order).model_dump(mode="json")
    emit(session, Event(EventKind.WORK_ORDER, order.conversation_id, order.estate_id, data))


def opened_text(order: WorkOrder) -> str:
    """What the resident reads when the order is in."""
    lines = [f"已为您登记{KIND_NAMES[order.kind]}单，单号 {order.number}。"]
    for name, value in _details(order):
        lines.append(f"- {name}：{value}")
    lines.append(f"同事会在 {local_time(order.due_at)} 前与您联系，随时可以凭单号问我进度。")
    return "\n".join(lines)


def status_text(order: WorkOrder) -> str:
    text = f"{KIND_NAMES[order.kind]}单 {order.number}：{STATUS_NAMES[order.status]}"
    if order.description:
        text += f"（{order.description[:40]}）"
    if order.status in (WorkOrderStatus.OPEN, WorkOrderStatus.ASSIGNED):
        text += f"，应在 {local_time(order.due_at)} 前联系您"
    return text + "。"


def local_time(moment: datetime) -> str:
    """`11月24日18:05`, as a resident reads it."""
    local = moment.astimezone(LOCAL)
    return f"{local.month}月{local.day}日{local:%H:%M}"


def _details(order: WorkOrder) -> list[tuple[str, str]]:
    pairs = [
        ("位置", order.location),
        ("情况", order.description),
        ("电话", order.phone),
        ("时间", order.time),
    ]
    return [(name, value) for name, value in pairs if value]


async def _fresh_number(session: AsyncSession) -> str:
    """Ten digits, date first: short enough to read aloud."""
    day = now().astimezone(LOCAL).strftime("%y%m%d")
    while True:
        number = f"{day}{secrets.randbelow(10_000):04d}"
        if not await repository.number_taken(session, number):
            return number
