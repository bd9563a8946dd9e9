"""Shapes of work orders as staff see and move them."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AwareDatetime, BaseModel, StringConstraints

from api.work_orders.schemas import WorkOrderOut

StatusName = Literal["open", "accepted", "on_the_way", "assigned", "done", "cancelled"]


class StepIn(BaseModel):
    """`words` are added to what the resident is told; `due_at` moves the due time."""

    status: StatusName
    words: Annotated[str, StringConstraints(strip_whitespace=True, max_length=300)] = ""
    due_at: AwareDatetime | None = None


class StepOut(BaseModel):
    status: str
    status_name: str
    words: str
    staff: str
    created_at: str


class ListedOrder(WorkOrderOut):
    estate: str
    conversation_id: str
    resident: str
    overdue: bool


class OrderFilter(BaseModel):
    """`running` is everything that is not done or cancelled; "" is everything."""

    status: StatusName | Literal["running", ""] = "running"
    overdue: bool = False
    estate: Annotated[str, StringConstraints(max_length=40)] = ""
