"""Use cases of a conversation: begin, receive, hand off, end."""

from __future__ import annotations

import re
import unicodedata
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from api.conversations import handoffs, log, repository
from api.conversations.schemas import Ack, InboundMessage, Reply
from api.conversations.waiting import (
    ALARMED,
    EMERGENCY,
    Outlook,
    closed_text,
    expected_wait,
    waiting_text,
)
from api.database import Database, now
from api.errors import (
    EstateUnknownError,
    MessageEmptyError,
    MessageTooLongError,
    TokenInvalidError,
)
from api.estates.houses import house_key, phone_key
from api.models import Conversation, Estate, Resident, Sender, Status
from api.summaries import service as summaries

# Zero-width and direction signs: they turn lines around and say nothing. The joiner of emoji stays.
_INVISIBLE = re.compile("[\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]")


async def begin(
    session: AsyncSession, estate_id: str, channel: str, visitor: dict[str, str]
) -> Conversation:
    """A new resident with an empty conversation; raises `EstateUnknownError`."""
    if await session.get(Estate, estate_id) is None:
        raise EstateUnknownError
    resident = Resident(
        estate_id=estate_id,
        phone_key=phone_key(visitor.get("phone", "")),
        house_key=house_key(visitor.get("room", "")),
        **visitor,
    )
    session.add(resident)
    await session.flush()
    conversation = Conversation(estate_id=estate_id, resident_id=resident.id, channel=channel)
    session.add(conversation)
    await session.flush()
    return conversation


def clean(text: str, limit: int) -> str:
    """The text without control characters; raises when nothing or too much is left."""
    visible = _INVISIBLE.sub("", text)
    kept = "".join(c for c in visible if c == "\n" or unicodedata.category(c) not in ("Cc", "Cs"))
    kept = kept.strip()
    if not kept:
        raise MessageEmptyError
    if len(kept) > limit:
        raise MessageTooLongError(f"消息太长了（{len(kept)} 字，最多 {limit} 字），请分几次发送。")
    return kept


async def receive(database: Database, inbound: InboundMessage, limit: int) -> Ack:
    """Store a resident's message before anything else happens; a resend changes nothing."""
    text = clean(inbound.text, limit)
    async with database.write() as session:
        conversation = await repository.lock(session, inbound.conversation_id)
        if conversation is None:
            raise TokenInvalidError
        known = await repository.by_client_id(session, conversation.id, inbound.client_id)
        if known is not None:
            return Ack(known.id, known.seq, inbound.client_id, fresh=False)
        await reopen_if_closed(session, conversation)
        message = await log.append(
            session,
            conversation,
            Reply(text, Sender.RESIDENT),
            client_id=inbound.client_id,
            handled=False,
        )
        return Ack(message.id, message.seq, inbound.client_id, fresh=True)


async def reopen_if_closed(session: AsyncSession, conversation: Conversation) -> None:
    """Whoever speaks after the end begins anew; the caller holds the conversation's lock."""
    if conversation.status == Status.CLOSED:
        await log.append_lifecycle(
            session, conversation, log.Lifecycle.REOPENED, "会话重新开始，有什么可以帮您？"
        )


async def hand_off(
    session: AsyncSession,
    conversation: Conversation,
    *,
    reason: str,
    brief: dict[str, Any],
    priority: int = 0,
    opening: str = "",
    payload: dict[str, Any] | None = None,
    view: Outlook | None = None,
) -> None:
    """Queue the conversation for a person and say so; harmless when it is there already.

    `view` is what the resident can expect; without one, the desk counts as open.
    """
    conversation.priority = max(conversation.priority, priority)
    conversation.brief = brief or conversation.brief
    if conversation.status in (Status.QUEUED, Status.HUMAN):
        log.announce(session, conversation)
        return
    conversation.reason = reason
    conversation.queued_at = conversation.queued_at or now()
    # Danger is answered at any hour.
    opens_at = view.opens_at if view and priority < EMERGENCY else None
    if priority >= EMERGENCY:
        text = ALARMED
    elif view and opens_at:
        text = closed_text(view)
    else:
        ahead = await repository.waiting_before(session, conversation)
        text = waiting_text(ahead, await expected_wait(session, conversation.estate_id, ahead))
    await log.append_lifecycle(
        session,
        conversation,
        log.Lifecycle.QUEUED,
        opening + text,
        payload={**(payload or {}), "reason": reason},
    )
    (await handoffs.require(session, conversation)).opens_at = opens_at
    summaries.at_handoff(session, conversation, brief)
