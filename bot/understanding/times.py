"""When someone is at home or may be visited."""

from __future__ import annotations

import re

from bot.understanding.numerals import NUMERAL, with_digits
from bot.understanding.text import Span, fold

_N = rf"(?:\d{{1,2}}|[{NUMERAL}]{{1,3}})"
_WEEKDAY = r"(?:周|星期|礼拜)[一二三四五六日天末]"
_DAY = (
    rf"(?:大后天|后天|明天|明日|今天|今日|今儿|明儿|(?:下|这|本)?个?{_WEEKDAY}|下个?(?:周|星期|礼拜)"
    rf"|工作日|平时|双休日?|周末|{_N}月{_N}[号日]|(?<![\d栋幢]){_N}[号日](?![楼院线栋单元码\d]))"
)
_PART = (
    r"(?:今晚|明晚|今早|明早|明上午|凌晨|一?大?早上|早晨|上午|中午|下午|傍晚|晚上|晚间|夜里"
    r"|白天|全天|整天)"
)
_CLOCK = rf"(?:{_N}\s?[::]\s?\d{{2}}|{_N}\s?[点时](?:半|一刻|三刻|整|{_N}分?)?多?)"
_RANGE = rf"(?:{_N}|{_CLOCK})\s?(?:到|至|-|~|—|–)\s?(?:{_PART})?{_CLOCK}"
_EDGE = r"(?:以后|之后|过后|以前|之前|左右|前后|后|前|起|开始)"
_WHEN = re.compile(
    rf"(?:{_DAY}[\s,，]?)*(?:和|或者?|、)?(?:{_DAY})?(?:{_PART})?\s?(?:{_RANGE}|{_CLOCK})\s?{_EDGE}?"
    rf"|{_DAY}(?:[\s,，、和或]{{0,2}}{_DAY})*(?:{_PART})?(?:{_EDGE}(?=都|在|来|有|方便|可以|$))?"
    rf"|{_PART}(?:{_EDGE}(?=都|在|来|有|方便|可以|$))?"
    r"|下[了]?班(?:以后|之后|回来|后)|随时(?:都?(?:可以|行|在))?|什么时候都(?:行|可以)|放学后|吃完饭后?"
)
_AVAILABLE = re.compile(
    r"在家|在屋|[都会才就我人]在(?!不|用|外)|在的|来一[趟下]|来换|来弄|来装|能来|休息|有人|没人|有空|有时间|方便|上门|过来|来修|来看|来人|再来|来吧|来弄|回家|回来|到家|都行|都可以|可以来"
    r"|随时|预约|约|安排|联系我|打给我|打电话"
)
_PAST_DAY = (
    r"(?:大?前[天晚]|昨[天晚夜日儿]|前几[天日]|上个?(?:周|星期|礼拜)[一二三四五六日天]?"
    r"|上个?月|去年|今早|刚才|刚刚)"
)
# When something happened, began or keeps happening: no appointment, but worth knowing.
_HAPPENED = re.compile(
    rf"(?:从|自从?)?{_PAST_DAY}(?:{_PART})?(?:{_RANGE}|{_CLOCK})?|(?:每[天晚]|天天)(?:{_PART})?(?:{_RANGE}|{_CLOCK})?"
    rf"|(?:{_PART})?(?:{_RANGE}|{_CLOCK})|(?:从|自从?)(?:{_DAY})?(?:{_PART})?|[{NUMERAL}\d]{{1,2}}(?:天|个?星期|个?礼拜|个月|周|年)"
    rf"|{_DAY}(?:{_PART})?|{_PART}|半夜|大半夜|深夜|三更半夜|大清早"
)
_SINCE = re.compile(r"^(?:开始|起|就|到现在|还|刚|突然|已经|发现)")
_HABIT = re.compile(r"(?:每天|天天|每晚|每个?|老是|总是|从|自|自从|昨天?|前天?|上个?|去年|一到)$")


def find_times(text: str, *, asked: bool = False) -> list[Span]:
    """Times when a visit suits, as said, with digits: ``今晚7点后``, ``周六下午``.

    Since when something is broken (``从昨晚``, ``今早就停了``) and when neighbours
    are loud (``每天晚上``) is no appointment. Unless a time was ``asked`` for, the
    message has to speak of somebody's being there, or be hardly more than the time.
    """
    folded = fold(text)
    spans = [span for match in _WHEN.finditer(folded) if (span := _span(match, folded))]
    if not spans or asked:
        return spans
    rest = len(folded.strip()) - sum(span.end - span.start for span in spans)
    return spans if rest <= 4 or _AVAILABLE.search(folded) else []


def find_happened(text: str) -> Span | None:
    """When it happened or since when: 昨晚, 每天晚上11点, 上周三; the longest of all."""
    folded = fold(text)
    matches = [match for match in _HAPPENED.finditer(folded) if len(match.group().strip()) > 1]
    longest = max(matches, key=lambda match: len(match.group()), default=None)
    if longest is None:
        return None
    return Span(longest.start(), longest.end(), _plain(longest.group()))


def join_times(text: str, spans: list[Span]) -> str:
    """One line for all spans: those close together with what stands between."""
    first, last = spans[0], spans[-1]
    if last.end - first.start <= 24:
        return _plain(fold(text)[first.start : last.end])
    return first.value


def _span(match: re.Match[str], text: str) -> Span | None:
    if not match.group().strip() or _HABIT.search(text[: match.start()]):
        return None
    if _SINCE.match(text[match.end() :].lstrip()):
        return None
    return Span(match.start(), match.end(), _plain(match.group()))


def _plain(found: str) -> str:
    # 周三 keeps its character: it is a name, not a number.
    pieces = re.split(rf"({_WEEKDAY}|一?大?早上|大后天)", found)
    return "".join(
        piece if index % 2 else with_digits(piece) for index, piece in enumerate(pieces)
    ).strip()
