"""Approved replies of past conversations, offered again where somebody says the like."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from threading import Lock

import numpy as np

from coach.conversation import question_of
from coach.embedding import Embedder, Vectors
from coach.replies.fit import ReplyFit
from coach.types import Suggestion, Turn

# Cosines of this kind of model lie close together: unrelated questions reach .85.
ALIKE = 0.915
_FIT = 0.3  # what the reply's own fit is worth beside the likeness of the questions
_WHY = "同事答过类似的问题"


@dataclass(frozen=True, slots=True)
class ApprovedReply:
    """A resident's words and the reply that a trainer found good; ``estate`` "" for all."""

    id: str
    question: str
    text: str
    estate: str = ""


class Examples:
    """Finds approved replies by the question they answered. Safe across threads.

    Nothing else is ever offered: whoever fills this passes approved replies only.
    """

    def __init__(self, embedder: Embedder, rows: Sequence[ApprovedReply] = ()) -> None:
        self._embedder = embedder
        self._fit = ReplyFit(embedder)
        self._lock = Lock()
        self._rows: tuple[ApprovedReply, ...] = ()
        self._vectors: Vectors = np.zeros((0, 0), dtype=np.float32)
        self.replace(rows)

    def replace(self, rows: Sequence[ApprovedReply]) -> None:
        """These and no others from now on; blocks while new questions are embedded."""
        vectors = self._embedder.embed([row.question for row in rows])
        with self._lock:
            self._rows, self._vectors = tuple(rows), vectors

    def __len__(self) -> int:
        return len(self._rows)

    def like(self, transcript: Sequence[Turn], estate: str, limit: int) -> tuple[Suggestion, ...]:
        """Replies to questions like the resident's, best first; empty where none is near."""
        question = question_of(transcript)
        with self._lock:
            rows, vectors = self._rows, self._vectors
        if not question or not rows:
            return ()
        near = vectors @ self._embedder.embed([question])[0]
        alike = [i for i, row in enumerate(rows) if near[i] >= ALIKE and _serves(row, estate)]
        fits = self._fit.scores(question, [rows[i].text for i in alike])
        worth = {i: near[i] + _FIT * fit for i, fit in zip(alike, fits, strict=True)}
        best = sorted(worth, key=lambda i: worth[i], reverse=True)
        texts = {rows[i].text: rows[i] for i in reversed(best)}  # of equal texts the best stays
        return tuple(_offer(row) for row in list(reversed(texts.values()))[:limit])


def _serves(row: ApprovedReply, estate: str) -> bool:
    return row.estate in ("", estate)


def _offer(row: ApprovedReply) -> Suggestion:
    return Suggestion(row.text, "example", _WHY, key=f"example:{row.id}")
