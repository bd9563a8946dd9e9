"""Small neural networks beside the linear scores: they see what words mean only together."""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_matrix  # type: ignore[import-untyped]
from sklearn.exceptions import ConvergenceWarning
from sklearn.neural_network import MLPClassifier

from coach.classifier.evidence import Evidence
from coach.classifier.features import Bools, Floats, Folding, Standard, highest, means

_MEMBERS = 2  # networks from different beginnings, averaged: one alone wavers
_TOPICS = 200  # dimensions that the n-grams are folded into
_SPREAD = 0.5  # standard deviation of the inputs
_CERTAIN = 1e-5  # a probability is kept this far from 0 and 1


@dataclass(frozen=True, slots=True)
class Shape:
    """How large the networks are and how long they learn; chosen on messages not seen."""

    hidden: int
    epochs: int
    batch: int
    decay: float


_OF_DRAFTS = Shape(hidden=256, epochs=12, batch=256, decay=1e-2)


class DenseFeatures:
    """One dense row a draft: its meaning, its sharpest sentence, its words, what it answers."""

    def __init__(self, seed: int) -> None:
        self._topics = Folding(_TOPICS, seed)
        self._scales: list[Standard] = []

    def fit(self, rows: Sequence[Evidence], words: csr_matrix) -> DenseFeatures:
        self._topics.fit(words)
        blocks = self._blocks(rows, words)
        self._scales = [Standard(_SPREAD * block.shape[1] ** 0.5).fit(block) for block in blocks]
        return self

    def transform(self, rows: Sequence[Evidence], words: csr_matrix, marks: Floats) -> Floats:
        """``words`` (n, w) tf-idf, ``marks`` (n, m) rules and signs → (n, f)."""
        blocks = self._blocks(rows, words)
        scaled = [scale.transform(block) for scale, block in zip(self._scales, blocks, strict=True)]
        return np.hstack([*scaled, marks])

    def _blocks(self, rows: Sequence[Evidence], words: csr_matrix) -> tuple[Floats, ...]:
        contexts = np.stack([row.context for row in rows]).astype(float)
        return means(rows), highest(rows), contexts, self._topics.transform(words)


class Net:
    """Probabilities of several small networks, averaged as log odds."""

    def __init__(self, seed: int, shape: Shape = _OF_DRAFTS) -> None:
        self._members = [_member(seed + number, shape) for number in range(_MEMBERS)]

    def fit(self, rows: Floats, outcomes: Bools) -> Net:
        for member in self._members:
            with warnings.catch_warnings():
                # The number of rounds is chosen so that it stops early: it is meant to.
                warnings.simplefilter("ignore", ConvergenceWarning)
                member.fit(rows.astype(np.float32), outcomes.astype(int))
        return self

    def scores(self, rows: Floats) -> Floats:
        """(n, f) → (n, k) log odds."""
        half = rows.astype(np.float32)  # half the work, and nothing is lost by it
        found = [np.clip(m.predict_proba(half), _CERTAIN, 1 - _CERTAIN) for m in self._members]
        return np.asarray(np.mean([np.log(p / (1 - p)) for p in found], axis=0))


def _member(seed: int, shape: Shape) -> MLPClassifier:
    return MLPClassifier(
        (shape.hidden,),
        alpha=shape.decay,
        batch_size=shape.batch,
        max_iter=shape.epochs,
        random_state=seed,
    )
