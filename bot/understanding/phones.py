"""Telephone numbers, however they are written or read out."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.understanding.numerals import digit
from bot.understanding.text import Span, fold

_DIGIT = "0-9零〇○洞一幺二两三四五六七拐八九勾"
_RUN = re.compile(rf"\+?[{_DIGIT}](?:[\s\-—–.·,，、()（）]{{0,2}}[{_DIGIT}])*")
_GROUP = re.compile(rf"[{_DIGIT}]+")
# A number read out digit by digit has eleven groups, with +86 before them thirteen.
_MOST_GROUPS = 15
_MOBILE = re.compile(r"(?:00)?(?:86)?(1[3-9]\d{9})")
_LANDLINE = re.compile(r"(?:00)?(?:86)?(010|02\d|0[3-9]\d{2})(\d{7,8})")
_SERVICE = re.compile(r"([48]00)(\d{7})")
_LOCAL = re.compile(r"[2-8]\d{6,7}")


def find_phones(text: str, *, asked: bool = False) -> list[Span]:
    """Numbers someone can be called back on, in plain digits.

    A local number without its area code counts only when one was ``asked`` for:
    otherwise seven digits may be anything.
    """
    folded = fold(text)
    return [span for run in _RUN.finditer(folded) for span in _in_run(run, folded, asked)]


def _in_run(run: re.Match[str], text: str, asked: bool) -> Iterator[Span]:
    """Try neighbouring groups together, so that ``602 138 0013 8000`` gives the phone."""
    groups = [
        (run.start() + group.start(), run.start() + group.end())
        for group in _GROUP.finditer(run.group())
    ]
    first = 0
    while first < len(groups):
        taken = _longest(groups, first, text, asked)
        if taken is None:
            first += 1
            continue
        span, first = taken
        yield span


def _longest(
    groups: list[tuple[int, int]], first: int, text: str, asked: bool
) -> tuple[Span, int] | None:
    for last in range(min(len(groups), first + _MOST_GROUPS), first, -1):
        start, end = groups[first][0], groups[last - 1][1]
        digits = "".join(digit(char) for char in text[start:end])
        number = _plain(digits, asked)
        if number:
            plus = start > 0 and text[start - 1] == "+"
            return Span(start - plus, end, number), last
    return None


def _plain(digits: str, asked: bool) -> str:
    mobile = _MOBILE.fullmatch(digits)
    if mobile:
        return mobile.group(1)
    for pattern in (_LANDLINE, _SERVICE):
        found = pattern.fullmatch(digits)
        if found:
            return "-".join(found.groups())
    return digits if asked and _LOCAL.fullmatch(digits) else ""
