"""The residents' REST: sessions, messages, estates, and the widget's files."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, Depends, Header, Query
from fastapi.responses import FileResponse

from api.channels.web import service
from api.channels.web.schemas import (
    AckOut,
    EstateOut,
    HistoryOut,
    MessageIn,
    ReadIn,
    SessionIn,
    SessionOut,
)
from api.components import Components, components
from api.errors import TokenInvalidError
from api.tokens import ResidentToken, read_resident
from api.work_orders.schemas import WorkOrderOut

STATIC = Path(__file__).with_name("static")

router = APIRouter()
App = Annotated[Components, Depends(components)]


def resident(app: App, authorization: Annotated[str, Header()] = "") -> ResidentToken:
    scheme, _, token = authorization.partition(" ")
    if scheme.lower() != "bearer":
        raise TokenInvalidError
    return read_resident(app.settings.secret, token)


Caller = Annotated[ResidentToken, Depends(resident)]


@router.get("/v1/estates")
async def list_estates(app: App) -> list[EstateOut]:
    return await service.estates(app)


@router.post("/v1/chat/sessions", status_code=201)
async def open_session(app: App, body: SessionIn) -> SessionOut:
    return await service.open_session(app, body)


@router.post("/v1/chat/messages", status_code=202)
async def post_message(app: App, caller: Caller, body: MessageIn) -> AckOut:
    return await service.post_message(app, caller, body)


@router.get("/v1/chat/messages")
async def read_messages(
    app: App, caller: Caller, after: Annotated[int, Query(ge=0)] = 0
) -> HistoryOut:
    return await service.history(app, caller, after)


@router.post("/v1/chat/read", status_code=204)
async def mark_read(app: App, caller: Caller, body: ReadIn) -> None:
    await service.read(app, caller, body.seq)


@router.get("/v1/chat/work-orders")
async def read_work_orders(app: App, caller: Caller) -> list[WorkOrderOut]:
    return await service.own_work_orders(app, caller)


@router.post("/v1/chat/hand-off", status_code=202)
async def ask_for_a_person(app: App, caller: Caller) -> dict[str, str]:
    return await service.ask_for_a_person(app, caller)


@router.get("/widget.js", include_in_schema=False)
async def widget() -> FileResponse:
    return _script("widget.js")


@router.get("/widget-more.js", include_in_schema=False)
async def widget_more() -> FileResponse:
    """What the widget fetches when it is opened."""
    return _script("widget-more.js")


@router.get("/", include_in_schema=False)
async def start_page() -> FileResponse:
    return FileResponse(STATIC / "start.html", headers={"Cache-Control": "no-cache"})


def _script(name: str) -> FileResponse:
    return FileResponse(
        STATIC / name,
        media_type="text/javascript; charset=utf-8",
        headers={"Cache-Control": "public, max-age=300", "X-Content-Type-Options": "nosniff"},
    )
