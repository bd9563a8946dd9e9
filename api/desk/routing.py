"""Who gets what waits: pure decisions, no database."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from api.desk.colleagues import Colleague
from api.desk.models import EstateDesk

# How long what was sent to a group, or belongs to its topics, waits for members of it alone
# while they are here but have their hands full. Seconds.
PATIENCE = 120.0
_LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Waiting:
    """One queued conversation; `returned_by` gave it back and need not get it again."""

    conversation_id: str
    estate_id: str
    emergency: bool
    waited: float
    groups: frozenset[str] = frozenset()
    returned_by: str | None = None


@dataclass(frozen=True, slots=True)
class Assignment:
    conversation_id: str
    colleague: Colleague


def assign(
    queue: Sequence[Waiting], colleagues: Sequence[Colleague], desks: Mapping[str, EstateDesk]
) -> list[Assignment]:
    """What is handed out now; `queue` is in the order in which people shall be helped."""
    loads = {one.id: one for one in colleagues}
    handed: list[Assignment] = []
    for item in queue:
        chosen = choose(item, list(loads.values()), desks[item.estate_id])
        if chosen is None:
            continue
        handed.append(Assignment(item.conversation_id, chosen))
        loads[chosen.id] = replace(chosen, open=chosen.open + 1)
    return handed


def choose(item: Waiting, colleagues: Sequence[Colleague], desk: EstateDesk) -> Colleague | None:
    """The best member who takes conversations by themselves; None leaves it in the queue."""
    present = [one for one in colleagues if one.here and item.estate_id in one.estates]
    wanted = _wanted(item, present)
    if wanted and not item.emergency and item.waited < PATIENCE:
        present = wanted
    free = [one for one in present if one.takes(desk) and (item.emergency or one.room(desk))]
    # Danger waits for nobody's capacity, and whoever is meant comes first among the free.
    return min(free, key=lambda one: _rank(one, item, wanted), default=None)


def best_helper(
    estate_id: str, colleagues: Sequence[Colleague], desk: EstateDesk, *, but: str
) -> Colleague | None:
    """Whom to ask for help: here, with room, least busy."""
    free = [
        one
        for one in colleagues
        if one.id != but and one.here and estate_id in one.estates and one.room(desk)
    ]
    return min(
        free, key=lambda one: (one.strained, one.open, one.idle_since or _LONG_AGO), default=None
    )


def _wanted(item: Waiting, present: Sequence[Colleague]) -> list[Colleague]:
    """The group it was sent to, or who knows its topic; empty when none of them is here."""
    return [one for one in present if one.groups & item.groups]


def _rank(
    one: Colleague, item: Waiting, wanted: Sequence[Colleague]
) -> tuple[bool, bool, bool, int, datetime]:
    return (
        one.id == item.returned_by,
        one not in wanted,
        one.strained,  # after a hard run, others first
        one.open,
        one.idle_since or _LONG_AGO,
    )
