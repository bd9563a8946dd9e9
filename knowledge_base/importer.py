"""Law texts into articles, and what changes against those imported before.

Reading loses nothing: article numbers must run on without a gap, else the file is refused with
the number that is missing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from pathlib import Path

from knowledge_base.documents.document import Document, DocumentError
from knowledge_base.documents.plain import read_text
from knowledge_base.files import digest
from knowledge_base.imported import ImportedArticle, ImportedLaw, load_laws
from knowledge_base.laws import fold_name, load_catalogue
from knowledge_base.numerals import NUMERAL_CHARS, parse_number
from knowledge_base.regions import region_of
from knowledge_base.statutes import Statutes

_ARTICLE = re.compile(
    rf"^[#*\s]*第([{NUMERAL_CHARS}\d]+)条(之[一二三四五六七八九十])?(?![、，,和至的])\**[\s\u3000:：]*(.*)$"
)
# A heading is short and no sentence: 第二章的规定不适用。 belongs to its article.
_CHAPTER = re.compile(rf"^#*\s*(第[{NUMERAL_CHARS}]+(?:分?编|[章节])\s*[^。；：]{{0,40}})$")
_TITLE = re.compile(r"^#\s+(.+)$")
_LAW_NAME = re.compile(
    r"(?:法|法典|条例|规定|办法|细则|解释|决定|规则|规程|标准|意见)(?:[（(].*[)）])?$"
)
_HEAD_ENDS = re.compile(r"^(?:[（(]\s*\d{4}\s*年|\d{4}\s*年|[（(].*(?:通过|公布)|目\s*录|时效性)")
_DAY = r"(\d{4})\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*日"
_START = re.compile(rf"自\s*{_DAY}\s*起(?:正式)?(?:施行|实施|执行)")
_HEAD_START = re.compile(rf"{_DAY}\s*起?\s*(?:施行|实施)|施行日期[:：\s]*{_DAY}")
_AMENDED = re.compile(rf"{_DAY}(?=[^\n]*?(?:修订|修正|修改))")
_REPEALED = re.compile(r"时效性[:：\s]*(?:已废止|失效)|^[（(].*(?:已废止|予以废止)[)）]$", re.M)
_NOISE = re.compile(r"^(?:\s|<!--.*-->|---+|\*+|附：?|目\s*录)*$")
# Rules that people gave themselves bind one estate and are no law.
_OWN_RULES = re.compile(r"(?:规约|公约|议事规则|管理制度|须知|协议|合同)(?:[（(].*[)）])?$")


class LawFileError(DocumentError):
    """A law text that cannot be imported; the message is for the person who chose it."""


class Change(StrEnum):
    """What importing something does."""

    NEW = "new"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    # The statute database has this law, perhaps newer: its text stays the one that is cited.
    COVERED = "covered"


@dataclass(frozen=True, slots=True)
class LawReport:
    """What one text holds and changes; ``added``/``changed``/``dropped`` are article numbers."""

    law: ImportedLaw
    change: Change
    added: tuple[int, ...] = ()
    changed: tuple[int, ...] = ()
    dropped: tuple[int, ...] = ()

    @property
    def articles(self) -> int:
        return len(self.law.articles)

    @property
    def same(self) -> int:
        return self.articles - len(self.added) - len(self.changed)


def is_law(document: Document) -> bool:
    """Whether a document is a law: articles under a law's name, not an estate's own rules."""
    articles = sum(bool(_ARTICLE.match(line)) for line in document.lines)
    title = _title(document.lines, document.name)
    named = bool(_LAW_NAME.search(title))
    return articles >= (1 if named else 3) and not _OWN_RULES.search(title)


def parse_law(text: str, source: str) -> ImportedLaw:
    """Read a Markdown text; ``source`` is the name of its file. Raises ``LawFileError``."""
    return law_of(read_text(source, text.encode()))


def law_of(document: Document, region: str | None = None) -> ImportedLaw:
    """The law in a document; ``region`` overrides what its name says. Raises ``LawFileError``."""
    title = _title(document.lines, document.name)
    head, articles = _split(document.lines)
    _check_numbers(articles, document.name)
    name = load_catalogue().aliases.get(fold_name(title), fold_name(title))
    national = Statutes().law(name) is not None
    own = "" if national else region_of(name)
    return ImportedLaw(
        name=name,
        full_name=title,
        region=own if region is None else region,
        effective_date=_effective_date(head, articles),
        amended_on=max(_days(_AMENDED, head), default=None),
        repealed=bool(_REPEALED.search(head)),
        source=document.name,
        digest=digest([title, *(f"{item.number} {item.text}" for item in articles)]),
        articles=articles,
    )


def _title(lines: Sequence[str], source: str) -> str:
    for line in lines:
        match = _TITLE.match(line)
        if match:
            return re.sub(r"\s+", "", match[1])
    stem = re.sub(r"[（(][\d-]+[)）]$|_\d{8}$", "", Path(source).stem)
    title = _printed_title(lines) or stem
    if not title:
        raise LawFileError(f"{source}：找不到法规名称")
    return title


def _printed_title(lines: Sequence[str]) -> str:
    """The first lines together, until they end like the name of a law."""
    words = ""
    for line in lines[:5]:
        if _HEAD_ENDS.match(line) or _CHAPTER.match(line) or _ARTICLE.match(line):
            break
        words += re.sub(r"\s+", "", line)
        if _LAW_NAME.search(words) or _OWN_RULES.search(words):
            return words
    return ""


def _split(lines: Iterable[str]) -> tuple[str, tuple[ImportedArticle, ...]]:
    """What stands before the first article, and the articles in order.

    An article runs until the next one or the next heading.
    """
    head: list[str] = []
    articles: list[ImportedArticle] = []
    chapter = ""
    reading = False
    for raw in lines:
        line = raw.strip().strip("\u3000 ")
        article, heading = _ARTICLE.match(line), _CHAPTER.match(line)
        if heading:
            chapter, reading = re.sub(r"\s+", " ", heading[1].strip()), False
        elif article and not article[2]:
            articles.append(ImportedArticle(parse_number(article[1]), article[3].strip(), chapter))
            reading = True
        elif not articles:
            head.append(line)
        elif reading and not _NOISE.match(line) and not line.startswith("#"):
            # 第十条之一 has no number of its own: it is kept with the tenth.
            articles[-1] = _longer(articles[-1], line.strip("*"))
    return "\n".join(head), tuple(articles)


def _longer(article: ImportedArticle, line: str) -> ImportedArticle:
    return replace(article, text=f"{article.text}\n{line}".strip())


def _check_numbers(articles: tuple[ImportedArticle, ...], source: str) -> None:
    if not articles:
        raise LawFileError(f"{source}：没有找到任何“第…条”，请确认是法规正文（扫描件需先识别文字）")
    for place, item in enumerate(articles, articles[0].number):
        if item.number != place:
            raise LawFileError(f"{source}：第{place}条缺失或重复（读到第{item.number}条）")
        if not item.text:
            raise LawFileError(f"{source}：第{place}条没有内容")


def _days(pattern: re.Pattern[str], text: str) -> list[date]:
    """Every day the pattern finds; a 31 February in a file is nobody's day."""
    found = []
    for match in pattern.finditer(text):
        year, month, day = (int(part) for part in match.groups() if part)
        try:
            found.append(date(year, month, day))
        except ValueError:
            continue
    return found


