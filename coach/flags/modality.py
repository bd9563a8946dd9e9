"""May, must, must not, need not: whether a claim turns an article's words round."""

from __future__ import annotations

import re

from knowledge_base.modality import WORDS, Modality, pattern, turned

_CLAUSE = re.compile(r"[^，,。；;：:！？\n]+")
_GRAM = 3  # characters that claim and article share, to speak of the same act


_ANY = pattern(WORDS)


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
        all(turned(one, other) for one in kinds for other in there[gram])
        for gram, kinds in _marked(claim).items()
        if gram in there
    )
