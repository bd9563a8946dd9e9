"""Small neural networks beside the linear scores: they see what words mean only together."""

from __future__ import annotations

import warnings
from collections.abc import Sequence

import numpy as np
from scipy.sparse import csr_matrix  # type: ignore[import-untyped]
from sklearn.decomposition import TruncatedSVD
from sklearn.exceptions import ConvergenceWarning
from sklearn.neural_network import MLPClassifier

from coach.classifier.evidence import Evidence
from coach.classifier.features import Bools, Floats, Standard, highest, means

_MEMBERS = 2  # networks from different beginnings, averaged: one alone wavers
_HIDDEN = 128
_EPOCHS = 30
_BATCH = 128
_DECAY = 1e-3
_TOPICS = 200  # dimensions that the n-grams are folded into
_SPREAD = 0.5  # standard deviation of the inputs
_CERTAIN = 1e-5  # a probability is kept this far from 0 and 1


class DenseFeatures:
    """One dense row a draft: its meaning, its sharpest sentence, its words, what it answers."""

    def __init__(self, seed: int) -> None:
        self._topics = TruncatedSVD(_TOPICS, random_state=seed)
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

    def __init__(self, seed: int) -> None:
        self._members = [_member(seed + number) for number in range(_MEMBERS)]

    def fit(self, rows: Floats, outcomes: Bools) -> Net:
        for member in self._members:
            with warnings.catch_warnings():
                # The number of rounds is chosen so that it stops early: it is meant to.
                warnings.simplefilter("ignore", ConvergenceWarning)
                member.fit(rows, outcomes.astype(int))
        return self

    def scores(self, rows: Floats) -> Floats:
        """(n, f) → (n, k) log odds."""
        found = [np.clip(m.predict_proba(rows), _CERTAIN, 1 - _CERTAIN) for m in self._members]
        return np.asarray(np.mean([np.log(p / (1 - p)) for p in found], axis=0))


def _member(seed: int) -> MLPClassifier:
    return MLPClassifier(
        (_HIDDEN,), alpha=_DECAY, batch_size=_BATCH, max_iter=_EPOCHS, random_state=seed
    )
