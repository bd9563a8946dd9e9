"""Law texts from Markdown files into ``home/kb/laws``: read, compare, save.

Reading loses nothing: article numbers must run from 1 without a gap, else the file is refused
with the number that is missing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path

from knowledge_base.files import digest
from knowledge_base.imported import (
    ImportedArticle,
    ImportedLaw,
    law_path,
    load_laws,
    save_law,
)
from knowledge_base.laws import fold_name, load_catalogue
from knowledge_base.numerals import NUMERAL_CHARS, parse_number
from knowledge_base.statutes import Statutes

_ARTICLE = re.compile(
    rf"^\**\s*第([{NUMERAL_CHARS}]+)条(之[一二三四五六七八九十])?(?![、，,和至的])\**[\s\u3000:：]*(.*)$"
)
_CHAPTER = re.compile(rf"^#*\s*(第[{NUMERAL_CHARS}]+[编章节]\s*.*)$")
_TITLE = re.compile(r"^#\s+(.+)$")
_START = re.compile(r"自\s*(\d{4})\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*日起(?:施行|实施|执行)")
_REGION = re.compile(r"^([\u4e00-\u9fff]{2,8}?)(?:省|市|自治区|自治州|地区|县)")
_NOISE = re.compile(r"^(?:\u200b|\s|<!--.*-->|---+|附：?|目\s*录)*$")


class LawFileError(ValueError):
    """A file that cannot be imported; the message is for the person who chose it."""


class Change(StrEnum):
    """What importing a file does."""

    NEW = "new"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    # The statute database has this law, perhaps newer: its text stays the one that is cited.
    COVERED = "covered"


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What one file holds and changes; ``added``/``changed``/``dropped`` are article numbers."""

    path: Path
    law: ImportedLaw
    change: Change
    added: tuple[int, ...] = ()
    changed: tuple[int, ...] = ()
    dropped: tuple[int, ...] = ()

    @property
    def articles(self) -> int:
        return len(self.law.articles)


def read_law(path: Path) -> ImportedLaw:
    """Read one Markdown law text. Raises ``LawFileError``."""
    try:
        text = path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise LawFileError(f"{path.name}：无法读取（需要 UTF-8 文本）") from error
    return parse_law(text, path.name)


def parse_law(text: str, source: str) -> ImportedLaw:
    """Read a law text; ``source`` is the name of its file. Raises ``LawFileError``."""
    lines = _body(text.replace("\r\n", "\n")).split("\n")
    title = _title(lines, source)
    articles = tuple(_articles(lines))
    _check_numbers(articles, source)
    name = load_catalogue().aliases.get(fold_name(title), fold_name(title))
    national = Statutes().law(name) is not None
    region = None if national else _REGION.match(name)
    return ImportedLaw(
        name=name,
        full_name=title,
        region=region[1] if region else "",
        effective_date=_effective_date(articles),
        source=source,
        digest=digest([title, *(f"{item.number} {item.text}" for item in articles)]),
        articles=articles,
    )


def _body(text: str) -> str:
    """Without a YAML head."""
    return re.sub(r"\A\ufeff?---\n.*?\n---\n", "", text, count=1, flags=re.S)


def _title(lines: Iterable[str], source: str) -> str:
    for line in lines:
        match = _TITLE.match(line.strip())
        if match:
            return re.sub(r"\s+", "", match[1])
    stem = re.sub(r"[（(][\d-]+[)）]$", "", Path(source).stem)
    if not stem:
        raise LawFileError(f"{source}：找不到法规名称")
    return stem


def _articles(lines: Iterable[str]) -> Iterable[ImportedArticle]:
    """Articles in order; an article runs until the next one or the next heading."""
    number, chapter, body = 0, "", list[str]()
    for raw in lines:
        line = raw.strip().strip("\u200b\u3000 ")
        article, heading = _ARTICLE.match(line), _CHAPTER.match(line)
        if article or heading:
            if number:
                yield ImportedArticle(number, "\n".join(body).strip(), chapter)
            number, body = (parse_number(article[1]), [article[3]]) if article else (0, [])
        if heading:
            chapter = re.sub(r"\s+", " ", heading[1].strip())
        elif number and not article and not _NOISE.match(line) and not line.startswith("#"):
            body.append(line)
    if number:
        yield ImportedArticle(number, "\n".join(body).strip(), chapter)


def _check_numbers(articles: tuple[ImportedArticle, ...], source: str) -> None:
    if not articles:
        raise LawFileError(f"{source}：没有找到任何“第…条”，请确认是法规正文（扫描件需先识别文字）")
    for place, item in enumerate(articles, articles[0].number):
        if item.number != place:
            raise LawFileError(f"{source}：第{place}条缺失或重复（读到第{item.number}条）")
        if not item.text:
            raise LawFileError(f"{source}：第{place}条没有内容")


def _effective_date(articles: tuple[ImportedArticle, ...]) -> date | None:
    for item in reversed(articles):
        match = _START.search(item.text)
        if match:
            return date(int(match[1]), int(match[2]), int(match[3]))
    return None


def preview_import(paths: Iterable[Path], home: Path) -> tuple[ImportReport, ...]:
    """What importing would do; nothing is written. Raises ``LawFileError``."""
    folder = home / "kb" / "laws"
    known = {law.name: law for law in load_laws(folder)} if folder.is_dir() else {}
    statutes = Statutes()
    return tuple(_compare(path, read_law(path), known, statutes) for path in paths)


def _compare(
    path: Path, law: ImportedLaw, known: dict[str, ImportedLaw], statutes: Statutes
) -> ImportReport:
    record = statutes.law(law.name)
    if record is not None and record.has_text:
        return ImportReport(path, law, Change.COVERED)
    old = known.get(law.name)
    if old is not None and old.digest == law.digest:
        return ImportReport(path, law, Change.UNCHANGED)
    before = {item.number: item.text for item in old.articles} if old else {}
    after = {item.number: item.text for item in law.articles}
    both = before.keys() & after.keys()
    return ImportReport(
        path,
        law,
        Change.UPDATED if old else Change.NEW,
        added=tuple(sorted(after.keys() - before.keys())),
        changed=tuple(sorted(one for one in both if before[one] != after[one])),
        dropped=tuple(sorted(before.keys() - after.keys())),
    )


def import_laws(paths: Iterable[Path], home: Path) -> tuple[ImportReport, ...]:
    """Import files; doing it again changes nothing. Raises ``LawFileError`` before any write."""
    reports = preview_import(paths, home)
    for report in reports:
        if report.change in (Change.NEW, Change.UPDATED):
            save_law(home / "kb" / "laws", report.law)
    return reports


def remove_law(name: str, home: Path) -> bool:
    """Take an import back; False when there was none of this name."""
    path = law_path(home / "kb" / "laws", fold_name(name))
    if not path.exists():
        return False
    path.unlink()
    return True
