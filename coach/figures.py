"""The coach's figures on drafts it never learned.

python -m coach.figures              on the held-back drafts, with the model as it is shipped
python -m coach.figures --folds      on all others, each by a model that had not seen it
python -m coach.figures --vectors    renews data/vectors.npz, after drafts were added
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from sklearn.model_selection import GroupKFold

from coach.classifier.vectors import StoredVectors
from coach.embedding import Vectors
from coach.evaluation import Counted, FlagFigures, evaluate, figures
from coach.examples import LabelledDraft, read_folder
from coach.flags.checker import decide
from coach.service import Coach
from coach.training import (
    DRAFTS,
    VECTORS,
    Knowledge,
    gather_all,
    labels_of,
    learnable,
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


def on_held_back(coach: Coach) -> FlagFigures:
    return evaluate(held_back(), coach.check)


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


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="python -m coach.figures", description=__doc__)
    parser.add_argument("--folds", action="store_true")
    parser.add_argument("--vectors", action="store_true")
    options = parser.parse_args(arguments)
    knowledge = Bare.open()
    if options.vectors:
        sys.stdout.write(f"{renew_vectors(knowledge)} vectors\n")
        return
    if options.folds:
        found = by_folds(knowledge)
    else:
        with TemporaryDirectory() as home:
            found = on_held_back(Coach.open(Path(home), knowledge))
    sys.stdout.write(json.dumps(found.as_dict(), ensure_ascii=False, indent=1) + "\n")


if __name__ == "__main__":
    main()
