"""One search over an index that never changes: candidates, fusion, scope, confidence."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np

from knowledge_base.build import Index
from knowledge_base.candidates import Candidates, Mask
from knowledge_base.query import Query, bare
from knowledge_base.scopes import binds, may_use, order_by_scope, with_local_odds
from knowledge_base.training import provision_candidates
from knowledge_base.types import Confidence, Entry, Hit, HitKind, Scope, SearchResult

BOTH = frozenset(HitKind)
VERBATIM = 0.98  # no question stands in two entries of one scope, so hardly anything is left open
NOTHING = SearchResult((), Confidence.NONE)


@dataclass(frozen=True, slots=True)
class Masks:
    """Which entries and provisions a scope may see."""

    entries: Mask
    provisions: Mask


def masks_of(index: Index, scope: Scope, today: date) -> Masks:
    usable = np.array([may_use(entry, scope, today) for entry in index.entries], dtype=np.bool_)
    rows = index.provision_index.provisions
    return Masks(
        usable,
        np.array([binds(row, scope) for row in rows], dtype=np.bool_),
    )


def search_index(
    index: Index, query: Query, masks: Masks, limit: int, kinds: frozenset[HitKind]
) -> SearchResult:
    """The best hits of the wanted kinds, best first."""
    if not query.tokens:
        return NOTHING
    candidates = index.candidates(query, masks.entries)
    entries = _entry_hits(index, query, candidates) if HitKind.ENTRY in kinds else []
    provisions = (
        _provision_hits(index, query, candidates, masks, limit)
        if HitKind.PROVISION in kinds
        else []
    )
    leading = entries or provisions
    hits = sorted([*entries[:limit], *provisions[:limit]], key=lambda hit: -hit.probability)
    if kinds == frozenset({HitKind.ENTRY}):
        hits = entries[:limit]  # keeps the order of scopes
    best = leading[0].probability if leading else 0.0
    return SearchResult(tuple(hits[:limit]), index.models.thresholds.confidence(best))


def _verbatim(entry: Entry, query: Query) -> float:
    """A question asked in the very words that were approved for the entry."""
    return VERBATIM if bare(query.text) in {bare(text) for text in entry.questions} else 0.0


def _entry_hits(index: Index, query: Query, candidates: Candidates) -> list[Hit]:
    probabilities = index.models.entry.probability(candidates.features)
    found = [index.entries[owner] for owner in candidates.owners]
    places = {entry.id: row for row, entry in enumerate(found)}
    sure = [
        max(float(fused), _verbatim(entry, query))
        for entry, fused in zip(found, probabilities, strict=True)
    ]
    ranked = sorted(zip(found, sure, strict=True), key=lambda pair: -pair[1])
    hits = []
    for entry, probability in order_by_scope(ranked):
        row = places[entry.id]
        hits.append(
            Hit(
                HitKind.ENTRY,
                probability,
                entry=entry,
                matched=index.entry_index.passages[candidates.matched[row]].text,
                scores={
                    "dense": float(candidates.features[row][0]),
                    "bm25": float(candidates.features[row][7]),
                    "fused": probability,
                },
            )
        )
    return hits


def _provision_hits(
    index: Index, query: Query, candidates: Candidates, masks: Masks, limit: int
) -> list[Hit]:
    found = provision_candidates(
        index.entries,
        query,
        candidates,
        index.provision_index,
        index.models.entry,
        masks.provisions,
    )
    rows = [index.provision_index.provisions[row] for row in found.rows]
    plain = index.models.provision.probability(found.features).tolist()
    lifted = [with_local_odds(*pair) for pair in zip(plain, rows, strict=True)]
    probabilities = np.array(lifted)
    hits = []
    for place in np.argsort(-probabilities, kind="stable")[:limit]:
        provision = rows[place]
        features = found.features[place]
        hits.append(
            Hit(
                HitKind.PROVISION,
                float(probabilities[place]),
                provision=provision,
                matched=provision.text[:80],
                scores={
                    "dense": float(features[0]),
                    "bm25": float(features[3]),
                    "bridge": float(features[6]),
                    "fused": float(probabilities[place]),
                },
            )
        )
    return hits
