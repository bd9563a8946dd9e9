"""Vectors to nearest rows with faiss; the kind of index follows the size."""

from __future__ import annotations

from typing import Any

import faiss as faiss_module
import numpy as np
from numpy.typing import NDArray

from knowledge_base.embedding import Vectors

# The stubs faiss brings describe its C++ side, not the Python calls used here.
faiss: Any = faiss_module

# Up to here an exact scan takes a few milliseconds; beyond it a graph pays.
FLAT_LIMIT = 100_000
GRAPH_NEIGHBOURS = 32
GRAPH_SEARCH = 96

Rows = NDArray[np.int64]


class DenseIndex:
    """Rows of a matrix, found by inner product (cosine, as vectors are normalised)."""

    def __init__(self, vectors: Vectors) -> None:
        self.vectors = vectors
        self._index = _make_index(vectors)

    def __len__(self) -> int:
        return len(self.vectors)

    def nearest(
        self, query: Vectors, limit: int, allowed: NDArray[np.bool_] | None = None
    ) -> tuple[Rows, Vectors]:
        """The best ``limit`` rows of (dimension,) ``query`` and their scores, best first.

        ``allowed`` is a mask over all rows; fewer rows come back when it leaves fewer.
        """
        parameters = _selection(allowed, self._index)
        scores, rows = self._index.search(
            query.reshape(1, -1), min(limit, len(self)), params=parameters
        )
        found = rows[0] >= 0
        return rows[0][found], scores[0][found]

    def extended(self, vectors: Vectors) -> DenseIndex:
        """A new index with more rows at the end; this one stays as it is."""
        return DenseIndex(np.concatenate([self.vectors, vectors]))


def _make_index(vectors: Vectors) -> Any:
    dimension = vectors.shape[1]
    if len(vectors) <= FLAT_LIMIT:
        index = faiss.IndexFlatIP(dimension)
    else:
        index = faiss.IndexHNSWFlat(dimension, GRAPH_NEIGHBOURS, faiss.METRIC_INNER_PRODUCT)
        index.hnsw.efSearch = GRAPH_SEARCH
    if len(vectors):
        index.add(vectors)
    return index


def _selection(allowed: NDArray[np.bool_] | None, index: Any) -> Any:
    if allowed is None or bool(allowed.all()):
        return None
    bits = np.packbits(allowed, bitorder="little")
    selector = faiss.IDSelectorBitmap(bits)
    if isinstance(index, faiss.IndexHNSWFlat):
        return faiss.SearchParametersHNSW(sel=selector, efSearch=GRAPH_SEARCH)
    return faiss.SearchParameters(sel=selector)
