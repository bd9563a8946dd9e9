"""A message as the classifier should see it: which flat and which number do not matter."""

from __future__ import annotations

from bot.understanding.facts import read_facts
from bot.understanding.text import Span, fold

PLACE = "某栋"
PHONE = "某电话"
NUMBER = "某单号"


def mask(text: str) -> str:
    """``text`` folded, with each place, telephone and work order number as one word.

    A long address would otherwise outweigh the three characters that say what is wrong.
    """
    facts = read_facts(text)
    named = [(span, PLACE) for span in facts.places]
    if facts.phone:
        named.append((facts.phone, PHONE))
    if facts.work_order_number:
        named.append((facts.work_order_number, NUMBER))
    return _replaced(fold(text), sorted(named, key=lambda pair: pair[0].start))


def _replaced(text: str, named: list[tuple[Span, str]]) -> str:
    pieces, at = [], 0
    for span, word in named:
        pieces.extend((text[at : span.start], word))
        at = span.end
    return "".join([*pieces, text[at:]])
