"""Words to nearest rows with BM25 (bm25s)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import bm25s
import numpy as np
from numpy.typing import NDArray

from knowledge_base.embedding import Vectors

K1 = 1.2
B = 0.5

Tokens = tuple[str, ...]


class SparseIndex:
    """BM25 over rows of tokens, and how much of a query's weight a row covers."""

    def __init__(self, rows: Sequence[Tokens]) -> None:
        self.rows = list(rows)
        self._index = bm25s.BM25(k1=K1, b=B, method="lucene")
        if self.rows:
            self._index.index([list(row) for row in self.rows], show_progress=False)
        self._sets = [frozenset(row) for row in self.rows]
        self._weight = _weights(self._sets)
        self._unseen = float(np.log(1 + (len(self.rows) + 0.5) / 0.5))

    def __len__(self) -> int:
        return len(self.rows)

    def scores(self, tokens: Sequence[str]) -> Vectors:
        """BM25 of every row, (rows,) float32; zeros when no word is known."""
        known = [token for token in tokens if token in self._weight]
        if not known:
            return np.zeros(len(self.rows), dtype=np.float32)
        return np.asarray(self._index.get_scores(known), dtype=np.float32)

    def ideal(self, tokens: Sequence[str]) -> float:
        """The weight of all of a query's words: what a perfect row would have to say."""
        return sum(self._weight.get(token, self._unseen) for token in tokens) or 1.0

    def coverage(self, tokens: Sequence[str], row: int) -> float:
        """The share (0–1) of a query's weight whose words stand in the row."""
        own = self._sets[row]
        met = sum(self._weight[token] for token in tokens if token in own)
        return met / self.ideal(tokens)


def _weights(sets: Sequence[frozenset[str]]) -> dict[str, float]:
    counts: Counter[str] = Counter()
    for row in sets:
        counts.update(row)
    total = len(sets)
    return {
        token: float(np.log(1 + (total - count + 0.5) / (count + 0.5)))
        for token, count in counts.items()
    }


def top_rows(scores: Vectors, limit: int, allowed: NDArray[np.bool_] | None) -> NDArray[np.int64]:
    """The best rows with a score above zero, best first."""
    masked = scores if allowed is None else np.where(allowed, scores, 0)
    limit = min(limit, len(masked))
    if not limit:
        return np.empty(0, dtype=np.int64)
    best = np.argpartition(-masked, limit - 1)[:limit]
    best = best[np.argsort(-masked[best], kind="stable")]
    return best[masked[best] > 0]
