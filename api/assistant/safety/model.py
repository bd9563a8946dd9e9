"""The net's own classifier: is it an emergency now, and of which kind."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold

from api.assistant.safety.features import Features, Floats
from api.assistant.safety.rules import Reading
from coach.classifier.model import sigmoid
from coach.classifier.net import Net, Shape

_STRENGTH = 2.0  # C of the logistic regressions; best of 1, 2, 4 by cross-validation
_SHAPE = Shape(hidden=128, epochs=30, batch=128, decay=1e-3)
_FOLDS = 5
_CALM_SHARE_CERTAIN = 0.02  # of calm messages may reach `certain`
# Below, a doubt is what any dangerous word leaves: of 252 emergencies that the net had not seen
# none was below, and a third of the harmless messages that were asked about for nothing.
_FAINT = 0.15
_FOUND_SHARE = 0.99  # of emergencies have to reach `possible`


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Probabilities from which an alarm is possible, and from which it is certain."""

    possible: float
    certain: float


class EmergencyModel:
    """A line of scores and small networks, averaged: whether it is an emergency, of which kind.

    The networks learn both at once. Among messages of development, one emergency in fifty missed,
    both together ask about half as many harmless ones as the line alone.
    """

    def __init__(self, seed: int = 17) -> None:
        self._features = Features(seed)
        self._line = LogisticRegression(C=_STRENGTH, class_weight="balanced", max_iter=1000)
        self._net = Net(seed, _SHAPE)
        self._names: tuple[str, ...] = ()

    def fit(
        self, readings: Sequence[Reading], vectors: Floats, kinds: Sequence[str]
    ) -> EmergencyModel:
        """``kinds`` are empty for what is no emergency."""
        self._names = tuple(sorted({*kinds} - {""}))
        outcome = np.array([bool(kind) for kind in kinds])
        which = np.array([[kind == name for name in self._names] for kind in kinds])
        self._features.fit(readings, vectors)
        self._line.fit(self._features.transform(readings, vectors), outcome)
        rows = self._features.dense(readings, vectors)
        self._net.fit(rows, np.column_stack([outcome, which]))
        return self

    def probabilities(self, readings: Sequence[Reading], vectors: Floats) -> Floats:
        """(n,) how likely each message is an emergency now."""
        by_line = self._line.decision_function(self._features.transform(readings, vectors))
        by_net = self._net.scores(self._features.dense(readings, vectors))[:, 0]
        return sigmoid((by_line + by_net) / 2)

    def kinds(self, readings: Sequence[Reading], vectors: Floats) -> list[str]:
        """The likeliest kind of each, supposing that it is an emergency."""
        scores = self._net.scores(self._features.dense(readings, vectors))[:, 1:]
        return [self._names[best] for best in scores.argmax(axis=1)]


def unseen_probabilities(
    readings: Sequence[Reading], vectors: Floats, kinds: Sequence[str]
) -> Floats:
    """(n,) each from a model that has not seen the message."""
    unseen = np.zeros(len(readings))
    folds = StratifiedKFold(_FOLDS, shuffle=True, random_state=0)
    for learn, rest in folds.split(np.zeros(len(kinds)), list(kinds)):
        model = EmergencyModel().fit(
            [readings[i] for i in learn], vectors[learn], [kinds[i] for i in learn]
        )
        unseen[rest] = model.probabilities([readings[i] for i in rest], vectors[rest])
    return unseen


def choose(unseen: Floats, kinds: Sequence[str]) -> Thresholds:
    """The thresholds that meet both aims on messages not seen."""
    outcome = np.array([bool(kind) for kind in kinds])
    certain = float(np.quantile(unseen[~outcome], 1 - _CALM_SHARE_CERTAIN))
    possible = max(_FAINT, float(np.quantile(unseen[outcome], 1 - _FOUND_SHARE)))
    return Thresholds(min(possible, certain), max(possible, certain))
