"""When someone is at home or may be visited."""

from __future__ import annotations

import re

from bot.understanding.days import CLOCK, DAY, NUMBER, PART, RANGE, plain
from bot.understanding.text import Span, fold

# Two characters say it; a bare 前 or 后 may begin 前门 and 后面.
_EDGE = (
    r"(?:以后|之后|过后|以前|之前|左右|前后|以内|之内|内|(?:前|后|起|开始)"
    r"(?=[都在来有再修弄换装能给帮行方可就,，。!！\s]|$))"
)
_AT_HOME = r"(?=[^,，。]{0,4}(?:在家|在屋|有人|有空|方便|能来|可以来))"
_WHEN = re.compile(
    rf"(?:每天|天天)(?:{PART})?(?:{RANGE}|{CLOCK})?{_EDGE}?{_AT_HOME}"
    rf"|(?:{DAY}[\s,，]?)*(?:和|或者?|、)?(?:{DAY})?(?:{PART})?\s?(?:{RANGE}|{CLOCK})\s?{_EDGE}?"
    rf"|{DAY}(?:[\s,，、]{{0,2}}(?:和|或者|或|跟)?{DAY})*(?:{PART})?{_EDGE}?"
    rf"|{PART}{_EDGE}?"
    r"|下[了]?班(?:以后|之后|回来|后)|放学后|吃完饭后?|随时(?:都?(?:可以|行|在))?|(?:随便)?(?:哪天|几时)(?=都|来)|随便哪天|什么时[候间]都(?:行|可以|在)"
    rf"|(?:半个?|{NUMBER}个?半?)(?:小时|钟头)(?:以?后|之后|内)|24小时(?=都?有人|在|都)|越快越好|晚点(?=来|再|也)"
)
_AVAILABLE = re.compile(
    r"在家|在屋|[都会才就我人]在(?!不|用|外)|在的|来一[趟下]|来(?:[换弄装修看人吧通查吗么行]|$|[,，。!！?？])|能来|再来|休息|休假"
    r"|有人|没人|有空|得闲|有时间|方便|上门|过来|回家|回来|到家|[都也]行|都可以|可以来|就[行成]|随时|越快越好|预约|约|安排"
    r"|(?:[修弄换装搞处]|处理)好|帮我?[修弄换装]|再[修弄换装]|赶在|最好|联系我|打给我|打电话"
)
_NO_VISIT = re.compile(r"停|断|坏|漏|吵|没|响|报|过|了|叫|闹")
_SINCE = re.compile(
    r"^(?:开始|起|就(?!来|可以|行|能|成|有人|在)|到现在|还(?!有人|在家)|刚|突然|已经|发现)"
)
_HABIT = re.compile(
    r"(?:每天|天天|每晚|每个?|老是|总是|从|自|自从|打从?|昨天?|前天?|上个?|去年|一到|停了|吵了|等了)$"
)


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
    return spans if _AVAILABLE.search(folded) or _hardly_more(folded, spans) else []


def join_times(text: str, spans: list[Span]) -> str:
    """One line for all spans: those close together with what stands between."""
    first, last = spans[0], spans[-1]
    if last.end - first.start <= 24:
        return plain(fold(text)[first.start : last.end])
    return first.value


def _hardly_more(text: str, spans: list[Span]) -> bool:
    rest = len(text.strip()) - sum(span.end - span.start for span in spans)
    return rest <= 4 and not _NO_VISIT.search(text)


def _span(match: re.Match[str], text: str) -> Span | None:
    if not match.group().strip() or _HABIT.search(text[: match.start()]):
        return None
    if _SINCE.match(text[match.end() :].lstrip()):
        return None
    return Span(match.start(), match.end(), plain(match.group()))
