"""Small things that many of these tests need."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from knowledge_base.embedding import Vectors
from knowledge_base.statutes import Statutes
from knowledge_base.types import Citation, Entry

MakeEntry = Callable[..., Entry]


def make_entry(entry_id: str = "fees/lamp", **changes: Any) -> Entry:
    """A complete entry; every part may be replaced."""
    slug = entry_id.rsplit("/", 1)[-1]
    parts: dict[str, Any] = {
        "id": entry_id,
        "title": f"{slug} 怎么办",
        "category": entry_id.split("/")[0],
        "scope": "national",
        "questions": tuple(f"{slug} 的第{n}种问法" for n in range(6)),
        "answer": "可以的。\n\n带上证件到客服中心办理。",
        "citations": (Citation("民法典", 944),),
        "owner": "客服部",
        "valid_from": date(2021, 1, 1),
        "review_on": date(2099, 1, 1),
    }
    return Entry(**(parts | changes))


@pytest.fixture(scope="session")
def statutes() -> Statutes:
    return Statutes()


class LetterEmbedder:
    """Counts characters instead of reading: quick, and the same on every machine."""

    name = "letters"
    dimension = 64

    def __init__(self) -> None:
        self.embedded: list[str] = []

    def queries(self, texts: Sequence[str]) -> Vectors:
        self.embedded += texts
        rows = np.zeros((len(texts), self.dimension), dtype=np.float32)
        for row, text in enumerate(texts):
            for char in text or " ":
                rows[row, ord(char) % self.dimension] += 1
        return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), dtype=np.float32)

    passages = queries


@pytest.fixture
def letters() -> Any:
    return LetterEmbedder()


@pytest.fixture
def progress() -> Any:
    """A listener that remembers what it was told."""
    told: list[tuple[str, float]] = []
    return SimpleNamespace(told=told, tell=lambda step, share: told.append((step, share)))
