"""Citations in running text: which exist, which bind, and what was not checked."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from knowledge_base.numerals import NUMERAL_CHARS, article_label, parse_number
from knowledge_base.statutes import Statutes
from knowledge_base.types import LawStatus

_NUMBER = rf"(?:[{NUMERAL_CHARS}]+|\d+)"
_TAIL = (
    rf"(?:\s*之[一二三四五六七八九十])?(?P<clause>\s*第?\s*{_NUMBER}\s*款)?"
    rf"(?P<item>\s*第?\s*[（(]?{_NUMBER}[）)]?\s*项)?"
)
_ARTICLE = (
    rf"\s*(?:的|规定的|中的|里的)?\s*第?\s*(?P<number>{_NUMBER})\s*条(?!例|件|款|款|形|状|约)"
    + _TAIL
)
_NAME_END = "(?:法典|法|条例|规定|办法|解释[一二三]?|规则|细则|决定|总则|通则)"
_QUOTED = re.compile(
    rf"《(?P<law>[^《》]*(?:《[^《》]*》[^《》]*)*)》\s*(?:[（(][^（）()]*[）)])?{_ARTICLE}"
)
_BARE = re.compile(rf"(?P<law>[\u4e00-\u9fff（）]{{1,30}}?{_NAME_END}){_ARTICLE}")
_NAKED = re.compile(rf"第\s*(?P<number>{_NUMBER})\s*条(?!例|件){_TAIL}")
_NAME_ONLY = re.compile(r"《(?P<law>[^《》]*(?:《[^《》]*》[^《》]*)*)》")
_FOLLOWING = re.compile(
    rf"\s*(?:、|，|和|及|与|以及|或者|至|到|-)\s*第?\s*(?P<number>{_NUMBER})\s*条(?!例|件){_TAIL}"
)


class CitationState(StrEnum):
    """What the check found."""

    VALID = "valid"  # exists and is in force
    NO_ARTICLE = "no_article"  # the law has no such article
    REPEALED = "repealed"
    SUPERSEDED = "superseded"
    NOT_YET = "not_yet"
    UNKNOWN_LAW = "unknown_law"  # not among the laws known here: not checked
    NO_LAW = "no_law"  # an article number without a law's name


@dataclass(frozen=True, slots=True)
class CitationFinding:
    """One citation in a text; ``span`` is (start, end) in it.

    ``unchecked`` says, in Chinese, what nobody should take as checked.
    """

    text: str
    span: tuple[int, int]
    law: str  # short name, or as written when unknown
    article: int | None
    state: CitationState
    detail: str
    unchecked: tuple[str, ...] = ()

    @property
    def ok(self) -> bool:
        return self.state is CitationState.VALID

    @property
    def wrong(self) -> bool:
        """Surely wrong, as opposed to not checked."""
        unsure = (CitationState.VALID, CitationState.UNKNOWN_LAW, CitationState.NO_LAW)
        return self.state not in unsure


@dataclass(frozen=True, slots=True, order=True)
class _Found:
    span: tuple[int, int]
    law: str
    article: int | None
    paragraph: bool


def check_citations(text: str, statutes: Statutes) -> tuple[CitationFinding, ...]:
    """Every citation in ``text``, in order, with what is known of it."""
    return tuple(_judge(text, found, statutes) for found in find_citations(text, statutes))


def find_citations(text: str, statutes: Statutes) -> list[_Found]:
    found: list[_Found] = []
    taken = [False] * len(text)
    for match in _QUOTED.finditer(text):
        found += list(_chain(text, match, (match.start(), match["law"]), taken))
    # What is taken is blanked, so that a bare name is not read from inside of it.
    rest = "".join(" " if used else char for char, used in zip(text, taken, strict=True))
    for match in _BARE.finditer(rest):
        found += list(_chain(text, match, _trim(match, statutes), taken))
    found += list(_alone(text, taken, found, statutes))
    found += list(_named_only(text, taken))
    return sorted(found)


def _trim(match: re.Match[str], statutes: Statutes) -> tuple[int, str]:
    """Where the law's name really begins: 根据民法典 → 民法典."""
    start, law = match.start("law"), match["law"]
    for skip in range(len(law) - 1):
        if statutes.resolve(law[skip:]):
            return start + skip, law[skip:]
    cut = re.sub(r"^.*(?:根据|依据|依照|按照|违反|按|依|据|参照|适用|以及|和|与|、)", "", law)
    return start + len(law) - len(cut), cut


