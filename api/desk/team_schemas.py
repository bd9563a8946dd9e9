"""Shapes of who is here, and of passing conversations on."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, Field, StringConstraints, model_validator

from api.desk.colleagues import Colleague
from api.desk.models import Mode
from api.summaries.schemas import Content

Note = Annotated[str, StringConstraints(strip_whitespace=True, max_length=1000)]
Id = Annotated[str, StringConstraints(max_length=32)]


class ColleagueOut(BaseModel):
    """`here` is true for who is present and at work; `open` of `capacity` are in their hands."""

    id: str
    name: str
    here: bool
    mode: Mode
    open: int
    capacity: int
    groups: list[str]


class GroupOut(BaseModel):
    id: str
    name: str
    here: int


class TeamOut(BaseModel):
    colleagues: list[ColleagueOut]
    groups: list[GroupOut]


class CareOut(BaseModel):
    """Since the last break; `why` proposes one, empty when the run was not hard or the member
    has said no within the hour."""

    abused: int
    taken: int
    why: str


class PresenceOut(BaseModel):
    """The caller's own; `until` ends a break, `auto` is what applies now."""

    mode: Mode
    until: str | None
    auto: bool
    open: int
    capacity: int
    care: CareOut


class PresenceIn(BaseModel):
    """Only what is given changes; `minutes` belong to a break."""

    mode: Mode | None = None
    minutes: Annotated[int, Field(ge=5, le=120)] = 10
    auto: bool | None = None
    capacity: Annotated[int, Field(ge=1, le=50)] | None = None


class CallOut(BaseModel):
    """A colleague's call for somebody to take this conversation over."""

    conversation_id: str
    asked_by: str
    resident: str
    what: str
    asked_at: str


class TransferIn(BaseModel):
    """To one colleague or to one group; the resident never sees `note`.

    Without a summary the next one reads the coach's own.
    """

    staff_id: Id = ""
    group_id: Id = ""
    note: Note = ""
    summary: Content | None = None

    @model_validator(mode="after")
    def _one_goal(self) -> TransferIn:
        if bool(self.staff_id) == bool(self.group_id):
            raise ValueError("either staff_id or group_id")
        return self


def colleague_out(one: Colleague, capacity: int, names: dict[str, str]) -> ColleagueOut:
    return ColleagueOut(
        id=one.id,
        name=one.name,
        here=one.here,
        mode=one.mode,
        open=one.open,
        capacity=one.capacity or capacity,
        groups=sorted(names[group] for group in one.groups if group in names),
    )
