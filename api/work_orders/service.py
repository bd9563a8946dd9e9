"""Open a work order, and say how it stands."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from api.database import emit, now
from api.estates.hours import LOCAL
from api.events import Event, EventKind
from api.models import Conversation, WorkOrder, WorkOrderReport, WorkOrderStatus
from api.uploads import repository as photos
from api.work_orders import repository
from api.work_orders.due import due_time
from api.work_orders.duplicates import first_same
from api.work_orders.schemas import (
    KIND_NAMES,
    STATUS_NAMES,
    Reported,
    WorkOrderDraft,
    WorkOrderOut,
    work_order_out,
)

SAME_FAULT_HOURS = 12  # after that, what is reported again is a new fault or a reminder


async def open_order(
    session: AsyncSession,
    conversation: Conversation,
    draft: WorkOrderDraft,
    *,
    due_hours: float = 0.0,
) -> WorkOrder:
    """Store a work order under a fresh number; the event leaves after the commit.

    `due_hours` 0 is what is usual with its kind.
    """
    order = WorkOrder(
        number=await _fresh_number(session),
        estate_id=conversation.estate_id,
        conversation_id=conversation.id,
        kind=draft.kind,
        location=draft.location,
        description=draft.description,
        phone=draft.phone,
        time=draft.time,
        due_at=due_time(draft.kind, now(), due_hours),
    )
    session.add(order)
    await session.flush()
    await photos.attach(session, conversation.id, order.id)
    tell(session, order)
    return order


async def report(
    session: AsyncSession, conversation: Conversation, draft: WorkOrderDraft
) -> Reported:
    """Open an order, or join the one that the same fault has already."""
    known = await _known_order(session, conversation, draft)
    if known is None:
        return Reported(await open_order(session, conversation, draft))
    own = known.conversation_id == conversation.id
    if not own:
        session.add(
            WorkOrderReport(
                work_order_id=known.id,
                conversation_id=conversation.id,
                location=draft.location,
                description=draft.description,
                phone=draft.phone,
                time=draft.time,
            )
        )
        await session.flush()
    await photos.attach(session, conversation.id, known.id)
    tell(session, known)
    return Reported(known, joined=True, own=own)


async def own_orders(session: AsyncSession, resident_id: str, limit: int) -> list[WorkOrderOut]:
    """What the resident reported, newest first; never another's words, telephone or photos."""
    opened = await repository.of_resident(session, resident_id, limit)
    joined = await repository.reports_of_resident(session, resident_id, limit)
    orders = [order.id for order in (*opened, *(order for _, order in joined))]
    seen = await photos.of_orders(session, orders, resident_id=resident_id)
    mine = [work_order_out(order, photos=seen.get(order.id, ())) for order in opened]
    shared = [
        work_order_out(order, report, photos=seen.get(order.id, ())) for report, order in joined
    ]
    newest_first = sorted([*mine, *shared], key=lambda out: out.created_at, reverse=True)
    return newest_first[:limit]


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


def joined_text(reported: Reported) -> str:
    """What the resident reads when the fault was known."""
    order = reported.order
    if reported.own:
        opening = f"这件事您刚才已经报过，单号还是 {order.number}，不用重复报，我提醒同事抓紧。"
    else:
        opening = f"这个问题已经有人报修，正在处理，单号 {order.number}。您报的也记在这张单上了。"
    due = f"同事会在 {local_time(order.due_at)} 前处理，随时可以凭单号问我进度。"
    return f"{opening}\n{due}"


def bare_status_text(order: WorkOrder) -> str:
    """How an order of somebody else's stands, without what they said."""
    return f"{KIND_NAMES[order.kind]}单 {order.number}：{STATUS_NAMES[order.status]}。"


def status_text(order: WorkOrderOut) -> str:
    text = f"{KIND_NAMES[order.kind]}单 {order.number}：{STATUS_NAMES[order.status]}"
    if order.description:
        text += f"（{order.description[:40]}）"
    if order.status in repository.RUNNING:
        text += f"，应在 {local_time(datetime.fromisoformat(order.due_at))} 前联系您"
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


async def _known_order(
    session: AsyncSession, conversation: Conversation, draft: WorkOrderDraft
) -> WorkOrder | None:
    if draft.kind != "repair":
        return None
    since = now() - timedelta(hours=SAME_FAULT_HOURS)
    known = await repository.unfinished_repairs(session, conversation.estate_id, since)
    return first_same(draft, known)


async def _fresh_number(session: AsyncSession) -> str:
    """Ten digits, date first: short enough to read aloud."""
    day = now().astimezone(LOCAL).strftime("%y%m%d")
    while True:
        number = f"{day}{secrets.randbelow(10_000):04d}"
        if not await repository.number_taken(session, number):
            return number
