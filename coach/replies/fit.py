"""How well a reply fits a message: one number from sense, words and the kind of answer."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

from coach.embedding import Embedder, Vectors
from coach.replies.asking import asked, given
from knowledge_base.words import words

Scores = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Weights:
    """What each sign is worth beside a cosine; chosen by `python -m coach.replies.choose`."""

    familiar: float = 0.75  # less for replies that lie near every question: 好的, 可以
    words: float = 0.2
    kind: float = 0.02


DEFAULT = Weights()


@dataclass(frozen=True, slots=True)
class Answered:
    """An own example: a message, replies that fit it and replies that do not."""

    question: str
    good: tuple[str, ...]
    bad: tuple[str, ...]


@cache
def load_answered() -> tuple[Answered, ...]:
    lines = (files("coach") / "data" / "replies.jsonl").read_text(encoding="utf-8").splitlines()
    rows = [json.loads(line) for line in lines if line.strip()]
    return tuple(Answered(r["question"], tuple(r["good"]), tuple(r["bad"])) for r in rows)


class ReplyFit:
    """Scores replies to a message. A higher score fits better; only the order has a meaning."""

    def __init__(self, embedder: Embedder, weights: Weights = DEFAULT) -> None:
        self._embedder = embedder
        self._weights = weights
        self._mean: Vectors | None = None

    def scores(self, message: str, replies: Sequence[str]) -> Scores:
        """(n,) float64, in the order of ``replies``; empty for none."""
        if not replies:
            return np.zeros(0)
        asked_for, said = self._embedder.embed([message])[0], self._embedder.embed(replies)
        return combine(self.signs(message, replies, asked_for, said), self._weights)

    def signs(
        self, message: str, replies: Sequence[str], asked_for: Vectors, said: Vectors
    ) -> Mapping[str, Scores]:
        """The parts of the score, each (n,)."""
        return {
            "sense": np.asarray(said @ asked_for, dtype=np.float64),
            "familiar": -np.asarray(said @ self._common(), dtype=np.float64),
            "words": np.array([_shared(message, reply) for reply in replies]),
            "kind": np.array([_kind(message, reply) for reply in replies]),
        }

    def _common(self) -> Vectors:
        """The mean of questions of all sorts: what is near to it says little to any of them."""
        if self._mean is None:
            self._mean = self._embedder.embed([row.question for row in load_answered()]).mean(
                axis=0
            )
        return self._mean


def combine(signs: Mapping[str, Scores], weights: Weights) -> Scores:
    return np.asarray(
        signs["sense"]
        + weights.familiar * signs["familiar"]
        + weights.words * signs["words"]
        + weights.kind * signs["kind"]
    )


def _shared(message: str, reply: str) -> float:
    """The share (0 to 1) of the message's words that the reply takes up."""
    wanted = _words(message)
    return len(wanted & _words(reply)) / len(wanted) if wanted else 0.0


@lru_cache(maxsize=8192)
def _words(text: str) -> frozenset[str]:
    return frozenset(words(text))


def _kind(message: str, reply: str) -> float:
    """1 where a question gets the kind of answer it asks for, -1 where not, 0 for no question."""
    wanted = asked(message)
    if not wanted:
        return 0.0
    return 1.0 if wanted & given(reply) else -1.0
