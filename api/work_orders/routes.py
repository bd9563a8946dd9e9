"""Work orders for staff: the list, one order's way, the next step."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Query

from api.components import Components, components
from api.staff.routes import Member
from api.work_orders import steps
from api.work_orders.desk_schemas import ListedOrder, OrderFilter, StepIn, StepOut
from api.work_orders.schemas import WorkOrderOut

router = APIRouter(prefix="/v1/desk/work-orders", tags=["desk"])
App = Annotated[Components, Depends(components)]


@router.get("")
async def listed(
    app: App, staff: Member, wanted: Annotated[OrderFilter, Query()]
) -> list[ListedOrder]:
    return await steps.listed(app, staff, wanted)


@router.get("/{order_id}/steps")
async def steps_of(app: App, staff: Member, order_id: str) -> list[StepOut]:
    return await steps.steps_of(app, staff, order_id)


@router.post("/{order_id}/steps")
async def move(app: App, staff: Member, order_id: str, body: StepIn) -> WorkOrderOut:
    """The resident is told in the chat, also when the conversation is closed."""
    return await steps.move(app, staff, order_id, body)
