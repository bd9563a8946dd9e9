"""What an article settles, in the words residents use: lay questions by article.

Statutes speak of 物业服务人 and 不动产权利人, residents do not. ``data/topics.txt`` holds questions
written for this project; they also stand for articles whose text is not here, which could not be
found otherwise.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np

from knowledge_base.embedding import Vectors
from knowledge_base.entries import parse_citation
from knowledge_base.laws import DATA
from knowledge_base.statutes import Statutes
from knowledge_base.types import Citation, LawStatus, Provision
from knowledge_base.whitening import Whitening

PATH = DATA / "topics.txt"


@cache
def lay_questions() -> Mapping[Citation, tuple[str, ...]]:
    """The questions of each article; ValueError names a line that is no topic."""
    found: dict[Citation, tuple[str, ...]] = {}
    for line in PATH.read_text("utf-8").splitlines():
        if not line or line.startswith("#"):
            continue
        reference, _, questions = line.partition("\t")
        citation = parse_citation(reference)
        if not questions or citation in found:
            raise ValueError(f"{PATH.name}: {line}")
        found[citation] = tuple(questions.split("|"))
    return found


def searched_provisions(statutes: Statutes) -> list[Provision]:
    """What the index holds: the searched articles, and all in force that have a topic."""
    rows = statutes.searched()
    held = {row.citation for row in rows}
    others = (statutes.provision(one.law, one.article) for one in lay_questions())
    return rows + [
        row
        for row in others
        if row and row.status is LawStatus.IN_FORCE and row.citation not in held
    ]


@dataclass(frozen=True, slots=True)
class Topics:
    """Lay questions as rows: n citations and texts, and ``vectors`` (n, dimension) as embedded.

    ``whitening`` is that of the entries: question meets question in the same view.
    """

    citations: tuple[Citation, ...]
    texts: tuple[str, ...]
    vectors: Vectors
    whitening: Whitening

    @classmethod
    def none(cls, dimension: int) -> Topics:
        plain = Whitening(np.zeros(dimension, np.float32), np.eye(dimension, dtype=np.float32))
        return cls((), (), np.empty((0, dimension), np.float32), plain)


def topic_rows() -> Sequence[tuple[Citation, str]]:
    return [(one, text) for one, texts in lay_questions().items() for text in texts]
