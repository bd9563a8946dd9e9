"""Chinese numerals as digits."""

from __future__ import annotations

import re

_VALUES = {
    char: value
    for value, chars in enumerate(
        (
            "零〇○洞",
            "一幺壹妖",
            "二两贰俩",
            "三叁",
            "四肆",
            "五伍",
            "六陆",
            "七柒拐",
            "八捌",
            "九玖勾",
        )
    )
    for char in chars
}
_UNITS = {"十": 10, "拾": 10, "百": 100}
NUMERAL = "零〇○一幺壹二两贰三叁四肆五伍六陆七柒八捌九玖十拾百"
_RUN = re.compile(rf"[{NUMERAL}]+")


def digit(char: str) -> str:
    """``"3"`` for ``三`` and for ``3``, empty for anything that is no digit.

    Knows 洞, 拐 and 勾 too, as some read out telephone numbers.
    """
    if char.isascii() and char.isdigit():
        return char
    return str(_VALUES[char]) if char in _VALUES else ""


def to_digits(numeral: str) -> str:
    """``"602"`` for 六零二, ``"12"`` for 十二, ``"120"`` for 一百二十.

    Raises ``KeyError`` for a character that is no numeral.
    """
    if not any(char in _UNITS for char in numeral):
        return "".join(str(_VALUES[char]) for char in numeral)
    return str(_value(numeral))


def _value(numeral: str) -> int:
    total, current = 0, 0
    for char in numeral:
        if char in _UNITS:
            total += (current or 1) * _UNITS[char]
            current = 0
        else:
            current = _VALUES[char]
    return total + current


def with_digits(text: str) -> str:
    """``text`` with each run of Chinese numerals written in digits."""
    return _RUN.sub(lambda match: to_digits(match.group()), text)
