"""What the knowledge pages send and get."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import BaseModel, StringConstraints

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=4000)]
Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
Reference = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=80)]
ScopeName = Annotated[
    str, StringConstraints(pattern=r"^(national|city:\S{1,40}|estate:[\w-]{1,40})$")
]
State = Literal["live", "due", "waiting", "expired"]


class EntryIn(BaseModel):
    """An entry as edited; `version` is the one that was read, empty for a new one."""

    title: Line
    category: Annotated[str, StringConstraints(pattern=r"^[a-z0-9_]{1,40}$")]
    scope: Annotated[
        str, StringConstraints(pattern=r"^(national|city:\S{1,40}|estate:[\w-]{1,40})$")
    ]
    questions: list[Line]
    answer: Text
    citations: list[Reference] = []
    owner: Line
    valid_from: date
    valid_to: date | None = None
    review_on: date
    version: str = ""


class FindingOut(BaseModel):
    severity: Literal["error", "warning"]
    code: str
    detail: str


class CitationOut(BaseModel):
    """One line of the basis: as written, and what it was found to be."""

    written: str
    ref: str
    name: str
    text: str
    ok: bool
    detail: str


class CiteIn(BaseModel):
    text: Text


class CitedOut(BaseModel):
    """One citation of a text: where (`start`, `end`), whether it holds, what was not checked."""

    start: int
    end: int
    written: str
    ref: str
    state: Literal[
        "valid", "no_article", "repealed", "superseded", "not_yet", "unknown_law", "no_law"
    ]
    detail: str
    bearing: Literal["carried", "contradicted", "foreign", "unsure", "unchecked"]
    claim: str
    bearing_detail: str
    wrong: bool
    unchecked: list[str]


class CheckOut(BaseModel):
    findings: list[FindingOut]
    citations: list[CitationOut]


class EntryRow(BaseModel):
    id: str
    title: str
    category: str
    category_name: str
    scope: str
    scope_name: str
    questions: int
    owner: str
    review_on: date
    valid_to: date | None
    state: State
    findings: list[FindingOut]


class EntryOut(EntryRow):
    asked: list[str]
    answer: str
    citations: list[CitationOut]
    valid_from: date
    version: str


class SideOut(BaseModel):
    """One side of a contradiction: an entry, or an article (`law`); `text` is all of it."""

    ref: str
    title: str
    words: str
    asked: str
    text: str
    law: bool


class ClashOut(BaseModel):
    """Two texts that cannot both hold; `settled` when somebody looked and found it is none."""

    key: str
    kind: Literal["figure_law", "duty_law", "answer", "figure", "duty", "duplicate"]
    kind_name: str
    why: str
    one: SideOut
    other: SideOut
    settled: bool


class DraftRow(BaseModel):
    id: str
    title: str
    category_name: str
    scope_name: str
    source: str
    made_on: date


class NearOut(BaseModel):
    """An entry that may answer the same already."""

    id: str
    title: str
    probability: float


class DraftOut(BaseModel):
    entry: EntryOut
    source: str
    proposals: list[str]
    near: list[NearOut]


class Option(BaseModel):
    id: str
    name: str


class OptionsOut(BaseModel):
    """What the form offers; `facts` may stand in answers as `{id}`."""

    scopes: list[Option]
    categories: list[Option]
    facts: list[Option]
    owners: list[str]


class LawReportOut(BaseModel):
    name: str
    source: str
    articles: int
    added: list[int]
    changed: list[int]
    dropped: list[int]
    same: int
    region: str
    effective_date: date | None
    amended_on: date | None
    repealed: bool
    change: str


class DraftReportOut(BaseModel):
    title: str
    questions: int
    proposals: int
    citations: list[str]
    scope_name: str
    change: str


class PlanOut(BaseModel):
    laws: list[LawReportOut]
    drafts: list[DraftReportOut]
    problems: list[str]
    skipped: list[str]
    changes: int


class ImportOut(BaseModel):
    id: str
    at: datetime
    titles: list[str]
    undone: bool


class UndoneOut(BaseModel):
    restored: list[str]
    kept: list[str]
