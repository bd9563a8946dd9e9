"""Good replies and rates, for trainers and managers."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Query

from api.coaching import replies, uses
from api.coaching.models import Approval
from api.coaching.schemas import DecisionIn, GatheredOut, GoodReplyOut, RatesOut
from api.components import Components, components
from api.staff.routes import Member

router = APIRouter(prefix="/v1/desk/coach", tags=["desk"])
App = Annotated[Components, Depends(components)]


@router.post("/replies/gather")
async def gather(app: App, staff: Member) -> GatheredOut:
    """Read conversations that ended well since the last time, and propose their good replies."""
    return GatheredOut(proposed=await replies.gather(app, staff))


@router.get("/replies")
async def listed(
    app: App, staff: Member, status: Approval = Approval.PROPOSED
) -> list[GoodReplyOut]:
    return await replies.listed(app, staff, status)


@router.post("/replies/{reply_id}")
async def decide(app: App, staff: Member, reply_id: str, body: DecisionIn) -> GoodReplyOut:
    """Nothing is offered to agents before it is approved here."""
    return await replies.decide(app, staff, reply_id, body)


@router.get("/rates")
async def rates(
    app: App, staff: Member, days: Annotated[int, Query(ge=1, le=365)] = 30
) -> RatesOut:
    return await uses.rates(app, staff, days)
