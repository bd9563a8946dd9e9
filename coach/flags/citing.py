"""wrong_citation: does the law exist, is it in force, has it that article, does it say so?

The first three are looked up. The last is only estimated from the words: numbers, penalties and
absolutes that the draft puts into the law's mouth and the article does not hold. A local
regulation that is not in the collection is not judged at all.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

from coach.flags.draft import Draft
from coach.flags.finding import Finding
from coach.flags.laws import OLD_LAWS, is_gone, lies_elsewhere
from coach.flags.modality import flips
from coach.text import Piece, sentence_at
from knowledge_base.numerals import NUMERAL_CHARS, parse_number
from knowledge_base.types import LawStatus, Provision

_NAME = r"[一-龥（）〈〉]{1,40}?(?:法典|法|条例|规定|办法|解释|规范|通则)"
_ARTICLE = rf"第\s*([\d{NUMERAL_CHARS}]+)\s*条"
_CITED = re.compile(
    rf"《([^《》]{{2,60}})》(?:[^第，。；！？]{{0,12}}{_ARTICLE})?|({_NAME})(?:的)?{_ARTICLE}"
)
_LAW_LIKE = re.compile(r"(?:法典|法|条例|规定|办法|解释|通则|规范)(?:[（(].*[）)])?$")
_NUMBERS = re.compile(
    rf"[\d{NUMERAL_CHARS}]+(?:年|个?月|天|日|小时|点|元|块|折|倍|平方米|%|％|分之|周)|百分之"
)
_PENALTIES = (
    "罚款",
    "拘留",
    "没收",
    "扣",
    "滞纳金",
    "停水",
    "停电",
    "强制",
    "拆除",
    "赔偿",
    "吊销",
    "坐牢",
)
_ABSOLUTES = (
    "一律",
    "全部",
    "必须",
    "任何",
    "不得",
    "无权",
    "有权",
    "可以",
    "不用",
    "不需要",
    "免",
    "归",
    "不负责",
    "直接",
)
_UNNAMED = frozenset({"司法解释", "解释", "条例", "规定", "办法", "法律", "法规", "该法", "本法"})
_CARRIED = 0.35  # share of foreign character pairs up to which a claim is the article's own words
_HAN = re.compile(r"[一-龥]")
_SAYS_SOMETHING = 6  # characters
_NOTHING_TOLD = (0.0,) * 5
_REWRITE = "这一点的法律依据我再核对一下原文，确认后今天18点前把条文发给您。"


class Statutes(Protocol):
    """Where provisions are looked up; the knowledge base is one."""

    def provision(self, law: str, article: int) -> Provision | None:
        """None where the law is not known or has no such article."""
        ...


class NoStatutes:
    """Knows no law: nothing that is cited can be judged."""

    def provision(self, law: str, article: int) -> Provision | None:
        return None


@dataclass(frozen=True, slots=True)
class Cited:
    """One citation of a draft and what could be found out about it."""

    law: str
    article: int | None
    span: tuple[int, int]
    known_law: bool
    provision: Provision | None
    claim: str  # what the sentence says the law says

    @property
    def outdated(self) -> bool:
        if is_gone(self.law):
            return True
        gone = (LawStatus.REPEALED, LawStatus.SUPERSEDED)
        return self.provision is not None and self.provision.status in gone

    @property
    def no_such_article(self) -> bool:
        return self.known_law and self.article is not None and self.provision is None

    @property
    def unknown_law(self) -> bool:
        return not self.known_law and not self.outdated and not lies_elsewhere(self.law)


def find_cited(text: str, statutes: Statutes) -> Iterator[Cited]:
    """Every law cited with 《》 or with an article number."""
    for match in _CITED.finditer(text):
        quoted, number, plain, plain_number = match.groups()
        if quoted and number is None and not _LAW_LIKE.search(quoted):
            continue  # 《装修须知》 is a paper of the company, not a law
        law = quoted or _known_ending(plain, statutes)
        if law in _UNNAMED:
            continue  # 司法解释第三条 says not which: nothing to look up, nothing to blame
        yield _look_up(text, match, law, number or plain_number, statutes)


def _known_ending(name: str, statutes: Statutes) -> str:
    """Without brackets the name has no beginning: 根据民法典 → 民法典."""
    for start in range(len(name)):
        if statutes.provision(name[start:], 1) is not None:
            return name[start:]
    old = next((law for law in OLD_LAWS if name.endswith(law)), "")
    return old or re.sub(r"^.*?(?:根据|依据|依照|按照|按|看|照|查|国务院)", "", name)


def _look_up(
    text: str, match: re.Match[str], law: str, number: str | None, statutes: Statutes
) -> Cited:
    article = parse_number(number) if number else None
    sentence = sentence_at(text, match.start())
    return Cited(
        law=law,
        article=article,
        span=(match.start(), sentence.end),
        known_law=statutes.provision(law, 1) is not None,
        provision=statutes.provision(law, article) if article else None,
        claim=_claim(text, match, sentence),
    )


def _claim(text: str, match: re.Match[str], sentence: Piece) -> str:
    """What stands behind the citation; what stands before it where it closes the sentence."""
    behind = text[match.end() : max(match.end(), sentence.end)]
    before = text[sentence.start : match.start()]
    return behind if len(_HAN.findall(behind)) >= _SAYS_SOMETHING else before + behind


@dataclass(frozen=True, slots=True)
class CitationSigns:
    """How a draft's citations look, as numbers for the classifier; all 0 without a citation."""

    cited: float = 0.0
    wrong: float = 0.0  # certainly: no such law or article, or no longer in force
    without_text: float = 0.0  # the article's words are not at hand
    foreign: float = 0.0  # share of the claim's character pairs that the article does not hold
    numbers: float = 0.0  # figures that the article does not hold
    penalties: float = 0.0
    absolutes: float = 0.0
    turned: float = 0.0  # may where the article says must not, and the like

    @property
    def carried(self) -> bool:
        """Whether the articles hold nearly all that the draft says of them."""
        if not self.cited or self.wrong or self.without_text:
            return False
        added = self.numbers + self.penalties + self.absolutes + self.turned
        return self.foreign <= _CARRIED and not added

    def row(self) -> list[float]:
        told = (self.foreign, self.numbers, self.penalties, self.absolutes, self.turned)
        return [self.cited, self.wrong, self.without_text, *told]


