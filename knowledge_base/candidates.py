"""Entries that may answer a query, each with the features the fusion model reads."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from knowledge_base.dense import DenseIndex, Rows
from knowledge_base.embedding import Vectors
from knowledge_base.passages import Passage, Role
from knowledge_base.query import Query
from knowledge_base.sparse import SparseIndex, top_rows
from knowledge_base.words import words

Mask = NDArray[np.bool_]

DENSE_ROWS = 80
SPARSE_ROWS = 40
MAX_CANDIDATES = 24

ENTRY_FEATURES = (
    "dense",  # best question variant
    "dense_gap",  # its lead over the best other entry
    "dense_rise",  # its height above the usual neighbour of this query
    "dense_second",  # second-best variant: one lucky variant is not enough
    "dense_answer",
    "bm25",  # best row, as a share of what a perfect row would score
    "bm25_gap",
    "coverage",  # share of the query's words met by the best variant
    "length",  # short questions say little
    "both_first",  # both methods put it first
)


@dataclass(frozen=True, slots=True)
class Candidates:
    """``owners`` (n,), ``features`` (n, len(ENTRY_FEATURES)), ``matched`` row of each."""

    owners: Rows
    features: NDArray[np.float64]
    matched: Rows


class EntryIndex:
    """Dense and sparse rows of all entries."""

    def __init__(
        self, passages: Sequence[Passage], vectors: Vectors, old: EntryIndex | None = None
    ) -> None:
        self.passages = tuple(passages)
        self.owners = np.array([row.owner for row in passages], dtype=np.int64)
        self.questions = np.array([row.role is Role.QUESTION for row in passages], dtype=np.bool_)
        self.dense = DenseIndex(vectors)
        self.sparse = SparseIndex(_tokens(passages, old))
        self._rows: dict[int, list[int]] = {}
        for row, owner in enumerate(self.owners.tolist()):
            self._rows.setdefault(owner, []).append(row)

    def rows(self, owner: int) -> list[int]:
        return self._rows[owner]

    def candidates(self, query: Query, allowed: Mask | None = None) -> Candidates:
        """Entries near the query by either method; ``allowed`` masks passages."""
        if not len(self.dense):
            return Candidates(_no_rows(), np.empty((0, len(ENTRY_FEATURES))), _no_rows())
        near, scores = self.dense.nearest(query.vector, DENSE_ROWS, allowed)
        bm25 = self.sparse.scores(query.tokens)
        spoken = top_rows(bm25, SPARSE_ROWS, allowed)
        owners = self._owners_of(near, spoken)
        usual = float(np.mean(scores[20:])) if len(scores) > 20 else 0.8
        ideal = self.sparse.ideal(query.tokens) * 2.2
        rows = [self._row(query, owner, bm25, ideal, allowed) for owner in owners]
        return _assemble(owners, rows, usual, len(query.text))

    def _owners_of(self, near: Rows, spoken: Rows) -> list[int]:
        """Owners in turn from both lists, so that neither crowds the other out."""
        lists = [self.owners[near].tolist(), self.owners[spoken].tolist()]
        lists = [list(dict.fromkeys(one)) for one in lists]
        merged: dict[int, None] = {}
        for place in range(max(map(len, lists))):
            merged.update({one[place]: None for one in lists if place < len(one)})
        return list(merged)[:MAX_CANDIDATES]

    def _row(
        self, query: Query, owner: int, bm25: Vectors, ideal: float, allowed: Mask | None
    ) -> _Row:
        rows = np.array(self._rows[owner], dtype=np.int64)
        if allowed is not None:
            rows = rows[allowed[rows]]
        scores = self.dense.vectors[rows] @ query.vector
        asked = self.questions[rows]
        order = np.argsort(-scores[asked])
        own = scores[asked][order]
        best = rows[asked][order[0]] if len(own) else rows[0]
        spoken = rows[int(np.argmax(bm25[rows]))]
        return _Row(
            dense=float(own[0]) if len(own) else float(scores.max()),
            second=float(own[1]) if len(own) > 1 else float(scores.min()),
            answer=float(scores[~asked].max()) if (~asked).any() else float(scores.min()),
            bm25=float(bm25[rows].max()) / ideal,
            coverage=self.sparse.coverage(query.tokens, int(spoken)),
            best=int(best),
        )


def _tokens(passages: Sequence[Passage], old: EntryIndex | None) -> list[tuple[str, ...]]:
    """The words of all passages; those of an old index are taken over (cutting is slow)."""
    known = (
        {row.text: cut for row, cut in zip(old.passages, old.sparse.rows, strict=True)}
        if old
        else {}
    )
    return [known.get(row.text) or words(row.text) for row in passages]


@dataclass(frozen=True, slots=True)
class _Row:
    dense: float
    second: float
    answer: float
    bm25: float
    coverage: float
    best: int


def _no_rows() -> Rows:
    return np.empty(0, dtype=np.int64)


def _lead(values: Vectors) -> Vectors:
    """How far each value lies above the best of the others."""
    if len(values) < 2:
        return values.copy()
    order = np.argsort(-values)
    best, second = values[order[0]], values[order[1]]
    lead: Vectors = values - best
    lead[order[0]] = best - second
    return lead


def _assemble(owners: list[int], rows: list[_Row], usual: float, length: int) -> Candidates:
    dense = np.array([row.dense for row in rows], dtype=np.float32)
    bm25 = np.array([row.bm25 for row in rows], dtype=np.float32)
    first = np.zeros(len(rows))
    if rows and dense.argmax() == bm25.argmax():
        first[dense.argmax()] = 1
    columns = [
        dense,
        _lead(dense),
        dense - usual,
        np.array([row.second for row in rows]),
        np.array([row.answer for row in rows]),
        bm25,
        _lead(bm25),
        np.array([row.coverage for row in rows]),
        np.full(len(rows), np.log1p(length)),
        first,
    ]
    return Candidates(
        np.array(owners, dtype=np.int64),
        np.stack([np.asarray(column, dtype=np.float64) for column in columns], axis=1),
        np.array([row.best for row in rows], dtype=np.int64),
    )
