"""How the cost of search grows with the knowledge: the real passages, scattered to any size.

    python -m scripts.bench_kb                        # 10⁴, 10⁵, 10⁶ rows; under ten minutes
    python -m scripts.bench_kb --sizes 10000 50000    # other sizes
    python -m scripts.bench_kb --home var             # with the index of this data directory

Rows are made from the real ones: vectors by noise around them, words by putting together the
halves of two. Questions are real ones, moved a little in the same way, so that none stands in
the index. Recall compares with a scan of every row. The last table is our whole search beside
plain `semantic_search` and plain BM25 on the same questions, model and passages.
"""

from __future__ import annotations

import argparse
import ctypes
import gc
import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import bm25s
import faiss as faiss_module
import numpy as np
import torch
from numpy.typing import NDArray
from rich import box
from rich.console import Console
from rich.table import Table
from sentence_transformers.util import semantic_search

from knowledge_base.dense import FLAT_LIMIT, DenseIndex
from knowledge_base.embedding import Vectors
from knowledge_base.passages import Role
from knowledge_base.service import KnowledgeBase
from knowledge_base.sparse import SparseIndex, top_rows
from knowledge_base.words import words

SIZES = (10_000, 100_000, 1_000_000)
BEST = 10
QUESTIONS = 100
NOISE = 0.55  # length of the noise beside a row of length 1: a cosine of .88 to it
NARROW = 0.02  # share of the rows that a narrow scope may see
GRAPH_ROWS = 100_000  # a graph of more takes longer to build than the whole run may last
PASSAGE = 24  # characters of a row, as many as a question has
ADDED = 10  # rows of one entry

faiss: Any = faiss_module  # its stubs describe the C++ side
Q = TypeVar("Q")
T = TypeVar("T")
Mask = NDArray[np.bool_]
Rows = NDArray[np.int64]

console = Console(highlight=False, width=110)


@dataclass(frozen=True, slots=True)
class Real:
    """Vectors (n, d) and words of every passage, and of the questions asked."""

    vectors: Vectors
    tokens: list[tuple[str, ...]]
    asked: list[str]


@dataclass(frozen=True, slots=True)
class Row:
    """Milliseconds, megabytes, seconds; recall is a share."""

    size: int
    method: str
    recall: float
    narrow: float
    p50: float
    p95: float
    memory: float
    build: float
    update: float


def main() -> None:
    options = _arguments()
    knowledge = KnowledgeBase.open(options.home)
    real = _real(knowledge)
    dice = np.random.default_rng(7)
    table = _table()
    for size in options.sizes:
        for row in _measured(real, size, dice):
            table.add_row(*_cells(row))
    console.print(table)
    console.print(_side_by_side(knowledge, real))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--sizes", type=int, nargs="+", default=list(SIZES))
    parser.add_argument("--home", type=Path, default=Path("var"))
    return parser.parse_args()


def _real(knowledge: KnowledgeBase) -> Real:
    index = knowledge.index
    entries, law = index.entry_index, index.provision_index
    texts = [row.text for row in entries.passages] + [one.text for one in law.provisions]
    asked = [row.text for row in entries.passages if row.role is Role.QUESTION]
    chosen = np.random.default_rng(3).choice(len(asked), QUESTIONS, replace=False)
    return Real(
        np.concatenate([entries.vectors, law.dense.vectors]),
        [words(text[:PASSAGE]) for text in texts],
        [asked[place] for place in chosen],
    )


def scattered(vectors: Vectors, count: int, dice: np.random.Generator) -> Vectors:
    """(count, d) rows around real ones, of length 1; made in parts, as noise is wide."""
    out = np.empty((count, vectors.shape[1]), dtype=np.float32)
    for start in range(0, count, 50_000):
        part = out[start : start + 50_000]
        noise = dice.standard_normal(part.shape, dtype=np.float32)
        noise *= NOISE / np.linalg.norm(noise, axis=1, keepdims=True)
        part[:] = vectors[dice.integers(len(vectors), size=len(part))] + noise
        part /= np.linalg.norm(part, axis=1, keepdims=True)
    return out


