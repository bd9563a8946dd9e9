"""Two entries against each other: figures and duties on one matter, questions, conclusions."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from knowledge_base.candidates import EntryIndex
from knowledge_base.contradictions.reading import Reading, SaidDuty, SaidFigure
from knowledge_base.contradictions.wording import Wording
from knowledge_base.dense import Rows
from knowledge_base.embedding import Vectors
from knowledge_base.modality import opposed

# How alike the words around two figures must be: less where no article backs one of them.
ALIKE_UNBACKED, ALIKE_BACKED = 0.44, 0.6
NEAR_UNBACKED, NEAR_BACKED = 0.3, 0.55  # cosine of the entries' centres
ONE_ARTICLE = 0.3  # entries that cite the same article are at least so near
COMMON_WORDS = 20.0  # weight
ALIKE_ACTS = 0.6
NEAR_DUTIES = 0.25
SAME_QUESTION = 0.83  # cosine of whitened vectors
SAME_ENTRY = 0.66  # mean of centres and twin questions
NEAR_QUESTION = 0.6  # close enough for a yes and a no to be noticed
NEAR_ENTRY = 0.6
WORTH_A_LOOK = 0.55  # centres below cannot reach either
SOMEWHAT_NEAR = 0.15
TWINS = 4


@dataclass(frozen=True, slots=True)
class Pair:
    """Two positions in the index."""

    one: int
    other: int


def figures_apart(
    one: SaidFigure, other: SaidFigure, near: float, both_backed: bool, wording: Wording
) -> float:
    """How alike the words around two unequal figures are; 0 where they are of two matters."""
    if one.figure.kind != other.figure.kind or one.figure.agrees(other.figure):
        return 0.0
    if not one.same_role(other) or near < (NEAR_BACKED if both_backed else NEAR_UNBACKED):
        return 0.0
    alike = wording.likeness(one.words, other.words)
    enough = alike >= (ALIKE_BACKED if both_backed else ALIKE_UNBACKED)
    return alike if enough and wording.weight(one.words & other.words) >= COMMON_WORDS else 0.0


def duties_apart(one: SaidDuty, other: SaidDuty, near: float, wording: Wording) -> float:
    """How alike two opposed acts are; 0 where they are not opposed or not alike."""
    if near < NEAR_DUTIES or not opposed(one.duty, other.duty):
        return 0.0
    alike = wording.likeness(one.words, other.words) if one.same_role(other) else 0.0
    enough = wording.weight(one.words & other.words) >= COMMON_WORDS
    return alike if alike >= ALIKE_ACTS and enough else 0.0


def figures_not_in(other: Reading, entry: Reading) -> list[SaidFigure]:
    """The figures of an entry that another lacks; one that names them too tells both cases."""
    return [
        said
        for said in entry.figures
        if not any(said.figure.agrees(one.figure) for one in other.figures)
    ]


@dataclass(frozen=True, slots=True)
class Asked:
    """Two entries and their nearest questions, as rows of the index.

    ``closest`` is the cosine of those two, ``alike`` how far the entries are asked alike as a
    whole.
    """

    pair: Pair
    rows: tuple[int, int]
    closest: float
    alike: float


def near_questions(index: EntryIndex, owner: int | None = None) -> Iterator[Asked]:
    """Pairs of entries that are asked somewhat alike: all, or those of one."""
    rows = np.flatnonzero(index.questions)
    owners = index.owners[rows]
    vectors, centres = index.dense.vectors[rows], index.centres.vectors
    for place in range(len(centres)) if owner is None else (owner,):
        near = centres @ centres[place]
        some = near[owners] >= SOMEWHAT_NEAR  # the rest is not worth the multiplication
        alike = vectors[owners == place] @ vectors[some].T
        of = owners[some]
        for other in np.unique(of).tolist():
            if other > place or (owner is not None and other != place):
                # The rows of an entry lie together.
                block = alike[:, slice(*np.searchsorted(of, (other, other + 1)))]
                best = float(block.max(initial=0.0))
                if best >= NEAR_QUESTION or near[other] >= WORTH_A_LOOK:
                    yield _asked(Pair(place, other), block, float(near[other]), index)


def _asked(pair: Pair, block: Vectors, near: float, index: EntryIndex) -> Asked:
    """``block`` (questions of one, questions of other) holds their cosines."""
    one, other = np.unravel_index(int(block.argmax()), block.shape)
    rows = (int(_rows(index, pair.one)[one]), int(_rows(index, pair.other)[other]))
    met = (_best(block.max(axis=1)) + _best(block.max(axis=0))) / 2
    return Asked(pair, rows, float(block.max()), (met + near) / 2)


def _rows(index: EntryIndex, owner: int) -> Rows:
    return np.flatnonzero(index.questions & (index.owners == owner))


def _best(values: Vectors) -> float:
    """The mean of the highest few: how far a good part of the questions has a twin."""
    return float(np.sort(values)[-TWINS:].mean())
