"""Shapes of incidents."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, StringConstraints

from api.coaching.schemas import FlagOut
from api.incidents.models import IncidentStatus

Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=2, max_length=1000)]


class ReporterOut(BaseModel):
    conversation_id: str
    resident: str
    room: str
    words: str
    told: bool


class IncidentOut(BaseModel):
    """`draft` is a notice to begin with; `number` is the work order's, empty before there is one.

    `seconds` passed since the first report.
    """

    id: str
    estate: str
    title: str
    status: IncidentStatus
    number: str
    notice: str
    draft: str
    seconds: int
    reporters: list[ReporterOut]


class NoticeIn(BaseModel):
    """`override` is the reason for sending in spite of a blocking flag."""

    notice: Words
    override: Annotated[str, StringConstraints(strip_whitespace=True, max_length=500)] = ""
    done: bool = False


class NoticeOut(BaseModel):
    """`told` conversations have it; 0 with `flags` when one of them blocks it."""

    told: int
    flags: list[FlagOut]
    number: str = ""
