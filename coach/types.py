"""The nouns of the coach; all frozen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
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
    key: str = ""  # where it comes from, to count its use: entry:fees/late, situation:angry
    situation: str = ""  # kind of situation in which it is offered: emergency, angry, waiting, …


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


@dataclass(frozen=True, slots=True)
class OwnData:
    """What may be named without leaking: the resident's own data and the estate's public lines."""

    phones: frozenset[str] = frozenset()
    rooms: frozenset[str] = frozenset()
    plates: frozenset[str] = frozenset()
    names: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Situation:
    """What the desk knows beside the words; every field may be left out.

    ``facts`` fills the ``{key}`` placeholders of entries. ``now`` is the estate's local time
    and lets a suggestion name an hour; without it the wording stays relative (两小时内).
    """

    waiting_minutes: int = 0  # since the resident's last unanswered message
    work_order: str = ""  # number of the open work order
    work_order_status: str = ""  # in Chinese, as the resident may read it
    emergency: str = ""  # kind, as in the directive raise_emergency
    agent: str = ""  # the name the agent signs with
    now: datetime | None = None
    estate: str = ""  # id; approved replies of another estate are not offered
    facts: Mapping[str, str] = field(default_factory=dict)
