"""What an entry or an article states: its figures and its duties, each with the words around."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from knowledge_base.contradictions.figures import Figure, figures
from knowledge_base.contradictions.wording import grams
from knowledge_base.modality import Duty, duties
from knowledge_base.types import Entry, Provision

_PART = re.compile(r"[^，：:、,（）()]+")
_SHARE_ROLE = re.compile(
    r"(?P<quorum>(?:参与|参加)(?:表决|投票)?(?![者的专人表投]))"
    r"|(?P<consent>同意|通过|赞成|当选)|(?P<proposal>提议|联名)"
)
_FINED = re.compile("个人|单位")
_ACTOR = re.compile(
    "(?P<owner>业主|您|住户)|(?P<management>物业|管理人)|(?P<developer>开发商|建设单位)"
    "|(?P<landlord>房东|出租人)|(?P<tenant>租客|承租人)"
)
_YES = re.compile(r"(?:可以|能|会|要(?!看|先|按)|有权|合法|有责任|需要|应当|是的|属于|归业主)")
_NO = re.compile(r"(?:不(?!一定|同|只|管)|无权|没有(?:权|责任)|无需|无须)")


@dataclass(frozen=True, slots=True)
class Said:
    """The words that tell the matter of a statement, and whom or what it is of ("" unknown).

    ``source`` is the entry's id or the citation it stands under.
    """

    source: str
    words: frozenset[str]
    role: str
    sentence: str

    def same_role(self, other: Said) -> bool:
        return not self.role or not other.role or self.role == other.role


@dataclass(frozen=True, slots=True)
class SaidFigure(Said):
    figure: Figure


@dataclass(frozen=True, slots=True)
class SaidDuty(Said):
    duty: Duty


@dataclass(frozen=True, slots=True)
class Reading:
    """One text, read; ``verdict`` is 1 where it begins with a yes, -1 with a no, else 0."""

    source: str
    figures: tuple[SaidFigure, ...]
    duties: tuple[SaidDuty, ...]
    verdict: int = 0


@lru_cache(maxsize=4096)  # a draft is compared with the same entries again and again
def read_entry(entry: Entry) -> Reading:
    return read_text(entry.answer, entry.id)


@lru_cache(maxsize=4096)
def read_provision(provision: Provision) -> Reading:
    return _read(str(provision.citation), provision.text)


def read_text(text: str, source: str = "") -> Reading:
    """Any text, as an entry's answer is read."""
    return _read(source, text, _verdict(text))


def all_of(readings: Iterable[Reading]) -> tuple[tuple[SaidFigure, ...], tuple[SaidDuty, ...]]:
    """The figures and the duties of several texts together."""
    kept = tuple(readings)
    return (
        tuple(said for one in kept for said in one.figures),
        tuple(said for one in kept for said in one.duties),
    )


def _read(source: str, text: str, verdict: int = 0) -> Reading:
    return Reading(source, tuple(_figures(source, text)), tuple(_duties(source, text)), verdict)


def _figures(source: str, text: str) -> Iterator[SaidFigure]:
    for figure in figures(text):
        words = grams(_around(figure))
        sentence = figure.sentence.strip(" -")
        yield SaidFigure(source, words, _role(figure), sentence, figure)


def _duties(source: str, text: str) -> Iterator[SaidDuty]:
    for duty in duties(text):
        actors = [match.lastgroup or "" for match in _ACTOR.finditer(duty.who)]
        role = actors[-1] if actors else ""
        words = grams(f"{duty.who} {duty.act}")
        yield SaidDuty(source, words, role, duty.clause.strip(" -"), duty)


def _around(figure: Figure) -> str:
    """The part of the sentence between commas, without the figure itself."""
    start, end = figure.span
    for part in _PART.finditer(figure.sentence):
        if part.start() <= start < part.end():
            return f"{figure.sentence[part.start() : start]} {figure.sentence[end : part.end()]}"
    return figure.sentence


def _role(figure: Figure) -> str:
    """Of shares what they decide, of fines whom they meet: such figures differ by right."""
    start, end = figure.span
    if figure.kind == "share":
        found = _SHARE_ROLE.search(figure.sentence, end)
        return found.lastgroup or "" if found else ""
    fined = _FINED.findall(figure.sentence[:start]) if figure.kind == "money" else []
    return fined[-1] if fined else ""


def _verdict(answer: str) -> int:
    if _NO.match(answer):
        return -1
    return 1 if _YES.match(answer) else 0
