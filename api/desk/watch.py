"""What the desk does by itself: hand out the queue, take back what lies with the absent,
propose breaks."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

import structlog
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from api.conversations import log as conversation_log
from api.conversations import repository as conversations
from api.database import Database, now
from api.desk import breaks, colleagues, presence, routing
from api.desk import repository as desk
from api.desk.texts import TAKEN
from api.events import QUEUES, LocalEventBus, Subscription
from api.models import Conversation, Handoff, Status
from api.settings import Settings

log = structlog.get_logger(__name__)

ROUND_SECONDS = 5.0


class Watch:
    """`run` works in rounds: when a queue has moved, and every few seconds besides."""

    def __init__(self, settings: Settings, database: Database, bus: LocalEventBus) -> None:
        self._settings = settings
        self._database = database
        self._bus = bus
        self._begun = now()

    async def run(self) -> None:
        with self._bus.subscribe(QUEUES) as subscription:
            while True:
                await self._round()
                await _next(subscription)

    async def _round(self) -> None:
        try:
            await self.look()
        except Exception:
            # One bad round must not leave the queue alone for good.
            log.exception("desk_round_failed")

    async def look(self) -> None:
        """One round."""
        if self._pages_had_time():
            await presence.sweep(self._database, self._settings)
        await hand_out(self._database, self._settings.desk_gone_seconds)
        await breaks.look(self._database, self._settings.desk_gone_seconds)

    def _pages_had_time(self) -> bool:
        """After a restart, open pages need a while before they can give a sign of life."""
        return (now() - self._begun).total_seconds() > self._settings.desk_gone_seconds


async def _next(subscription: Subscription) -> None:
    try:
        async with asyncio.timeout(ROUND_SECONDS):
            await subscription.next()
    except TimeoutError:
        return


async def hand_out(database: Database, gone_after: float) -> list[routing.Assignment]:
    """Give waiting conversations to members who take them by themselves."""
    async with database.read() as session:
        if not await _plan(session, gone_after):
            return []
    async with database.write() as session:
        plan = await _plan(session, gone_after)
        return [one for one in plan if await _give(session, one)]


async def _plan(session: AsyncSession, gone_after: float) -> list[routing.Assignment]:
    estates = await _estates_that_wait(session)
    members = await colleagues.everyone(session, estates, gone_after) if estates else []
    if not any(member.here for member in members):
        return []  # a long queue is not read at night, at every new message, for nobody
    desks = {desk.estate_id: desk for desk in await colleagues.desks_of(session, estates)}
    return routing.assign(await _queue(session, estates), members, desks)


async def _estates_that_wait(session: AsyncSession) -> Sequence[str]:
    query = select(Conversation.estate_id).where(Conversation.status == Status.QUEUED).distinct()
    return (await session.execute(query)).scalars().all()


async def _queue(session: AsyncSession, estates: Sequence[str]) -> list[routing.Waiting]:
    query = (
        select(Conversation, Handoff)
        .outerjoin(
            Handoff, (Handoff.conversation_id == Conversation.id) & Handoff.ended_at.is_(None)
        )
        .where(Conversation.status == Status.QUEUED, Conversation.estate_id.in_(estates))
        .order_by(*desk.IN_TURN)
    )
    rows = (await session.execute(query)).all()
    known = {group.id: frozenset(group.topics) for group in await colleagues.groups(session)}
    return [_waiting(conversation, handoff, known) for conversation, handoff in rows]


def _waiting(
    conversation: Conversation, handoff: Handoff | None, known: dict[str, frozenset[str]]
) -> routing.Waiting:
    since = conversation.queued_at or now()
    topic = handoff.topic if handoff else ""
    sent_to = handoff.group_id if handoff else None
    groups = (
        {sent_to} if sent_to in known else {g for g, topics in known.items() if topic in topics}
    )
    return routing.Waiting(
        conversation_id=conversation.id,
        estate_id=conversation.estate_id,
        emergency=bool(conversation.emergency),
        waited=(now() - since).total_seconds(),
        groups=frozenset(group for group in groups if group),
        returned_by=handoff.agent_id if handoff else None,
    )


async def _give(session: AsyncSession, one: routing.Assignment) -> bool:
    conversation = await conversations.lock(session, one.conversation_id)
    if conversation is None or conversation.status != Status.QUEUED:
        return False
    await conversation_log.append_lifecycle(
        session,
        conversation,
        conversation_log.Lifecycle.CLAIMED,
        TAKEN.format(name=one.colleague.name),
        payload={"agent": one.colleague.name, "assigned": True},
        agent_id=one.colleague.id,
    )
    return True
