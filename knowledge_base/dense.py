"""Vectors to nearest rows with faiss; the kind of index follows the size."""

from __future__ import annotations

from typing import Any

import faiss as faiss_module
import numpy as np
from numpy.typing import NDArray

from knowledge_base.embedding import Vectors

# The stubs faiss brings describe its C++ side, not the Python calls used here.
faiss: Any = faiss_module

# Up to here an exact scan takes some milliseconds; beyond it cells pay (docs/retrieval.md).
FLAT_LIMIT = 50_000
CELL_ROWS = 250  # rows a cell holds on average ...
MOST_CELLS = 1024  # ... until there are so many that learning them takes too long
LEARNED_ROWS = 40  # of each cell, to find its centre
ROUNDS = 6
PROBED = 40  # cells looked into
RESCORED = 8  # rows of coarse score for each wanted one, which are then compared exactly

Rows = NDArray[np.int64]
Mask = NDArray[np.bool_]


class DenseIndex:
    """Rows of a matrix, found by inner product (cosine, as vectors are normalised).

    A small matrix is scanned. A large one is cut into cells whose rows are kept in a byte a
    number; the best of the nearest cells are compared again exactly.
    """

    def __init__(self, vectors: Vectors, *, flat_limit: int = FLAT_LIMIT) -> None:
        self._flat_limit = flat_limit
        self.vectors = vectors
        self._index = _cells(vectors) if len(vectors) > flat_limit else _flat(vectors)

    def __len__(self) -> int:
        return len(self.vectors)

    @property
    def exact(self) -> bool:
        """Whether every row is compared."""
        return isinstance(self._index, faiss.IndexFlatIP)

    def nearest(
        self, query: Vectors, limit: int, allowed: Mask | None = None
    ) -> tuple[Rows, Vectors]:
        """The best ``limit`` rows of (dimension,) ``query`` and their scores, best first.

        ``allowed`` is a mask over all rows; fewer rows come back when it leaves fewer.
        """
        narrowed = allowed is not None and not bool(allowed.all())
        if self.exact:
            selection = faiss.SearchParameters(sel=_selector(allowed)) if narrowed else None
            return _found(self._index, query, min(limit, len(self)), selection)
        open_rows = int(allowed.sum()) if allowed is not None else len(self)
        if open_rows <= self._flat_limit and allowed is not None:
            # So few that cells would hide some: what a scope may see is never missed.
            return self._compare(query, np.flatnonzero(allowed), limit)
        probed = min(self._index.nlist, round(PROBED * len(self) / max(open_rows, 1)))
        selector = _selector(allowed) if narrowed else None
        selection = faiss.SearchParametersIVF(nprobe=probed, sel=selector)
        rows, _ = _found(self._index, query, min(limit * RESCORED, len(self)), selection)
        return self._compare(query, rows, limit)

    def extended(self, vectors: Vectors) -> DenseIndex:
        """A new index with more rows at the end; this one stays as it is.

        Cells that were learned are kept while the matrix has not doubled.
        """
        rows = np.concatenate([self.vectors, vectors])
        if self.exact or len(rows) > 2 * self._index.nlist * CELL_ROWS < 2 * MOST_CELLS * CELL_ROWS:
            return DenseIndex(rows, flat_limit=self._flat_limit)
        grown = DenseIndex.__new__(DenseIndex)
        grown._flat_limit, grown.vectors = self._flat_limit, rows
        grown._index = faiss.clone_index(self._index)
        grown._index.add(vectors)
        return grown

    def _compare(self, query: Vectors, rows: Rows, limit: int) -> tuple[Rows, Vectors]:
        """The best of some rows, exactly."""
        scores = self.vectors[rows] @ query
        best = np.argsort(-scores, kind="stable")[:limit]
        return rows[best], scores[best]


def _flat(vectors: Vectors) -> Any:
    index = faiss.IndexFlatIP(vectors.shape[1])
    if len(vectors):
        index.add(vectors)
    return index


def _cells(vectors: Vectors) -> Any:
    count = min(MOST_CELLS, max(1, len(vectors) // CELL_ROWS))
    size = vectors.shape[1]
    cells = faiss.IndexFlatIP(size)
    kind = faiss.ScalarQuantizer.QT_8bit
    index = faiss.IndexIVFScalarQuantizer(cells, size, count, kind, faiss.METRIC_INNER_PRODUCT)
    index.cp.niter = ROUNDS
    index.cp.max_points_per_centroid = LEARNED_ROWS
    index.cp.min_points_per_centroid = 1
    index.train(_sample(vectors, count * LEARNED_ROWS))
    index.add(vectors)
    return index


def _sample(vectors: Vectors, count: int) -> Vectors:
    """Rows from all over the matrix, the same ones every time."""
    if len(vectors) <= count:
        return vectors
    chosen = np.random.default_rng(0).choice(len(vectors), count, replace=False)
    return vectors[np.sort(chosen)]


def _found(index: Any, query: Vectors, limit: int, selection: Any) -> tuple[Rows, Vectors]:
    scores, rows = index.search(query.reshape(1, -1), limit, params=selection)
    found = rows[0] >= 0
    return rows[0][found], scores[0][found]


def _selector(allowed: Mask | None) -> Any:
    if allowed is None:
        return None
    return faiss.IDSelectorBitmap(np.packbits(allowed, bitorder="little"))
