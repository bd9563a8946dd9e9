"""Queries on conversations and their messages."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from api.models import Conversation, Estate, Message, Resident, Sender, Staff, Status


async def find(session: AsyncSession, conversation_id: str) -> Conversation | None:
    return await session.get(Conversation, conversation_id)


async def with_people(
    session: AsyncSession, conversation_id: str
) -> tuple[Conversation, Estate, Resident]:
    """The conversation, where it is held and with whom, in one query."""
    query = (
        select(Conversation, Estate, Resident)
        .join(Estate, Estate.id == Conversation.estate_id)
        .join(Resident, Resident.id == Conversation.resident_id)
        .where(Conversation.id == conversation_id)
    )
    conversation, estate, resident = (await session.execute(query)).one()
    return conversation, estate, resident


async def lock(session: AsyncSession, conversation_id: str) -> Conversation | None:
    """The conversation, held until the commit (SQLite holds the whole file anyway)."""
    query = select(Conversation).where(Conversation.id == conversation_id).with_for_update()
    return (await session.execute(query)).scalar_one_or_none()


async def messages_after(
    session: AsyncSession, conversation_id: str, seq: int, limit: int = 500
) -> Sequence[Message]:
    query = (
        select(Message)
        .where(Message.conversation_id == conversation_id, Message.seq > seq)
        .order_by(Message.seq)
        .limit(limit)
    )
    return (await session.execute(query)).scalars().all()


async def last_messages(
    session: AsyncSession, conversation_id: str, limit: int
) -> Sequence[Message]:
    """The newest `limit` messages, oldest first."""
    query = (
        select(Message)
        .where(Message.conversation_id == conversation_id)
        .order_by(Message.seq.desc())
        .limit(limit)
    )
    return list(reversed((await session.execute(query)).scalars().all()))


async def by_client_id(
    session: AsyncSession, conversation_id: str, client_id: str
) -> Message | None:
    query = select(Message).where(
        Message.conversation_id == conversation_id, Message.client_id == client_id
    )
    return (await session.execute(query)).scalar_one_or_none()


async def unhandled(session: AsyncSession, conversation_id: str) -> Sequence[Message]:
    query = (
        select(Message)
        .where(Message.conversation_id == conversation_id, Message.handled.is_(False))
        .order_by(Message.seq)
    )
    return (await session.execute(query)).scalars().all()


async def conversations_with_unhandled(session: AsyncSession) -> Sequence[str]:
    query = select(Message.conversation_id).where(Message.handled.is_(False)).distinct()
    return (await session.execute(query)).scalars().all()


async def waiting_before(session: AsyncSession, conversation: Conversation) -> int:
    """How many queued conversations of the estate a person will take first."""
    if conversation.queued_at is None:
        return 0
    query = select(func.count()).where(
        Conversation.estate_id == conversation.estate_id,
        Conversation.status == Status.QUEUED,
        Conversation.id != conversation.id,
        or_(
            Conversation.priority > conversation.priority,
            (Conversation.priority == conversation.priority)
            & (Conversation.queued_at < conversation.queued_at),
        ),
    )
    return (await session.execute(query)).scalar_one()


async def last_resident_seq(session: AsyncSession, conversation_id: str) -> int:
    query = select(func.max(Message.seq)).where(
        Message.conversation_id == conversation_id, Message.sender == Sender.RESIDENT
    )
    return (await session.execute(query)).scalar_one() or 0


async def agent_name(session: AsyncSession, staff_id: str) -> str:
    query = select(Staff.name).where(Staff.id == staff_id)
    return (await session.execute(query)).scalar_one_or_none() or ""
