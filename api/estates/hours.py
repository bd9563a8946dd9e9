"""When people are there, read from how an estate puts it: 每天 8:00–20:00."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

LOCAL = ZoneInfo("Asia/Shanghai")
DAY = 24 * 60
_DASH = r"\s*(?:[–—\-~～至到]|——)\s*"
_CLOCK = r"(\d{1,2})[:：点](\d{2})?"
_RANGE = re.compile(_CLOCK + _DASH + _CLOCK)
_ALWAYS = re.compile(r"24\s*小时|全天|全年无休")
_SPAN = re.compile(r"(?:周|星期)([一二三四五六日天])" + _DASH + r"(?:周|星期)?([一二三四五六日天])")
_ONE = re.compile(r"(?:周|星期)([一二三四五六日天])")
_WEEK = "一二三四五六日"


@dataclass(frozen=True, slots=True)
class Hours:
    """Minutes of the local day, from and to, by weekday (Monday is 0)."""

    ranges: Mapping[int, tuple[tuple[int, int], ...]]

    def open_at(self, moment: datetime) -> bool:
        local = moment.astimezone(LOCAL)
        minute = local.hour * 60 + local.minute
        return any(start <= minute < end for start, end in self.ranges.get(local.weekday(), ()))

    def next_opening(self, moment: datetime) -> datetime | None:
        """The first start after `moment`; None if there is none within a week."""
        local = moment.astimezone(LOCAL)
        for ahead in range(8):
            day = local.date() + timedelta(days=ahead)
            for start, _ in sorted(self.ranges.get(day.weekday(), ())):
                begin = datetime.combine(day, time(start // 60, start % 60), LOCAL)
                if begin > local:
                    return begin
        return None


def read_hours(text: str) -> Hours | None:
    """None where no hours can be read: then nobody claims that the desk is closed."""
    found: dict[int, list[tuple[int, int]]] = {}
    days: tuple[int, ...] = tuple(range(7))
    for clause in re.split(r"[，,；;。\n]", text):
        days = _days(clause) or days
        for start, end in _ranges(clause):
            for day in days:
                _add(found, day, start, end)
    return Hours({day: tuple(ranges) for day, ranges in found.items()}) if found else None


def _ranges(clause: str) -> list[tuple[int, int]]:
    ranges = [
        (int(a) * 60 + int(b or 0), int(c) * 60 + int(d or 0))
        for a, b, c, d in _RANGE.findall(clause)
    ]
    if not ranges and _ALWAYS.search(clause):
        return [(0, DAY)]
    return [(start, end) for start, end in ranges if max(start, end) <= DAY]


def _add(found: dict[int, list[tuple[int, int]]], day: int, start: int, end: int) -> None:
    if end > start:
        found.setdefault(day, []).append((start, end))
        return
    # Over midnight: the rest belongs to the next day.
    found.setdefault(day, []).append((start, DAY))
    if end:
        found.setdefault((day + 1) % 7, []).append((0, end))


def _days(clause: str) -> tuple[int, ...]:
    if span := _SPAN.search(clause):
        first, last = (_weekday(sign) for sign in span.groups())
        return tuple((first + step) % 7 for step in range((last - first) % 7 + 1))
    if named := _ONE.findall(clause):
        return tuple(_weekday(sign) for sign in named)
    if "工作日" in clause:
        return tuple(range(5))
    if "周末" in clause:
        return (5, 6)
    return tuple(range(7)) if "每天" in clause or "每日" in clause else ()


def _weekday(sign: str) -> int:
    return _WEEK.index("日" if sign == "天" else sign)
