"""Entries that wait for a person's yes: files under ``home/kb/drafts``, never searched."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Any
from urllib.parse import quote

from knowledge_base.entries import EntryError, parse_entry, render_entry
from knowledge_base.files import write_atomic
from knowledge_base.types import Entry

log = logging.getLogger(__name__)


class DraftState(StrEnum):
    """A draft that was decided stays, so that the same file does not bring it up again."""

    WAITING = "waiting"
    APPROVED = "approved"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True)
class Draft:
    """An entry to be, where it came from, and ways to ask that somebody may add."""

    entry: Entry
    source: str  # the file's name
    proposals: tuple[str, ...]
    made_on: date
    origin: str  # digest of what the file said, whatever people made of it since
    state: DraftState = DraftState.WAITING

    def render(self) -> bytes:
        """The file of a draft, as ``Drafts`` reads it."""
        record = {
            "id": self.entry.id,
            "entry": render_entry(self.entry),
            "source": self.source,
            "proposals": list(self.proposals),
            "made_on": self.made_on.isoformat(),
            "origin": self.origin,
            "state": self.state.value,
        }
        return json.dumps(record, ensure_ascii=False, indent=1).encode()

    @classmethod
    def from_json(cls, record: dict[str, Any]) -> Draft:
        """Raises EntryError, KeyError or ValueError for what is no draft."""
        return cls(
            parse_entry(record["entry"], record["id"]),
            record["source"],
            tuple(record["proposals"]),
            date.fromisoformat(record["made_on"]),
            record["origin"],
            DraftState(record["state"]),
        )


class Drafts:
    """The folder of drafts; a file each, so that every process sees them."""

    def __init__(self, home: Path) -> None:
        self._folder = home / "kb" / "drafts"

    def path(self, entry_id: str) -> Path:
        return self._folder / (quote(entry_id, safe="") + ".json")

    def waiting(self) -> tuple[Draft, ...]:
        """Those nobody has decided on, newest first, then by id."""
        undecided = (one for one in self._read() if one.state is DraftState.WAITING)
        found = sorted(undecided, key=lambda one: one.entry.id)
        return tuple(sorted(found, key=lambda one: one.made_on, reverse=True))

    def get(self, entry_id: str) -> Draft | None:
        path = self.path(entry_id)
        return self._load(path) if path.is_file() else None

    def put(self, draft: Draft) -> None:
        write_atomic(self.path(draft.entry.id), draft.render())

    def _read(self) -> Iterator[Draft]:
        paths = self._folder.glob("*.json") if self._folder.is_dir() else ()
        drafts = (self._load(path) for path in paths if not path.name.startswith("."))
        return (draft for draft in drafts if draft)

    def _load(self, path: Path) -> Draft | None:
        try:
            return Draft.from_json(json.loads(path.read_text("utf-8")))
        except (EntryError, KeyError, TypeError, ValueError, OSError) as error:
            log.warning("跳过无法读取的草稿 %s：%s", path.name, error)
            return None