def read_signs(cited: tuple[Cited, ...]) -> CitationSigns:
    """The signs of the worst citation."""
    if not cited:
        return CitationSigns()
    wrong = any(c.outdated or c.no_such_article or c.unknown_law for c in cited)
    compared = [
        _compare(c.claim, c.provision.text) for c in cited if c.provision and c.provision.text
    ]
    worst = max(compared, key=sum) if compared else _NOTHING_TOLD
    return CitationSigns(1.0, float(wrong), float(not compared), *worst)


def _compare(claim: str, article: str) -> tuple[float, ...]:
    words = re.sub(r"[^一-龥]", "", claim)
    pairs = {words[i : i + 2] for i in range(len(words) - 1)}
    foreign = sum(pair not in article for pair in pairs) / len(pairs) if pairs else 0.0
    numbers = sum(number not in article for number in _NUMBERS.findall(claim))
    penalties = sum(word in claim and word not in article for word in _PENALTIES)
    absolutes = sum(word in claim and word not in article for word in _ABSOLUTES)
    turned = float(flips(claim, article) > 0)
    return foreign, min(numbers, 2) / 2, min(penalties, 2) / 2, min(absolutes, 3) / 3, turned


def findings(cited: tuple[Cited, ...]) -> Iterator[Finding]:
    """What is certain: looked up, not estimated."""
    for one in cited:
        if reason := _reason(one):
            yield Finding("wrong_citation", one.span, reason, _REWRITE)


def _reason(one: Cited) -> str:
    if one.outdated:
        return f"《{one.law}》已经废止或被替代，请改引现行的法律。"
    if one.no_such_article:
        return f"《{one.law}》没有第{one.article}条，请核对条号。"
    if one.unknown_law:
        return f"没有查到《{one.law}》这部法律，请核对名称。"
    return ""


def doubt(draft: Draft, cited: tuple[Cited, ...], confidence: float) -> Finding:
    """The finding where the words of the article do not seem to carry the claim."""
    shown = next((one for one in cited if one.provision), None)
    if shown is None or shown.provision is None:
        reason = "引用的法条查不到原文，这句话的依据无法核实，请先核对。"
        return Finding(
            "wrong_citation", _whole(draft, cited), reason, _REWRITE, confidence=confidence
        )
    label = f"《{shown.provision.law}》{shown.provision.label}"
    reason = f"{label}的原文里没有看到这样的规定，请对照原文再发。"
    basis = str(shown.provision.citation)
    return Finding("wrong_citation", shown.span, reason, _REWRITE, basis, confidence=confidence)


def _whole(draft: Draft, cited: tuple[Cited, ...]) -> tuple[int, int]:
    return cited[0].span if cited else (0, len(draft.text))
