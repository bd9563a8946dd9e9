"""Readings as rows of numbers."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, hstack  # type: ignore[import-untyped]
from sklearn.feature_extraction.text import TfidfVectorizer

from api.assistant.safety.rules import Reading, rules
from api.assistant.safety.words import TOLD, live_dangers
from coach.classifier.features import Folding, Standard

Floats = NDArray[np.float64]

_VECTOR_WEIGHT = 2.0  # of the embedding against the character n-grams; best of 1–4
_TOPICS = 200  # dimensions that the n-grams are folded into for the networks
_SPREAD = 0.5  # standard deviation of their inputs
_LONG = 80  # characters from which a message counts as long


def signs_of(reading: Reading) -> list[float]:
    """What the rules see: the dangers, why they may be calm, and both together."""
    live = live_dangers(reading)
    sure = any(danger.sure for danger in live)
    calmed = [danger for danger in reading.dangers if danger.calm]
    told = bool(reading.calm & (TOLD | {"hypothetical"}))
    marks = [
        sure,
        bool(live),
        sum(danger.sure for danger in live) > 1,
        any(danger.sure for danger in calmed),
        bool(calmed),
        not reading.dangers,
        reading.now,
        reading.often,
        reading.often and sure,
        reading.stop,
        sure and not told,
        sure and told,
        bool(calmed) and not live,
        reading.now and sure,
        any(sign in reading.text for sign in ("吗", "?")),
        "!" in reading.text,
        min(len(reading.text), _LONG) / _LONG,
    ]
    return [float(mark) for mark in (*marks, *_reasons(reading, sure), *_kinds(reading))]


def _reasons(reading: Reading, sure: bool) -> list[bool]:
    """Three marks a reason: met, met beside sure danger, met and reaching a danger."""
    names = tuple(rules().calm)
    reached = {reason for danger in reading.dangers for reason in danger.calm}
    met = [name in reading.calm for name in names]
    return [*met, *(sure and one for one in met), *(name in reached for name in names)]


def _kinds(reading: Reading) -> list[bool]:
    sure = {danger.kind for danger in live_dangers(reading) if danger.sure}
    return [kind in sure for kind in rules().kinds]


class Features:
    """Character n-grams, the centred embedding and the signs side by side; wide or dense."""

    def __init__(self, seed: int) -> None:
        self._topics = Folding(_TOPICS, seed)
        self._scales: list[Standard] = []
        self._words = TfidfVectorizer(
            analyzer="char", ngram_range=(1, 3), sublinear_tf=True, min_df=2
        )
        self._mean: Floats = np.zeros(0)
        self._scale = 1.0

    def fit(self, readings: Sequence[Reading], vectors: Floats) -> Features:
        words = self._words.fit_transform([reading.text for reading in readings])
        blocks = self._topics.fit(words).transform(words), vectors
        self._scales = [Standard(_SPREAD * block.shape[1] ** 0.5).fit(block) for block in blocks]
        self._mean = vectors.mean(axis=0)
        spread = float((vectors - self._mean).std()) or 1.0
        self._scale = _VECTOR_WEIGHT / (spread * float(np.sqrt(vectors.shape[1])))
        return self

    def transform(self, readings: Sequence[Reading], vectors: Floats) -> csr_matrix:
        """(n, d) embeddings and n readings → (n, f)."""
        centred = (vectors - self._mean) * self._scale
        signs = csr_matrix(_signs(readings))
        return hstack([self._words_of(readings), csr_matrix(centred), signs]).tocsr()

    def dense(self, readings: Sequence[Reading], vectors: Floats) -> Floats:
        """The same with the n-grams folded: (n, d) embeddings and n readings → (n, g)."""
        blocks = self._topics.transform(self._words_of(readings)), vectors
        scaled = [scale.transform(block) for scale, block in zip(self._scales, blocks, strict=True)]
        return np.hstack([*scaled, _signs(readings)])

    def _words_of(self, readings: Sequence[Reading]) -> csr_matrix:
        return self._words.transform([reading.text for reading in readings])


def _signs(readings: Sequence[Reading]) -> Floats:
    return np.array([signs_of(reading) for reading in readings])
