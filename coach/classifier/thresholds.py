"""From which probability a code is raised: chosen on drafts that the model had not learned."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from coach.classifier.features import Bools, Floats
from coach.classifier.model import ORDER
from coach.flags.codes import BLOCKING, QUIET

# Half of our own clean drafts are hard negatives, far more than a desk writes. Asking 0.97 made
# drafts of other authors hardly more precise (0.93 for 0.90) and let a quarter of the blocking
# recall go (0.49 for 0.68).
_BLOCK_PRECISION = 0.88  # of all blocking flags together
_CLEAN_FLAGGED = 0.03  # share of clean drafts, half of them hard, with any flag above info
# Share of clean drafts that one code may flag, from loose to tight.
_CLEAN_ALARMS = (0.03, 0.02, 0.015, 0.012, 0.01, 0.008, 0.006, 0.005, 0.004, 0.003, 0.002, 0.001)
_RULE_PRECISION = 0.9  # from which a code's certain rules need no second opinion
_PRICES = (1, 2, 3, 4, 6, 8, 11, 15, 20, 30, 45, 70)  # of a false alarm, in hits
_NEVER = 1.01
_LOWEST = 0.0
_HARDLY = 0.5  # drafts: what a step that frees none is reckoned to free
LOUD = tuple(code for code in ORDER if code not in QUIET)  # codes above info


@dataclass(frozen=True, slots=True)
class Threshold:
    """``with_rule`` holds where a rule met the draft too, ``alone`` where only the words speak."""

    alone: float
    with_rule: float


@dataclass(frozen=True, slots=True)
class Bargain:
    """What a false alarm costs a blocking code, and the share of clean drafts a code may flag."""

    price: int
    clean_alarms: float


@dataclass(frozen=True, slots=True)
class Step:
    """A code at one share of clean drafts: what it finds (n,), and its F1."""

    threshold: Threshold
    found: Bools
    f1: float


Thresholds = Mapping[str, Threshold]
Ladders = Mapping[str, Sequence[Step]]  # of each code, from loose to tight


def choose(probabilities: Floats, labels: Bools, ruled: Bools) -> dict[str, Threshold]:
    """``ruled`` (n, 14): whether a certain rule met the draft for that code.

    A blocking flag stops the agent, so its false alarms are priced: the lowest price is taken at
    which all blocking flags together are precise enough. Then codes are tightened, one step at a
    time the one that loses least F1 for each clean draft it leaves alone, until all codes
    together keep to their share of clean drafts.
    """
    ladders = _ladders(probabilities, labels, ruled)
    clean: Bools = np.logical_not(labels.any(axis=1))
    at = dict.fromkeys(ORDER, 0)
    while _alarms(ladders, at)[clean].any(axis=1).mean() > _CLEAN_FLAGGED:
        if (tightened := _cheapest(ladders, at, clean)) is None:
            break
        at[tightened] += 1
    return {code: ladders[code][at[code]].threshold for code in ORDER}


def _ladders(probabilities: Floats, labels: Bools, ruled: Bools) -> Ladders:
    """At the lowest price of a false alarm at which the blocking codes are precise enough."""
    block = [column for column, code in enumerate(ORDER) if code in BLOCKING]
    ladders: dict[str, list[Step]] = {}
    for price in _PRICES:
        ladders = {code: [] for code in ORDER}
        for share in _CLEAN_ALARMS:
            thresholds = _at(probabilities, labels, ruled, Bargain(price, share))
            found = raised(probabilities, ruled, thresholds)
            for column, code in enumerate(ORDER):
                f1 = _f1(found[:, column], labels[:, column])
                ladders[code].append(Step(thresholds[code], found[:, column], f1))
        loosest = np.stack([steps[0].found for steps in ladders.values()], axis=1)
        if _precision(loosest[:, block], labels[:, block]) >= _BLOCK_PRECISION:
            break
    return ladders


def _alarms(ladders: Ladders, at: Mapping[str, int]) -> Bools:
    """(n, k): what every code above info finds where it stands."""
    return np.stack([ladders[code][at[code]].found for code in LOUD], axis=1)


def _cheapest(ladders: Ladders, at: Mapping[str, int], clean: Bools) -> str | None:
    """The code whose next step loses least F1 for each clean draft that nothing flags any more."""
    alarms = _alarms(ladders, at)[clean]
    others = alarms.sum(axis=1)
    prices: dict[str, float] = {}
    for column, code in enumerate(LOUD):
        if at[code] + 1 == len(ladders[code]):
            continue
        here, tighter = ladders[code][at[code]], ladders[code][at[code] + 1]
        only = alarms[:, column] & (others == 1)
        freed = int((only & ~tighter.found[clean]).sum())
        prices[code] = (here.f1 - tighter.f1) / max(freed, _HARDLY)
    return min(prices, key=lambda code: prices[code]) if prices else None


def _f1(found: Bools, labels: Bools) -> float:
    return float(2 * (found & labels).sum() / max(1, found.sum() + labels.sum()))


def _precision(found: Bools, labels: Bools) -> float:
    return float(labels[found].mean()) if found.any() else 1.0


def _at(
    probabilities: Floats, labels: Bools, ruled: Bools, bargain: Bargain
) -> dict[str, Threshold]:
    clean: Bools = np.logical_not(labels.any(axis=1))
    chosen = {}
    for column, code in enumerate(ORDER):
        p, y, r = probabilities[:, column], labels[:, column], ruled[:, column]
        sure = not r.any() or y[r].mean() >= _RULE_PRECISION
        with_rule = _LOWEST if sure else _best(p[r], y[r], clean[r], code, bargain)
        alone = _best(p[~r], y[~r], clean[~r], code, bargain)
        chosen[code] = Threshold(alone=alone, with_rule=min(with_rule, alone))
    return chosen


def raised(probabilities: Floats, ruled: Bools, thresholds: Thresholds) -> Bools:
    """(n, 14) → (n, 14)."""
    alone = np.array([thresholds[code].alone for code in ORDER])
    with_rule = np.array([thresholds[code].with_rule for code in ORDER])
    return np.asarray(probabilities >= np.where(ruled, with_rule, alone))


def _best(p: Floats, y: Bools, clean: Bools, code: str, bargain: Bargain) -> float:
    """The threshold of the best F1, or of the best bargain for a blocking code."""
    if not len(p):
        return _NEVER
    order = np.argsort(-p, kind="stable")
    hits, alarms = np.cumsum(y[order]), np.cumsum(~y[order])
    worth = 2 * hits / (hits + alarms + max(1, int(y.sum())))
    if code in BLOCKING:
        worth = hits - bargain.price * alarms
    allowed = hits > 0
    if code not in QUIET:
        allowed &= np.cumsum(clean[order]) <= bargain.clean_alarms * clean.sum()
    if not allowed.any():
        return _NEVER
    return _between(p[order], int(np.where(allowed, worth, -np.inf).argmax()))


def _between(falling: Floats, index: int) -> float:
    """Halfway to the next lower probability, so that a hair's breadth decides nothing."""
    lower = float(falling[index + 1]) if index + 1 < len(falling) else 0.0
    return max(_LOWEST, (float(falling[index]) + lower) / 2)
