"""Evidence as rows of numbers."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, hstack  # type: ignore[import-untyped]
from sklearn.decomposition import TruncatedSVD
from sklearn.feature_extraction.text import TfidfVectorizer

from coach.classifier.evidence import Evidence, context_text
from coach.flags.codes import CODES
from coach.flags.missing import names_next_step
from coach.mood import Mood

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

_VECTOR_WEIGHT = 2.0  # of the embedding against the character n-grams; best of 1, 2, 3
_TERSE = 12  # characters below which a reply is curt
_ORDER = tuple(CODES)


def _vectoriser() -> TfidfVectorizer:
    return TfidfVectorizer(analyzer="char", ngram_range=(1, 3), sublinear_tf=True, min_df=2)


class Folding:
    """Folds wide tf-idf rows into a few dimensions, by latent semantic analysis."""

    def __init__(self, dimensions: int, seed: int) -> None:
        self._found = TruncatedSVD(dimensions, random_state=seed)
        self._weights: Floats = np.zeros((0, dimensions))

    def fit(self, rows: csr_matrix) -> Folding:
        components = self._found.fit(rows).components_
        # As they lie in memory for a product with one sparse row: scikit-learn's own transform
        # copies all of them for each row.
        self._weights = np.ascontiguousarray(components.T)
        return self

    def transform(self, rows: csr_matrix) -> Floats:
        """(n, w) → (n, dimensions)."""
        return np.asarray(rows @ self._weights)


class Standard:
    """Centres vectors and brings them to the size of a tf-idf row."""

    def __init__(self, weight: float) -> None:
        self._weight = weight
        self._mean: Floats = np.zeros(0)
        self._scale = 1.0

    def fit(self, rows: Floats) -> Standard:
        self._mean = rows.mean(axis=0)
        deviation = float(rows.std()) or 1.0
        self._scale = self._weight / (deviation * float(np.sqrt(rows.shape[1])))
        return self

    def transform(self, rows: Floats) -> Floats:
        """(n, d) → (n, d)."""
        return np.asarray((rows - self._mean) * self._scale)


def lexicon_row(evidence: Evidence) -> list[float]:
    """What the rules see in the resident's words."""
    draft = evidence.draft
    text = draft.resident
    return [
        draft.mood is not Mood.CALM,
        draft.mood is Mood.ANGRY,
        draft.mood is Mood.AFRAID,
        bool(draft.emergency),
        draft.needs_action,
        "!" in text or "！" in text,
        "请问" in text,
        min(len(text), 100) / 50,
        not text,
    ]


def rule_row(evidence: Evidence) -> list[float]:
    """Two marks a code: a certain rule met, another rule met."""
    certain = {finding.code for finding in evidence.findings if finding.certain}
    weak = {finding.code for finding in evidence.findings if not finding.certain}
    return [float(code in certain) for code in _ORDER] + [float(code in weak) for code in _ORDER]


def reading_row(evidence: Evidence) -> list[float]:
    """What the draft offers, by the patterns of ``missing``."""
    reading = evidence.reading
    return [
        reading.empathy > 0,
        min(reading.empathy, 3) / 2,
        reading.instruction,
        reading.when,
        reading.who,
        reading.does,
        reading.asks,
        reading.self_service,
        min(reading.vague, 2),
        names_next_step(reading),
        reading.when and reading.does,
        reading.who and reading.does,
        min(len(evidence.draft.text), 120) / 60,
    ]


def style_row(evidence: Evidence) -> list[float]:
    """How the resident is addressed, and how loud the draft is."""
    text = evidence.draft.said
    return [
        min(text.count("你"), 3) / 2,
        min(text.count("您"), 3) / 2,
        "?" in text or "？" in text,
        "!" in text or "！" in text,
        "请" in text,
        "谢" in text,
        "好的" in text or "您好" in text,
        any(ord(char) > 0x1F000 for char in text),
        len(text) < _TERSE,
    ]


class ContextFeatures:
    """The resident's last message: words, vector, lexicon."""

    def __init__(self) -> None:
        self._words = _vectoriser()
        self._vectors = Standard(_VECTOR_WEIGHT)

    def fit(self, rows: Sequence[Evidence]) -> ContextFeatures:
        self._words.fit([context_text(row.draft.context) for row in rows])
        self._vectors.fit(np.stack([row.context for row in rows]).astype(float))
        return self

    def transform(self, rows: Sequence[Evidence]) -> csr_matrix:
        words = self._words.transform([context_text(row.draft.context) for row in rows])
        vectors = self._vectors.transform(np.stack([row.context for row in rows]).astype(float))
        lexicon = np.array([lexicon_row(row) for row in rows], dtype=float)
        return hstack([words, csr_matrix(vectors), csr_matrix(lexicon)]).tocsr()


class DraftFeatures:
    """The draft in its context. ``state`` (n, 2) holds how likely the resident is upset and
    something has to be done, from the model of contexts."""

    def __init__(self) -> None:
        self._words = _vectoriser()
        self._vectors = Standard(_VECTOR_WEIGHT)

    def fit(self, rows: Sequence[Evidence]) -> DraftFeatures:
        self._words.fit([row.draft.said for row in rows])
        self._vectors.fit(means(rows))
        return self

    def transform(self, rows: Sequence[Evidence], state: Floats) -> csr_matrix:
        words = self.words_of([row.draft.said for row in rows])
        vectors = self._vectors.transform(means(rows))
        return hstack([words, csr_matrix(vectors), csr_matrix(marks_of(rows, state))]).tocsr()

    def words_of(self, texts: Sequence[str]) -> csr_matrix:
        """The words part alone: its columns come first."""
        return self._words.transform(texts)

    def vectors_of(self, vectors: Floats) -> Floats:
        """The vector part alone, without its centre: its columns follow the words."""
        return self._vectors.transform(vectors)


def means(rows: Sequence[Evidence]) -> Floats:
    """(n, d): the mean of each draft's sentences."""
    empty = np.zeros(rows[0].context.shape[0])
    return np.stack([row.sentences.mean(axis=0) if len(row.sentences) else empty for row in rows])


def highest(rows: Sequence[Evidence]) -> Floats:
    """(n, d): the highest value in any sentence, so that one sharp one is not averaged away."""
    empty = np.zeros(rows[0].context.shape[0])
    return np.stack([row.sentences.max(axis=0) if len(row.sentences) else empty for row in rows])


def marks_of(rows: Sequence[Evidence], state: Floats) -> Floats:
    """(n, m): what rules, signs and lexicon say."""
    return np.array([_marks(row, pair) for row, pair in zip(rows, state, strict=True)])


def _marks(row: Evidence, state: Floats) -> Floats:
    """Rules, signs, and the crossings that the two missing codes live on."""
    upset, needs = float(state[0]), float(state[1])
    reading = np.array(reading_row(row), dtype=float)
    told_what_to_do = bool(row.draft.emergency) and row.reading.instruction
    crossings = [
        upset * 2,
        needs * 2,
        2 * upset * (not row.reading.empathy),
        2 * upset * (not row.reading.empathy) * (not told_what_to_do),
        2 * needs * (not names_next_step(row.reading)),
        told_what_to_do,
    ]
    parts = (
        rule_row(row), style_row(row), row.signs.row(), lexicon_row(row), reading, crossings,
        reading * upset, reading * needs,
    )  # fmt: skip
    return np.concatenate([np.asarray(part, dtype=float) for part in parts])
