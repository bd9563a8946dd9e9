"""Who is here: signs of life of open pages, and what members say of themselves."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import timedelta

import structlog
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from api.conversations import log as conversation_log
from api.conversations import repository
from api.database import Database, emit, now
from api.desk.models import Mode, Presence
from api.events import Event, EventKind
from api.models import Conversation, Status
from api.settings import Settings

log = structlog.get_logger(__name__)

BEAT_SECONDS = 25.0
GONE = "接待您的同事临时离开了，正在为您换一位同事，前面说过的情况不用重复。"


async def keep(database: Database, staff_id: str) -> None:
    """A sign of life now and then, as long as the page lives; ends when it is cancelled."""
    while True:
        try:
            await beat(database, staff_id)
        except Exception:
            log.exception("beat_failed", staff=staff_id)
        await asyncio.sleep(BEAT_SECONDS)


async def beat(database: Database, staff_id: str) -> None:
    async with database.write() as session:
        presence = await of(session, staff_id)
        presence.seen_at = now()
        if presence.mode == Mode.BREAK and presence.until and presence.until <= now():
            _say(presence, Mode.HERE)


async def of(session: AsyncSession, staff_id: str) -> Presence:
    """The member's row, made when there is none yet."""
    found = await session.get(Presence, staff_id)
    if found is None:
        found = Presence(staff_id=staff_id)
        session.add(found)
        await session.flush()
    return found


async def say(
    session: AsyncSession, staff_id: str, mode: Mode, minutes: int | None = None
) -> Presence:
    """The member is back, away, or on a break of so many minutes."""
    presence = await of(session, staff_id)
    _say(presence, mode, minutes)
    return presence


def _say(presence: Presence, mode: Mode, minutes: int | None = None) -> None:
    if presence.mode != mode:
        presence.since = now()
    presence.mode = mode
    presence.until = now() + timedelta(minutes=minutes) if mode is Mode.BREAK and minutes else None


def tell(session: AsyncSession, estates: Sequence[str]) -> None:
    """Colleagues see who is here, and the queue is looked at again."""
    for estate_id in estates:
        emit(session, Event(EventKind.PRESENCE, "", estate_id))
        emit(session, Event(EventKind.QUEUE, "", estate_id))


async def sweep(database: Database, settings: Settings) -> int:
    """Give back to the queue what lies with members who are gone; returns how many."""
    async with database.read() as session:
        stranded = await _stranded(session, settings)
    for conversation_id, agent_id in stranded:
        async with database.write() as session:
            conversation = await repository.lock(session, conversation_id)
            if conversation is not None and conversation.agent_id == agent_id:
                await give_back(session, conversation)
    return len(stranded)


async def give_back(session: AsyncSession, conversation: Conversation, text: str = GONE) -> None:
    """Back to the queue, with the place that the first wait earned, and a word to the resident."""
    conversation.reason = "returned"
    await conversation_log.append_lifecycle(
        session, conversation, conversation_log.Lifecycle.RETURNED, text
    )


async def _stranded(session: AsyncSession, settings: Settings) -> Sequence[tuple[str, str]]:
    moment = now()
    gone = moment - timedelta(seconds=settings.desk_gone_seconds)
    away = moment - timedelta(seconds=settings.desk_away_seconds)
    query = (
        select(Conversation.id, Conversation.agent_id)
        .join(Presence, Presence.staff_id == Conversation.agent_id)
        .where(
            Conversation.status == Status.HUMAN,
            (Presence.seen_at < gone) | ((Presence.mode != Mode.HERE) & (Presence.since < away)),
        )
    )
    return [(one, agent or "") for one, agent in (await session.execute(query)).all()]
