"""When something happened, began or keeps happening: no appointment, but worth knowing."""

from __future__ import annotations

import re

from bot.understanding.days import CLOCK, DAY, PART, RANGE, WEEKDAY, plain
from bot.understanding.numerals import NUMERAL
from bot.understanding.text import Span, fold

_SEASON = r"(?:[春夏秋冬]天|年底|年初)"
_PAST_DAY = (
    r"(?:大?前[天晚]|[昨寻][天晚夜日]|昨儿个?|前[儿日]个?|前[几两][天日]|前阵子|前一阵|(?:这|前)[几两]晚|好久|许久|老早"
    rf"|上个?{WEEKDAY}|上个?(?:周|星期|礼拜)|上个?月(?:初|底|末|中旬?|{{number}}号)?"
    rf"|去年{_SEASON}?|前年|今年{_SEASON}?|年初|今早|刚才|刚刚|入[冬夏秋]以来|开春"
    rf"|(?:这|最近|近)[几两]天|(?:这|本)个?月|最近(?!的)|[{NUMERAL}]{{1,2}}月份|\d{{1,2}}月份)"
).replace("{number}", rf"[{NUMERAL}\d]{{1,2}}")
_LONG = (
    rf"(?:大半|小半|好几|[{NUMERAL}\d]{{1,3}}[几来多]|[{NUMERAL}\d]{{1,3}}|半|几|俩|仨|成|整)\s?(?:多?个多?半?)?"
    r"(?:分钟|小时|钟头|天|晚上|晚(?![饭上安了])|宿|上午|下午|星期|礼拜|月|季度|年(?![级纪轻代])|周(?![岁围末]))(?:多|半)?"
)
_HABIT = (
    rf"(?:(?:(?:每|逢|一到)个?(?:{WEEKDAY}){{1,3}}|每[天晚日]|天天|晚晚|夜夜)(?:{PART})?"
    rf"(?:{RANGE}|{CLOCK})?"
    r"|(?:每次|每逢|一到?|整个)?(?:下雨天?|刮风天?|上下?班|放学|暑假|寒假)(?:高峰)?"
    rf"|一到{_SEASON}|从早到晚|一天到晚|没日没夜|通宵|整[天晚夜日])"
)
_AROUND = r"(?:左右|前后|不到)?"
_HAPPENED = re.compile(
    rf"(?:从|自从?|打从?)?{_PAST_DAY}(?:{PART})?(?:{RANGE}|{CLOCK})?{_AROUND}|{_HABIT}{_AROUND}"
    rf"|(?:{DAY})?(?:{PART})?(?:{RANGE}|{CLOCK}){_AROUND}"
    rf"|(?:从|自从?|打从?)(?:{DAY})?(?:{PART})?|{_LONG}"
    rf"|{DAY}(?:{PART})?|{PART}|三更半夜"
)


def find_happened(text: str) -> Span | None:
    """昨晚, 每天晚上11点, 上周三, 半个月: the longest of all, with digits."""
    folded = fold(text)
    matches = [match for match in _HAPPENED.finditer(folded) if len(match.group().strip()) > 1]
    longest = max(matches, key=_weight, default=None)
    if longest is None:
        return None
    return Span(longest.start(), longest.end(), plain(longest.group()))


def _weight(match: re.Match[str]) -> tuple[bool, int]:
    """How much it tells: minutes only where nothing else is said."""
    return "分钟" not in match.group(), len(match.group())
