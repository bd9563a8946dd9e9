"""Shapes of rewriting."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, StringConstraints


class RewriteIn(BaseModel):
    """A draft or a suggestion."""

    text: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=2000)]


class RewriteOut(BaseModel):
    """`ai` is true where a model wrote `text`; else it is what was sent in, unchanged."""

    text: str
    ai: bool


class RewritingOut(BaseModel):
    available: bool
