"""Entries that may answer a query, each with the features the fusion model reads."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from knowledge_base.dense import DenseIndex, Rows
from knowledge_base.embedding import Vectors
from knowledge_base.passages import Passage, Role
from knowledge_base.query import Query
from knowledge_base.sparse import SparseIndex, top_rows
from knowledge_base.whitening import Whitening, fit_whitening, means_of, unit
from knowledge_base.words import words

Mask = NDArray[np.bool_]

DENSE_ROWS = 60
TOP_ENTRIES = 16
MAX_CANDIDATES = 24

ENTRY_FEATURES = (
    "centre",  # the middle of the entry's passages, whitened
    "centre_gap",  # its lead over the best other entry
    "centre_rise",  # its height above the usual neighbour of this query
    "variant",  # the nearest passage, whitened
    "variant_gap",
    "raw",  # the nearest question variant as the model sees it
    "answer",  # the answer's beginning as the model sees it
    "bm25",  # against all words of the entry, as a share of a perfect match
    "bm25_gap",
    "coverage",  # share of the query's words that stand in the entry
    "length",  # short questions say little
)


@dataclass(frozen=True, slots=True)
class Candidates:
    """``owners`` (n,), ``features`` (n, f), ``matched`` passage of each.

    The features are ``ENTRY_FEATURES``, and once ``told`` also ``domain.DOMAIN_FEATURES``.
    """

    owners: Rows
    features: NDArray[np.float64]
    matched: Rows

    def told(self, marks: NDArray[np.float64]) -> Candidates:
        """The same with (m,) marks of the query as further features of every candidate."""
        same = np.broadcast_to(marks, (len(self.owners), len(marks)))
        return replace(self, features=np.hstack([self.features, same]))


class EntryIndex:
    """All passages of all entries: dense rows, dense centres, and BM25 over whole entries.

    ``answers`` are the full answers by entry; an old index lends its words (cutting is slow) and
    its whitening, so that an entry added later does not move all others.
    """

    def __init__(
        self,
        passages: Sequence[Passage],
        vectors: Vectors,
        answers: Sequence[str],
        old: EntryIndex | None = None,
        *,
        refit: bool = False,
    ) -> None:
        self.passages = tuple(passages)
        self.answers = tuple(answers)
        self.vectors = vectors
        self.owners = np.array([row.owner for row in passages], dtype=np.int64)
        self.questions = np.array([row.role is Role.QUESTION for row in passages], dtype=np.bool_)
        self.whitening: Whitening = (
            old.whitening if old and not refit else fit_whitening(vectors, self.owners)
        )
        self.dense = DenseIndex(self.whitening.apply(vectors))
        self.centres = DenseIndex(unit(means_of(self.dense.vectors, self.owners, len(answers))))
        self._words = _word_cache(passages, answers, old)
        self.sparse = SparseIndex(self._documents())
        self._rows: list[list[int]] = [[] for _ in answers]
        for row, owner in enumerate(self.owners.tolist()):
            self._rows[owner].append(row)

    def words_of(self, text: str) -> tuple[str, ...]:
        return self._words.get(text) or words(text)

    def without(self, hidden: Mask) -> EntryIndex:
        """The same entries without some passages, and nothing learned from those."""
        kept = np.flatnonzero(~hidden).tolist()
        passages = [self.passages[row] for row in kept]
        return EntryIndex(passages, self.vectors[kept], self.answers, self, refit=True)

    def candidates(self, query: Query, allowed: Mask | None = None) -> Candidates:
        """Entries near the query by any method; ``allowed`` masks entries."""
        if not self.passages or (allowed is not None and not allowed.any()):
            none = np.empty(0, dtype=np.int64)
            return Candidates(none, np.empty((0, len(ENTRY_FEATURES))), none)
        white = self.whitening.apply(query.vector[None])[0]
        bm25 = self.sparse.scores(query.tokens)
        owners, usual = self._near(white, bm25, allowed)
        rows = [self._row(query, white, owner) for owner in owners.tolist()]
        share = bm25[owners] / (self.sparse.ideal(query.tokens) * 2.2)
        return _assemble(owners, rows, share, usual, len(query.text))

    def _near(self, white: Vectors, bm25: Vectors, allowed: Mask | None) -> tuple[Rows, float]:
        """Candidates in turn from each method, so that none crowds the others out."""
        centres, heights = self.centres.nearest(white, MAX_CANDIDATES, allowed)
        seen = allowed[self.owners] if allowed is not None else None
        rows, _ = self.dense.nearest(white, DENSE_ROWS, seen)
        spoken = top_rows(bm25, TOP_ENTRIES, allowed)
        lists = [centres.tolist(), list(dict.fromkeys(self.owners[rows].tolist())), spoken.tolist()]
        merged: dict[int, None] = {}
        for place in range(max(map(len, lists))):
            merged.update({one[place]: None for one in lists if place < len(one)})
        usual = float(np.mean(heights[5:])) if len(heights) > 5 else 0.0
        return np.array(list(merged)[:MAX_CANDIDATES], dtype=np.int64), usual

    def _row(self, query: Query, white: Vectors, owner: int) -> _Row:
        rows = np.array(self._rows[owner], dtype=np.int64)
        near = self.dense.vectors[rows] @ white
        plain = self.vectors[rows] @ query.vector
        asked = self.questions[rows]
        return _Row(
            centre=float(self.centres.vectors[owner] @ white),
            variant=float(near.max()),
            raw=float(plain[asked].max()) if asked.any() else float(plain.max()),
            answer=float(plain[~asked].max()) if not asked.all() else float(plain.min()),
            coverage=self.sparse.coverage(query.tokens, owner),
            best=int(rows[asked][near[asked].argmax()]) if asked.any() else int(rows[0]),
        )

    def _documents(self) -> list[tuple[str, ...]]:
        """All words of each entry: its passages and its whole answer."""
        documents = [list(self._words[answer]) for answer in self.answers]
        for row in self.passages:
            documents[row.owner] += self._words[row.text]
        return [tuple(one) for one in documents]


def _word_cache(
    passages: Sequence[Passage], answers: Sequence[str], old: EntryIndex | None
) -> dict[str, tuple[str, ...]]:
    known = old._words if old else {}
    texts = dict.fromkeys([*(row.text for row in passages), *answers])
    return {text: known[text] if text in known else words(text) for text in texts}


@dataclass(frozen=True, slots=True)
class _Row:
    centre: float
    variant: float
    raw: float
    answer: float
    coverage: float
    best: int


def _lead(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """How far each value lies above the best of the others."""
    if len(values) < 2:
        return values.copy()
    order = np.argsort(-values)
    best, second = values[order[0]], values[order[1]]
    lead: NDArray[np.float64] = values - best
    lead[order[0]] = best - second
    return lead


def _assemble(
    owners: Rows, rows: list[_Row], bm25: Vectors, usual: float, length: int
) -> Candidates:
    centre = np.array([row.centre for row in rows], dtype=np.float64)
    variant = np.array([row.variant for row in rows], dtype=np.float64)
    share = bm25.astype(np.float64)
    columns = [
        centre,
        _lead(centre),
        centre - usual,
        variant,
        _lead(variant),
        np.array([row.raw for row in rows]),
        np.array([row.answer for row in rows]),
        share,
        _lead(share),
        np.array([row.coverage for row in rows]),
        np.full(len(rows), np.log1p(length)),
    ]
    return Candidates(
        owners, np.stack(columns, axis=1), np.array([row.best for row in rows], dtype=np.int64)
    )
