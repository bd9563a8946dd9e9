"""What the assistant says to a photo, once for a burst of them."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from api.conversations import log, repository
from api.conversations.schemas import Reply
from api.models import Conversation, Message, Sender
from api.work_orders import repository as work_orders

LOOK_BACK = 12
ON_ORDER = "照片收到，已附到工单 {number}，师傅出发前能看到。"
IN_FORM = "照片收到，登记时会一起附上。"
ALONE = "照片收到。请再用一句话说说是哪里、出了什么情况，我好帮您处理；也可以直接说“转人工”。"


async def acknowledge(session: AsyncSession, conversation: Conversation) -> None:
    """The photo is the newest message; the caller holds the conversation's lock."""
    recent = await repository.last_messages(session, conversation.id, LOOK_BACK)
    before = _before_the_photos(recent)
    if before is not None and before.payload.get("photo_seen"):
        return
    text = await _words(session, conversation, before)
    reply = Reply(text, payload={"photo_seen": True, "directive": "say", "citations": []})
    await log.append(session, conversation, reply)


def _before_the_photos(recent: Sequence[Message]) -> Message | None:
    """The newest message that is no photo of the resident's."""
    others = (m for m in reversed(recent) if not (m.sender == Sender.RESIDENT and _is_photo(m)))
    return next(others, None)


async def _words(session: AsyncSession, conversation: Conversation, before: Message | None) -> str:
    order = await work_orders.running(session, conversation.id)
    if order is not None:
        return ON_ORDER.format(number=order.number)
    asked = before is not None and before.payload.get("asks")
    return IN_FORM if asked else ALONE


def _is_photo(message: Message) -> bool:
    return bool(message.payload.get("photos"))
