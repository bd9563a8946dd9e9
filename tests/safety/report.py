"""Figures of the net by kind and trap: ``python -m tests.safety.report``."""

from __future__ import annotations

import os

os.environ.setdefault("OMP_NUM_THREADS", "1")

from collections import Counter, defaultdict
from pathlib import Path
from statistics import quantiles
from tempfile import TemporaryDirectory
from time import perf_counter

from api.assistant.safety import SafetyModel, check
from api.evaluation.lines import read_lines
from knowledge_base.embedding import Embedder, Vectors

HERE = Path(__file__).parent


class Queries:
    """The knowledge base's embedder without the knowledge base."""

    def __init__(self) -> None:
        self._embedder = Embedder()

    def embed(self, texts: list[str]) -> Vectors:
        return self._embedder.queries(texts)


def table(net: SafetyModel, path: Path) -> None:
    """One line a tag: how many rows, certain, possible; the same for the rules alone."""
    counts: defaultdict[tuple[bool, str], Counter[str]] = defaultdict(Counter)
    for row in read_lines(path):
        urgent = row["route"] == "emergency"
        alarm, named = net.check(row["text"]), check(row["text"])
        for tag in ("all", row["tags"][0]):
            count = counts[urgent, tag]
            count["n"] += 1
            count[alarm.level.value if alarm else "calm"] += 1
            count["rules"] += named is not None
    for (urgent, tag), count in sorted(counts.items(), key=lambda item: (not item[0][0], item[0])):
        shares = "  ".join(f"{name} {count[name]:4d}" for name in ("certain", "possible", "rules"))
        print(f"{'emergency' if urgent else 'calm':10}{tag:14}n {count['n']:4d}  {shares}")


def latency(net: SafetyModel, path: Path) -> None:
    texts = [row["text"] for row in read_lines(path)]
    for name in ("vector new or remembered", "vector remembered"):
        took = []
        for text in texts:
            start = perf_counter()
            net.check(text)
            took.append((perf_counter() - start) * 1000)
        cuts = quantiles(took, n=20)
        print(f"{name}: p50 {cuts[9]:.1f} ms, p95 {cuts[18]:.1f} ms")


def main() -> None:
    with TemporaryDirectory() as home:
        start = perf_counter()
        net = SafetyModel.open(Path(home), Queries())
        print(f"trained in {perf_counter() - start:.1f} s")
        for name in ("development.jsonl", "fresh.jsonl", "strangers.jsonl"):
            print(f"\n{name}")
            table(net, HERE / name)
        print()
        latency(net, HERE / "development.jsonl")


if __name__ == "__main__":
    main()
