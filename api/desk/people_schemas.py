"""Shapes of how colleagues fare."""

from __future__ import annotations

from pydantic import BaseModel

from api.desk.team_schemas import CareOut, ColleagueOut
from api.models import StaffRole


class BreaksOut(BaseModel):
    """Proposals without an answer are in `proposed` alone."""

    proposed: int
    taken: int
    declined: int


class SpanOut(BaseModel):
    """In the days that were asked for: conversations taken, insults read, breaks."""

    taken: int
    abused: int
    breaks: BreaksOut


class PersonOut(ColleagueOut):
    """`care` is the present run, since the last break and not longer than two hours."""

    username: str
    role: StaffRole
    until: str | None
    care: CareOut
    span: SpanOut
