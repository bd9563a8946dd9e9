"""Shapes in which conversations leave the api."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from pydantic import BaseModel

from api.models import Message, Sender


@dataclass(frozen=True, slots=True)
class InboundMessage:
    """What a channel heard; `client_id` makes a resend harmless."""

    conversation_id: str
    text: str
    client_id: str


@dataclass(frozen=True, slots=True)
class Ack:
    """The message is stored under `seq`; `fresh` is false for a resend."""

    id: str
    seq: int
    client_id: str
    fresh: bool


@dataclass(frozen=True, slots=True)
class Reply:
    """Something to say, not stored yet."""

    text: str
    sender: Sender = Sender.BOT
    payload: dict[str, Any] = field(default_factory=dict)


class MessageOut(BaseModel):
    id: str
    seq: int
    sender: Sender
    text: str
    payload: dict[str, Any]
    client_id: str | None = None
    created_at: str


def message_out(message: Message) -> MessageOut:
    return MessageOut(
        id=message.id,
        seq=message.seq,
        sender=message.sender,
        text=message.text,
        payload=message.payload,
        client_id=message.client_id,
        created_at=message.created_at.isoformat(),
    )
