"""What may come in through the channel, checked before the dialogue sees it."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import Any

MAX_BODY = 64 * 1024  # bytes
MAX_TEXT = 2_000  # characters; the embedding of more would block every other resident
_SENDER = re.compile(r"[A-Za-z0-9_-]{1,64}")
# C0 and C1 controls but tab and newline, zero-width and direction signs, lone surrogates.
_CONTROL = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ud800-\udfff]"
)
_ROLES = ("agent", "resident")
_RESERVED_SENDER = "default"  # where Rasa puts everybody without an id


class BadRequestError(ValueError):
    """A request that the channel refuses; ``status`` and ``code`` go to the caller."""

    def __init__(self, detail: str, status: int = 422, code: str = "bad_request") -> None:
        super().__init__(detail)
        self.status = status
        self.code = code


@dataclass(frozen=True)
class Message:
    sender: str
    text: str
    metadata: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Note:
    sender: str
    role: str
    text: str


def parse_message(body: bytes) -> Message:
    """Raises :class:`BadRequestError` for anything but a sender with something to say."""
    content = _load(body)
    metadata = content.get("metadata") or {}
    if not isinstance(metadata, dict):
        raise BadRequestError("metadata must be an object")
    return Message(_sender(content), _text(content), metadata)


def parse_note(body: bytes) -> Note:
    content = _load(body)
    if content.get("role") not in _ROLES:
        raise BadRequestError(f"role must be one of {', '.join(_ROLES)}")
    return Note(_sender(content), content["role"], _text(content))


def parse_sender(body: bytes) -> str:
    return _sender(_load(body))


def clean(text: str) -> str:
    """``text`` without control characters and without a slash that Rasa takes for a command."""
    plain = _CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).strip()
    return re.sub(r"^[/\s]+", "", plain)


def _load(body: bytes) -> dict[str, Any]:
    if len(body) > MAX_BODY:
        raise BadRequestError(f"more than {MAX_BODY} bytes", 413, "too_large")
    try:
        content = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise BadRequestError("the body is no JSON") from error
    if not isinstance(content, dict):
        raise BadRequestError("the body must be an object")
    return content


def _sender(content: dict[str, Any]) -> str:
    sender = content.get("sender")
    if not isinstance(sender, str) or not _SENDER.fullmatch(sender) or sender == _RESERVED_SENDER:
        raise BadRequestError("sender must match [A-Za-z0-9_-]{1,64} and not be 'default'")
    return sender


def _text(content: dict[str, Any]) -> str:
    text = content.get("text")
    if not isinstance(text, str):
        raise BadRequestError("text must be a string")
    if len(text) > MAX_TEXT:
        raise BadRequestError(f"text has more than {MAX_TEXT} characters", 413, "too_long")
    cleaned = clean(text)
    if not cleaned:
        raise BadRequestError("text is empty", code="empty")
    return cleaned
