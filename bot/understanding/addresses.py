"""Places in an estate: homes, floors, garages, gates; written, dictated or with dashes."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from bot.understanding.numerals import NUMERAL, to_digits, with_digits
from bot.understanding.text import Span, fold

_N = rf"(?:\d{{1,3}}|[{NUMERAL}]{{1,4}})"
_GAP = r"[\s,，、.。的]{0,2}"
_PHASE = (
    rf"(?:{_N}[期弄]|{_N}\s?(?:栋|幢|号楼)(?=[A-Za-z]座)|[东南西北中]区|[东南西北]苑"
    rf"|(?<![A-Za-z])[A-Za-z]区(?=[A-Za-z]?{_N}))"
)
_BUILDING = (
    rf"(?:(?<![A-Za-z\d])[A-Za-z]?{_N}\s?(?:号楼|栋楼?|幢楼?|座|#楼?|号院|号(?=\s?{_N}单元)"
    rf"|号(?=\s?\d{{3,4}}\s?室)|楼(?=\s?{_N}\s?单元))|(?<![A-Za-z])[A-Za-z]\s?(?:座|栋|幢))"
)
_UNIT = rf"{_N}\s?单元"
# Three digits are a room: 701 楼上就是801 names no floor.
_FLOOR = (
    rf"(?:负|地下|-|(?<![A-Za-z])[Bb])?(?:\d{{1,2}}|[{NUMERAL}]{{1,4}})"
    r"\s?(?:楼|层|[Ff](?![A-Za-z]))"
)
# Four digits that go on as a year, a price, an hour or a quantity are no room.
_ROOM = (
    r"(?:(?:(?<![A-Za-z])[A-Za-z])?\d{3,4}(?![\d.年元块度点月日天个号棟栋幢米平斤次%])(?:[A-Za-z](?![A-Za-z]))?"
    r"|[零〇一二三四五六七八九十百幺两]{3,5})"
    r"(?:\s?(?:室|号房|房|户))?"
)
_ROOM_NAMED = (
    rf"(?:\d{{3,4}}|[零〇一二三四五六七八九幺两]{{3,4}}|{_N})\s?(?:室|号房|房间|房(?!子|东|产|租))"
)
_DOOR = r"[东西中]户|(?:左|右)手?边(?:那?户)?|门口|[东西]边户"
_TAIL = (
    r"走廊|楼道|楼梯间|楼梯口|楼梯|过道|大堂|大厅|门厅|天台|楼顶|顶楼|屋顶|门口|单元门口|楼下"
    r"|电梯口|电梯厅|电梯间|电梯里|后面|前面|旁边|对面|地下室|架空层|入口|出口|外墙|[东西南北][侧边面]"
)
_HOME = re.compile(
    rf"(?:(?P<phase>{_PHASE}){_GAP})?"
    rf"(?P<building>{_BUILDING})"
    rf"(?:{_GAP}(?P<unit>{_UNIT}))?(?:{_GAP}(?P<floor>{_FLOOR}))?(?:{_GAP}(?P<room>{_ROOM}))?"
    rf"(?:{_GAP}(?P<place>{_DOOR}|{_TAIL}))?"
)
_UNIT_FIRST = re.compile(
    rf"(?P<unit>{_UNIT})(?:{_GAP}(?P<floor>{_FLOOR}))?(?:{_GAP}(?P<room>{_ROOM}))?"
    rf"(?:{_GAP}(?P<place>{_DOOR}|{_TAIL}))?"
)
_FLOOR_PLACE = re.compile(rf"(?P<floor>{_FLOOR}){_GAP}(?P<place>{_TAIL})")
_ROOM_ONLY = re.compile(rf"(?:(?P<floor>{_FLOOR}){_GAP})?(?<!\d)(?P<room>{_ROOM_NAMED})")
_DASHED = re.compile(
    r"(?<![\d\-/:.#A-Za-z])(?P<building>[A-Za-z]?\d{1,3})\s?(?:[-—–－/]|#)\s?"
    r"(?:(?P<unit>\d{1,2})\s?[-—–－/]\s?)?(?P<room>\d{3,4})(?![\d\-/:.]|\s?[年月日点元块号度米])"
)
# 3#楼 1-1202: the building in words, unit and room with a dash
_HALF_DASHED = re.compile(
    rf"(?P<building>{_BUILDING}){_GAP}(?P<unit>\d{{1,2}})\s?[-—–－/]\s?(?P<room>\d{{3,4}})"
    r"(?![\d\-/:.]|\s?[年月日点元块号度米])"
)
_BARE_ROOM = re.compile(r"(?<![\d\-])(?P<room>\d{3,4})(?![\d\-])")
_BETWEEN = re.compile(
    rf"(?P<building>{_BUILDING})\s?[和跟与、到]\s?(?P<place>{_BUILDING}\s?(?:之间|中间))"
)
_BARE_FLOOR = re.compile(rf"(?P<floor>{_FLOOR})")
# A floor alone, where no number of floors or layers is meant (爬了18楼, 三层灰).
_SAID_FLOOR = re.compile(
    r"(?<!爬了)(?<!走了)(?<![爬第共盖建高层到\d])(?P<floor>(?:负|地下)?(?:\d{1,2}\s?[楼层](?!高|以)"
    rf"|[{NUMERAL}]{{1,3}}楼(?!高|以)|[{NUMERAL}]{{2,3}}层(?!高|以)))"
)

_GARAGE = (
    r"(?:(?:地下|地上|地面|负[一二三]层?楼?|-\d层?|[Bb]\d)\s?(?:的)?)?(?:车库|停车场|停车库|地库)"
    rf"(?:{_GAP}(?:负[一二三]层?|[Bb]\d))?(?:{_GAP}[A-Za-z东南西北]\d?区)?"
    r"(?:\s?(?:[A-Za-z]?\d{1,4}|[A-Za-z]-?\d{1,4})\s?号?(?:车位|位))?(?:入口|出口|门口|电梯口)?"
)
_UNDERGROUND = (
    r"(?:(?:(?:负|地下)[一二三1-3]|(?<!\d)-[1-3])(?:楼|层)|(?<![A-Za-z])[Bb][1-3](?!\d)(?:楼|层)?)"
    rf"{_GAP}(?:[A-Za-z]\d?区)?(?:\s?\d{{1,4}}\s?号?车位)?"
)
_GATE = (
    r"(?:小区)?(?:[东西南北]{1,2}|正|后|侧)(?:大)?门(?:口)?(?:岗亭|保安亭|门卫室)?"
    r"|小区(?:的)?(?:大门|门口|入口|出口|里面|中间|主干道|围墙)(?:口)?|大门口(?:岗亭|保安亭)?"
)
_FIXED = (
    r"(?:中心|中央|小区)?(?:(?:花园|广场(?!舞)|凉亭|人工湖|篮球场|羽毛球场|网球场|乒乓球台|游泳池|泳池|会所"
    r"|健身区|儿童乐园|儿童游乐区|儿童游乐场|游乐场|沙坑|活动中心|活动室|菜鸟驿站|垃圾站|垃圾房"
    r"|垃圾分类点|垃圾投放点|自行车棚|电动车棚|车棚|充电棚|岗亭|保安亭|门卫室|物业服务中心"
    r"|物业办公室|配电[房间室]|电梯机?房|电梯厅|水泵房|充电区|消防通道|人行道|主路|架空层|中庭)){1,2}(?:那里|那边|这里|旁边|门口|对面|附近|里)?"
)
_MOVABLE = (
    r"(?:快递柜|充电桩|滑梯|健身器材|垃圾桶|喷泉|绿化带|草坪|路灯)"
    r"(?:旁边|旁|那里|那边|这边|附近|边上|后面|前面|对面)"
)
_PUBLIC = re.compile(rf"(?P<place>{_GARAGE}|{_GATE}|{_UNDERGROUND}|{_FIXED}|{_MOVABLE})")

# 十五零二 is 1502: the floor as a number, the door as digits.
_SPOKEN_ROOM = re.compile(r"([二三四]?十[一二三四五六七八九]?)[零〇]([一二三四五六七八九])")

# What stands before a match and makes it something else.
_NOT_A_PLACE = re.compile(r"(?:[这那每整哪同几好]|月|星期|周|第)$")
_NEGATED = re.compile(r"(?:不是|不在|并非|没在|而不是|唔是)$")
_HOMELY = re.compile(
    r"(?:我住|我是|我家住?在?|我们家|住在|业主|住户|这里是|我这边是|我这里是)[\s，,：:]{0,2}$"
)
_COUNTED = re.compile(r"^(?:一|两|几|整)\s?(?:栋|幢|座)(?:楼|桥|山)?$")


@dataclass(frozen=True)
class Address:
    """A place in parts; each part as it is said, with digits."""

    phase: str = ""
    building: str = ""
    unit: str = ""
    floor: str = ""
    room: str = ""
    place: str = ""

    def __str__(self) -> str:
        return "".join((self.phase, self.building, self.unit, self.floor, self.room, self.place))

    @property
    def parts(self) -> int:
        return sum(1 for part in vars(self).values() if part)


def find_addresses(text: str, *, asked: bool = False) -> list[Span]:
    """Places named in ``text``, in order, in plain form (``八栋三单元六零二`` → ``8栋3单元602``).

    Dates, hours and prices with dashes are no addresses. When the resident was just
    ``asked`` where, a bare room counts as well. What is denied (``不是6栋``)
    is left out.
    """
    folded = fold(text)
    found: list[Span] = []
    for pattern in _patterns(asked):
        for match in pattern.finditer(folded):
            span = _span(match, folded)
            if span and not any(span.overlaps(other) for other in found):
                found.append(span)
    return sorted(found, key=lambda span: span.start)


def best_address(text: str, spans: list[Span]) -> Span | None:
    """The place a message is about: rather where the fault is than where the writer lives."""
    if not spans:
        return None
    folded = fold(text)
    elsewhere = [span for span in spans if not _HOMELY.search(folded[: span.start])]
    candidates = elsewhere if len(spans) > 1 and elsewhere else spans
    return max(candidates, key=lambda span: (parse_address(span.value).parts, -span.start))


def parse_address(value: str) -> Address:
    """The parts of a place that :func:`find_addresses` gave."""
    for pattern in (_DASHED, _HOME, _UNIT_FIRST, _FLOOR_PLACE, _ROOM_ONLY, _BARE_FLOOR, _BARE_ROOM):
        match = pattern.fullmatch(value)
        if match:
            return _address(match, split=True)
    return Address(place=value)


def merge_addresses(old: str, new: str) -> str:
    """``old`` with the parts that ``new`` gives: 6栋3单元602 and 8栋 make 8栋3单元602.

    A place on its own (地下车库B区) takes the whole of what was there.
    """
    before, after = parse_address(old), parse_address(new)
    if after.place and after.parts == 1:
        return new
    given = {name: part for name, part in vars(after).items() if part}
    if after.floor and not after.room:
        given["room"] = ""
    if after.room and not after.floor:
        given["floor"] = ""
    return str(replace(before, **given))


def _patterns(asked: bool) -> tuple[re.Pattern[str], ...]:
    homes = (_HALF_DASHED, _DASHED, _BETWEEN, _HOME, _UNIT_FIRST, _FLOOR_PLACE, _PUBLIC, _ROOM_ONLY)
    return (*homes, _BARE_FLOOR, _BARE_ROOM) if asked else (*homes, _SAID_FLOOR)


def _span(match: re.Match[str], text: str) -> Span | None:
    before = text[: match.start()]
    if _NOT_A_PLACE.search(before) or _NEGATED.search(before):
        return None
    if _COUNTED.match(match.group()):
        return None
    if match.re is _DASHED and _is_telephone(before, match.group()):
        return None
    value = match.group().strip() if match.re is _DASHED else str(_address(match))
    return Span(match.start(), match.start() + len(match.group().rstrip()), value)


def _is_telephone(before: str, found: str) -> bool:
    return bool(re.search(r"(?:电话|座机|手机|尾号|号码)[是:：\s]*$", before)) or found[0] == "0"


def _address(match: re.Match[str], *, split: bool = False) -> Address:
    parts = {name: _plain(part) for name, part in match.groupdict().items() if part}
    if match.re is _BETWEEN:
        parts = {"place": f"{parts['building']}和{parts['place']}"}
    if match.re is _HALF_DASHED:
        parts["unit"] = f"{parts['unit']}单元"
    if match.re is _DASHED and split:
        parts["building"] = f"{parts['building']}栋"
        if "unit" in parts:
            parts["unit"] = f"{parts['unit']}单元"
    return Address(**parts)


def _plain(part: str) -> str:
    tight = re.sub(r"[\s,，、.]|^的", "", part)
    if re.search(r"负[一二三]", tight):
        return tight
    spoken = _SPOKEN_ROOM.sub(lambda match: f"{to_digits(match[1])}0{to_digits(match[2])}", tight)
    return with_digits(spoken)
