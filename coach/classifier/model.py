"""The trained classifier: evidence in, one probability a code out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix  # type: ignore[import-untyped]
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

from coach.classifier.evidence import Evidence
from coach.classifier.features import Bools, ContextFeatures, DraftFeatures, Floats, marks_of
from coach.classifier.net import DenseFeatures, Net
from coach.flags.codes import CODES
from coach.text import Piece

ORDER = tuple(CODES)
STATES = ("no_empathy", "no_next_step")  # a context is upset, or needs action, where these occur
_INNER_FOLDS = 5
_CONTEXT_STRENGTH = 2.0  # C of the logistic regressions, by cross-validation
_DRAFT_STRENGTH = 16.0
_NEIGHBOUR = 0.6  # a sentence joins the span from this share of the best one's weight


@dataclass(frozen=True, slots=True)
class Line:
    """A set of linear scores: one row of ``weights`` an outcome."""

    weights: Floats  # (k, f)
    bias: Floats  # (k,)

    def scores(self, rows: csr_matrix) -> Floats:
        """(n, f) → (n, k) log odds."""
        return np.asarray(rows @ self.weights.T) + self.bias


def _fit_line(rows: csr_matrix, outcomes: Bools, strength: float, seed: int) -> Line:
    """One logistic regression a column of ``outcomes``; one that never occurs is never foretold."""
    weights = np.zeros((outcomes.shape[1], rows.shape[1]))
    bias = np.full(outcomes.shape[1], -20.0)
    for column, outcome in enumerate(outcomes.T):
        if outcome.all() or not outcome.any():
            continue
        model = LogisticRegression(
            C=strength, solver="liblinear", class_weight="balanced", random_state=seed, tol=0.03
        ).fit(rows, outcome)
        weights[column], bias[column] = model.coef_[0], model.intercept_[0]
    return Line(weights, bias)


def sigmoid(scores: Floats) -> Floats:
    return np.asarray(1.0 / (1.0 + np.exp(-np.clip(scores, -30, 30))))


@dataclass(frozen=True, slots=True)
class Labels:
    """What people said of the rows: ``codes`` (n, 14), groups that are never split, authors."""

    codes: Bools
    groups: NDArray[np.int64]
    authors: NDArray[np.int64]

    def states(self) -> Bools:
        """(n, 2): whether any draft to the same words lacks empathy, or a next step."""
        columns = [ORDER.index(code) for code in STATES]
        found = np.zeros((len(self.groups), len(columns)), dtype=bool)
        for group in np.unique(self.groups):
            same = self.groups == group
            found[same] = self.codes[same][:, columns].any(axis=0)
        return found

    def take(self, chosen: Bools) -> Labels:
        return Labels(self.codes[chosen], self.groups[chosen], self.authors[chosen])


class ToneModel:
    """Two steps: how the resident's message stands, then the draft in that light."""

    def __init__(self, seed: int = 17) -> None:
        self._seed = seed
        self._contexts = ContextFeatures()
        self._drafts = DraftFeatures()
        self._dense = DenseFeatures(seed)
        self._net = Net(seed)
        self._state: Line | None = None
        self._codes: Line | None = None

    def fit(self, rows: Sequence[Evidence], labels: Labels) -> ToneModel:
        contexts = self._contexts.fit(rows).transform(rows)
        states = labels.states()
        # The second step must see the first as it will be: unsure of what it has not learned.
        unseen = self._unseen_states(contexts, states, labels.groups)
        self._state = _fit_line(contexts, states, _CONTEXT_STRENGTH, self._seed)
        drafts = self._drafts.fit(rows).transform(rows, unseen)
        self._codes = _fit_line(drafts, labels.codes, _DRAFT_STRENGTH, self._seed)
        self._dense.fit(rows, self._words(rows))
        self._net.fit(self._dense_rows(rows, unseen), labels.codes)
        return self

    def _words(self, rows: Sequence[Evidence]) -> csr_matrix:
        return self._drafts.words_of([row.draft.said for row in rows])

    def _dense_rows(self, rows: Sequence[Evidence], states: Floats) -> Floats:
        return self._dense.transform(rows, self._words(rows), marks_of(rows, states))

    def _unseen_states(
        self, contexts: csr_matrix, states: Bools, groups: NDArray[np.int64]
    ) -> Floats:
        found = np.zeros(states.shape)
        folds = GroupKFold(min(_INNER_FOLDS, len(np.unique(groups))))
        for learn, rest in folds.split(contexts, groups=groups):
            line = _fit_line(contexts[learn], states[learn], _CONTEXT_STRENGTH, self._seed)
            found[rest] = sigmoid(line.scores(contexts[rest]))
        return found

    def states(self, rows: Sequence[Evidence]) -> Floats:
        """(n, 2): how likely the resident is upset, and something has to be done."""
        assert self._state is not None, "the model is not trained"
        return sigmoid(self._state.scores(self._contexts.transform(rows)))

    def probabilities(self, rows: Sequence[Evidence]) -> Floats:
        """(n, 14), columns in the order of the codes."""
        assert self._codes is not None, "the model is not trained"
        states = self.states(rows)
        by_line = self._codes.scores(self._drafts.transform(rows, states))
        by_net = self._net.scores(self._dense_rows(rows, states))
        return sigmoid((by_line + by_net) / 2)

    def of(self, row: Evidence) -> Mapping[str, float]:
        return dict(zip(ORDER, map(float, self.probabilities([row])[0]), strict=True))

    def span(self, row: Evidence, code: str) -> tuple[int, int]:
        """The sentences that speak most for a code; the whole draft where there is but one."""
        pieces = row.draft.sentences[: len(row.sentences)]
        if not pieces:
            return 0, len(row.draft.text)
        if len(pieces) == 1:
            return pieces[0].span
        weights = self._sentence_weights(row, pieces, code)
        return _around_best(pieces, weights)

    def _sentence_weights(self, row: Evidence, pieces: Sequence[Piece], code: str) -> Floats:
        assert self._codes is not None, "the model is not trained"
        line = self._codes.weights[ORDER.index(code)]
        words = self._drafts.words_of([piece.text for piece in pieces])
        vectors = self._drafts.vectors_of(row.sentences.astype(float))
        split = words.shape[1]
        by_words = np.asarray(words @ line[:split]).ravel()
        return np.asarray(by_words + vectors @ line[split : split + vectors.shape[1]])


def _around_best(pieces: Sequence[Piece], weights: Floats) -> tuple[int, int]:
    best = int(weights.argmax())
    first = last = best
    enough = weights[best] * _NEIGHBOUR
    while first > 0 and weights[first - 1] > max(enough, 0):
        first -= 1
    while last + 1 < len(pieces) and weights[last + 1] > max(enough, 0):
        last += 1
    return pieces[first].start, pieces[last].end
