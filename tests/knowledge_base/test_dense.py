"""The kind of index follows the size: recall, what a scope may see, rows added."""

from __future__ import annotations

import numpy as np
import pytest

from knowledge_base.dense import DenseIndex
from knowledge_base.embedding import Vectors
from knowledge_base.whitening import unit

ROWS, SIZE = 12_000, 32


@pytest.fixture(scope="module")
def vectors() -> Vectors:
    dice = np.random.default_rng(1)
    middles = dice.standard_normal((300, SIZE), dtype=np.float32)
    noise = 0.4 * dice.standard_normal((ROWS, SIZE), dtype=np.float32)
    return unit(middles[dice.integers(300, size=ROWS)] + noise)


@pytest.fixture(scope="module")
def cells(vectors: Vectors) -> DenseIndex:
    return DenseIndex(vectors, flat_limit=2_000)


def right(vectors: Vectors, query: Vectors, allowed: np.ndarray | None = None) -> set[int]:
    scores = vectors @ query
    if allowed is not None:
        scores = np.where(allowed, scores, -2)
    return set(np.argsort(-scores)[:10].tolist())


def recall(index: DenseIndex, allowed: np.ndarray | None = None) -> float:
    met = [
        len(set(index.nearest(row, 10, allowed)[0].tolist()) & right(index.vectors, row, allowed))
        for row in index.vectors[:200]
    ]
    return sum(met) / 2000


def test_a_small_index_is_exact(vectors: Vectors) -> None:
    index = DenseIndex(vectors)
    assert index.exact
    assert recall(index) == 1.0


def test_a_large_one_finds_nearly_all(cells: DenseIndex) -> None:
    assert not cells.exact
    assert recall(cells) >= 0.95
    rows, scores = cells.nearest(cells.vectors[5], 10)
    assert rows[0] == 5
    assert scores[0] == pytest.approx(1.0, abs=1e-5)  # compared again exactly
    assert list(scores) == sorted(scores, reverse=True)


@pytest.mark.parametrize(("share", "least"), [(0.0005, 1.0), (0.05, 1.0), (0.5, 0.95)])
def test_a_scope_misses_nothing_and_shows_nothing_else(
    cells: DenseIndex, share: float, least: float
) -> None:
    allowed = np.random.default_rng(2).random(ROWS) < share
    for row in cells.vectors[:50]:
        rows, _ = cells.nearest(row, 10, allowed)
        assert allowed[rows].all()
        assert len(rows) == min(10, int(allowed.sum()))
    if allowed.sum() >= 10:
        assert recall(cells, allowed) >= least


def test_an_empty_scope_has_no_rows(cells: DenseIndex) -> None:
    assert len(cells.nearest(cells.vectors[0], 5, np.zeros(ROWS, dtype=np.bool_))[0]) == 0


@pytest.mark.parametrize("limit", [2_000, 50_000])
def test_added_rows_are_found_and_the_old_index_stays(vectors: Vectors, limit: int) -> None:
    index = DenseIndex(vectors, flat_limit=limit)
    new = unit(np.random.default_rng(9).standard_normal((3, SIZE), dtype=np.float32))
    grown = index.extended(new)
    assert (len(index), len(grown)) == (ROWS, ROWS + 3)
    for place, row in enumerate(new):
        assert grown.nearest(row, 1)[0].tolist() == [ROWS + place]
        assert index.nearest(row, 1)[0].tolist() != [ROWS + place]