def _chain(
    text: str, match: re.Match[str], name: tuple[int, str], taken: list[bool]
) -> Iterator[_Found]:
    """The citation and those that follow it: 第三条、第五条."""
    start, law = name
    part: re.Match[str] | None = match
    while part is not None:
        taken[start : part.end()] = [True] * (part.end() - start)
        yield _Found((start, part.end()), law, parse_number(part["number"]), _deep(part))
        part = _FOLLOWING.match(text, part.end())
        start = part.start("number") if part else start


def _deep(match: re.Match[str]) -> bool:
    return bool(match["clause"] or match["item"])


def _alone(
    text: str, taken: list[bool], found: list[_Found], statutes: Statutes
) -> Iterator[_Found]:
    """第944条 without a name: of the laws named before, the last that has such an article."""
    for match in _NAKED.finditer(text):
        if any(taken[match.start() : match.end()]):
            continue
        number = parse_number(match["number"])
        before = sorted(one for one in found if one.span[1] <= match.start())
        laws = [one.law for one in before if statutes.provision(one.law, number)]
        law = laws[-1] if laws else ""
        taken[match.start() : match.end()] = [True] * (match.end() - match.start())
        yield _Found(match.span(), law, number, _deep(match))


def _named_only(text: str, taken: list[bool]) -> Iterator[_Found]:
    for match in _NAME_ONLY.finditer(text):
        if not any(taken[match.start() : match.end()]) and re.search(_NAME_END + "$", match["law"]):
            yield _Found(match.span(), match["law"], None, False)


_STATES = {
    LawStatus.REPEALED: (CitationState.REPEALED, "已经废止"),
    LawStatus.SUPERSEDED: (CitationState.SUPERSEDED, "是旧版本"),
    LawStatus.NOT_YET: (CitationState.NOT_YET, "尚未施行"),
}


def _judge(text: str, found: _Found, statutes: Statutes) -> CitationFinding:
    law = statutes.law(found.law) if found.law else None
    name = law.name if law else found.law
    unchecked = ["引用是否支持所说的内容"]
    if found.paragraph:
        unchecked.append("款、项是否存在")
    if law is None:
        missing = "没有写明是哪部法律" if not found.law else f"《{found.law}》不在可核对的法规内"
        state = CitationState.NO_LAW if not found.law else CitationState.UNKNOWN_LAW
        unchecked = ["条文是否存在、是否有效", *unchecked]
        return _finding(text, found, name, state, f"{missing}，请人工核对", unchecked)
    if law.status in _STATES:
        state, words = _STATES[law.status]
        return _finding(text, found, name, state, f"《{law.name}》{words}，不能引用", unchecked)
    if found.article is not None and statutes.provision(law.name, found.article) is None:
        detail = f"《{law.name}》共{law.articles}条，没有第{found.article}条"
        return _finding(text, found, name, CitationState.NO_ARTICLE, detail, unchecked)
    where = article_label(found.article) if found.article else ""
    return _finding(
        text, found, name, CitationState.VALID, f"《{law.name}》{where}现行有效", unchecked
    )


def _finding(
    text: str,
    found: _Found,
    law: str,
    state: CitationState,
    detail: str,
    unchecked: list[str],
) -> CitationFinding:
    start, end = found.span
    return CitationFinding(
        text[start:end], found.span, law, found.article, state, detail, tuple(unchecked)
    )
