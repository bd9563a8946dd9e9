"""Provisions that may bear on a query: met directly, or over entries that cite them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from knowledge_base.candidates import Mask
from knowledge_base.dense import DenseIndex, Rows
from knowledge_base.embedding import Vectors
from knowledge_base.passages import provision_text
from knowledge_base.query import Query
from knowledge_base.sparse import SparseIndex, top_rows
from knowledge_base.types import Citation, Entry, Provision
from knowledge_base.words import words

DIRECT_ROWS = 30
# Rank agreement of the direct ways, on top of the learned logit. Lay questions are further from
# statutes than the entries' own variants are, so training on those alone trusts the words too
# little; a fixed share of reciprocal ranks holds for both. Words count half of meaning.
AGREEMENT = 10.0
AGREEMENT_RANK = 10
WORDS_SHARE = 0.5

PROVISION_FEATURES = (
    "dense",
    "dense_gap",
    "dense_rise",
    "bm25",
    "bm25_gap",
    "coverage",
    "bridge",  # the most probable entry that cites it
    "bridge_sum",  # all entries that cite it
    "bridge_place",  # as bridge, less for a citation that stands late in its entry
    "bridge_lead",
)


@dataclass(frozen=True, slots=True)
class ProvisionCandidates:
    """Of n provisions: ``rows`` into the index, ``features`` (n, PROVISION_FEATURES), agreement.

    ``agreement`` (n,) is added to the logit that the features give.
    """

    rows: Rows
    features: NDArray[np.float64]
    agreement: NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Bridge:
    """What the entries met say about one provision."""

    best: float = 0.0
    total: float = 0.0
    placed: float = 0.0


def bridges(entries: Sequence[tuple[Entry, float]]) -> dict[Citation, Bridge]:
    """Carry the probabilities of entries over to the provisions they cite."""
    found: dict[Citation, Bridge] = {}
    for entry, probability in entries:
        for place, citation in enumerate(entry.citations):
            old = found.get(citation, Bridge())
            found[citation] = Bridge(
                max(old.best, probability),
                old.total + probability,
                max(old.placed, probability / (1 + place)),
            )
    return found


class ProvisionIndex:
    """Dense and sparse rows of all searched provisions."""

    def __init__(self, provisions: Sequence[Provision], vectors: Vectors) -> None:
        self.provisions = tuple(provisions)
        self.dense = DenseIndex(vectors)
        self.sparse = SparseIndex([words(provision_text(row)) for row in provisions])
        self._by_citation = {row.citation: i for i, row in enumerate(provisions)}

    def row(self, citation: Citation) -> int | None:
        return self._by_citation.get(citation)

    def candidates(
        self,
        query: Query,
        bridged: Mapping[Citation, Bridge],
        allowed: Mask | None = None,
    ) -> ProvisionCandidates:
        """Provisions near the query by any way; ``allowed`` masks rows."""
        if not len(self.dense):
            empty = np.empty((0, len(PROVISION_FEATURES)))
            return ProvisionCandidates(np.empty(0, dtype=np.int64), empty, np.empty(0))
        near, scores = self.dense.nearest(query.vector, DIRECT_ROWS, allowed)
        bm25 = self.sparse.scores(query.tokens)
        spoken = top_rows(bm25, DIRECT_ROWS, allowed)
        over = self._bridged_rows(bridged, allowed)
        rows = np.array(list(dict.fromkeys([*over, *near, *spoken])), dtype=np.int64)
        usual = float(np.mean(scores[10:])) if len(scores) > 10 else 0.8
        features = self._features(query, rows, bm25, bridged, usual)
        return ProvisionCandidates(rows, features, _agreement(features))

    def _bridged_rows(self, bridged: Mapping[Citation, Bridge], allowed: Mask | None) -> list[int]:
        rows = [self._by_citation[one] for one in bridged if one in self._by_citation]
        return [row for row in rows if allowed is None or allowed[row]]

    def _features(
        self,
        query: Query,
        rows: Rows,
        bm25: Vectors,
        bridged: Mapping[Citation, Bridge],
        usual: float,
    ) -> NDArray[np.float64]:
        dense = self.dense.vectors[rows] @ query.vector
        spoken = bm25[rows] / (self.sparse.ideal(query.tokens) * 2.2)
        over = [bridged.get(self.provisions[row].citation, Bridge()) for row in rows]
        best = np.array([one.best for one in over])
        placed = np.array([one.placed for one in over])
        columns = [
            dense,
            dense - dense.max(),
            dense - usual,
            spoken,
            spoken - spoken.max(),
            np.array([self.sparse.coverage(query.tokens, int(row)) for row in rows]),
            best,
            np.array([min(one.total, 2.0) for one in over]),
            placed,
            placed - placed.max(initial=0.0),
        ]
        return np.stack([np.asarray(column, dtype=np.float64) for column in columns], axis=1)


def _agreement(features: NDArray[np.float64]) -> NDArray[np.float64]:
    """Reciprocal ranks by meaning and by words, as an addition to the logit."""
    by_meaning = 1 / (AGREEMENT_RANK + _ranks(features[:, PROVISION_FEATURES.index("dense")]))
    by_words = 1 / (AGREEMENT_RANK + _ranks(features[:, PROVISION_FEATURES.index("bm25")]))
    agreed: NDArray[np.float64] = AGREEMENT * (by_meaning + WORDS_SHARE * by_words)
    return agreed


def _ranks(scores: NDArray[np.float64]) -> NDArray[np.float64]:
    """1 for the best."""
    ranks = np.empty(len(scores))
    ranks[np.argsort(-scores, kind="stable")] = np.arange(1, len(scores) + 1)
    return ranks
