"""How well residents' messages are understood: routes, slots, false alarms."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any

from api.assistant.outcome import Outcome
from knowledge_base.numerals import NUMERAL_CHARS, parse_number

NUMERAL = re.compile(f"[{NUMERAL_CHARS}]+")
# Ways to write the same part of an address.
ALIKE = str.maketrans({"幢": "栋", "樓": "楼", "棟": "栋", "單": "单", "號": "号"})

ROUTES = (
    "emergency",
    "repair",
    "complaint",
    "human",
    "progress",
    "knowledge",
    "chitchat",
    "out_of_scope",
    "abuse",
)


@dataclass(frozen=True, slots=True)
class Verdict:
    """One message, its gold route and what was understood."""

    id: str
    gold: str
    also: frozenset[str]
    got: str
    tags: tuple[str, ...]
    slots: dict[str, bool]  # gold slots, and whether each was met

    @property
    def strict(self) -> bool:
        return self.got == self.gold

    @property
    def lenient(self) -> bool:
        return self.strict or self.got in self.also


Understand = Callable[[str, str], Awaitable[Outcome]]


async def judge(rows: Sequence[dict[str, Any]], understand: Understand) -> list[Verdict]:
    """Every row as the first message of a conversation of its own."""
    verdicts = []
    for row in rows:
        outcome = await understand(str(row["id"]), row["text"])
        verdicts.append(
            Verdict(
                id=str(row["id"]),
                gold=row["route"],
                also=frozenset(row.get("alt_routes") or ()),
                got=outcome.route,
                tags=tuple(row.get("tags") or ()),
                slots=_slots_met(row.get("slots") or {}, outcome.entities),
            )
        )
    return verdicts


def figures(verdicts: Sequence[Verdict]) -> dict[str, Any]:
    """The public keys of `linli eval routes --json`."""
    return {
        "n": len(verdicts),
        "accuracy_strict": _share(v.strict for v in verdicts),
        "accuracy_lenient": _share(v.lenient for v in verdicts),
        "recall": {r: _recall(verdicts, r) for r in ROUTES if _gold(verdicts, r)},
        "precision": {r: _precision(verdicts, r) for r in ROUTES if _got(verdicts, r)},
        "emergency_false_alarms": _false_alarms(verdicts),
        "slot_overlap": _share(met for v in verdicts for met in v.slots.values()),
        "slots": _by_slot(verdicts),
        "by_tag": _by_tag(verdicts),
        "confusions": Counter(f"{v.gold}>{v.got}" for v in verdicts if not v.lenient),
        "misses": [{"id": v.id, "gold": v.gold, "got": v.got} for v in verdicts if not v.lenient],
    }


def _false_alarms(verdicts: Sequence[Verdict]) -> float | None:
    """Share of messages that are no emergency, yet raised one."""
    calm = [v for v in verdicts if v.gold != "emergency" and "emergency" not in v.also]
    return _share(v.got == "emergency" for v in calm)


def _gold(verdicts: Sequence[Verdict], route: str) -> list[Verdict]:
    return [v for v in verdicts if v.gold == route]


def _got(verdicts: Sequence[Verdict], route: str) -> list[Verdict]:
    return [v for v in verdicts if v.got == route]


def _recall(verdicts: Sequence[Verdict], route: str) -> float | None:
    return _share(v.lenient for v in _gold(verdicts, route))


def _precision(verdicts: Sequence[Verdict], route: str) -> float | None:
    return _share(v.lenient for v in _got(verdicts, route))


def _by_slot(verdicts: Sequence[Verdict]) -> dict[str, float | None]:
    met: defaultdict[str, list[bool]] = defaultdict(list)
    for name, hit in (pair for verdict in verdicts for pair in verdict.slots.items()):
        met[name].append(hit)
    return {name: _share(hits) for name, hits in sorted(met.items())}


def _by_tag(verdicts: Sequence[Verdict]) -> dict[str, float | None]:
    tagged: defaultdict[str, list[bool]] = defaultdict(list)
    for verdict in verdicts:
        for tag in verdict.tags:
            tagged[tag].append(verdict.lenient)
    return {tag: _share(hits) for tag, hits in sorted(tagged.items())}


def _share(hits: Any) -> float | None:
    values = [bool(hit) for hit in hits]
    return sum(values) / len(values) if values else None


def _slots_met(gold: dict[str, Any], got: dict[str, str]) -> dict[str, bool]:
    """A slot is met when either value holds the other, whitespace aside."""
    met = {}
    for name, value in gold.items():
        wanted = _flat(str(value))
        found = _flat(_said(name, got))
        met[name] = bool(found) and (wanted in found or found in wanted)
    return met


def _said(name: str, got: dict[str, str]) -> str:
    """The first of the entities that hold this slot."""
    return next((got[entity] for entity in _ENTITIES.get(name, (name,)) if got.get(entity)), "")


# `object` is what is broken; a place or a time may be too loose for the form, and is said all
# the same.
_ENTITIES = {
    "object": ("description",),
    "location": ("location", "spot"),
    "time": ("time", "since"),
}


def _flat(text: str) -> str:
    """Without spaces, dashes, full width or characters for digits: 五号楼 and 5号楼 are one."""
    plain = re.sub(r"[\s\-—–]", "", unicodedata.normalize("NFKC", text)).lower()
    return NUMERAL.sub(lambda match: str(parse_number(match.group())), plain).translate(ALIKE)
