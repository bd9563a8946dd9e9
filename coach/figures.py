"""The coach's figures on drafts it never learned.

python -m coach.figures              on the held-back drafts, with the model as it is shipped
python -m coach.figures --folds      on all others, each by a model that had not seen it
python -m coach.figures --speed      how long a check takes while these drafts are typed
python -m coach.figures --vectors    renews data/vectors.npz, after drafts were added
python -m coach.figures --thresholds renews data/thresholds.json, after the coach changed
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

import numpy as np
from sklearn.model_selection import GroupKFold

from coach.classifier import shipped
from coach.classifier.vectors import StoredVectors
from coach.embedding import Vectors
from coach.evaluation import Counted, FlagFigures, evaluate, figures
from coach.examples import LabelledDraft, read_folder
from coach.flags.checker import decide
from coach.service import Coach
from coach.text import sentences
from coach.training import (
    DRAFTS,
    VECTORS,
    Knowledge,
    find_thresholds,
    gather_all,
    labels_of,
    learnable,
    mark_of,
    texts_to_embed,
    train,
)
from knowledge_base.embedding import Embedder
from knowledge_base.statutes import Statutes
from knowledge_base.types import Provision

_FOLDS = 4


@dataclass(frozen=True, slots=True)
class Bare:
    """Vectors and provisions without an index: what the coach needs, opened in a second."""

    embedder: Embedder
    statutes: Statutes

    @classmethod
    def open(cls) -> Bare:
        return cls(Embedder(), Statutes.open(None))

    def embed(self, texts: Sequence[str]) -> Vectors:
        return self.embedder.queries(texts)

    def provision(self, law: str, article: int) -> Provision | None:
        return self.statutes.provision(law, article)


def held_back() -> list[LabelledDraft]:
    """The drafts that no shipped model has learned from."""
    return [row for row in read_folder(DRAFTS) if row.held_back]


def on_held_back(coach: Coach, every: int = 1) -> FlagFigures:
    """On one in ``every`` of them, spread over all authors."""
    return evaluate(held_back()[::every], coach.check)


def by_folds(knowledge: Knowledge) -> FlagFigures:
    """Every learnable draft, judged by a model and thresholds that had not seen its group."""
    drafts = learnable(read_folder(DRAFTS))
    rows, labels = gather_all(drafts, knowledge, knowledge), labels_of(drafts)
    counted: list[Counted] = []
    for learn, rest in GroupKFold(_FOLDS).split(labels.codes, groups=labels.groups):
        chosen = np.zeros(len(rows), dtype=bool)
        chosen[learn] = True
        trained = train([rows[i] for i in learn], labels.take(chosen))
        counted += [
            Counted(drafts[i], decide(rows[i], trained.model, trained.thresholds)) for i in rest
        ]
    return figures(counted)


def renew_vectors(knowledge: Knowledge) -> int:
    """Embeds what the file lacks and drops what is no longer used; the number kept."""
    texts = texts_to_embed(learnable(read_folder(DRAFTS)))
    stored = StoredVectors.open(VECTORS, knowledge)
    stored.learn(texts)
    stored.save(VECTORS, texts)
    return len(set(texts))


def renew_thresholds(knowledge: Knowledge) -> int:
    """Finds the thresholds of these inputs; the number of codes."""
    drafts = learnable(read_folder(DRAFTS))
    rows = gather_all(drafts, knowledge, knowledge)
    thresholds = find_thresholds(rows, labels_of(drafts))
    shipped.save(mark_of(knowledge), thresholds)
    return len(thresholds)


def typed(draft: str) -> Iterator[str]:
    """The draft as it stands at each pause: after its first sentence, its second, to its end."""
    return (draft[: piece.end] for piece in sentences(draft))


def speed(coach: Coach, drafts: Sequence[LabelledDraft]) -> dict[str, float]:
    """Milliseconds a check; the resident's message is read before the typing starts."""
    took: list[float] = []
    for row in drafts:
        coach.get_ready(row.context)
        for text in typed(row.draft):
            start = perf_counter()
            coach.check(text, row.context)
            took.append((perf_counter() - start) * 1000)
    median, high = np.percentile(took, [50, 95])
    return {"checks": len(took), "ms_median": round(median, 1), "ms_p95": round(high, 1)}


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="python -m coach.figures", description=__doc__)
    parser.add_argument("--folds", action="store_true")
    parser.add_argument("--speed", action="store_true")
    parser.add_argument("--vectors", action="store_true")
    parser.add_argument("--thresholds", action="store_true")
    options = parser.parse_args(arguments)
    knowledge = Bare.open()
    if options.vectors:
        sys.stdout.write(f"{renew_vectors(knowledge)} vectors\n")
        return
    if options.thresholds:
        sys.stdout.write(f"{renew_thresholds(knowledge)} thresholds\n")
        return
    sys.stdout.write(json.dumps(_figures(options, knowledge), ensure_ascii=False, indent=1) + "\n")


def _figures(options: argparse.Namespace, knowledge: Bare) -> Mapping[str, object]:
    if options.folds:
        return by_folds(knowledge).as_dict()
    with TemporaryDirectory() as home:
        coach = Coach.open(Path(home), knowledge)
        return speed(coach, held_back()) if options.speed else on_held_back(coach).as_dict()


if __name__ == "__main__":
    main()
