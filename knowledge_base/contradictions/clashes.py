"""What is shown of a contradiction: both sides with their words, and why."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from knowledge_base.contradictions.reading import Said
from knowledge_base.files import digest


class ClashKind(StrEnum):
    """In the order in which they are shown."""

    FIGURE_LAW = "figure_law"  # a figure against a cited article
    DUTY_LAW = "duty_law"  # may, must, must not against a cited article
    ANSWER = "answer"  # one question, a yes and a no
    FIGURE = "figure"  # two entries, two figures on one matter
    DUTY = "duty"
    DUPLICATE = "duplicate"  # two entries are asked nearly the same


KIND_NAMES = {
    ClashKind.FIGURE_LAW: "数字与条文不一致",
    ClashKind.DUTY_LAW: "说法与条文相反",
    ClashKind.ANSWER: "同一问题，结论相反",
    ClashKind.FIGURE: "两个条目数字不一致",
    ClashKind.DUTY: "两个条目说法相反",
    ClashKind.DUPLICATE: "两个条目问的几乎一样",
}


@dataclass(frozen=True, slots=True)
class Side:
    """An entry's id or a citation, what it is called, and the words in question.

    ``asked`` is the question by which an entry meets the other, where that is the matter.
    """

    ref: str
    title: str
    words: str
    asked: str = ""


@dataclass(frozen=True, slots=True)
class Clash:
    """``why`` is Chinese; ``strength`` orders those of one kind, stronger first."""

    kind: ClashKind
    one: Side
    other: Side
    why: str
    strength: float

    @property
    def key(self) -> str:
        """The same while both sides say the same, however they are asked."""
        sides = sorted((side.ref, side.words) for side in (self.one, self.other))
        return digest([self.kind.value, *(part for side in sides for part in side)])[:16]

    def names(self, entry_id: str) -> bool:
        return entry_id in (self.one.ref, self.other.ref)


def side(said: Said, title: str) -> Side:
    return Side(said.source, title, said.sentence)
