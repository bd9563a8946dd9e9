"""The nouns that flow through the knowledge base; all frozen."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum


class LawStatus(StrEnum):
    """Whether a law binds today."""

    IN_FORCE = "in_force"
    REPEALED = "repealed"
    SUPERSEDED = "superseded"  # an older version of a law that is still in force
    NOT_YET = "not_yet"


@dataclass(frozen=True, slots=True, order=True)
class Citation:
    """A pointer to one article, written ``民法典:944``; ``law`` is the short name."""

    law: str
    article: int

    def __str__(self) -> str:
        return f"{self.law}:{self.article}"


@dataclass(frozen=True, slots=True)
class Provision:
    """One article (条) of a law; ``text`` is empty when only its existence is known."""

    law: str  # short name, 民法典
    article: int
    label: str  # 第九百四十四条
    text: str
    status: LawStatus
    effective_date: date | None
    source: str  # where the text comes from, for people
    chapter: str = ""
    region: str = ""  # "" is national; else a city or province

    @property
    def citation(self) -> Citation:
        return Citation(self.law, self.article)


@dataclass(frozen=True, slots=True)
class Scope:
    """Whose knowledge may be used: estate beats city beats national."""

    estate: str | None = None
    city: str | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """One approved answer with the ways residents ask for it.

    ``answer`` may hold ``{key}`` placeholders for the estate facts named in ``facts``.
    """

    id: str  # fees/unoccupied-home
    title: str
    category: str  # fees
    scope: str  # "national", "city:杭州", "estate:yunqi"
    questions: tuple[str, ...]
    answer: str
    citations: tuple[Citation, ...]
    owner: str
    valid_from: date
    review_on: date
    valid_to: date | None = None
    facts: tuple[str, ...] = ()
    # (citation, hash of its words) at the last review; empty for those that came with the product
    basis: tuple[tuple[str, str], ...] = ()


class HitKind(StrEnum):
    ENTRY = "entry"
    PROVISION = "provision"


@dataclass(frozen=True, slots=True)
class Hit:
    """One search result; ``probability`` is the calibrated chance that it answers the question."""

    kind: HitKind
    probability: float
    entry: Entry | None = None
    provision: Provision | None = None
    matched: str = ""  # the question variant or sentence that met the query
    scores: dict[str, float] = field(default_factory=dict)  # by method: dense, bm25, fused

    @property
    def id(self) -> str:
        if self.entry is not None:
            return self.entry.id
        assert self.provision is not None
        return str(self.provision.citation)


class Confidence(StrEnum):
    """What the caller should do with the best hit."""

    ANSWER = "answer"
    CONFIRM = "confirm"  # answer, with 您是不是想问
    ASK = "ask"  # offer the nearest questions
    NONE = "none"  # decline, offer a person


@dataclass(frozen=True, slots=True)
class SearchResult:
    """Hits, best first, and what their probabilities allow."""

    hits: tuple[Hit, ...]
    confidence: Confidence
