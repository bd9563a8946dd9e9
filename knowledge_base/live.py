"""Entries approved while the product runs, kept as files so that every process sees them.

One Markdown file an entry under ``home/kb/live``; a removed entry leaves an empty file, which
hides the one of the same id that came with the product.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import quote, unquote

from knowledge_base.entries import EntryError, parse_entry, render_entry
from knowledge_base.files import sweep, write_atomic
from knowledge_base.types import Entry

log = logging.getLogger(__name__)


class LiveEntries:
    """The folder of changes on top of the entries that came with the product."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        sweep(folder)

    def put(self, entry: Entry) -> dict[str, int]:
        """Keep an entry; returns its part of the stamp."""
        return self._write(entry.id, render_entry(entry).encode())

    def remove(self, entry_id: str) -> dict[str, int]:
        """Hide an entry; returns its part of the stamp."""
        return self._write(entry_id, b"")

    def stamp(self) -> dict[str, int]:
        """Times by file, different whenever any process puts or removes an entry."""
        paths = (path for path in self._folder.glob("*.md") if not path.name.startswith("."))
        return {path.name: path.stat().st_mtime_ns for path in sorted(paths)}

    def over(self, entries: Sequence[Entry]) -> tuple[Entry, ...]:
        """The given entries with the changes of this folder applied, by id."""
        merged = {entry.id: entry for entry in entries}
        for name in self.stamp():
            entry_id = unquote(name.removesuffix(".md"))
            text = (self._folder / name).read_text("utf-8")
            try:
                if text:
                    merged[entry_id] = parse_entry(text, entry_id)
                else:
                    merged.pop(entry_id, None)
            except EntryError as error:
                # One bad file must not keep the product from starting or from following others.
                log.warning("跳过无法读取的知识条目：%s", error)
        return tuple(merged[key] for key in sorted(merged))

    def _write(self, entry_id: str, content: bytes) -> dict[str, int]:
        path = self._path(entry_id)
        write_atomic(path, content)
        return {path.name: path.stat().st_mtime_ns}

    def _path(self, entry_id: str) -> Path:
        return self._folder / (quote(entry_id, safe="") + ".md")
