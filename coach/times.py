"""Times in Chinese talk, relative to when they were said: 今天18点前, 两小时内, 下周一上午."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from knowledge_base.numerals import parse_number

_N = r"(?:\d{1,3}|[零一二两三四五六七八九十]{1,3})"
# A day, a part of it and an hour; each may be missing, but not all.
_MOMENT = re.compile(
    rf"(?:(?P<day>今[天日]?(?=[早晚上下中傍]|[天日])|明[天日早晚]|大后天|后天|当天|当晚)"
    rf"|(?P<next>下*)(?:这|本)?(?:周|星期|礼拜)(?P<weekday>[一二三四五六日天末])"
    rf"|(?P<month>{_N})月(?P<date>{_N})[日号]|(?<![\d栋幢座])(?P<only>{_N})号(?!楼|线|院|门|口|房|电))?"
    r"[的，, ]?(?P<part>凌晨|清晨|早上|早晨|一早|上午|中午|下午|午后|傍晚|晚上|夜里|[早晚])?"
    r"[的，, ]?"
    rf"(?:(?<!\d)(?P<hour>{_N})(?:(?:点钟?|时(?!间|候))(?:(?P<half>半)|(?P<quarter>[一三])刻"
    rf"|(?P<minute>{_N})分?)?|[:：∶](?P<digits>[0-5]\d)))?"
)
_SPAN = re.compile(
    rf"(?<![\d月])(?P<n>{_N}|半)(?P<half>个?半)?个?(?P<unit>分钟|小时|钟头|工作日|天|周|星期|礼拜)"
    r"(?P<within>之?内|以内|左右|后|之后)?"
)
_END = re.compile(r"下班(?:之)?前|(?P<week>[本这]周内|周内)|(?P<month>[本这]?月底|月内)")
_SOON = re.compile(r"马上|立刻|立即|现在就|这就|稍后|一会儿?|稍等")
_UNSET = re.compile(r"尽快|尽早|第一时间|及时|有(?:结果|消息|进展|情况)")
_DAYS = {"今": 0, "当": 0, "明": 1, "后": 2, "大": 3}
_HOURS = {
    "凌晨": 6, "清晨": 8, "早上": 10, "早晨": 10, "一早": 10, "早": 10, "上午": 12, "中午": 13,
    "下午": 18, "午后": 18, "傍晚": 19, "晚上": 21, "夜里": 23, "晚": 21,
}  # fmt: skip
_LATE = frozenset({"下午", "午后", "傍晚", "晚上", "夜里", "晚"})
CLOSING = time(18, 0)
_MORNING = time(10, 0)
_SOON_MINUTES = 30


@dataclass(frozen=True, slots=True)
class Moment:
    """When something is due; ``span`` is where it stands in the text.

    ``exact`` is false where the words name no time of their own (马上, 尽快).
    """

    due: datetime
    span: tuple[int, int]
    exact: bool = True


def find_moment(text: str, said_at: datetime) -> Moment | None:
    """The latest time that a text names, in the zone of ``said_at``; None for none.

    Of a stretch (三点到五点) it is the end: until then nobody has been let down.
    """
    found = [*_moments(text, said_at), *_spans(text, said_at), *_ends(text, said_at)]
    if found:
        return max(found, key=lambda moment: moment.due)
    return _loose(text, said_at)


def _moments(text: str, at: datetime) -> list[Moment]:
    found: list[Moment] = []
    day: date | None = None
    part = ""
    for match in _MOMENT.finditer(text):
        if match.end() == match.start() or not _means_something(match):
            continue
        day = _day(match, at) or day  # 明天三点到五点: the day goes on
        part = match["part"] or _evening(match["day"]) or (part if match["hour"] else "")
        if due := _due(match, day, part, at):
            found.append(Moment(due, _stripped(text, match.span())))
    return found


def _means_something(match: re.Match[str]) -> bool:
    """A bare 早 or 晚 is an adverb (早点来), no time."""
    named = any(match[group] for group in ("day", "weekday", "month", "only", "hour"))
    return named or (match["part"] is not None and len(match["part"]) > 1)


def _stripped(text: str, span: tuple[int, int]) -> tuple[int, int]:
    words = text[span[0] : span[1]]
    return span[0] + len(words) - len(words.lstrip("的，, ")), span[1]


def _evening(day: str | None) -> str:
    return {"晚": "晚", "早": "早"}.get((day or "")[-1:], "")


def _day(match: re.Match[str], at: datetime) -> date | None:
    today = at.date()
    if match["day"]:
        return today + timedelta(days=_DAYS[match["day"][0]])
    if match["weekday"]:
        return _weekday(match["weekday"], len(match["next"]), today)
    if match["date"]:
        return _date(today, parse_number(match["month"]), parse_number(match["date"]))
    if match["only"]:
        number = parse_number(match["only"])
        month = today.month if number >= today.day else today.month % 12 + 1
        return _date(today, month, number)
    return None


def _weekday(name: str, weeks: int, today: date) -> date:
    wanted = "一二三四五六日".find(name)
    wanted = wanted if wanted >= 0 else 6  # 天, 末
    days = wanted - today.weekday() + 7 * weeks
    return today + timedelta(days=days if days >= 0 else days + 7)


def _date(today: date, month: int, day: int) -> date | None:
    year = today.year + (1 if month < today.month - 1 else 0)
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _due(match: re.Match[str], day: date | None, part: str, at: datetime) -> datetime | None:
    if match["hour"]:
        return _clock(match, day, part, at)
    hour = _HOURS.get(part, CLOSING.hour)
    due = datetime.combine(day or at.date(), time(hour), at.tzinfo)
    if due <= at:  # 今天 said in the evening, 上午 said at noon
        due = datetime.combine(due.date(), time(23, 59), at.tzinfo)
        return due if day or part in _LATE else due + timedelta(days=1)
    return due


def _clock(match: re.Match[str], day: date | None, part: str, at: datetime) -> datetime | None:
    hour, minute = parse_number(match["hour"]), _minute(match)
    if hour > 24 or minute > 59:
        return None
    if (part in _LATE and 1 <= hour < 12) or (part == "中午" and hour < 3):
        hour += 12
    start = datetime.combine(day or at.date(), time(0), at.tzinfo)
    due = start + timedelta(hours=hour, minutes=minute)
    if part or hour > 12:
        return due if day or due > at else due + timedelta(days=1)
    return _nearest(due, day, at)


def _nearest(due: datetime, day: date | None, at: datetime) -> datetime:
    """三点 without 上午 or 下午: the next one that falls into waking hours."""
    later = due + timedelta(hours=12)
    if due.hour >= 7 and due > at:
        return due
    if later > at and (due.hour < 12 or day):
        return later
    return due + timedelta(days=1)


def _minute(match: re.Match[str]) -> int:
    if match["half"]:
        return 30
    if match["quarter"]:
        return 15 * parse_number(match["quarter"])
    number = match["minute"] or match["digits"]
    return parse_number(number) if number else 0


def _spans(text: str, at: datetime) -> list[Moment]:
    return [Moment(_after(match, at), match.span()) for match in _SPAN.finditer(text)]


def _after(match: re.Match[str], at: datetime) -> datetime:
    number = 0.5 if match["n"] == "半" else float(parse_number(match["n"]))
    number += 0.5 if match["half"] else 0.0
    unit = match["unit"]
    if unit == "分钟":
        return at + timedelta(minutes=number)
    if unit in ("小时", "钟头"):
        return at + timedelta(hours=number)
    if unit == "工作日":
        return _closing(_working(at.date(), int(number)), at)
    days = number * (7 if unit in ("周", "星期", "礼拜") else 1)
    return _closing(at.date() + timedelta(days=int(days)), at)


def _working(day: date, number: int) -> date:
    """So many days on, Saturdays and Sundays not counted; public holidays are not known here."""
    while number > 0:
        day += timedelta(days=1)
        number -= day.weekday() < 5
    return day


def _closing(day: date, at: datetime) -> datetime:
    return datetime.combine(day, CLOSING, at.tzinfo)


def _ends(text: str, at: datetime) -> list[Moment]:
    return [Moment(_end(match, at), match.span()) for match in _END.finditer(text)]


def _end(match: re.Match[str], at: datetime) -> datetime:
    day = at.date()
    if match["week"]:
        return _closing(day + timedelta(days=6 - day.weekday()), at)
    if match["month"]:
        return _closing(day.replace(day=calendar.monthrange(day.year, day.month)[1]), at)
    return end_of_day(at)


def _loose(text: str, at: datetime) -> Moment | None:
    if match := _SOON.search(text):
        return Moment(at + timedelta(minutes=_SOON_MINUTES), match.span(), exact=False)
    if match := _UNSET.search(text):
        return Moment(end_of_day(at), match.span(), exact=False)
    return None


def end_of_day(at: datetime) -> datetime:
    """Closing time of the day, or ten the next morning where it is too late for that."""
    due = _closing(at.date(), at)
    if due > at:
        return due
    return datetime.combine(at.date() + timedelta(days=1), _MORNING, at.tzinfo)
