"""How soon somebody shall be answered and helped, and how much of that time is left."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Literal

from pydantic import BaseModel

from api.database import now
from api.desk.models import DEFAULT_DESK, EstateDesk
from api.models import Conversation, Handoff

# In danger, the first word is due within a minute, whatever the estate has promised.
EMERGENCY_FIRST_REPLY = 60


class Level(BaseModel):
    """`left` seconds of `target`; below 0 it is missed."""

    kind: Literal["first_reply", "resolution"]
    left: int
    target: int


def levels(
    conversation: Conversation, handoff: Handoff | None, desk: EstateDesk | None
) -> list[Level]:
    """The promises that still run, the first reply before the resolution."""
    if handoff is None:
        return []
    first = desk.first_reply if desk else int(DEFAULT_DESK["first_reply"])
    resolution = desk.resolution if desk else int(DEFAULT_DESK["resolution"])
    if conversation.emergency:
        first = min(first, EMERGENCY_FIRST_REPLY)
    since = counted_from(conversation, handoff)
    running = [_level("resolution", since, resolution)]
    if handoff.first_reply_at is None:
        running.insert(0, _level("first_reply", since, first))
    return running


def counted_from(conversation: Conversation, handoff: Handoff) -> datetime:
    """Who comes at night is promised something from the morning on; danger at once."""
    if conversation.emergency or handoff.opens_at is None:
        return handoff.queued_at
    return max(handoff.queued_at, handoff.opens_at)


def _level(kind: Literal["first_reply", "resolution"], since: datetime, target: int) -> Level:
    due = since + timedelta(seconds=target)
    return Level(kind=kind, left=int((due - now()).total_seconds()), target=target)
