"""A linear view of the vectors in which the ways of asking one thing lie close together.

General sentence vectors spread the variants of one entry along directions that do not matter
(politeness, length, 小区, 物业). Whitening by the covariance within entries shrinks exactly
those; it is closed-form, needs no gradient and no GPU, and holds for entries added later.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from knowledge_base.embedding import Vectors

# Share of the plain identity in the covariance: without it a few thousand questions in 384
# dimensions would be fitted to the letter. 0.1 and 0.3 measure alike; 0.3 is the calmer.
SHRINKAGE = 0.3


@dataclass(frozen=True, slots=True)
class Whitening:
    """``apply`` takes (n, d) vectors to (n, d), normalised again."""

    mean: Vectors
    matrix: Vectors

    def apply(self, vectors: Vectors) -> Vectors:
        return unit(((vectors - self.mean) @ self.matrix).astype(np.float32))


def unit(vectors: Vectors) -> Vectors:
    """Rows at length 1; a zero row stays zero."""
    lengths = np.linalg.norm(vectors, axis=-1, keepdims=True)
    scaled: Vectors = (vectors / np.maximum(lengths, 1e-9)).astype(np.float32)
    return scaled


def fit_whitening(vectors: Vectors, owners: NDArray[np.int64]) -> Whitening:
    """Learn it from (n, d) vectors and which entry each belongs to."""
    size = vectors.shape[1]
    if len(vectors) < 2:
        return Whitening(np.zeros(size, np.float32), np.eye(size, dtype=np.float32))
    mean = vectors.mean(axis=0)
    inner = vectors - means_of(vectors, owners, int(owners.max()) + 1)[owners]
    spread = (inner.T @ inner).astype(np.float64) / len(inner)
    level = np.trace(spread) / size or 1.0
    mixed = (1 - SHRINKAGE) * spread + SHRINKAGE * level * np.eye(size)
    values, axes = np.linalg.eigh(mixed)
    matrix = (axes * values**-0.5) @ axes.T
    return Whitening(mean.astype(np.float32), matrix.astype(np.float32))


def means_of(vectors: Vectors, owners: NDArray[np.int64], count: int) -> Vectors:
    """Mean vector of each owner, (count, d); zeros for one without vectors."""
    sums = np.zeros((count, vectors.shape[1]), dtype=np.float32)
    np.add.at(sums, owners, vectors)
    sizes = np.maximum(np.bincount(owners, minlength=count), 1)
    means: Vectors = (sums / sizes[:, None]).astype(np.float32)
    return means
