"""Imports as they were done, each with what it overwrote, so that it can be taken back."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from knowledge_base.documents.document import DocumentError
from knowledge_base.documents.plan import Plan
from knowledge_base.drafts import Drafts
from knowledge_base.files import digest, write_atomic
from knowledge_base.imported import law_path, render_law
from knowledge_base.importer import Change
from knowledge_base.laws import fold_name

_WRITES = (Change.NEW, Change.UPDATED)


@dataclass(frozen=True, slots=True)
class Import:
    """One import; ``titles`` are the laws and questions it wrote."""

    id: str
    at: datetime  # UTC
    titles: tuple[str, ...]
    undone: bool = False


@dataclass(frozen=True, slots=True)
class Undone:
    """``restored`` are back as before; ``kept`` were changed by somebody since. Titles."""

    restored: tuple[str, ...]
    kept: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Change:
    path: Path
    title: str
    content: bytes | None  # None takes the file away


class Journal:
    """The folder ``home/kb/imports``, one JSON file an import."""

    def __init__(self, home: Path) -> None:
        self._home = home
        self._base = home / "kb"
        self._folder = self._base / "imports"

    def apply(self, plan: Plan) -> Import | None:
        """Write what a plan changes; None when that is nothing. Raises ``DocumentError``."""
        if plan.problems:
            raise DocumentError("\n".join(plan.problems))
        return self._write(list(self._changes(plan)))

    def remove_law(self, name: str) -> Import:
        """Take a law out whatever import brought it. Raises ``DocumentError`` for others."""
        path = law_path(self._base / "laws", fold_name(name))
        if not path.is_file():
            raise DocumentError(f"没有导入过《{name}》")
        removed = self._write([_Change(path, f"移除《{name}》", None)])
        assert removed is not None
        return removed

    def history(self) -> tuple[Import, ...]:
        """Newest first."""
        paths = sorted(self._folder.glob("[0-9]*.json"), reverse=True)
        return tuple(_import(path.stem, self._load(path.stem)) for path in paths)

    def undo(self, import_id: str) -> Undone:
        """Put back what an import overwrote, except what changed since. Raises DocumentError."""
        record = self._load(import_id)
        if record["undone"]:
            raise DocumentError("这次导入已经撤销过了")
        restored, kept = list[str](), list[str]()
        for file in record["files"]:
            done = self._restore(file)
            (restored if done else kept).append(file["title"])
        self._save(import_id, record | {"undone": True})
        return Undone(tuple(restored), tuple(kept))

    def _changes(self, plan: Plan) -> Iterable[_Change]:
        for report in plan.laws:
            if report.change in _WRITES:
                path = law_path(self._base / "laws", report.law.name)
                yield _Change(path, report.law.name, render_law(report.law))
        drafts = Drafts(self._home)
        for item in plan.drafts:
            if item.change in _WRITES:
                entry = item.draft.entry
                yield _Change(drafts.path(entry.id), entry.title, item.draft.render())

    def _write(self, changes: Sequence[_Change]) -> Import | None:
        if not changes:
            return None
        now = datetime.now(UTC)
        files = [self._note(change) for change in changes]
        record = {"at": now.isoformat(), "undone": False, "files": files}
        name = now.strftime("%Y%m%d-%H%M%S-%f")
        # The journal comes first: whatever a kill leaves half done can be taken back.
        self._save(name, record)
        for change in changes:
            _put(change.path, change.content)
        return _import(name, record)

    def _note(self, change: _Change) -> dict[str, Any]:
        return {
            "path": change.path.relative_to(self._base).as_posix(),
            "title": change.title,
            "before": change.path.read_text("utf-8") if change.path.exists() else None,
            "after": digest([change.content]) if change.content is not None else None,
        }

    def _restore(self, file: dict[str, Any]) -> bool:
        path = self._base / file["path"]
        now = digest([path.read_bytes()]) if path.exists() else None
        if now != file["after"]:
            return False
        _put(path, file["before"].encode() if file["before"] is not None else None)
        return True

    def _load(self, import_id: str) -> dict[str, Any]:
        path = self._folder / f"{import_id}.json"
        if not set(import_id) <= set("0123456789-") or not path.is_file():
            raise DocumentError("没有找到这次导入")
        record: dict[str, Any] = json.loads(path.read_text("utf-8"))
        return record

    def _save(self, import_id: str, record: dict[str, Any]) -> None:
        text = json.dumps(record, ensure_ascii=False)
        write_atomic(self._folder / f"{import_id}.json", text.encode())


def _import(import_id: str, record: dict[str, Any]) -> Import:
    titles = tuple(file["title"] for file in record["files"])
    return Import(import_id, datetime.fromisoformat(record["at"]), titles, record["undone"])


def _put(path: Path, content: bytes | None) -> None:
    if content is None:
        path.unlink(missing_ok=True)
    else:
        write_atomic(path, content)