def _effective_date(head: str, articles: tuple[ImportedArticle, ...]) -> date | None:
    for item in reversed(articles):
        days = _days(_START, item.text)
        if days:
            return days[0]
    return max(_days(_HEAD_START, head), default=None)


def known_laws(home: Path) -> dict[str, ImportedLaw]:
    """The laws imported before, by short name."""
    folder = home / "kb" / "laws"
    return {law.name: law for law in load_laws(folder)} if folder.is_dir() else {}


def compare(law: ImportedLaw, known: Mapping[str, ImportedLaw], statutes: Statutes) -> LawReport:
    """What importing ``law`` would do."""
    if statutes.in_database(law.name):
        return LawReport(law, Change.COVERED)
    old = known.get(law.name)
    before = {item.number: item.text for item in old.articles} if old else {}
    after = {item.number: item.text for item in law.articles}
    both = before.keys() & after.keys()
    # The file's name is no part of the law.
    same = old is not None and replace(old, source=law.source) == law
    return LawReport(
        law,
        Change.UNCHANGED if same else Change.UPDATED if old else Change.NEW,
        added=tuple(sorted(after.keys() - before.keys())),
        changed=tuple(sorted(one for one in both if before[one] != after[one])),
        dropped=tuple(sorted(before.keys() - after.keys())),
    )
