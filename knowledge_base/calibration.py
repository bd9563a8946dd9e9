"""How honest the probabilities are, and which of them allow what."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from knowledge_base.types import Confidence

# The risks the thresholds are chosen for, on out-of-fold questions. An error here is any entry but
# the one the question was written for; neighbours that answer as well count as errors too.
ANSWER_ERRORS = 0.10  # of the questions answered outright
CONFIRM_RIGHT = 0.50  # of those answered with 您是不是想问
# Nor is one answered with less chance than this. The share above moves with every new stranger;
# the probability itself is honest, so that a floor of it states the risk of each single answer.
# On both development sets nine of ten questions that cannot be settled are declined from here on.
CONFIRM_LEAST = 0.45
ASK_RIGHT = 0.30  # of those asked back: the right entry is among the three offered
BINS = 10


class Judged(Protocol):
    """A best hit with its probability and what became of it."""

    @property
    def probability(self) -> float: ...
    @property
    def right(self) -> bool: ...
    @property
    def in_top(self) -> bool: ...
    @property
    def weight(self) -> float: ...


@dataclass(frozen=True, slots=True)
class Thresholds:
    """The least probability of the best hit for each confidence."""

    answer: float = 0.8
    confirm: float = 0.5
    ask: float = 0.2

    def confidence(self, probability: float) -> Confidence:
        """
        >>> Thresholds(0.8, 0.5, 0.2).confidence(0.6)
        <Confidence.CONFIRM: 'confirm'>
        """
        if probability >= self.answer:
            return Confidence.ANSWER
        if probability >= self.confirm:
            return Confidence.CONFIRM
        return Confidence.ASK if probability >= self.ask else Confidence.NONE


@dataclass(frozen=True, slots=True)
class Bin:
    """One step of the reliability curve."""

    low: float
    high: float
    count: int
    weight: float
    expected: float  # mean probability said
    observed: float  # share that was right


def reliability(outcomes: Sequence[Judged], bins: int = BINS) -> tuple[Bin, ...]:
    """Said against seen, in equal steps of probability; empty steps are left out."""
    found = []
    for step in range(bins):
        low, high = step / bins, (step + 1) / bins
        inside = [one for one in outcomes if low <= one.probability < high + (step == bins - 1)]
        if inside:
            weights = [one.weight for one in inside]
            expected = float(np.average([one.probability for one in inside], weights=weights))
            observed = float(np.average([one.right for one in inside], weights=weights))
            found.append(Bin(low, high, len(inside), sum(weights), expected, observed))
    return tuple(found)


def calibration_error(outcomes: Sequence[Judged], bins: int = BINS) -> float:
    """Expected calibration error: mean gap between said and seen, by weight of the questions."""
    steps = reliability(outcomes, bins)
    total = sum(step.weight for step in steps)
    return sum(step.weight * abs(step.expected - step.observed) for step in steps) / max(total, 1)


def choose_thresholds(outcomes: Sequence[Judged]) -> Thresholds:
    """The lowest thresholds that keep the stated risks."""
    ranked = sorted(outcomes, key=lambda one: -one.probability)
    answer = _lowest(ranked, [one.right for one in ranked], 1 - ANSWER_ERRORS, 0.5)
    rest = [one for one in ranked if one.probability < answer]
    confirm = _lowest(rest, [one.right for one in rest], CONFIRM_RIGHT, CONFIRM_LEAST)
    rest = [one for one in rest if one.probability < confirm]
    ask = _lowest(rest, [one.in_top for one in rest], ASK_RIGHT, 0.1)
    return Thresholds(answer, min(confirm, answer), min(ask, confirm))


def _lowest(ranked: Sequence[Judged], good: Sequence[bool], floor: float, least: float) -> float:
    """The lowest probability, not below ``least``, down to which the share of good holds."""
    weights = np.array([one.weight for one in ranked])
    shares = np.cumsum(weights * good) / np.cumsum(weights)
    values = [one.probability for one in ranked]
    # A threshold lets in all that are equally probable: only the last of them tells the share.
    last = [here != after for here, after in zip(values, [*values[1:], -1.0], strict=True)]
    kept = [
        value
        for value, share, counts in zip(values, shares, last, strict=True)
        if counts and share >= floor and value >= least
    ]
    return min(kept, default=max(least, 0.95) if floor > 0.9 else least)
