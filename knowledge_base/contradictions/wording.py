"""How far two stretches of text speak of the same: rare characters and pairs count most."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence

_NOT_HAN = re.compile(r"[^\u4e00-\u9fff]+")


def grams(text: str) -> frozenset[str]:
    """Characters and pairs of neighbours.

    >>> sorted(grams("停水吗"))
    ['停', '停水', '吗', '水', '水吗']
    """
    found: set[str] = set()
    for part in _NOT_HAN.split(text):
        found.update(part)
        found.update(part[i : i + 2] for i in range(len(part) - 1))
    return frozenset(found)


class Wording:
    """Weights of characters and pairs, learned from all texts that will be compared."""

    def __init__(self, texts: Sequence[str]) -> None:
        counts: Counter[str] = Counter()
        for text in texts:
            counts.update(grams(text))
        total = len(texts) + 1
        self._weights = {gram: math.log(total / (count + 0.5)) for gram, count in counts.items()}
        self._rare = math.log(total * 2)

    def weight(self, found: Iterable[str]) -> float:
        return sum(self._weights.get(gram, self._rare) for gram in found)

    def held(self, part: frozenset[str], whole: frozenset[str]) -> float:
        """The share (0–1) of the weight of ``part`` that stands in ``whole`` too."""
        return self.weight(part & whole) / (self.weight(part) or 1.0)

    def likeness(self, one: frozenset[str], other: frozenset[str]) -> float:
        """0 for nothing in common, 1 for the same (weighted Dice)."""
        both = self.weight(one) + self.weight(other)
        return 2 * self.weight(one & other) / both if both else 0.0
