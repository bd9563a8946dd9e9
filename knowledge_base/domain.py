"""Whether a question is one for a property desk at all, whatever stands in the index.

Likeness to the nearest entry cannot tell 物业费涨价合法吗 from 房价还会涨吗: both stand near the
same words. What people ask a desk and what they ask elsewhere differ as a whole, and that is
learned here, from the questions of all entries against the strangers.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix  # type: ignore[import-untyped]
from sklearn.feature_extraction.text import HashingVectorizer
from sklearn.linear_model import LogisticRegression

from knowledge_base.fusion import SEED, Matrix
from knowledge_base.query import Query

DOMAIN_FEATURES = ("domain_meaning", "domain_words")  # log odds, by vector and by characters
_BUCKETS = 2**14
_STRENGTH = 1.0  # of 1, 10 and 100 the one that told strangers best on questions not seen
_cut = HashingVectorizer(
    analyzer="char", ngram_range=(1, 3), n_features=_BUCKETS, alternate_sign=False, binary=True
)


@dataclass(frozen=True, slots=True)
class Line:
    """Weights (f,) of one linear score."""

    weights: Matrix
    bias: float


@dataclass(frozen=True, slots=True)
class Domain:
    """Two views of the same matter: the sentence vector, and the characters themselves."""

    meaning: Line
    words: Line

    def marks(self, queries: Sequence[Query]) -> Matrix:
        """(n, 2), columns as in ``DOMAIN_FEATURES``; above 0 it is rather one for the desk."""
        meaning = np.stack([one.vector for one in queries]) @ self.meaning.weights
        words = _characters(queries) @ self.words.weights
        return np.stack([meaning + self.meaning.bias, words + self.words.bias], axis=1)

    def to_json(self) -> dict[str, Any]:
        """Weights to six digits: they are many."""
        return {
            name: {"weights": np.round(line.weights, 6).tolist(), "bias": line.bias}
            for name, line in (("meaning", self.meaning), ("words", self.words))
        }

    @classmethod
    def from_json(cls, record: Mapping[str, Any]) -> Domain:
        lines = [
            Line(np.array(record[name]["weights"], dtype=np.float64), record[name]["bias"])
            for name in ("meaning", "words")
        ]
        return cls(*lines)


def fit_domain(queries: Sequence[Query], inside: NDArray[np.bool_]) -> Domain:
    """Learn it from (n,) questions and which of them are for the desk; both must occur."""
    vectors = np.stack([one.vector for one in queries]).astype(np.float64)
    middle, spread = vectors.mean(axis=0), float(vectors.std()) * vectors.shape[1] ** 0.5 / 2
    shaped = _fit((vectors - middle) / spread, inside)
    weights = shaped.weights / spread
    meaning = Line(weights, shaped.bias - float(middle @ weights))
    return Domain(meaning, _fit(_characters(queries), inside))


def _characters(queries: Sequence[Query]) -> csr_matrix:
    return _cut.transform([one.text for one in queries])


def _fit(rows: Matrix | csr_matrix, inside: NDArray[np.bool_]) -> Line:
    model = LogisticRegression(
        C=_STRENGTH, class_weight="balanced", max_iter=2000, random_state=SEED
    ).fit(rows, inside)
    return Line(np.asarray(model.coef_[0], dtype=np.float64), float(model.intercept_[0]))
