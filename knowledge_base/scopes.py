"""Whose knowledge may be used, and which of two answers comes first."""

from __future__ import annotations

from datetime import date

from knowledge_base.regions import holds_in
from knowledge_base.types import Entry, Provision, Scope

# A narrower answer may be this much less probable and still come first.
NARROWER_SHARE = 0.75
# The models are taught by entries, which cite national law: that a rule of the resident's own
# region goes before it, they cannot know. An estimate, not a measurement.
LOCAL_ODDS = 3.0


def may_use(entry: Entry, scope: Scope, today: date) -> bool:
    """Whether an entry is valid today and belongs to everybody, the city or the estate."""
    if entry.valid_from > today or (entry.valid_to and entry.valid_to < today):
        return False
    return entry.scope in allowed_scopes(scope)


def allowed_scopes(scope: Scope) -> frozenset[str]:
    """
    >>> sorted(allowed_scopes(Scope(estate="a", city="杭州")))
    ['city:杭州', 'estate:a', 'national']
    """
    own = {"national"}
    if scope.city:
        own.add(f"city:{scope.city}")
    if scope.estate:
        own.add(f"estate:{scope.estate}")
    return frozenset(own)


def binds(provision: Provision, scope: Scope) -> bool:
    """Whether a provision holds where the resident lives; national ones hold everywhere."""
    if not provision.region:
        return True
    return scope.city is not None and holds_in(provision.region, scope.city)


def with_local_odds(probability: float, provision: Provision) -> float:
    """The probability of a provision that ``binds``, raised where it is of the region itself.

    >>> from knowledge_base.types import LawStatus
    >>> rule = Provision("养护条例", 3, "第三条", "", LawStatus.IN_FORCE, None, "", region="云城")
    >>> with_local_odds(0.25, rule)
    0.5
    """
    if not provision.region:
        return probability
    odds = LOCAL_ODDS * probability / max(1 - probability, 1e-9)
    return odds / (1 + odds)


def narrowness(entry: Entry) -> int:
    """2 for an estate's entry, 1 for a city's, 0 for a national one."""
    return {"e": 2, "c": 1, "n": 0}[entry.scope[0]]


def topic(entry: Entry) -> str:
    """Entries of one topic replace each other: the last part of the id."""
    return entry.id.rsplit("/", 1)[-1]


def order_by_scope(ranked: list[tuple[Entry, float]]) -> list[tuple[Entry, float]]:
    """Best first, but estate before city before national where they answer the same.

    A wider entry falls away when a narrower one of the same topic is there; otherwise a narrower
    one passes a wider one that is only a little more probable.
    """
    best: dict[str, int] = {}
    for entry, _ in ranked:
        best[topic(entry)] = max(best.get(topic(entry), 0), narrowness(entry))
    kept = [pair for pair in ranked if narrowness(pair[0]) == best[topic(pair[0])]]
    lift = {0: 1.0, 1: 1 / NARROWER_SHARE, 2: 1 / NARROWER_SHARE**2}
    return sorted(kept, key=lambda pair: -pair[1] * lift[narrowness(pair[0])])
