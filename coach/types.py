"""The nouns of the coach; all frozen."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    INFO = "info"
    WARN = "warn"
    BLOCK = "block"


class Role(StrEnum):
    RESIDENT = "resident"
    BOT = "bot"
    AGENT = "agent"
    SYSTEM = "system"


@dataclass(frozen=True, slots=True)
class Turn:
    """One message of the transcript, oldest first in a sequence."""

    role: Role
    text: str


@dataclass(frozen=True, slots=True)
class Flag:
    """A warning about a draft; ``span`` is (start, end) in the draft, None for what is missing."""

    code: str
    severity: Severity
    span: tuple[int, int] | None
    reason: str  # one Chinese sentence for the agent
    rewrite: str = ""
    basis: str = ""  # 民法典:944, or a skill dimension
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Source:
    """An article or entry behind a suggestion, as a person reads it."""

    kind: str  # "provision" | "entry"
    ref: str  # 民法典:944 | fees/unoccupied-home
    title: str


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A reply offered to the agent."""

    text: str
    kind: str  # "knowledge" | "situation" | "example"
    why: str  # a few Chinese words: 依据知识条目, 住户情绪激动
    sources: tuple[Source, ...] = ()


@dataclass(frozen=True, slots=True)
class Brief:
    """What a person must know before taking over."""

    who: str
    where: str
    what: str
    done: tuple[str, ...]  # what the bot already said or did
    open: tuple[str, ...]  # what is still wanted
    mood: str  # calm | upset | angry | afraid
    sources: tuple[Source, ...] = ()
