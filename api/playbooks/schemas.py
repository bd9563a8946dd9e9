"""Shapes of playbooks."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, StringConstraints

Number = Annotated[str, StringConstraints(pattern=r"^\d{3,5}$")]


class PlaybookIn(BaseModel):
    """`call` are public numbers, the first one first; each stands in the text."""

    title: Annotated[str, StringConstraints(strip_whitespace=True, min_length=2, max_length=20)]
    text: Annotated[str, StringConstraints(strip_whitespace=True, min_length=20, max_length=800)]
    call: Annotated[list[Number], "1–4 numbers"]


class PlaybookOut(BaseModel):
    """`edited_by` and `edited_at` are empty for a shipped one; `placeholders` may stand in it."""

    kind: str
    title: str
    text: str
    call: list[str]
    edited_by: str = ""
    edited_at: str = ""
    placeholders: dict[str, str] = {}


class PlaybookPreview(BaseModel):
    """As a resident of the estate reads it."""

    text: str
    call: list[str]
