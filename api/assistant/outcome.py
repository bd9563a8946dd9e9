"""What a turn came to, before any of it is stored."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

from api.conversations.schemas import Reply
from api.models import Status
from api.work_orders.schemas import WorkOrderDraft


@dataclass(frozen=True, slots=True)
class HandOffRequest:
    """`opening` is said before the line about waiting."""

    reason: str  # requested, abuse, not_understood, complaint, emergency, bot_down
    priority: int = 0
    opening: str = ""


@dataclass(frozen=True, slots=True)
class TurnContext:
    """Everything a turn may look at; `text` joins a burst of messages."""

    conversation_id: str
    estate_id: str
    city: str
    resident_id: str
    status: Status
    text: str
    phone: str = ""  # known from the page or from the resident's record
    emergency: str = ""  # the kind that a person was already called for
    unattended: bool = False  # queued, and people come only when the desk opens
    memory: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Outcome:
    """Replies in order, and what is to be done besides."""

    replies: tuple[Reply, ...] = ()
    memory: dict[str, Any] = field(default_factory=dict)
    work_order: WorkOrderDraft | None = None
    hand_off: HandOffRequest | None = None
    emergency: str = ""
    reset_dialogue: bool = False
    route: str = ""
    entities: dict[str, str] = field(default_factory=dict)

    def understood(self, route: str, entities: dict[str, str], **payload: Any) -> Outcome:
        """The same outcome under its route, with `payload` on replies that lack those keys."""
        labelled = self.labelled(route=route, citations=[], asks=None, **payload)
        return replace(labelled, route=self.route or route, entities=entities)

    def labelled(self, **payload: Any) -> Outcome:
        """The same outcome with `payload` added to every reply that lacks those keys."""
        replies = tuple(
            replace(reply, payload={**payload, **reply.payload}) for reply in self.replies
        )
        return replace(self, replies=replies)

    def then(self, other: Outcome) -> Outcome:
        """This outcome followed by another of the same turn."""
        return Outcome(
            replies=self.replies + other.replies,
            memory={**self.memory, **other.memory},
            work_order=self.work_order or other.work_order,
            hand_off=self.hand_off or other.hand_off,
            emergency=self.emergency or other.emergency,
            reset_dialogue=self.reset_dialogue or other.reset_dialogue,
            route=self.route or other.route,
            entities={**self.entities, **other.entities},
        )
