"""How far each side has read; marks only move forward."""

from __future__ import annotations

from typing import Literal

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from api.database import emit
from api.events import Event, EventKind
from api.models import Conversation, ReadMark

Reader = Literal["resident", "staff"]


async def move(session: AsyncSession, conversation: Conversation, reader: Reader, seq: int) -> None:
    """Keep and tell it, if it is news; the caller holds the conversation's lock."""
    seq = min(seq, conversation.last_seq)
    mark = await session.get(ReadMark, (conversation.id, reader))
    if mark is None:
        mark = ReadMark(conversation_id=conversation.id, reader=reader, seq=0)
        session.add(mark)
    if seq <= mark.seq:
        return
    mark.seq = seq
    data = {"reader": reader, "seq": seq}
    emit(session, Event(EventKind.READ, conversation.id, conversation.estate_id, data))


async def of(session: AsyncSession, conversation_id: str, reader: Reader) -> int:
    """The number of the last message read; 0 for none."""
    query = select(ReadMark.seq).where(
        ReadMark.conversation_id == conversation_id, ReadMark.reader == reader
    )
    return (await session.execute(query)).scalar_one_or_none() or 0
