"""All contradictions of an index, or those of one entry; both sides are named.

The list is for a person: it holds what is likely enough to be read, not only what is certain.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

import numpy as np

from knowledge_base.build import Index
from knowledge_base.contradictions import between, law
from knowledge_base.contradictions.clashes import Clash, ClashKind, Side, side
from knowledge_base.contradictions.reading import (
    Reading,
    Said,
    SaidDuty,
    SaidFigure,
    all_of,
    read_entry,
    read_provision,
)
from knowledge_base.contradictions.wording import Wording
from knowledge_base.embedding import Embedder, Vectors
from knowledge_base.entries import first_paragraph
from knowledge_base.numerals import article_label
from knowledge_base.statutes import Statutes
from knowledge_base.types import Citation, Entry
from knowledge_base.update import update_entries

_ORDER = tuple(ClashKind)


class Finder:
    """Reads every entry and every cited article once; then compares."""

    def __init__(self, index: Index, statutes: Statutes) -> None:
        self.index = index
        self._statutes = statutes
        self._readings = [read_entry(entry) for entry in index.entries]
        self._citing: dict[Citation, list[int]] = {}
        for place, entry in enumerate(index.entries):
            for one in entry.citations:
                self._citing.setdefault(one, []).append(place)
        self._law = {one: found for one in self._citing if (found := self._read_law(one))}
        self._cited = [self._law_of(entry) for entry in index.entries]

    @classmethod
    def with_draft(
        cls, index: Index, entry: Entry, statutes: Statutes, embedder: Embedder
    ) -> Finder:
        """As if the entry were live already; embeds its questions."""
        others = [one for one in index.entries if one.id != entry.id]
        return cls(update_entries(index, [*others, entry], embedder), statutes)

    def all(self) -> tuple[Clash, ...]:
        """Every clash, each pair once, the worst kind first."""
        found: list[Clash] = []
        for place in range(len(self._readings)):
            found += self._law_clashes(place)
            for other, near in self._neighbours(place):
                if other > place:
                    found += self._pair_clashes(between.Pair(place, other), near)
        for asked in between.near_questions(self.index.entry_index):
            found += self._asked_clashes(asked)
        return _ordered(found)

    def of(self, entry_id: str) -> tuple[Clash, ...]:
        """Those in which an entry has a part; none for an unknown id."""
        place = self.index.positions.get(entry_id)
        if place is None:
            return ()
        found = list(self._law_clashes(place))
        for other, near in self._neighbours(place):
            found += self._pair_clashes(between.Pair(place, other), near)
        for asked in between.near_questions(self.index.entry_index, place):
            found += self._asked_clashes(asked)
        return _ordered(found)

    def _law_clashes(self, place: int) -> Iterator[Clash]:
        entry, (figures, duties) = self._readings[place], self._cited[place]
        for said, article, strength in law.wrong_figures(entry, figures, self._wording):
            why = f"条目写“{said.figure.text}”，条文是“{article.figure.text}”"
            yield self._clash(ClashKind.FIGURE_LAW, (said, article), why, strength)
        for duty, turned, strength in law.turned_duties(entry, duties, self._wording):
            why = "可以、应当、不得的方向和条文相反"
            yield self._clash(ClashKind.DUTY_LAW, (duty, turned), why, strength)

    def _pair_clashes(self, pair: between.Pair, near: float) -> Iterator[Clash]:
        one, other = self._readings[pair.one], self._readings[pair.other]
        if one.figures and other.figures:
            yield from self._figure_clashes(pair, near)
        yield from self._duty_clashes(one, other, near)

    def _figure_clashes(self, pair: between.Pair, near: float) -> Iterator[Clash]:
        one, other = self._readings[pair.one], self._readings[pair.other]
        rivals = between.figures_not_in(one, other)
        for left in between.figures_not_in(other, one):
            backed = self._backed(pair.one, left)
            for right in rivals:
                both = backed and self._backed(pair.other, right)
                alike = between.figures_apart(left, right, near, both, self._wording)
                if alike:
                    why = f"一处写“{left.figure.text}”，一处写“{right.figure.text}”"
                    yield self._clash(ClashKind.FIGURE, (left, right), why, alike)

    def _duty_clashes(self, one: Reading, other: Reading, near: float) -> Iterator[Clash]:
        for left in one.duties:
            for right in other.duties:
                alike = between.duties_apart(left, right, near, self._wording)
                if alike:
                    why = "同一件事，一处说可以（应当），一处说不可以（不用）"
                    yield self._clash(ClashKind.DUTY, (left, right), why, alike)

    def _asked_clashes(self, asked: between.Asked) -> Iterator[Clash]:
        if not self._meet(asked.pair):
            return
        sides = tuple(
            self._asked_side(place, row)
            for place, row in zip((asked.pair.one, asked.pair.other), asked.rows, strict=True)
        )
        opposite = self._verdict(asked.pair.one) * self._verdict(asked.pair.other) < 0
        near = asked.closest >= between.NEAR_QUESTION or asked.alike >= between.NEAR_ENTRY
        strength = max(asked.closest, asked.alike)
        if opposite and near:
            why = "问法很接近，一个回答是，一个回答否"
            yield Clash(ClashKind.ANSWER, sides[0], sides[1], why, strength)
        elif asked.closest >= between.SAME_QUESTION or asked.alike >= between.SAME_ENTRY:
            why = "住户的同一句话可能落到任何一个；确实是一回事的请合并"
            yield Clash(ClashKind.DUPLICATE, sides[0], sides[1], why, strength)

    def _verdict(self, place: int) -> int:
        return self._readings[place].verdict

    def _meet(self, pair: between.Pair) -> bool:
        """Whether one resident can get both; another topic's twin of a narrower scope is meant."""
        one, other = self.index.entries[pair.one], self.index.entries[pair.other]
        return one.scope == other.scope

    def _neighbours(self, place: int) -> list[tuple[int, float]]:
        """Entries one resident can get beside this one, near enough to compare, and how near."""
        near = self._nearness(place)
        close = np.flatnonzero(near >= between.NEAR_DUTIES).tolist()
        return [
            (one, float(near[one]))
            for one in close
            if one != place and self._meet(between.Pair(place, one))
        ]

    def _nearness(self, place: int) -> Vectors:
        """By the questions; entries that rest on the same article are a little near, too."""
        centres = self.index.entry_index.centres.vectors
        near: Vectors = centres @ centres[place]
        shared = [row for one in self.index.entries[place].citations for row in self._citing[one]]
        near[shared] = np.maximum(near[shared], between.ONE_ARTICLE)
        return near

    def _backed(self, place: int, said: SaidFigure) -> bool:
        return law.backed(said, self._cited[place][0])

    def _asked_side(self, place: int, row: int) -> Side:
        entry = self.index.entries[place]
        start = first_paragraph(entry.answer).split("。", 1)[0]
        asked = self.index.entry_index.passages[row].text
        return Side(entry.id, entry.title, f"{start}。", asked)

    def _clash(self, kind: ClashKind, said: tuple[Said, Said], why: str, strength: float) -> Clash:
        one, other = (side(each, self._title(each.source)) for each in said)
        return Clash(kind, one, other, why, strength)

    def _title(self, ref: str) -> str:
        place = self.index.positions.get(ref)
        if place is not None:
            return self.index.entries[place].title
        name, _, number = ref.rpartition(":")
        return f"《{name}》{article_label(int(number))}"

    @cached_property
    def _wording(self) -> Wording:
        texts = [entry.answer for entry in self.index.entries]
        texts += [
            found.text
            for one in self._law
            if (found := self._statutes.provision(one.law, one.article))
        ]
        return Wording([part for text in texts for part in text.replace("\n", "。").split("。")])

    def _read_law(self, citation: Citation) -> Reading | None:
        found = self._statutes.provision(citation.law, citation.article)
        return read_provision(found) if found and found.text else None

    def _law_of(self, entry: Entry) -> tuple[tuple[SaidFigure, ...], tuple[SaidDuty, ...]]:
        return all_of(self._law[one] for one in entry.citations if one in self._law)


def _ordered(found: list[Clash]) -> tuple[Clash, ...]:
    """Worst kind first; of one pair and kind only the strongest."""
    found.sort(key=lambda one: (_ORDER.index(one.kind), -one.strength))
    kept: dict[tuple[ClashKind, frozenset[str]], Clash] = {}
    for one in found:
        kept.setdefault((one.kind, frozenset((one.one.ref, one.other.ref))), one)
    return tuple(kept.values())
