"""Chinese article numbers: 第九百四十四条 ↔ 944."""

from __future__ import annotations

DIGITS = {"零": 0, "〇": 0, "○": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4}
DIGITS |= {"五": 5, "六": 6, "七": 7, "八": 8, "九": 9}
UNITS = {"十": 10, "百": 100, "千": 1000}
NUMERAL_CHARS = "".join(DIGITS) + "".join(UNITS)


def parse_number(text: str) -> int:
    """Read 944, ９４４ or 九百四十四.

    >>> parse_number("一千二百五十四")
    1254

    Raises ValueError for anything that is not a number.
    """
    if text.isdecimal():
        return int(text)
    if not text or any(char not in NUMERAL_CHARS for char in text):
        raise ValueError(f"not a number: {text!r}")
    if not any(char in UNITS for char in text):
        return int("".join(str(DIGITS[char]) for char in text))
    return _with_units(text)


def _with_units(text: str) -> int:
    total = digit = 0
    for char in text:
        if char in UNITS:
            total += (digit or 1) * UNITS[char]
            digit = 0
        else:
            digit = DIGITS[char]
    return total + digit


def chinese_number(number: int) -> str:
    """Write 1–9999 the way statutes do.

    >>> chinese_number(1039)
    '一千零三十九'
    """
    if not 0 < number < 10_000:
        raise ValueError(f"only 1–9999 can be written: {number}")
    words = ""
    pending_zero = False
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, number = divmod(number, unit)
        if digit:
            words += ("零" if pending_zero else "") + "零一二三四五六七八九"[digit] + name
        pending_zero = bool(words) and not digit
    return words.removeprefix("一") if words.startswith("一十") else words


def article_label(number: int) -> str:
    """The heading of an article: 944 → 第九百四十四条."""
    return f"第{chinese_number(number)}条"
