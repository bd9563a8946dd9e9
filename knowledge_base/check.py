"""What is wrong, or will soon be, in the approved entries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path

from knowledge_base.basis import amended
from knowledge_base.citations import check_citations
from knowledge_base.entries import first_paragraph, load_entries, placeholders
from knowledge_base.facts import FACTS
from knowledge_base.numerals import article_label
from knowledge_base.query import bare
from knowledge_base.statutes import Statutes
from knowledge_base.types import Entry, LawStatus

MIN_QUESTIONS = 6
FIRST_PARAGRAPH = 90
PROMISES = ("保证", "一定会", "肯定会", "马上解决", "包您")


# A review is due: its day has come, or what the answer rests on has changed.
DUE = frozenset({"review_due", "expired", "amended", "not_in_force", "no_article", "unknown_law"})


class FindingSeverity(StrEnum):
    ERROR = "error"  # must not be served
    WARNING = "warning"  # someone should look at it


@dataclass(frozen=True, slots=True)
class Finding:
    """One remark on one entry; ``detail`` is Chinese."""

    entry: str
    severity: FindingSeverity
    code: str
    detail: str

    @property
    def due(self) -> bool:
        """Whether it asks for a review of the answer, by time or by a changed basis."""
        return self.code in DUE


def check_folder(root: Path, statutes: Statutes, today: date | None = None) -> tuple[Finding, ...]:
    """Everything found in a folder of entries, errors first."""
    entries, errors = load_entries(root)
    found = [
        Finding(str(error).split("：")[0], FindingSeverity.ERROR, "unreadable", str(error))
        for error in errors
    ]
    found += check_entries(entries, statutes, today)
    return tuple(sorted(found, key=lambda one: (one.severity != "error", one.entry, one.code)))


def check_entries(
    entries: Sequence[Entry], statutes: Statutes, today: date | None = None
) -> list[Finding]:
    """All remarks on entries that could be read."""
    day = today or date.today()
    found = [one for entry in entries for one in _check_entry(entry, statutes, day)]
    return found + list(_twice(entries))


def check_entry(
    entry: Entry, others: Iterable[Entry], statutes: Statutes, today: date | None = None
) -> list[Finding]:
    """All remarks on one entry that is to stand among ``others``."""
    found = list(_check_entry(entry, statutes, today or date.today()))
    rest = [one for one in others if one.id != entry.id and one.scope == entry.scope]
    asked = {bare(question) for question in entry.questions}
    # Only what this entry asks: faults between others are not its own.
    near = [one for one in rest if any(bare(question) in asked for question in one.questions)]
    known = {finding.detail for finding in _twice(near)}
    return found + [one for one in _twice([entry, *near]) if one.detail not in known]


def _check_entry(entry: Entry, statutes: Statutes, today: date) -> Iterator[Finding]:
    yield from _citations(entry, statutes)
    yield from _texts(entry, statutes)
    yield from _facts(entry)
    yield from _dates(entry, today)


def _error(entry: Entry, code: str, detail: str) -> Finding:
    return Finding(entry.id, FindingSeverity.ERROR, code, detail)


def _warning(entry: Entry, code: str, detail: str) -> Finding:
    return Finding(entry.id, FindingSeverity.WARNING, code, detail)


_NOT_BINDING = {
    LawStatus.REPEALED: "已废止",
    LawStatus.SUPERSEDED: "是旧版本",
    LawStatus.NOT_YET: "尚未施行",
}


def _citations(entry: Entry, statutes: Statutes) -> Iterator[Finding]:
    for citation in entry.citations:
        law = statutes.law(citation.law)
        provision = statutes.provision(citation.law, citation.article)
        if law is None:
            yield _error(entry, "unknown_law", f"引用的《{citation.law}》不在法规目录中")
        elif provision is None:
            detail = f"《{law.name}》没有第{citation.article}条（共{law.articles}条）"
            yield _error(entry, "no_article", detail)
        elif law.status in _NOT_BINDING:
            detail = f"引用的《{law.name}》{_NOT_BINDING[law.status]}，需要复核答案"
            yield _error(entry, "not_in_force", detail)
        elif law.effective_date and law.has_text and law.effective_date > entry.review_on:
            yield _warning(entry, "amended", f"《{law.name}》已有新规定，请复核答案")
    for citation in amended(entry, statutes):
        where = f"《{citation.law}》{article_label(citation.article)}"
        yield _warning(entry, "amended", f"{where}在上次复核后改过文字，请对照新条文复核答案")
    if len(set(entry.citations)) != len(entry.citations):
        yield _warning(entry, "citation_twice", "同一条文引用了两次")


def _texts(entry: Entry, statutes: Statutes) -> Iterator[Finding]:
    if len(entry.questions) < MIN_QUESTIONS:
        detail = f"只有 {len(entry.questions)} 种问法，至少要 {MIN_QUESTIONS} 种"
        yield _error(entry, "few_questions", detail)
    if len(first_paragraph(entry.answer)) > FIRST_PARAGRAPH:
        yield _warning(entry, "long_start", f"第一段超过 {FIRST_PARAGRAPH} 字，先说结论")
    for word in PROMISES:
        if word in entry.answer:
            yield _warning(entry, "promise", f"答案里有“{word}”，不要承诺做不到的事")
    for citation in check_citations(entry.answer, statutes):
        if citation.wrong:
            yield _error(entry, "wrong_citation", f"答案正文：{citation.detail}")


def _facts(entry: Entry) -> Iterator[Finding]:
    used, named = set(placeholders(entry.answer)), set(entry.facts)
    for key in sorted((used | named) - set(FACTS)):
        yield _error(entry, "unknown_fact", f"没有名为 {key} 的小区信息")
    for key in sorted(used - named):
        yield _error(entry, "fact_missing", f"答案用了 {{{key}}}，但 facts 里没有列出")
    for key in sorted(named - used):
        yield _warning(entry, "fact_unused", f"facts 列出了 {key}，答案没有用到")


def _dates(entry: Entry, today: date) -> Iterator[Finding]:
    if entry.valid_to and entry.valid_to < entry.valid_from:
        yield _error(entry, "dates", "失效日期早于生效日期")
    if entry.valid_to and entry.valid_to < today:
        yield _warning(entry, "expired", f"已于 {entry.valid_to} 失效，不再作答")
    if entry.review_on <= today:
        yield _warning(entry, "review_due", f"应在 {entry.review_on} 前复核")


def _twice(entries: Iterable[Entry]) -> Iterator[Finding]:
    """Questions that stand in two entries of one scope, or twice in one."""
    owners: dict[tuple[str, str], list[Entry]] = defaultdict(list)
    for entry in entries:
        for question in entry.questions:
            owners[(entry.scope, bare(question))].append(entry)
    for (_, question), own in owners.items():
        if len(own) < 2:
            continue
        others = "、".join(dict.fromkeys(entry.id for entry in own[1:]))
        yield _error(own[0], "question_twice", f"问法“{question}”重复出现（{others}）")
