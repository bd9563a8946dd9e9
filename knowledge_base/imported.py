"""Laws imported from files, kept as one JSON file each under ``home/kb/laws``."""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from knowledge_base.numerals import article_label

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class ImportedArticle:
    number: int
    text: str
    chapter: str = ""


@dataclass(frozen=True, slots=True)
class ImportedLaw:
    """A law text from a file; ``digest`` tells whether the same text was imported before."""

    name: str  # short
    full_name: str
    region: str  # "" is national
    effective_date: date | None
    source: str  # the file's name
    digest: str
    articles: tuple[ImportedArticle, ...]
    amended_on: date | None = None  # the last revision the text tells of
    repealed: bool = False

    def article(self, number: int) -> ImportedArticle | None:
        return next((item for item in self.articles if item.number == number), None)

    def label(self, number: int) -> str:
        return article_label(number)


def law_path(folder: Path, name: str) -> Path:
    """The file of a law; names become safe file names."""
    return folder / (re.sub(r"[^\w（）]", "_", name) + ".json")


def render_law(law: ImportedLaw) -> bytes:
    """The file of a law, as ``load_laws`` reads it."""
    record: dict[str, Any] = {
        "name": law.name,
        "full_name": law.full_name,
        "region": law.region,
        "effective_date": law.effective_date.isoformat() if law.effective_date else None,
        "amended_on": law.amended_on.isoformat() if law.amended_on else None,
        "repealed": law.repealed,
        "source": law.source,
        "digest": law.digest,
        "articles": [[item.number, item.text, item.chapter] for item in law.articles],
    }
    return json.dumps(record, ensure_ascii=False, indent=0).encode()


def load_laws(folder: Path) -> Iterator[ImportedLaw]:
    """Every imported law; one that cannot be read is left out with a warning."""
    for path in sorted(folder.glob("*.json")):
        try:
            yield _law(json.loads(path.read_text("utf-8")))
        except (OSError, KeyError, TypeError, ValueError) as error:
            log.warning("跳过损坏的法规文件 %s（%s），请重新导入", path, error)


def laws_stamp(home: Path) -> dict[str, int]:
    """Times by file, different whenever any process imports a law or takes one back."""
    paths = (home / "kb" / "laws").glob("*.json")
    return {path.name: path.stat().st_mtime_ns for path in sorted(paths)}


def _law(record: dict[str, Any]) -> ImportedLaw:
    return ImportedLaw(
        name=record["name"],
        full_name=record["full_name"],
        region=record["region"],
        effective_date=_day(record["effective_date"]),
        # Files of the first version do not have these.
        amended_on=_day(record.get("amended_on")),
        repealed=bool(record.get("repealed")),
        source=record["source"],
        digest=record["digest"],
        articles=tuple(ImportedArticle(*row) for row in record["articles"]),
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
