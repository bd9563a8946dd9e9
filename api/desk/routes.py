"""The desk as REST, for its pages, for tests and for other front ends."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Query

from api.coaching.schemas import FlagOut, SuggestionOut
from api.components import Components, components
from api.desk import knowledge, service
from api.desk.schemas import (
    CloseIn,
    ConversationView,
    DraftIn,
    KnowledgeOut,
    QueueItem,
    ReadIn,
    ReplyIn,
    ReplyOut,
    WorkOrderIn,
)
from api.staff.routes import Member
from api.summaries.schemas import Content
from api.work_orders.schemas import WorkOrderOut

router = APIRouter(prefix="/v1/desk", tags=["desk"])
App = Annotated[Components, Depends(components)]


@router.get("/queue")
async def queue(app: App, staff: Member) -> list[QueueItem]:
    return await service.queue(app, staff)


@router.get("/mine")
async def mine(app: App, staff: Member) -> list[QueueItem]:
    return await service.mine(app, staff)


@router.get("/conversations/{conversation_id}")
async def view(app: App, staff: Member, conversation_id: str) -> ConversationView:
    return await service.view(app, staff, conversation_id)


@router.post("/conversations/{conversation_id}/claim", status_code=204)
async def claim(app: App, staff: Member, conversation_id: str) -> None:
    await service.claim(app, staff, conversation_id)


@router.post("/conversations/{conversation_id}/replies")
async def reply(app: App, staff: Member, conversation_id: str, body: ReplyIn) -> ReplyOut:
    return await service.reply(app, staff, conversation_id, body)


@router.post("/conversations/{conversation_id}/flags")
async def flags(app: App, staff: Member, conversation_id: str, body: DraftIn) -> list[FlagOut]:
    return await service.check_draft(app, staff, conversation_id, body.draft)


@router.get("/conversations/{conversation_id}/suggestions")
async def suggestions(app: App, staff: Member, conversation_id: str) -> list[SuggestionOut]:
    return await service.suggest(app, staff, conversation_id)


@router.post("/conversations/{conversation_id}/work-orders", status_code=201)
async def open_work_order(
    app: App, staff: Member, conversation_id: str, body: WorkOrderIn
) -> WorkOrderOut:
    return await service.open_work_order(app, staff, conversation_id, body)


@router.post("/conversations/{conversation_id}/close", status_code=204)
async def close(app: App, staff: Member, conversation_id: str, body: CloseIn) -> None:
    await service.close(app, staff, conversation_id, body)


@router.get("/conversations/{conversation_id}/summary")
async def summary(app: App, staff: Member, conversation_id: str) -> Content:
    return await service.summary(app, staff, conversation_id)


@router.post("/conversations/{conversation_id}/read", status_code=204)
async def read(app: App, staff: Member, conversation_id: str, body: ReadIn) -> None:
    await service.read(app, staff, conversation_id, body.seq)


@router.post("/conversations/{conversation_id}/return", status_code=204)
async def return_to_queue(app: App, staff: Member, conversation_id: str) -> None:
    await service.return_to_queue(app, staff, conversation_id)


@router.post("/conversations/{conversation_id}/hand-back", status_code=204)
async def hand_back(app: App, staff: Member, conversation_id: str) -> None:
    await service.hand_back_to_bot(app, staff, conversation_id)


@router.post("/conversations/{conversation_id}/typing", status_code=204)
async def typing(app: App, staff: Member, conversation_id: str) -> None:
    await service.typing(app, staff, conversation_id)


@router.get("/knowledge")
async def search(
    app: App,
    staff: Member,
    estate: Annotated[str, Query(max_length=40)],
    q: Annotated[str, Query(min_length=1, max_length=200)],
) -> KnowledgeOut:
    return await knowledge.search(app, staff, estate, q)
