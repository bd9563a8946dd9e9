"""Figures in running text: shares, times, sums, with their unit, bound and what they are of.

三分之二以上的业主参与表决 and 参加的业主须达 2/3 are the same figure; 五日 and 五个工作日 are not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from knowledge_base.numerals import DIGITS, UNITS, parse_number

_DIGITS = "".join(DIGITS)
_SMALL = "".join(UNITS)
_N = rf"(?:\d+(?:\.\d+)?|[{_DIGITS}{_SMALL}]+)万?|半"
# Unit as written → (kind, size). Times are days, so that 两个月 and 六十日 meet.
_UNITS = {
    "个工作日": ("workdays", 1.0),
    "工作日": ("workdays", 1.0),
    "小时": ("days", 1 / 24),
    "分钟": ("days", 1 / 1440),
    "个月": ("days", 30.0),
    "个星期": ("days", 7.0),
    "周岁": ("age", 1.0),
    "周": ("days", 7.0),
    "年": ("days", 365.0),
    "日": ("days", 1.0),
    "天": ("days", 1.0),
    "元": ("money", 1.0),
    "块": ("money", 1.0),
    "倍": ("times", 1.0),
    "分贝": ("decibels", 1.0),
    "度": ("degrees", 1.0),
    "摄氏度": ("degrees", 1.0),
    "℃": ("degrees", 1.0),
    "厘米": ("metres", 0.01),
    "公里": ("metres", 1000.0),
    "平方米": ("square metres", 1.0),
    "米": ("metres", 1.0),
}
_UNIT = "|".join(sorted(_UNITS, key=len, reverse=True))
_SHARE = (
    rf"(?P<below>[{_DIGITS}{_SMALL}]+)分之(?P<above>[{_DIGITS}{_SMALL}]+)"
    r"|(?<![\d/])(?P<over>[1-9])/(?P<under>[1-9])(?![\d/])"
    r"|百分之(?P<hundredths>[" + _DIGITS + _SMALL + r"]+)"
    r"|(?P<percent>\d+(?:\.\d+)?)\s*[%％]"
    r"|(?P<half>过半数?|半数)"
)
_FROM = rf"(?P<number>{_N})(?:(?:至|到|－|—|-|~|～)(?P<to>{_N}))?"
_FIGURE = re.compile(
    rf"{_SHARE}"
    rf"|(?<![第\d.{_DIGITS}{_SMALL}])(?:{_FROM})\s*(?P<unit>{_UNIT})(?!纪|代|级|之)"
    rf"|(?P<part>凌晨|早上|早晨|上午|中午|下午|傍晚|晚上|夜间|次日)?(?P<hour>{_N})点(?P<half_past>半)?(?!儿|点|\w?滴)"
)
_LOWER = re.compile(r"^\s*(?:以上|或者?以上|起)|^的?(?:前|之前|以前)")
_UPPER = re.compile(r"^\s*(?:以下|以内|内|之内)")
_LOWER_BEFORE = re.compile(r"(?:至少|不少于|不低于|最低|提前|超过|满|不得少于|不得低于)每?$")
_UPPER_BEFORE = re.compile(r"(?:最多|不超过|不得超过|至多|最高|不满|最长)$")
_DATE = re.compile(r"\d{4}年(?:\d{1,2}月(?:\d{1,2}[日号])?)?|\d{1,2}月\d{1,2}[日号]")
_AFTERNOON = frozenset({"下午", "傍晚", "晚上", "夜间"})
_WHOLE = re.compile(r"[^。；;！？!?\n]+")


@dataclass(frozen=True, slots=True)
class Figure:
    """``value`` in the unit of its kind; ``bound`` is 1 for at least, -1 for at most, else 0.

    ``clause`` is the sentence it stands in, ``span`` its place there.
    """

    kind: str
    value: float
    bound: int
    text: str
    sentence: str
    span: tuple[int, int]

    def agrees(self, other: Figure) -> bool:
        """The same amount, a month taken for thirty days; bounds must not point apart."""
        near = abs(self.value - other.value) <= 0.03 * max(self.value, other.value)
        return self.kind == other.kind and near and self.bound * other.bound >= 0


def figures(text: str) -> Iterator[Figure]:
    """All figures of a text in order; dates are none."""
    for sentence in _WHOLE.findall(text):
        dates = [match.span() for match in _DATE.finditer(sentence)]
        for match in _FIGURE.finditer(sentence):
            if not any(start <= match.start() < end for start, end in dates):
                yield from _read(sentence, match)


def _read(sentence: str, match: re.Match[str]) -> Iterator[Figure]:
    bound = _bound(sentence, match)
    if match["hour"]:
        yield _figure(sentence, match, "clock", _hour(match), 0)
    elif match["unit"]:
        kind, size = _UNITS[match["unit"]]
        for number in filter(None, (match["number"], match["to"])):
            yield _figure(sentence, match, kind, _amount(number) * size, bound)
    else:
        yield _figure(sentence, match, "share", _share(match), bound)


def _figure(sentence: str, match: re.Match[str], kind: str, value: float, bound: int) -> Figure:
    return Figure(kind, value, bound, match[0], sentence, match.span())


def _bound(sentence: str, match: re.Match[str]) -> int:
    before, after = sentence[: match.start()], sentence[match.end() :]
    if _LOWER.match(after) or _LOWER_BEFORE.search(before):
        return 1
    return -1 if _UPPER.match(after) or _UPPER_BEFORE.search(before) else 0


def _amount(number: str) -> float:
    """
    >>> [_amount(one) for one in ("五万", "1000", "半", "十五")]
    [50000.0, 1000.0, 0.5, 15.0]
    """
    if number == "半":
        return 0.5
    bare = number.removesuffix("万")
    size = 10_000 if bare != number else 1
    return (float(bare) if bare[0].isdecimal() and bare.isascii() else parse_number(bare)) * size


def _share(match: re.Match[str]) -> float:
    if match["half"]:
        return 0.5
    if match["percent"]:
        return float(match["percent"]) / 100
    if match["hundredths"]:
        return parse_number(match["hundredths"]) / 100
    if match["over"]:
        return int(match["over"]) / int(match["under"])
    below, above = parse_number(match["below"].lstrip("双")), parse_number(match["above"])
    return above / below if below else 0.0


def _hour(match: re.Match[str]) -> float:
    hour = _amount(match["hour"]) + (0.5 if match["half_past"] else 0.0)
    return hour + 12 if match["part"] in _AFTERNOON and hour < 12 else hour
