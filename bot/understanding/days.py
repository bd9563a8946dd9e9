"""Words for days, parts of the day and hours, as patterns that others put together."""

from __future__ import annotations

import re

from bot.understanding.numerals import NUMERAL, with_digits

NUMBER = rf"(?:\d{{1,2}}|[{NUMERAL}]{{1,3}})"
_WEEK = r"(?:周|星期|礼拜)"
# 周一三五, but 礼拜天一大早
WEEKDAY = rf"{_WEEK}(?:末|天|[一二三四五六日](?:[二三四五六日](?!点)|一(?![大点])){{0,3}})"
_FEAST = (
    r"(?:元旦|除夕|春节|过年|清明节?|五一|端午节?|中秋节?|国庆节?|节假日|[寒暑]假|放假"
    rf"|(?<![{NUMERAL}\d几多半今去前明来今每])(?:年|节)[前后](?!轮))"
)
DAY = (
    rf"(?:大后天|后天|后儿个?|明天|明日|听日|今天|今日|今儿个?|明儿个?|(?:这|最近|近)[两几]天|过[两几]天"
    rf"|(?:下|这|本)?个?{WEEKDAY}(?:\s?(?:到|至|-|~)\s?{WEEKDAY})?|(?:下|这|本)个?{_WEEK}(?![一二三四五六日天末岁围])"
    rf"|工作日|平时|双休日?|周末|{_FEAST}|月[底初中]|{NUMBER}月{NUMBER}[号日]|\d{{1,2}}/\d{{1,2}}(?!/)"
    rf"|(?<![\d栋幢]){NUMBER}[号日](?![楼院线栋单元码门口岗\d]))"
)
PART = (
    r"(?:今晚|明晚|今早|明早|明上午|凌晨|后半夜|大?半夜|深夜|一?大清?早上?|清早|一?早上|一早(?!就)|早晨|上午|上昼|朝早|中午|晌午|午休|午后|饭点"
    r"|下午|下昼|晏昼|后晌|傍晚|晚上|晚间|晚饭后|夜里|夜晚|白天|全天|整天|[早晚](?=\d|[一二三四五六七八九十]{1,2}点))"
)
CLOCK = (
    rf"(?:{NUMBER}\s?[::]\s?\d{{2}}|\d{{1,2}}\.[0-5]\d(?!\d|元|块|米|平)"
    rf"|{NUMBER}\s?[来多几]?\s?[点时](?:半|一刻|三刻|整|来?钟|{NUMBER}分?)?多?)"
)
RANGE = rf"(?:{CLOCK}|{NUMBER})\s?(?:到|至|-|~|—|–)\s?(?:{PART})?{CLOCK}"

# 周三 keeps its character: it is a name, not a number.
# 六七点 and 三四天 are guesses, not 67 and 34.
_GUESS = r"[一二两三四五六七八九](?=[二两三四五六七八九][点天个年月周])[二两三四五六七八九]"
_NAMED = re.compile(rf"({WEEKDAY}|一大?清?早上?|大后天|五一|一到(?=[春夏秋冬放上下])|{_GUESS})")


def plain(found: str) -> str:
    """``found`` with digits: ``今晚七点`` → ``今晚7点``, but ``周三`` as it is."""
    pieces = _NAMED.split(found)
    return "".join(
        piece if index % 2 else with_digits(piece) for index, piece in enumerate(pieces)
    ).strip()
