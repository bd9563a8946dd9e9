"""Notes among colleagues on a conversation; no resident's route or socket reads them."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends
from pydantic import BaseModel, StringConstraints
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from api.components import Components, components
from api.database import emit
from api.desk.access import reachable
from api.events import Event, EventKind
from api.models import Note, Staff
from api.staff.routes import Member

router = APIRouter(prefix="/v1/desk/conversations/{conversation_id}/notes", tags=["desk"])
App = Annotated[Components, Depends(components)]


class NoteIn(BaseModel):
    text: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=1000)]


class NoteOut(BaseModel):
    id: str
    text: str
    staff: str
    staff_id: str
    created_at: str


async def of_conversation(session: AsyncSession, conversation_id: str) -> list[NoteOut]:
    """Oldest first."""
    query = (
        select(Note, Staff.name)
        .join(Staff, Staff.id == Note.staff_id)
        .where(Note.conversation_id == conversation_id)
        .order_by(Note.created_at)
    )
    rows = (await session.execute(query)).all()
    return [_out(note, name) for note, name in rows]


@router.get("")
async def read(app: App, staff: Member, conversation_id: str) -> list[NoteOut]:
    async with app.database.read() as session:
        await reachable(session, staff, conversation_id)
        return await of_conversation(session, conversation_id)


@router.post("", status_code=201)
async def write(app: App, staff: Member, conversation_id: str, body: NoteIn) -> NoteOut:
    """Any colleague of the estate may leave one, also without having the conversation."""
    async with app.database.write() as session:
        conversation = await reachable(session, staff, conversation_id)
        note = Note(conversation_id=conversation_id, staff_id=staff.id, text=body.text)
        session.add(note)
        await session.flush()
        # The bus also reaches residents' sockets: the event says that, never what.
        emit(session, Event(EventKind.NOTE, conversation_id, conversation.estate_id))
        return _out(note, staff.name)


def _out(note: Note, name: str) -> NoteOut:
    return NoteOut(
        id=note.id,
        text=note.text,
        staff=name,
        staff_id=note.staff_id,
        created_at=note.created_at.isoformat(),
    )
