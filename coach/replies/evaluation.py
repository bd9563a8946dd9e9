"""Which of several replies is right: ours beside BM25 and plain embeddings."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from coach.embedding import Embedder, RememberingEmbedder
from coach.replies.fit import ReplyFit, Scores
from knowledge_base.sparse import SparseIndex
from knowledge_base.words import words

Method = Callable[[str, Sequence[str]], Scores]
OFFERED = 3


@dataclass(frozen=True, slots=True)
class Choice:
    """A message, replies to choose from, and which of them are right."""

    id: str
    question: str
    replies: tuple[str, ...]
    right: tuple[bool, ...]


@dataclass(frozen=True, slots=True)
class ChoiceFigures:
    """Shares between 0 and 1, the second and third over the replies of the whole file.

    Equal scores count as a draw: the place is the mean of the places they share.
    """

    n: int
    first: float  # a right reply is the best of its row
    mrr: float
    among_three: float  # a right reply is among the best three of all replies of the file
    among_ten: float

    def to_json(self) -> dict[str, float]:
        return {
            "n": self.n,
            "first_of_row": round(self.first, 4),
            "mrr_of_row": round(self.mrr, 4),
            "among_3_of_all": round(self.among_three, 4),
            "among_10_of_all": round(self.among_ten, 4),
        }


def read_choices(path: Path) -> list[Choice]:
    """Rows ``{"id", "question", "candidates": [{"text", "relevant"}]}``; ValueError names a line.

    Rows without a right reply are passed over: there is nothing to find.
    """
    return [row for row in _rows(path) if any(row.right)]


def _rows(path: Path) -> Iterator[Choice]:
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            offered = [(str(c["text"]), bool(c["relevant"])) for c in row["candidates"]]
            question = str(row["question"])
        except (ValueError, KeyError, TypeError) as error:
            raise ValueError(f"{path.name}:{number}: not a row of candidates: {error!r}") from error
        yield Choice(
            str(row.get("id", number)),
            question,
            tuple(text for text, _ in offered),
            tuple(right for _, right in offered),
        )


def methods(embedder: Embedder) -> dict[str, Method]:
    """By name; the product's own way is the last."""
    return {
        "bm25": _bm25,
        "embeddings": lambda question, replies: _cosine(embedder, question, replies),
        "linli": ReplyFit(embedder).scores,
    }


def evaluate_choices(rows: Sequence[Choice], embedder: Embedder) -> dict[str, ChoiceFigures]:
    if not rows:
        raise ValueError("there is no row with a right reply")
    remembering = RememberingEmbedder(embedder, capacity=100_000)
    return {name: _figures(rows, method) for name, method in methods(remembering).items()}


def _figures(rows: Sequence[Choice], method: Method) -> ChoiceFigures:
    everything = list(dict.fromkeys(reply for row in rows for reply in row.replies))
    own: list[float] = []
    among: list[float] = []
    for row in rows:
        own.append(place(method(row.question, row.replies), np.array(row.right)))
        right = {reply for reply, good in zip(row.replies, row.right, strict=True) if good}
        marks = np.array([reply in right for reply in everything])
        among.append(place(method(row.question, everything), marks))
    return ChoiceFigures(
        n=len(rows),
        first=_within(own, 1),
        mrr=float(np.mean([1 / one for one in own])),
        among_three=_within(among, OFFERED),
        among_ten=_within(among, 10),
    )


def place(scores: Scores, right: NDArray[np.bool_]) -> float:
    """The place (from 1) of the best right reply; a draw shares its places."""
    best = scores[right].max()
    before = int((scores[~right] > best).sum())
    equal = int((scores[~right] == best).sum())
    return 1 + before + equal / 2


def _within(places: Sequence[float], limit: int) -> float:
    return float(np.mean([one <= limit for one in places]))


def _bm25(question: str, replies: Sequence[str]) -> Scores:
    return np.asarray(_index(tuple(replies)).scores(words(question)), dtype=np.float64)


@lru_cache(maxsize=2)
def _index(replies: tuple[str, ...]) -> SparseIndex:
    return SparseIndex([words(reply) for reply in replies])


def _cosine(embedder: Embedder, question: str, replies: Sequence[str]) -> Scores:
    return np.asarray(embedder.embed(replies) @ embedder.embed([question])[0], dtype=np.float64)
