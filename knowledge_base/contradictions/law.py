"""An entry against the articles it cites: figures they do not hold, duties turned round."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from knowledge_base.contradictions.reading import Reading, SaidDuty, SaidFigure
from knowledge_base.contradictions.wording import Wording
from knowledge_base.modality import opposed

# Weight of the words that a figure and the article's figure must share to be of one matter.
SAME_MATTER = 13.0
# A duty is of one matter when this share of its words stands in the article's ...
SAME_ACT = 0.45
LONG_ACT, LONG_SHARE = 100.0, 0.3  # ... less for a long one, which says more,
SHORT_ACT = 28.0  # and none where it says too little.


def backed(said: SaidFigure, law: Sequence[SaidFigure]) -> bool:
    """Whether a cited article holds this very figure in the same role."""
    return any(said.figure.agrees(one.figure) and said.same_role(one) for one in law)


def wrong_figures(
    entry: Reading, law: Sequence[SaidFigure], wording: Wording
) -> Iterator[tuple[SaidFigure, SaidFigure, float]]:
    """Figures of the entry, the article's own on that matter, and how surely it is one."""
    for said in entry.figures:
        rivals = [one for one in law if one.figure.kind == said.figure.kind and said.same_role(one)]
        if not rivals or backed(said, rivals):
            continue
        nearest = max(rivals, key=lambda one: wording.weight(said.words & one.words))
        strength = wording.weight(said.words & nearest.words)
        if strength >= SAME_MATTER:
            yield said, nearest, strength


def turned_duties(
    entry: Reading, law: Sequence[SaidDuty], wording: Wording, short: float = SHORT_ACT
) -> Iterator[tuple[SaidDuty, SaidDuty, float]]:
    """Duties of the entry that an article puts the other way round.

    Acts of a weight below ``short`` are passed over.
    """
    for said in entry.duties:
        weight = wording.weight(said.words)
        against, strength = _nearest(said, law, wording, turned=True)
        _, along = _nearest(said, law, wording, turned=False)
        needed = LONG_SHARE if weight >= LONG_ACT else SAME_ACT
        if against and weight >= short and strength >= needed and strength > along:
            yield said, against, strength


def _nearest(
    said: SaidDuty, others: Sequence[SaidDuty], wording: Wording, *, turned: bool
) -> tuple[SaidDuty | None, float]:
    """Of the duties that oppose (or do not), the one that holds most of the act."""
    found: SaidDuty | None = None
    best = 0.0
    for one in others:
        if "拒" in one.sentence and "拒" not in said.sentence:
            continue  # 不得拒绝支付 speaks neither for 不用支付 nor plainly against it
        if opposed(said.duty, one.duty) is turned and said.same_role(one):
            share = wording.held(said.words, one.words)
            if share > best:
                found, best = one, share
    return found, best
