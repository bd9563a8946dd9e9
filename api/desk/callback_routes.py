"""The list of calls to make."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends
from pydantic import BaseModel

from api.components import Components, components
from api.desk import callbacks
from api.desk.models import Callback
from api.errors import NotFoundError
from api.staff.routes import Member

router = APIRouter(prefix="/v1/desk", tags=["desk"])
App = Annotated[Components, Depends(components)]


class CallbackOut(BaseModel):
    id: str
    conversation_id: str
    estate: str
    phone: str
    wanted: str
    about: str
    tries: int
    created_at: str


class CalledIn(BaseModel):
    reached: bool


@router.get("/callbacks")
async def read_callbacks(app: App, staff: Member) -> list[CallbackOut]:
    async with app.database.read() as session:
        rows = await callbacks.waiting(session, list(staff.estates))
    return [_out(callback, estate) for callback, estate in rows]


@router.post("/callbacks/{callback_id}/called", status_code=204)
async def called(app: App, staff: Member, callback_id: str, body: CalledIn) -> None:
    async with app.database.write() as session:
        callback = await session.get(Callback, callback_id)
        if callback is None:
            raise NotFoundError("没有找到这条回电。")
        staff.require_estate(callback.estate_id)
        if callback.done_at is None:
            await callbacks.settle(session, callback, staff.id, body.reached)


def _out(callback: Callback, estate: str) -> CallbackOut:
    return CallbackOut(
        id=callback.id,
        conversation_id=callback.conversation_id,
        estate=estate,
        phone=callback.phone,
        wanted=callback.wanted,
        about=callback.about,
        tries=callback.tries,
        created_at=callback.created_at.isoformat(),
    )
