"""Shapes of promises and of the resident's state."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import AwareDatetime, BaseModel, StringConstraints

from api.promises.models import Promised, PromiseStatus

# So long before it is due the desk warns.
WARNING = timedelta(minutes=15)


class Urgency(StrEnum):
    LATER = "later"
    SOON = "soon"  # due within the warning time
    OVERDUE = "overdue"
    SETTLED = "settled"


class PromiseOut(BaseModel):
    """`said_by` promised it, `owner` is to do it; `exact` is false where we set the time."""

    id: str
    conversation_id: str
    resident: str
    room: str
    said_by: str
    staff_id: str
    owner: str
    what: str
    exact: bool
    due_at: str
    status: PromiseStatus
    urgency: Urgency


class PromiseIn(BaseModel):
    """A promise written down by hand, for instance one made on the phone."""

    what: Annotated[str, StringConstraints(strip_whitespace=True, min_length=2, max_length=200)]
    owner: Annotated[str, StringConstraints(strip_whitespace=True, max_length=40)] = ""
    due_at: AwareDatetime


class SettleIn(BaseModel):
    """Kept, dropped, or open again; `due_at` moves it to another time."""

    status: PromiseStatus
    due_at: AwareDatetime | None = None


class MoodOut(BaseModel):
    seq: int
    mood: Literal["calm", "upset", "angry", "afraid"]


class StateOut(BaseModel):
    """`score` sums up signs between 0 and 1; it is no probability."""

    moods: list[MoodOut]
    risk: Literal["low", "medium", "high"]
    score: float
    reasons: list[str]
    wants: list[str]
    words: str
    promises: list[PromiseOut]


def urgency(row: Promised, moment: datetime) -> Urgency:
    if row.status != PromiseStatus.OPEN:
        return Urgency.SETTLED
    if row.due_at <= moment:
        return Urgency.OVERDUE
    return Urgency.SOON if row.due_at - moment <= WARNING else Urgency.LATER
