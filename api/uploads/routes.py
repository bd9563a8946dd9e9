"""Photos in and out: the body is the file, `client_id` makes a resend harmless."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import FileResponse

from api.channels.web.routes import Caller
from api.channels.web.schemas import AckOut, ClientId
from api.components import Components, components
from api.conversations.schemas import MessageOut
from api.desk.access import access_own
from api.errors import NotFoundError
from api.models import Photo
from api.staff.routes import Member
from api.uploads import service
from api.uploads.storage import Size

App = Annotated[Components, Depends(components)]
Id = Annotated[ClientId, Query()]

residents = APIRouter(prefix="/v1/chat/photos", tags=["chat"])
staff = APIRouter(prefix="/v1/desk", tags=["desk"])
HEADERS = {
    "Cache-Control": "private, max-age=86400, immutable",
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'",
}


@residents.post("", status_code=202)
async def send(app: App, caller: Caller, request: Request, client_id: Id) -> AckOut:
    """A JPEG, PNG or WebP; 413, 415 or 422 with a sentence for the resident."""
    data = await service.read_body(request.stream(), app.settings.max_photo_bytes)
    ack = await service.from_resident(app, caller.conversation_id, client_id, data)
    return AckOut(client_id=ack.client_id, seq=ack.seq, id=ack.id)


@residents.get("/{photo_id}")
async def look(app: App, caller: Caller, photo_id: str, size: Size = "full") -> FileResponse:
    async with app.database.read() as session:
        photo = await service.find(session, photo_id)
    if photo.resident_id != caller.resident_id:
        raise NotFoundError("没有找到这张照片。")
    return _file(app, photo, size)


@staff.post("/conversations/{conversation_id}/photos", status_code=201)
async def send_to_resident(
    app: App, member: Member, conversation_id: str, request: Request, client_id: Id
) -> MessageOut:
    data = await service.read_body(request.stream(), app.settings.max_photo_bytes)
    async with app.database.read() as session:
        conversation = await access_own(session, member, conversation_id)
    signed = {"agent": member.name, "agent_id": member.id}
    return await service.from_agent(app, conversation, client_id, data, signed)


@staff.get("/photos/{photo_id}")
async def look_as_staff(
    app: App, member: Member, photo_id: str, size: Size = "full"
) -> FileResponse:
    async with app.database.read() as session:
        photo = await service.find(session, photo_id)
    member.require_estate(photo.estate_id)
    return _file(app, photo, size)


def _file(app: Components, photo: Photo, size: Size) -> FileResponse:
    path = service.file_of(app, photo, size)
    return FileResponse(path, media_type="image/jpeg", headers=HEADERS)
