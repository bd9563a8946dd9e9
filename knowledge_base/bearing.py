"""Whether a cited article bears on what is claimed of it: looked up and estimated, never assumed.

A figure that the article does not hold and a duty that it turns round are found for sure enough
to be told; whether the article carries the rest is judged by the words they share.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from knowledge_base.citations import CitationFinding, check_citations
from knowledge_base.contradictions.law import turned_duties, wrong_figures
from knowledge_base.contradictions.reading import read_provision, read_text
from knowledge_base.contradictions.wording import Wording, grams
from knowledge_base.statutes import Statutes
from knowledge_base.types import Provision

CARRIED, FOREIGN = 0.42, 0.2  # share of the claim's words, by weight, that the article holds
SHORT_ACT = 12.0  # weight; the article is named here, so little is left to chance
SHORT = 6  # characters below which nothing is claimed
_SENTENCE = re.compile(r"[^。；;！？!?\n]+")
_SAYS = re.compile(r"(?:根据|依据|依照|按照|违反|参照)|(?:的)?(?:规定|明确|写明|要求|说)[，,：:]?")


class BearingState(StrEnum):
    CARRIED = "carried"  # the article's words hold the claim, nothing speaks against it
    CONTRADICTED = "contradicted"
    FOREIGN = "foreign"  # the article speaks of something else
    UNSURE = "unsure"  # some words meet; a person has to compare
    UNCHECKED = "unchecked"  # no text here, or nothing is claimed


BEARING_NAMES = {
    BearingState.CARRIED: "支持",
    BearingState.CONTRADICTED: "不符",
    BearingState.FOREIGN: "无关",
    BearingState.UNSURE: "存疑",
    BearingState.UNCHECKED: "未核对",
}


@dataclass(frozen=True, slots=True)
class Bearing:
    """``claim`` is what the text says of the article; ``detail`` is Chinese."""

    state: BearingState
    claim: str
    detail: str


@dataclass(frozen=True, slots=True)
class CheckedCitation:
    """One citation: whether it exists and is in force, whether it bears, what was not checked."""

    finding: CitationFinding
    bearing: Bearing
    provision: Provision | None

    @property
    def wrong(self) -> bool:
        """Surely not to be sent: no such law or article, not in force, or the article says no."""
        off = (BearingState.CONTRADICTED, BearingState.FOREIGN)
        return self.finding.wrong or self.bearing.state in off

    @property
    def unchecked(self) -> tuple[str, ...]:
        """What nobody should take as checked, in Chinese."""
        open_ones = [one for one in self.finding.unchecked if one != "引用是否支持所说的内容"]
        if self.bearing.state in (BearingState.UNSURE, BearingState.UNCHECKED):
            open_ones.append(self.bearing.detail)
        return tuple(open_ones)


def check_claims(text: str, statutes: Statutes) -> tuple[CheckedCitation, ...]:
    """Every citation in a text, in order, with all that can be said of it."""
    found = check_citations(text, statutes)
    return tuple(_checked(text, one, found, statutes) for one in found)


def _checked(
    text: str, one: CitationFinding, others: Iterable[CitationFinding], statutes: Statutes
) -> CheckedCitation:
    claim = claim_of(text, one, others)
    provision = statutes.provision(one.law, one.article) if one.law and one.article else None
    return CheckedCitation(one, bearing_of(claim, provision, _wording(statutes)), provision)


def claim_of(text: str, one: CitationFinding, others: Iterable[CitationFinding]) -> str:
    """The sentence of a citation, without the citations themselves."""
    inside = (match.span() for match in _SENTENCE.finditer(text) if match.end() > one.span[0])
    start, end = next(inside, one.span)
    kept = list(text[start:end])
    for other in others:
        for place in range(max(other.span[0], start), min(other.span[1], end)):
            kept[place - start] = "\0"
    said = re.sub(r"[、和及与]?\s*第?\0+(?:的)?", "", "".join(kept))
    return _SAYS.sub("", said).strip(" ，,、：:（）()")


def bearing_of(claim: str, provision: Provision | None, wording: Wording) -> Bearing:
    if provision is None:
        return Bearing(BearingState.UNCHECKED, claim, "条文找不到，无从核对内容")
    if not provision.text:
        return Bearing(BearingState.UNCHECKED, claim, "条文原文尚未收录，内容没有核对")
    if len(claim) < SHORT:
        return Bearing(BearingState.UNCHECKED, claim, "没有写条文说了什么，内容没有核对")
    against = _against(claim, provision, wording)
    if against:
        return Bearing(BearingState.CONTRADICTED, claim, against)
    share = wording.held(grams(claim), grams(provision.text))
    if share < FOREIGN:
        return Bearing(BearingState.FOREIGN, claim, "这一条说的看来是另一件事")
    if share < CARRIED:
        return Bearing(BearingState.UNSURE, claim, "条文是否支持这句话，请人工对照")
    return Bearing(BearingState.CARRIED, claim, "条文的文字支持这句话")


def _against(claim: str, provision: Provision, wording: Wording) -> str:
    """What the article says otherwise, in Chinese; "" for nothing."""
    said, law = read_text(claim), read_provision(provision)
    for one, article, _ in wrong_figures(said, law.figures, wording):
        return f"这里写“{one.figure.text}”，条文是“{article.figure.text}”"
    for _, turned, _ in turned_duties(said, law.duties, wording, SHORT_ACT):
        return f"可以、应当、不得的方向和条文相反：“{turned.sentence}”"
    return ""


@lru_cache(maxsize=2)
def _wording(statutes: Statutes) -> Wording:
    """Which words are common in statutes; made once, some tenths of a second."""
    return Wording([one.text for one in statutes.searched()])
