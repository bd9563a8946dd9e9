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
from knowledge_base.topics import Topics
from knowledge_base.types import Citation, Entry, Provision
from knowledge_base.words import words

DIRECT_ROWS = 30
TOPIC_ROWS = 20
RANK_OFFSET = 10  # of reciprocal ranks; a small one, as five rows are shown
# What stands for the nearest topic of a provision that has none: below nearly all that have one.
NO_TOPIC, NO_RAW_TOPIC = -0.2, 0.75
PERFECT = 2.2  # BM25 of a row that says each word of the query often, per unit of weight

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
    "textless",
    # Ranks hold where scores do not: lay questions are further from statutes than the entries'
    # own questions are, and all scores sink together.
    "dense_rank",
    "bm25_rank",
    "topic_rank",
    "topic",  # the nearest lay question of the article, whitened
    "topic_gap",
    "topic_bm25",
    "topic_coverage",
    "topic_raw",  # the nearest lay question as the model sees it
)


@dataclass(frozen=True, slots=True)
class ProvisionCandidates:
    """Of n provisions: ``rows`` into the index, ``features`` (n, PROVISION_FEATURES)."""

    rows: Rows
    features: NDArray[np.float64]


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


@dataclass(frozen=True, slots=True)
class _Direct:
    """One score a provision by each direct way, each (provisions,) float."""

    dense: Vectors
    bm25: Vectors  # as a share of a perfect match
    topic: Vectors
    topic_raw: Vectors
    topic_bm25: Vectors


class ProvisionIndex:
    """Dense and sparse rows of all searched provisions, and of the topics that lead to them."""

    def __init__(
        self, provisions: Sequence[Provision], vectors: Vectors, topics: Topics | None = None
    ) -> None:
        self.provisions = tuple(provisions)
        self.topics = topics or Topics.none(vectors.shape[1])
        self.dense = DenseIndex(vectors)
        self.sparse = SparseIndex([words(provision_text(row)) for row in provisions])
        self._by_citation = {row.citation: i for i, row in enumerate(provisions)}
        self._textless = np.array([not row.text for row in provisions], dtype=np.float64)
        self._place_topics()

    def _place_topics(self) -> None:
        """Rows of topics whose article is searched, and the words of each article's topics."""
        rows = [self._by_citation.get(one, -1) for one in self.topics.citations]
        kept = [place for place, row in enumerate(rows) if row >= 0]
        self._topic_owners = np.array([rows[place] for place in kept], dtype=np.int64)
        self._topic_vectors = self.topics.vectors[kept]
        self._topic_white = self.topics.whitening.apply(self._topic_vectors)
        said: list[list[str]] = [[] for _ in self.provisions]
        for place in kept:
            said[rows[place]] += words(self.topics.texts[place])
        self._topic_words = SparseIndex([tuple(one) for one in said]) if kept else None

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
            return ProvisionCandidates(np.empty(0, dtype=np.int64), empty)
        direct = self._direct(query)
        near, scores = self.dense.nearest(query.vector, DIRECT_ROWS, allowed)
        spoken = top_rows(direct.bm25, DIRECT_ROWS, allowed)
        lay = top_rows(direct.topic - np.float32(NO_TOPIC), TOPIC_ROWS, allowed)
        over = self._bridged_rows(bridged, allowed)
        rows = np.array(list(dict.fromkeys([*over, *near, *lay, *spoken])), dtype=np.int64)
        usual = float(np.mean(scores[10:])) if len(scores) > 10 else 0.8
        return ProvisionCandidates(rows, self._features(query, rows, direct, bridged, usual))

    def _direct(self, query: Query) -> _Direct:
        white = self.topics.whitening.apply(query.vector[None])[0]
        return _Direct(
            self.dense.vectors @ query.vector,
            self.sparse.scores(query.tokens) / (self.sparse.ideal(query.tokens) * PERFECT),
            self._nearest_topic(self._topic_white @ white, NO_TOPIC),
            self._nearest_topic(self._topic_vectors @ query.vector, NO_RAW_TOPIC),
            self._topic_bm25(query),
        )

    def _nearest_topic(self, scores: Vectors, without: float) -> Vectors:
        nearest = np.full(len(self.provisions), without, dtype=np.float32)
        np.maximum.at(nearest, self._topic_owners, scores)
        return nearest

    def _topic_bm25(self, query: Query) -> Vectors:
        if self._topic_words is None:
            return np.zeros(len(self.provisions), dtype=np.float32)
        scores = self._topic_words.scores(query.tokens)
        return scores / (self._topic_words.ideal(query.tokens) * PERFECT)

    def _bridged_rows(self, bridged: Mapping[Citation, Bridge], allowed: Mask | None) -> list[int]:
        rows = [self._by_citation[one] for one in bridged if one in self._by_citation]
        return [row for row in rows if allowed is None or allowed[row]]

    def _features(
        self,
        query: Query,
        rows: Rows,
        direct: _Direct,
        bridged: Mapping[Citation, Bridge],
        usual: float,
    ) -> NDArray[np.float64]:
        over = [bridged.get(self.provisions[row].citation, Bridge()) for row in rows]
        placed = np.array([one.placed for one in over])
        dense, spoken, topic = direct.dense[rows], direct.bm25[rows], direct.topic[rows]
        columns = [
            dense,
            dense - dense.max(),
            dense - usual,
            spoken,
            spoken - spoken.max(),
            _coverage(self.sparse, query, rows),
            np.array([one.best for one in over]),
            np.array([min(one.total, 2.0) for one in over]),
            placed,
            placed - placed.max(initial=0.0),
            self._textless[rows],
            _reciprocal_ranks(direct.dense)[rows],
            _reciprocal_ranks(direct.bm25)[rows],
            _reciprocal_ranks(direct.topic)[rows],
            topic,
            topic - topic.max(),
            direct.topic_bm25[rows],
            _coverage(self._topic_words, query, rows),
            direct.topic_raw[rows],
        ]
        return np.stack([np.asarray(column, dtype=np.float64) for column in columns], axis=1)


def _coverage(index: SparseIndex | None, query: Query, rows: Rows) -> NDArray[np.float64]:
    if index is None:
        return np.zeros(len(rows))
    return np.array([index.coverage(query.tokens, row) for row in rows.tolist()])


def _reciprocal_ranks(scores: Vectors) -> NDArray[np.float64]:
    """1 / (offset + rank), the best at rank 1."""
    ranks = np.empty(len(scores))
    ranks[np.argsort(-scores, kind="stable")] = np.arange(1, len(scores) + 1)
    return np.asarray(1 / (RANK_OFFSET + ranks), dtype=np.float64)