def recombined(
    tokens: Sequence[tuple[str, ...]], count: int, dice: np.random.Generator
) -> list[tuple[str, ...]]:
    """The first half of one real row and the second half of another."""
    pairs = dice.integers(len(tokens), size=(count, 2)).tolist()
    return [
        tokens[one][: len(tokens[one]) // 2] + tokens[other][len(tokens[other]) // 2 :]
        for one, other in pairs
    ]


def _measured(real: Real, size: int, dice: np.random.Generator) -> Iterator[Row]:
    yield from _dense(real, size, dice)  # its vectors are gone before the words are made
    yield _sparse(recombined(real.tokens, size, dice), recombined(real.tokens, QUESTIONS, dice))


def _dense(real: Real, size: int, dice: np.random.Generator) -> Iterator[Row]:
    vectors = scattered(real.vectors, size, dice)
    queries = scattered(real.vectors, QUESTIONS, dice)
    seen = dice.random(size) < NARROW
    exact = [_scan(vectors, query, None) for query in queries]
    inside = [_scan(vectors, query, seen) for query in queries]

    def dense(method: str, make: Callable[[], DenseIndex]) -> Row:
        index, build, memory = _built(make)
        found, times = _timed(lambda query: index.nearest(query, BEST)[0], queries)
        narrow, _ = _timed(lambda query: index.nearest(query, BEST, seen)[0], queries)
        _, update, _ = _built(lambda: index.extended(queries[:ADDED]))
        shares = _recall(found, exact), _recall(narrow, inside)
        return Row(size, method, *shares, *_spread(times), memory, build, update)

    yield dense("every row", lambda: DenseIndex(vectors, flat_limit=size))
    if size <= GRAPH_ROWS:
        yield _graph(vectors, queries, (exact, inside, seen))
    if size > FLAT_LIMIT // 8:
        yield dense("cells", lambda: DenseIndex(vectors, flat_limit=min(FLAT_LIMIT, size // 8)))


def _graph(
    vectors: Vectors,
    queries: Vectors,
    right: tuple[list[set[int]], list[set[int]], Mask],
) -> Row:
    """What was considered instead of cells: a graph of neighbours."""
    exact, inside, seen = right

    def make() -> Any:
        index = faiss.IndexHNSWFlat(vectors.shape[1], 32, faiss.METRIC_INNER_PRODUCT)
        index.hnsw.efSearch = 96
        index.add(vectors)
        return index

    index, build, memory = _built(make)
    selector = faiss.IDSelectorBitmap(np.packbits(seen, bitorder="little"))
    narrow = faiss.SearchParametersHNSW(sel=selector, efSearch=96)
    found, times = _timed(lambda query: index.search(query[None], BEST)[1][0], queries)
    masked, _ = _timed(lambda query: index.search(query[None], BEST, params=narrow)[1][0], queries)
    _, update, _ = _built(lambda: index.add(queries[:ADDED]))
    shares = _recall(found, exact), _recall(masked, inside)
    return Row(len(vectors), "graph", *shares, *_spread(times), memory, build, update)


def _sparse(rows: list[tuple[str, ...]], queries: list[tuple[str, ...]]) -> Row:
    index, build, memory = _built(lambda: SparseIndex(rows))
    _, times = _timed(lambda query: top_rows(index.scores(query), BEST, None), queries)
    return Row(len(rows), "words", 1.0, 1.0, *_spread(times), memory, build, build)


def _scan(vectors: Vectors, query: Vectors, allowed: Mask | None) -> set[int]:
    scores = vectors @ query
    if allowed is not None:
        scores = np.where(allowed, scores, -2.0)
    return set(np.argpartition(-scores, BEST)[:BEST].tolist())


def _recall(found: Sequence[Rows], right: Sequence[set[int]]) -> float:
    pairs = zip(found, right, strict=True)
    return statistics.fmean(len(set(rows.tolist()) & best) / BEST for rows, best in pairs)


def _built(make: Callable[[], T]) -> tuple[T, float, float]:
    """What is made, the seconds it took and the megabytes it holds."""
    gc.collect()
    ctypes.CDLL(None).malloc_trim(0)
    before, start = _resident(), time.perf_counter()
    made = make()
    took = time.perf_counter() - start
    gc.collect()
    return made, took, max(0.0, _resident() - before)


def _resident() -> float:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * 4096 / 1e6


def _timed(search: Callable[[Q], T], queries: Sequence[Q]) -> tuple[list[T], list[float]]:
    search(queries[0])  # the first one pays for what is made on first use
    found, times = [], []
    for query in queries:
        start = time.perf_counter()
        found.append(search(query))
        times.append((time.perf_counter() - start) * 1000)
    return found, times


def _spread(times: Sequence[float]) -> tuple[float, float]:
    return statistics.median(times), float(np.percentile(times, 95))


def _table() -> Table:
    heads = ("rows", "index", "recall@10", "in 2 %", "p50 ms", "p95 ms", "MB", "build s", "add s")
    table = Table(title="Search by size", box=box.MARKDOWN)
    for place, head in enumerate(heads):
        table.add_column(head, justify="left" if place == 1 else "right", no_wrap=True)
    return table


def _cells(row: Row) -> tuple[str, ...]:
    return (
        f"{row.size:,}",
        row.method,
        f"{row.recall:.3f}",
        f"{row.narrow:.3f}",
        f"{row.p50:.2f}",
        f"{row.p95:.2f}",
        f"{row.memory:,.0f}",
        f"{row.build:.2f}",
        f"{row.update:.3f}",
    )


def _side_by_side(knowledge: KnowledgeBase, real: Real) -> Table:
    """The same questions by our search and by the two libraries as they come, turn by turn."""
    model, corpus = knowledge.embedder.model, torch.from_numpy(real.vectors)
    quiet: dict[str, Any] = {"show_progress": False}

    def embed(text: str) -> torch.Tensor:
        return model.encode(
            [text], prompt_name="query", convert_to_tensor=True, show_progress_bar=False
        )

    plain = bm25s.BM25()
    plain.index([list(row) for row in real.tokens], show_progress=False)
    ways: dict[str, Callable[[str], object]] = {
        "our search": lambda text: knowledge.search(text),
        "semantic_search": lambda text: semantic_search(embed(text), corpus, top_k=BEST),
        "plain bm25s": lambda text: plain.retrieve([list(words(text))], k=BEST, **quiet),
        "our search, asked again": lambda text: knowledge.search(text),
    }
    # A sign at the end: the words are new to the cache, and mean the same.
    times: dict[str, list[float]] = {name: [] for name in ways}
    for text in [f"{text}？" for text in real.asked]:
        for name, way in ways.items():
            start = time.perf_counter()
            way(text)
            times[name].append((time.perf_counter() - start) * 1000)
    table = Table(
        "way", "p50 ms", "p95 ms", "times semantic_search", title="Side by side", box=box.MARKDOWN
    )
    base = statistics.median(times["semantic_search"])
    for name, own in times.items():
        p50, p95 = _spread(own)
        table.add_row(name, f"{p50:.1f}", f"{p95:.1f}", f"{p50 / base:.2f}")
    return table


if __name__ == "__main__":
    main()
