"""What a document answers, as draft entries."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from knowledge_base.citations import check_citations
from knowledge_base.documents.answers import Answered
from knowledge_base.documents.asking import proposals
from knowledge_base.drafts import Draft
from knowledge_base.entries import placeholders
from knowledge_base.files import digest
from knowledge_base.query import bare
from knowledge_base.statutes import Statutes
from knowledge_base.types import Citation, Entry

REVIEW_AFTER = timedelta(days=365)
OWNER = "客服部"
CATEGORY = "service"
# Words of categories in other people's tables, by ours.
CATEGORIES = {
    "access": ("门禁", "出入"),
    "charging": ("充电",),
    "committee": ("业委会", "业主委员会"),
    "decoration": ("装修",),
    "fees": ("费", "缴", "发票"),
    "fire": ("消防", "火"),
    "leaks": ("漏", "渗"),
    "lifts": ("电梯",),
    "maintenance_fund": ("维修资金", "维修基金"),
    "moving": ("搬家", "搬运"),
    "noise": ("噪音", "噪声"),
    "parking": ("停车", "车位", "车辆"),
    "pets": ("宠物", "养犬", "狗"),
    "repair": ("维修", "报修", "保修"),
    "rubbish": ("垃圾", "环境", "保洁"),
    "safety": ("安全", "秩序", "安保"),
    "water_power": ("停水", "停电", "水电", "供水", "供电", "燃气", "供暖"),
}
_DAY = r"(\d{4})\s*[年./-]\s*(\d{1,2})\s*[月./-]\s*(\d{1,2})\s*日?"
_FROM = re.compile(rf"自\s*{_DAY}\s*起")
_UNTIL = re.compile(
    rf"(?:至|截至|截止到?|到)\s*{_DAY}(?:\s*\d{{1,2}}[:：时]\d{{0,2}})?\s*(?:止|前|$|[，。；）)\s])"
)


@dataclass(frozen=True, slots=True)
class Origin:
    """Where drafts come from and whom they are for."""

    source: str
    scope: str
    today: date


def draft_of(found: Answered, origin: Origin, statutes: Statutes) -> Draft:
    """One answer as a draft; its id depends on scope and question alone."""
    category = category_of(f"{found.category} {found.question}")
    key = digest([origin.scope, bare(found.question)])[:10]
    answer = found.answer.strip()
    asked = tuple(dict.fromkeys((found.question, *found.variants)))
    entry = Entry(
        id=f"{category}/import-{key}",
        title=found.question[:60],
        category=category,
        scope=origin.scope,
        questions=asked,
        answer=answer,
        citations=tuple(cited(f"{found.basis}\n{answer}", statutes)),
        owner=found.owner or OWNER,
        valid_from=_first(_FROM, answer) or origin.today,
        review_on=origin.today + REVIEW_AFTER,
        valid_to=_last(_UNTIL, answer, origin.today),
        facts=placeholders(answer),
    )
    ways = tuple(way for way in proposals(found.question) if way not in asked)
    said = digest([answer, *asked, *(str(one) for one in entry.citations)])
    return Draft(entry, origin.source, ways, origin.today, said)


def category_of(words: str) -> str:
    """
    >>> category_of("停车管理"), category_of("其他")
    ('parking', 'service')
    """
    ranked = (
        (max((len(name) for name in names if name in words), default=0), key)
        for key, names in CATEGORIES.items()
    )
    length, best = max(ranked, key=lambda pair: pair[0])
    return best if length else CATEGORY


def cited(text: str, statutes: Statutes) -> Iterable[Citation]:
    """Citations in a text that exist and are in force, each once."""
    found = (
        Citation(one.law, one.article)
        for one in check_citations(text, statutes)
        if one.ok and one.article is not None
    )
    return dict.fromkeys(found)


def _first(pattern: re.Pattern[str], text: str) -> date | None:
    return next(_days(pattern, text), None)


def _last(pattern: re.Pattern[str], text: str, today: date) -> date | None:
    """The last day named as an end, unless it is over: then a person has to look anyway."""
    return max((day for day in _days(pattern, text) if day >= today), default=None)


def _days(pattern: re.Pattern[str], text: str) -> Iterator[date]:
    for match in pattern.finditer(text):
        try:
            yield date(int(match[1]), int(match[2]), int(match[3]))
        except ValueError:
            continue
