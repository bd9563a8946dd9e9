"""What moves a conversation from one status to another."""

from __future__ import annotations

from enum import StrEnum

from api.models import Status


class Lifecycle(StrEnum):
    """The steps, each told to the resident by a message of its own."""

    QUEUED = "queued"
    CLAIMED = "claimed"
    RETURNED = "returned"  # from a person back to the queue
    RESUMED = "resumed"  # from a person or the queue back to the bot
    CLOSED = "closed"
    REOPENED = "reopened"


STATUS_AFTER = {
    Lifecycle.QUEUED: Status.QUEUED,
    Lifecycle.CLAIMED: Status.HUMAN,
    Lifecycle.RETURNED: Status.QUEUED,
    Lifecycle.RESUMED: Status.BOT,
    Lifecycle.CLOSED: Status.CLOSED,
    Lifecycle.REOPENED: Status.BOT,
}
