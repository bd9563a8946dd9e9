"""Shapes of a summary."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import BaseModel, Field, StringConstraints

from coach.mood import is_abusive

LONGEST = 300
Line = Annotated[str, StringConstraints(strip_whitespace=True, max_length=LONGEST)]
Lines = Annotated[list[Line], Field(max_length=12)]


class Content(BaseModel):
    """The five questions that whoever reads it later has."""

    who: Line = ""
    where: Line = ""
    what: Line = ""
    done: Lines = []
    open: Lines = []


class SummaryOut(BaseModel):
    """`edited` when a person wrote or changed it."""

    seq: int
    kind: str
    content: Content
    edited: bool
    result: str
    result_name: str
    staff: str
    created_at: str


def content_of(brief: Mapping[str, Any]) -> Content:
    """The five of a coach's brief, which says more; an insult is nothing that waits to be done."""
    left = [str(line)[:LONGEST] for line in brief.get("open") or ()]
    return Content(
        who=str(brief.get("who") or "")[:LONGEST],
        where=str(brief.get("where") or "")[:LONGEST],
        what=str(brief.get("what") or "")[:LONGEST],
        done=[str(line)[:LONGEST] for line in brief.get("done") or ()],
        open=[line for line in left if not is_abusive(line)],
    )
