"""Labelled drafts as they lie in files: one JSON object a line."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any

from coach.conversation import parse_turn
from coach.flags.codes import CODES
from coach.types import Turn

_FOLDS = 10


@dataclass(frozen=True, slots=True)
class LabelledDraft:
    """A draft with the codes that people gave it; ``author`` tells who wrote it, in one word."""

    id: str
    context: tuple[Turn, ...]
    draft: str
    labels: frozenset[str]
    spans: Mapping[str, str] = field(default_factory=dict)
    author: str = ""

    @property
    def group(self) -> str:
        """Drafts that answer the same words belong together: they are never split.

        A draft without a context is a group of its own.
        """
        return "\n".join(turn.text for turn in self.context) or self.draft

    @property
    def fold(self) -> int:
        """0 to 9, by the group's hash."""
        return int(sha256(self.group.encode()).hexdigest()[:8], 16) % _FOLDS

    @property
    def held_back(self) -> bool:
        """Kept from all training, to measure with: a tenth of the groups."""
        return self.fold == 0

    def span_of(self, code: str) -> tuple[int, int] | None:
        """Where the labelled words of a code lie; None where no words were marked."""
        words = self.spans.get(code, "")
        start = self.draft.find(words) if words else -1
        return (start, start + len(words)) if start >= 0 else None


def parse_row(row: Mapping[str, Any], where: str, author: str = "") -> LabelledDraft:
    """ValueError, naming the place, where a row has no draft or an unknown code."""
    if not isinstance(row.get("draft"), str):
        raise ValueError(f"{where}: a row needs a text in draft")
    labels = frozenset(row.get("labels") or ())
    if unknown := labels - CODES.keys():
        raise ValueError(f"{where}: unknown codes {sorted(unknown)}")
    spans = {code: words for code, words in (row.get("spans") or {}).items() if words}
    context = tuple(parse_turn(line) for line in row.get("context") or ())
    return LabelledDraft(str(row.get("id", where)), context, row["draft"], labels, spans, author)


def read_drafts(path: Path) -> Iterator[LabelledDraft]:
    """The drafts of one ``.jsonl`` file; ValueError names a line that cannot be read.

    The folder is the author.
    """
    with path.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, start=1):
            if not line.strip():
                continue
            where = f"{path.name}:{number}"
            try:
                row = json.loads(line)
            except json.JSONDecodeError as error:
                raise ValueError(f"{where}: not JSON: {error}") from error
            yield parse_row(row, where, path.parent.name)


def read_folder(folder: Path) -> tuple[LabelledDraft, ...]:
    """All drafts under a folder, authors and files in the order of their names."""
    return tuple(draft for path in sorted(folder.glob("*/*.jsonl")) for draft in read_drafts(path))
