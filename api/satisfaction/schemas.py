"""Shapes of a resident's verdict."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, Field, StringConstraints

from api.models import Satisfaction

SKIPPED = 0
SCORE_NAMES = {1: "很不满意", 2: "不太满意", 3: "一般", 4: "满意", 5: "非常满意"}


class VerdictIn(BaseModel):
    """`seq` is the closing message that asked; score 0 means: I would rather not say."""

    seq: Annotated[int, Field(ge=1, lt=2**31)]
    score: Annotated[int, Field(ge=SKIPPED, le=5)]
    words: Annotated[str, StringConstraints(strip_whitespace=True, max_length=300)] = ""


class VerdictOut(BaseModel):
    seq: int
    score: int
    score_name: str
    words: str
    created_at: str


def verdict_out(verdict: Satisfaction) -> VerdictOut:
    return VerdictOut(
        seq=verdict.seq,
        score=verdict.score,
        score_name=SCORE_NAMES.get(verdict.score, "未评价"),
        words=verdict.words,
        created_at=verdict.created_at.isoformat(),
    )
