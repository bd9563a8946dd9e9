"""Shapes of canned replies."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, StringConstraints

EstateId = Annotated[str, StringConstraints(max_length=40)]


class CannedIn(BaseModel):
    """Without an estate it serves all of them."""

    estate_id: EstateId | None = None
    title: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=40)]
    text: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=2000)]
    keywords: Annotated[str, StringConstraints(strip_whitespace=True, max_length=120)] = ""


class CannedOut(BaseModel):
    """`uses` counts everybody's, `own_uses` those of who asks."""

    id: str
    estate_id: str | None
    title: str
    text: str
    keywords: str
    uses: int
    own_uses: int


class OfferedReply(CannedOut):
    """`filled` is `text` for this conversation; `unknown` are blanks nobody could fill."""

    filled: str
    unknown: list[str]
