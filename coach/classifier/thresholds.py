"""From which probability a code is raised: chosen on drafts that the model had not learned."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from coach.classifier.features import Floats
from coach.classifier.model import ORDER, Bools
from coach.flags.codes import BLOCKING, QUIET

_BLOCK_PRECISION = 0.97
_CLEAN_ALARMS = 0.004  # share of clean drafts that one code may flag; eleven codes share 3 %
_NEVER = 1.01
_LOWEST = 0.02


@dataclass(frozen=True, slots=True)
class Threshold:
    """``with_rule`` holds where a rule met the draft too, ``alone`` where only the words speak."""

    alone: float
    with_rule: float


Thresholds = Mapping[str, Threshold]


def choose(probabilities: Floats, labels: Bools, ruled: Bools) -> dict[str, Threshold]:
    """``ruled`` (n, 14): whether a certain rule met the draft for that code."""
    clean: Bools = np.logical_not(labels.any(axis=1))
    chosen = {}
    for column, code in enumerate(ORDER):
        p, y, r = probabilities[:, column], labels[:, column], ruled[:, column]
        with_rule = _best(p[r], y[r], clean[r], code) if r.any() else _LOWEST
        alone = _best(p[~r], y[~r], clean[~r], code) if (~r).any() else _NEVER
        chosen[code] = Threshold(alone=alone, with_rule=min(with_rule, alone))
    return chosen


def raised(probabilities: Floats, ruled: Bools, thresholds: Thresholds) -> Bools:
    """(n, 14) → (n, 14)."""
    alone = np.array([thresholds[code].alone for code in ORDER])
    with_rule = np.array([thresholds[code].with_rule for code in ORDER])
    return np.asarray(probabilities >= np.where(ruled, with_rule, alone))


def _best(p: Floats, y: Bools, clean: Bools, code: str) -> float:
    """The threshold of the best F1 among those that keep the code's promises."""
    order = np.argsort(-p, kind="stable")
    hits, alarms = np.cumsum(y[order]), np.cumsum(~y[order])
    on_clean = np.cumsum(clean[order]) / max(1, int(clean.sum()))
    f1 = 2 * hits / (hits + alarms + max(1, int(y.sum())))
    allowed = np.ones(len(p), dtype=bool)
    if code in BLOCKING:
        allowed &= hits / (hits + alarms) >= _BLOCK_PRECISION
    if code not in QUIET:
        allowed &= on_clean <= _CLEAN_ALARMS
    if not (allowed & (hits > 0)).any():
        return _NEVER
    best = int(np.where(allowed, f1, -1).argmax())
    return _between(p[order], best)


def _between(falling: Floats, index: int) -> float:
    """Halfway to the next lower probability, so that a hair's breadth decides nothing."""
    lower = float(falling[index + 1]) if index + 1 < len(falling) else 0.0
    return max(_LOWEST, (float(falling[index]) + lower) / 2)
