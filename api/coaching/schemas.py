"""Shapes of the coach's advice, for the desk and for other desks."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, Field, StringConstraints

from coach.types import Flag, Role, Severity, Suggestion, Turn

Text = Annotated[str, StringConstraints(max_length=4000)]


class TurnIn(BaseModel):
    role: Role = Field(description="resident, bot, agent 或 system")
    text: Text


class FlagsIn(BaseModel):
    """A draft, with the last messages before it, oldest first."""

    draft: Text
    context: Annotated[list[TurnIn], Field(max_length=40)] = []


class SuggestionsIn(BaseModel):
    """The conversation so far, oldest first; the last word is the resident's."""

    transcript: Annotated[list[TurnIn], Field(min_length=1, max_length=40)]
    estate: str | None = None
    city: str | None = None


class FlagOut(BaseModel):
    """`start` and `end` count characters of the draft; both null for what is missing."""

    code: str
    severity: Severity
    start: int | None
    end: int | None
    reason: str
    rewrite: str
    basis: str


class SourceOut(BaseModel):
    kind: str
    ref: str
    title: str


class SuggestionOut(BaseModel):
    text: str
    kind: str
    why: str
    sources: list[SourceOut]


def flag_out(flag: Flag) -> FlagOut:
    start, end = flag.span if flag.span is not None else (None, None)
    return FlagOut(
        code=flag.code,
        severity=flag.severity,
        start=start,
        end=end,
        reason=flag.reason,
        rewrite=flag.rewrite,
        basis=flag.basis,
    )


def suggestion_out(suggestion: Suggestion) -> SuggestionOut:
    sources = [SourceOut(kind=s.kind, ref=s.ref, title=s.title) for s in suggestion.sources]
    return SuggestionOut(
        text=suggestion.text, kind=suggestion.kind, why=suggestion.why, sources=sources
    )


def turns_in(items: list[TurnIn]) -> list[Turn]:
    return [Turn(item.role, item.text) for item in items]
