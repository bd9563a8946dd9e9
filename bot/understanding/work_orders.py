"""Numbers of work orders."""

from __future__ import annotations

import re

from bot.understanding.text import Span, fold

_NAMED = re.compile(
    r"(?:工单|单号|单子|编号|报修单|投诉单|受理)号?码?(?:是|为|:|：|\s)*"
    r"(?P<number>[A-Za-z]{0,4}-?\d{3,14}(?:-\d{1,6})?)(?!\d)"
)
_LETTERED = re.compile(
    r"(?<![A-Za-z0-9])(?P<number>[A-Za-z]{2,4}-?\d{4,14}(?:-\d{1,6})?)(?![A-Za-z0-9])"
)
# Date first, as they are given out: 26 01 02 and four digits.
_DATED = re.compile(r"(?<!\d)(?P<number>2\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{4})(?!\d)")
_HASH = re.compile(r"#(?P<number>\d{4,14})(?!\d)")


def find_work_order_numbers(text: str) -> list[Span]:
    """``WO20260102-03``, ``2601020034``, ``工单号1024``, ``#20483``; in capitals."""
    folded = fold(text)
    for pattern in (_NAMED, _LETTERED, _DATED, _HASH):
        spans = [_span(match) for match in pattern.finditer(folded)]
        if spans:
            return spans
    return []


def _span(match: re.Match[str]) -> Span:
    return Span(match.start("number"), match.end("number"), match.group("number").upper())
