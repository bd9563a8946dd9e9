"""Promises and the resident's state, beside a conversation."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends

from api.components import Components, components
from api.promises import service
from api.promises.schemas import PromiseIn, PromiseOut, SettleIn, StateOut
from api.staff.routes import Member

router = APIRouter(prefix="/v1/desk", tags=["desk"])
App = Annotated[Components, Depends(components)]


@router.get("/promises")
async def to_chase(app: App, staff: Member) -> list[PromiseOut]:
    """Open promises: one's own, and those of colleagues that are long overdue."""
    return await service.to_chase(app, staff)


@router.post("/promises/{promise_id}")
async def settle(app: App, staff: Member, promise_id: str, body: SettleIn) -> PromiseOut:
    return await service.settle(app, staff, promise_id, body)


@router.post("/conversations/{conversation_id}/promises", status_code=201)
async def add(app: App, staff: Member, conversation_id: str, body: PromiseIn) -> PromiseOut:
    return await service.add(app, staff, conversation_id, body)


@router.get("/conversations/{conversation_id}/state")
async def state(app: App, staff: Member, conversation_id: str) -> StateOut:
    """Mood over time, risk of escalation, what the resident wants and was promised."""
    return await service.state(app, staff, conversation_id)
