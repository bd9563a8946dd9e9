"""Shapes of work orders."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pydantic import BaseModel

from api.models import WorkOrder, WorkOrderReport

KIND_NAMES = {"repair": "报修", "complaint": "投诉", "emergency": "紧急"}
STATUS_NAMES = {
    "open": "待派单",
    "accepted": "已接单",
    "on_the_way": "上门途中",
    "assigned": "处理中",
    "done": "已完成",
    "cancelled": "已取消",
}


@dataclass(frozen=True, slots=True)
class WorkOrderDraft:
    """What is to be done; only `kind` must be known."""

    kind: str
    location: str = ""
    description: str = ""
    phone: str = ""
    time: str = ""


class WorkOrderOut(BaseModel):
    id: str
    number: str
    kind: str
    status: str
    location: str
    description: str
    phone: str
    time: str
    due_at: str
    created_at: str
    photos: list[str] = []


@dataclass(frozen=True, slots=True)
class Reported:
    """What became of a report; `joined` an order that was there, by the same resident if `own`."""

    order: WorkOrder
    joined: bool = False
    own: bool = False


def work_order_out(
    order: WorkOrder, report: WorkOrderReport | None = None, *, photos: Sequence[str] = ()
) -> WorkOrderOut:
    """`report` is of a resident who joined the order: number and progress are the order's, the
    words and the telephone the resident's own."""
    words = report or order
    return WorkOrderOut(
        id=order.id,
        number=order.number,
        kind=order.kind,
        status=order.status,
        location=words.location,
        description=words.description,
        phone=words.phone,
        time=words.time,
        due_at=order.due_at.isoformat(),
        created_at=words.created_at.isoformat(),
        photos=list(photos),
    )
