"""Canned replies for the desk: offered in a conversation, kept by trainers."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Query

from api.canned_replies import service
from api.canned_replies.schemas import CannedIn, CannedOut, OfferedReply
from api.components import Components, components
from api.staff.routes import Member

router = APIRouter(prefix="/v1/desk", tags=["desk"])
App = Annotated[Components, Depends(components)]


@router.get("/conversations/{conversation_id}/canned-replies")
async def offered(
    app: App,
    staff: Member,
    conversation_id: str,
    q: Annotated[str, Query(max_length=60)] = "",
) -> list[OfferedReply]:
    return await service.offered(app, staff, conversation_id, q)


@router.get("/canned-replies")
async def listed(app: App, staff: Member) -> list[CannedOut]:
    return await service.listed(app, staff)


@router.post("/canned-replies", status_code=201)
async def create(app: App, staff: Member, body: CannedIn) -> CannedOut:
    return await service.create(app, staff, body)


@router.put("/canned-replies/{reply_id}")
async def change(app: App, staff: Member, reply_id: str, body: CannedIn) -> CannedOut:
    return await service.change(app, staff, reply_id, body)


@router.delete("/canned-replies/{reply_id}", status_code=204)
async def remove(app: App, staff: Member, reply_id: str) -> None:
    await service.remove(app, staff, reply_id)


@router.post("/canned-replies/{reply_id}/uses", status_code=204)
async def used(app: App, staff: Member, reply_id: str) -> None:
    await service.used(app, staff, reply_id)
