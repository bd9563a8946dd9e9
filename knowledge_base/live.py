"""Entries approved while the product runs, kept as files so that every process sees them.

One Markdown file an entry under ``home/kb/live``; a removed entry leaves an empty file, which
hides the one of the same id that came with the product.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from urllib.parse import quote, unquote

from knowledge_base.entries import parse_entry, render_entry
from knowledge_base.files import write_atomic
from knowledge_base.types import Entry


class LiveEntries:
    """The folder of changes on top of the entries that came with the product."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        folder.mkdir(parents=True, exist_ok=True)

    def put(self, entry: Entry) -> None:
        write_atomic(self._path(entry.id), render_entry(entry).encode())

    def remove(self, entry_id: str) -> None:
        write_atomic(self._path(entry_id), b"")

    def stamp(self) -> tuple[tuple[str, int], ...]:
        """Changes whenever any process puts or removes an entry."""
        paths = (path for path in self._folder.glob("*.md") if not path.name.startswith("."))
        return tuple(sorted((path.name, path.stat().st_mtime_ns) for path in paths))

    def over(self, entries: Sequence[Entry]) -> tuple[Entry, ...]:
        """The given entries with the changes of this folder applied, by id."""
        merged = {entry.id: entry for entry in entries}
        for name, _ in self.stamp():
            entry_id = unquote(name.removesuffix(".md"))
            text = (self._folder / name).read_text("utf-8")
            if text:
                merged[entry_id] = parse_entry(text, entry_id)
            else:
                merged.pop(entry_id, None)
        return tuple(merged[key] for key in sorted(merged))

    def _path(self, entry_id: str) -> Path:
        return self._folder / (quote(entry_id, safe="") + ".md")
