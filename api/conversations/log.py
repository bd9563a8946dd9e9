"""The one place that writes messages; a conversation's status follows from them.

Status is a fold over lifecycle messages. The columns of `Conversation` are the fold's
present value, written here and nowhere else, so that queues can be queried.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from api.conversations import handoffs
from api.conversations.lifecycle import STATUS_AFTER
from api.conversations.lifecycle import Lifecycle as Lifecycle  # callers name steps `log.…`
from api.conversations.schemas import Reply, message_out
from api.database import emit, now
from api.events import Event, EventKind
from api.models import Conversation, Message, Sender, Status


async def append(
    session: AsyncSession,
    conversation: Conversation,
    reply: Reply,
    *,
    client_id: str | None = None,
    handled: bool = True,
) -> Message:
    """Store one message under the next number; the caller holds the conversation's lock."""
    conversation.last_seq += 1
    conversation.updated_at = now()
    message = Message(
        conversation_id=conversation.id,
        seq=conversation.last_seq,
        sender=reply.sender,
        text=reply.text,
        payload=reply.payload,
        client_id=client_id,
        handled=handled,
    )
    session.add(message)
    await session.flush()
    if reply.sender is Sender.AGENT:
        await handoffs.replied(session, conversation)
    _tell(session, conversation, EventKind.MESSAGE, message_out(message).model_dump(mode="json"))
    return message


async def append_lifecycle(
    session: AsyncSession,
    conversation: Conversation,
    step: Lifecycle,
    text: str,
    *,
    payload: dict[str, Any] | None = None,
    agent_id: str | None = None,
) -> Message:
    """Say what happens now, and move the conversation there."""
    waited = conversation.status == Status.QUEUED
    _move(conversation, step, agent_id)
    await handoffs.follow(session, conversation, step)
    reply = Reply(text, Sender.SYSTEM, {**(payload or {}), "lifecycle": step.value})
    message = await append(session, conversation, reply)
    announce(session, conversation)
    if waited or conversation.status == Status.QUEUED:
        _tell(session, conversation, EventKind.QUEUE, {})
    return message


def announce(session: AsyncSession, conversation: Conversation) -> None:
    """Tell listeners that the conversation's own columns changed."""
    data = {"status": conversation.status, "priority": conversation.priority}
    _tell(session, conversation, EventKind.CONVERSATION, data)


def _move(conversation: Conversation, step: Lifecycle, agent_id: str | None) -> None:
    moment = now()
    conversation.status = STATUS_AFTER[step]
    conversation.agent_id = agent_id if step is Lifecycle.CLAIMED else None
    if step in (Lifecycle.QUEUED, Lifecycle.RETURNED):
        # Whoever is sent back keeps the place that the first wait earned.
        conversation.queued_at = conversation.queued_at or moment
        conversation.closed_at = None
    elif step is Lifecycle.CLAIMED:
        conversation.claimed_at = moment
    elif step is Lifecycle.CLOSED:
        conversation.closed_at = moment
    if step in (Lifecycle.CLOSED, Lifecycle.RESUMED, Lifecycle.REOPENED):
        _forget_the_handoff(conversation)


def _forget_the_handoff(conversation: Conversation) -> None:
    """An old reason must not send a conversation back to a person again."""
    conversation.queued_at = None
    conversation.priority = 0
    conversation.reason = ""
    conversation.emergency = ""


def _tell(
    session: AsyncSession, conversation: Conversation, kind: EventKind, data: dict[str, Any]
) -> None:
    emit(session, Event(kind, conversation.id, conversation.estate_id, data))
