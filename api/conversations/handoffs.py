"""Keeps a `Handoff` for every stay in people's hands; called by the log and by nobody else.

A conversation's own columns hold only the present; what waits took, and what was promised
by when, is counted from these rows.
"""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from api.conversations import repository
from api.conversations.lifecycle import Lifecycle
from api.conversations.topics import topic_of
from api.database import now
from api.models import Conversation, Handoff, Status

ENDS = (Lifecycle.CLOSED, Lifecycle.RESUMED, Lifecycle.REOPENED)


async def current(session: AsyncSession, conversation_id: str) -> Handoff | None:
    """The stay that has not ended."""
    query = select(Handoff).where(
        Handoff.conversation_id == conversation_id, Handoff.ended_at.is_(None)
    )
    return (await session.execute(query)).scalar_one_or_none()


async def unattended(session: AsyncSession, conversation: Conversation) -> bool:
    """Waiting for people who come only when the desk opens."""
    if conversation.status != Status.QUEUED:
        return False
    handoff = await current(session, conversation.id)
    return bool(handoff and handoff.opens_at and handoff.opens_at > now())


async def follow(session: AsyncSession, conversation: Conversation, step: Lifecycle) -> None:
    """After each step of the conversation's lifecycle."""
    handoff = await current(session, conversation.id)
    if step in ENDS:
        if handoff is not None:
            handoff.ended_at = now()
        return
    handoff = handoff or await begin(session, conversation)
    handoff.priority = max(handoff.priority, conversation.priority)
    handoff.help_asked_at = None
    if step is Lifecycle.CLAIMED:
        handoff.claimed_at = handoff.claimed_at or now()
        handoff.agent_id = conversation.agent_id
    # Whom it was sent to counts until somebody has it; the sender names the next one.
    handoff.group_id = None


async def replied(session: AsyncSession, conversation: Conversation) -> None:
    """After a person's words."""
    handoff = await current(session, conversation.id)
    if handoff is not None and handoff.first_reply_at is None:
        handoff.first_reply_at = now()


async def require(session: AsyncSession, conversation: Conversation) -> Handoff:
    """The running stay of a conversation in people's hands; begun if none was kept."""
    return await current(session, conversation.id) or await begin(session, conversation)


async def begin(session: AsyncSession, conversation: Conversation) -> Handoff:
    handoff = Handoff(
        conversation_id=conversation.id,
        estate_id=conversation.estate_id,
        reason=conversation.reason,
        topic=topic_of(conversation),
        priority=conversation.priority,
        ahead=await repository.waiting_before(session, conversation),
        queued_at=conversation.queued_at or now(),
    )
    session.add(handoff)
    await session.flush()
    return handoff
