"""Contradictions that a person looked at and found to be none.

Kept by the words of both sides, so that one comes up again when either side is changed. Those of
the shipped entries travel in ``data/settled.json``; the house's own are small files under
``home/kb/settled``, one each, so that two processes never write over each other.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date
from functools import cache
from pathlib import Path

from knowledge_base.contradictions.clashes import Clash
from knowledge_base.files import write_atomic
from knowledge_base.laws import DATA

PATH = DATA / "settled.json"


class Settled:
    """The folder of a home, and what came with the product."""

    def __init__(self, home: Path) -> None:
        self._folder = home / "kb" / "settled"

    def keys(self) -> frozenset[str]:
        own = (path.stem for path in self._folder.glob("*.json") if path.name[0] != ".")
        return shipped() | frozenset(own)

    def add(self, clash: Clash) -> None:
        record = {"sides": [clash.one.ref, clash.other.ref], "on": date.today().isoformat()}
        write_atomic(self._path(clash.key), json.dumps(record, ensure_ascii=False).encode())

    def remove(self, key: str) -> None:
        """An unknown key is no error; what came with the product stays settled."""
        self._path(key).unlink(missing_ok=True)

    def open_of(self, clashes: Iterable[Clash]) -> tuple[Clash, ...]:
        """Those nobody has looked at."""
        known = self.keys()
        return tuple(one for one in clashes if one.key not in known)

    def _path(self, key: str) -> Path:
        return self._folder / f"{key}.json"


@cache
def shipped() -> frozenset[str]:
    """Keys that were looked at before the entries were shipped."""
    return frozenset(json.loads(PATH.read_text("utf-8")))


def save_shipped(clashes: Iterable[Clash], path: Path = PATH) -> int:
    """Take these for looked at; returns how many. Sides are written beside the keys to be read."""
    found = {one.key: f"{one.kind}: {one.one.ref} / {one.other.ref}" for one in clashes}
    text = json.dumps(dict(sorted(found.items())), ensure_ascii=False, indent=0)
    write_atomic(path, (text + "\n").encode())
    return len(found)
