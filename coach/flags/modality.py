"""May, must, must not, need not: whether a claim turns an article's words round."""

from __future__ import annotations

import re
from enum import Enum

_CLAUSE = re.compile(r"[^，,。；;：:！？\n]+")
_GRAM = 3  # characters that claim and article share, to speak of the same act


class Modality(Enum):
    MAY = "may"
    MUST = "must"
    MUST_NOT = "must not"
    NEED_NOT = "need not"


_WORDS = (
    (Modality.MUST_NOT, r"不得|不能|不可以?|不准|不许|不允许|禁止|严禁|无权|没有?权利?|不应当?"),
    (Modality.NEED_NOT, r"无需|无须|不用|不必|不需要?|不承担|不负责"),
    (Modality.MAY, r"可以|有权|允许|能够?|随时"),
    (Modality.MUST, r"应当|应该|必须|需要|有义务"),
)
_ANY = re.compile("|".join(f"(?P<{kind.name}>{words})" for kind, words in _WORDS))
_OPPOSED = frozenset(
    {
        frozenset({Modality.MAY, Modality.MUST_NOT}),
        frozenset({Modality.MUST, Modality.NEED_NOT}),
        frozenset({Modality.MUST, Modality.MUST_NOT}),
    }
)


def _marked(text: str) -> dict[str, set[Modality]]:
    """The modal word before each stretch of three characters, within its clause."""
    found: dict[str, set[Modality]] = {}
    for clause in _CLAUSE.findall(text):
        for match in _ANY.finditer(clause):
            kind = Modality[match.lastgroup or ""]
            following = _ANY.search(clause, match.end())
            rest = clause[match.end() : following.start() if following else len(clause)]
            for start in range(len(rest) - _GRAM + 1):
                found.setdefault(rest[start : start + _GRAM], set()).add(kind)
    return found


def flips(claim: str, article: str) -> int:
    """How many stretches of the claim the article only holds under the opposite modal word.

    >>> flips("物业可以停止供电", "物业服务人不得采取停止供电、供水等方式催交物业费。")
    2
    """
    there = _marked(article)
    return sum(
        all(frozenset({one, other}) in _OPPOSED for one in kinds for other in there[gram])
        for gram, kinds in _marked(claim).items()
        if gram in there
    )
