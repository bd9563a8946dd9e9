"""What staff do with work orders: move them on, and have the resident told of each step."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import ColumnElement, select
from sqlalchemy.ext.asyncio import AsyncSession

from api.components import Components
from api.conversations import log
from api.conversations import repository as conversations
from api.conversations.schemas import Reply
from api.database import now
from api.errors import ConflictError, NotFoundError
from api.models import Conversation, Resident, Sender, Staff, WorkOrder, WorkOrderStatus
from api.models import WorkOrderStep as Step
from api.staff.service import StaffMember
from api.uploads import repository as photos
from api.work_orders import repository as orders
from api.work_orders import service
from api.work_orders.desk_schemas import ListedOrder, OrderFilter, StepIn, StepOut
from api.work_orders.repository import RUNNING
from api.work_orders.schemas import KIND_NAMES, STATUS_NAMES, WorkOrderOut, work_order_out

LISTED_MOST = 200
OVER = "这张工单已经{state}，不能再改。要继续处理，请先重新打开。"
TOLD = {
    WorkOrderStatus.OPEN: "重新打开了，会尽快安排人处理。",
    WorkOrderStatus.ACCEPTED: "有人接单了，应在 {due} 前与您联系。",
    WorkOrderStatus.ON_THE_WAY: "师傅已经出发，正在赶过来，请留意电话。",
    WorkOrderStatus.ASSIGNED: "正在处理。",
    WorkOrderStatus.DONE: "处理好了。如果还有问题，直接在这里说，我们接着办。",
    WorkOrderStatus.CANCELLED: "取消了。如果不是您的意思，告诉我们，马上重新登记。",
}


async def move(app: Components, staff: StaffMember, order_id: str, body: StepIn) -> WorkOrderOut:
    """Set status or due time, keep who did it, and tell the resident in the chat."""
    async with app.database.write() as session:
        order = await _own(session, staff, order_id)
        status = WorkOrderStatus(body.status)
        if order.status not in RUNNING and status is not WorkOrderStatus.OPEN:
            raise ConflictError(OVER.format(state=STATUS_NAMES[order.status]))
        if status == order.status and body.due_at is None and not body.words:
            return work_order_out(order)  # tapped twice: told once
        order.due_at = body.due_at or order.due_at
        session.add(
            Step(work_order_id=order.id, staff_id=staff.id, status=status, words=body.words)
        )
        await service.set_status(session, order, status)
        await _tell(session, order, body.words)
        found = await photos.of_orders(session, [order.id])
    return work_order_out(order, photos=found.get(order.id, ()))


async def listed(app: Components, staff: StaffMember, wanted: OrderFilter) -> list[ListedOrder]:
    """Work orders of the member's estates: overdue first, then by due time."""
    if wanted.estate:
        staff.require_estate(wanted.estate)
    estates = [wanted.estate] if wanted.estate else list(staff.estates)
    query = (
        select(WorkOrder, Resident)
        .join(Conversation, Conversation.id == WorkOrder.conversation_id)
        .join(Resident, Resident.id == Conversation.resident_id)
        .where(WorkOrder.estate_id.in_(estates), *_conditions(wanted))
        .order_by(WorkOrder.due_at if wanted.status == "running" else WorkOrder.updated_at.desc())
        .limit(LISTED_MOST)
    )
    async with app.database.read() as session:
        rows = (await session.execute(query)).all()
        found = await photos.of_orders(session, [order.id for order, _ in rows])
    return [
        ListedOrder(
            **work_order_out(order, photos=found.get(order.id, ())).model_dump(),
            estate=staff.estates[order.estate_id],
            conversation_id=order.conversation_id,
            resident=resident.name or "住户",
            overdue=_overdue(order),
        )
        for order, resident in rows
    ]


async def steps_of(app: Components, staff: StaffMember, order_id: str) -> list[StepOut]:
    """The order's way so far, oldest first."""
    query = (
        select(Step, Staff.name)
        .join(Staff, Staff.id == Step.staff_id)
        .where(Step.work_order_id == order_id)
        .order_by(Step.created_at)
    )
    async with app.database.read() as session:
        await _own(session, staff, order_id)
        rows = (await session.execute(query)).all()
    return [
        StepOut(
            status=step.status,
            status_name=STATUS_NAMES[step.status],
            words=step.words,
            staff=name,
            created_at=step.created_at.isoformat(),
        )
        for step, name in rows
    ]


def _conditions(wanted: OrderFilter) -> Iterable[ColumnElement[bool]]:
    if wanted.status == "running":
        yield WorkOrder.status.in_(RUNNING)
    elif wanted.status:
        yield WorkOrder.status == wanted.status
    if wanted.overdue:
        yield WorkOrder.status.in_(RUNNING)
        yield WorkOrder.due_at < now()


def _overdue(order: WorkOrder) -> bool:
    moment: datetime = order.due_at
    return order.status in RUNNING and moment < now()


async def _own(session: AsyncSession, staff: StaffMember, order_id: str) -> WorkOrder:
    order = await session.get(WorkOrder, order_id)
    if order is None:
        raise NotFoundError("没有找到这张工单。")
    staff.require_estate(order.estate_id)
    return order


async def _tell(session: AsyncSession, order: WorkOrder, words: str) -> None:
    """One line in the chat of everybody who reported it, whatever state the chat is in."""
    text = f"{KIND_NAMES[order.kind]}单 {order.number}："
    text += TOLD[order.status].format(due=service.local_time(order.due_at))
    if words:
        text += f"\n{words}"
    payload = {"work_order": order.number, "work_order_status": order.status}
    for conversation_id in await orders.reporters(session, order):
        conversation = await conversations.lock(session, conversation_id)
        assert conversation is not None
        await log.append(session, conversation, Reply(text, Sender.SYSTEM, dict(payload)))
