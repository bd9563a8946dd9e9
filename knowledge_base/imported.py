"""Laws imported from files, kept as one JSON file each under ``home/kb/laws``."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from knowledge_base.files import write_atomic
from knowledge_base.numerals import article_label


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

    def article(self, number: int) -> ImportedArticle | None:
        return next((item for item in self.articles if item.number == number), None)

    def label(self, number: int) -> str:
        return article_label(number)


def law_path(folder: Path, name: str) -> Path:
    """The file of a law; names become safe file names."""
    return folder / (re.sub(r"[^\w（）]", "_", name) + ".json")


def save_law(folder: Path, law: ImportedLaw) -> Path:
    """Write (replace) one law atomically."""
    record: dict[str, Any] = {
        "name": law.name,
        "full_name": law.full_name,
        "region": law.region,
        "effective_date": law.effective_date.isoformat() if law.effective_date else None,
        "source": law.source,
        "digest": law.digest,
        "articles": [[item.number, item.text, item.chapter] for item in law.articles],
    }
    path = law_path(folder, law.name)
    write_atomic(path, json.dumps(record, ensure_ascii=False, indent=0).encode())
    return path


def load_laws(folder: Path) -> Iterable[ImportedLaw]:
    """Every imported law; a broken file is skipped by raising ValueError with its name."""
    for path in sorted(folder.glob("*.json")):
        try:
            yield _law(json.loads(path.read_text("utf-8")))
        except (KeyError, TypeError, ValueError) as error:
            raise ValueError(f"导入的法规文件损坏：{path}") from error


def _law(record: dict[str, Any]) -> ImportedLaw:
    effective = record["effective_date"]
    return ImportedLaw(
        name=record["name"],
        full_name=record["full_name"],
        region=record["region"],
        effective_date=date.fromisoformat(effective) if effective else None,
        source=record["source"],
        digest=record["digest"],
        articles=tuple(ImportedArticle(*row) for row in record["articles"]),
    )
