"""Whether two repair reports are of one fault: the same thing at the same place.

A shared thing (lift, gate, water of the building) is one for all who live around it; what is in a
home is one only within that home.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol, TypeVar

from knowledge_base.numerals import NUMERAL_CHARS, parse_number

# Things by what residents call them; the first that is found names the fault.
_SHARED = {
    "lift": r"电梯|货梯|轿厢",
    "door": r"单元门|大堂门|门禁|门口机|入户大门|人脸|刷脸|刷卡",
    "barrier": r"道闸|闸机|抬杆|栏杆机",
    "corridor_light": r"(?:楼道|走廊|楼梯|过道|电梯厅|电梯口|大堂|门厅|单元).{0,6}灯|声控灯|感应灯",
    "street_light": r"路灯|草坪灯|庭院灯|车库.{0,6}灯|地库.{0,6}灯",
    "no_water": r"停水|没(?:有)?水|水压",
    "no_power": r"停电|没(?:有)?电",
    "heating": r"(?:没|不)(?:有)?(?:暖气|供暖|热)|暖气(?:不热|没热)",
    "garage_leak": r"(?:车库|地库|车位|停车场).{0,12}(?:漏|滴|积水)",
    "playground": r"滑梯|秋千|健身器材|游乐",
    "manhole": r"井盖",
    "network": r"网络|宽带|断网",
    "fountain": r"喷泉|喷灌|水池",
}
_OWN = {
    "drain": r"堵|下水|返水|反水|地漏|马桶|厕所",
    "leak": r"漏|渗|滴水",
    "tap": r"水龙头|龙头|花洒",
    "light": r"灯",
    "socket": r"插座|开关|跳闸|空开",
    "lock": r"锁|门",
    "window": r"窗|玻璃",
    "intercom": r"对讲|可视",
    "heater": r"热水器|暖气",
    "air": r"空调|排风|油烟机|浴霸",
    "wall": r"墙|瓷砖|地砖|天花|吊顶",
    "stove": r"灶|燃气",
}
_LATIN = str.maketrans({"幢": "栋", "座": "栋", "棟": "栋", "樓": "楼", "單": "单", "號": "号"})
_DASHED = re.compile(
    r"^(?P<building>[a-z]?\d{1,3})[-#/](?:(?P<unit>\d{1,2})[-/])?(?P<room>\d{3,4})"
)
_BUILDING = re.compile(r"([a-z]?\d{1,3}|[a-z])(?:号楼|栋|#楼?|号院|楼(?=\d+单元))")
_UNIT = re.compile(r"(\d{1,2})单元")
_FLOOR = re.compile(r"(负?\d{1,2}|b\d)[楼层f]")
_ROOM = re.compile(r"(?<!\d)(\d{3,4})(?:室|号房|房|户)?(?!\d)")
_NUMERALS = re.compile(f"[{NUMERAL_CHARS}]+")
_REST = re.compile(r"[\d\s栋单元室号楼层的,，。-]|[a-z](?=\d)")


class Fault(Protocol):
    """A report or an order: both have a place and words."""

    @property
    def location(self) -> str: ...

    @property
    def description(self) -> str: ...


F = TypeVar("F", bound=Fault)


@dataclass(frozen=True, slots=True)
class Place:
    """Parts of an address, empty where nothing is said; ``spot`` is the rest in words."""

    building: str = ""
    unit: str = ""
    floor: str = ""
    room: str = ""
    spot: str = ""


def same_fault(one: Fault, other: Fault) -> bool:
    """Whether both reports will be done with by one visit."""
    here, there = read_place(one.location), read_place(other.location)
    shared = shared_things(one) & shared_things(other)
    if shared:
        return _around(here, there)
    own = _things(one, _OWN) & _things(other, _OWN)
    return bool(own) and here == there and bool(here.room or here.spot)


def read_place(location: str) -> Place:
    """The parts of a place however it is written: 8-3-602 and 八栋三单元六零二 are one."""
    text = unicodedata.normalize("NFKC", location).lower().translate(_LATIN)
    text = _NUMERALS.sub(lambda match: str(parse_number(match.group())), re.sub(r"\s", "", text))
    dashed = _DASHED.match(text)
    if dashed:
        return Place(dashed["building"], dashed["unit"] or "", "", dashed["room"])
    building, unit, floor = (_first(part, text) for part in (_BUILDING, _UNIT, _FLOOR))
    rest = _FLOOR.sub("", _UNIT.sub("", _BUILDING.sub("", text)))
    return Place(building, unit, floor, _first(_ROOM, rest), _REST.sub("", rest))


def _around(here: Place, there: Place) -> bool:
    """Whether two places see the same shared thing: what either leaves open may be the same."""
    if here.building or there.building:
        open_unit = not here.unit or not there.unit or here.unit == there.unit
        floors = not here.floor or not there.floor or here.floor == there.floor
        return here.building == there.building and open_unit and floors
    return bool(here.spot) and here.spot == there.spot and here.floor == there.floor


def shared_things(fault: Fault) -> set[str]:
    """Names of the shared things that a report is about."""
    return _things(fault, _SHARED)


def _things(fault: Fault, classes: dict[str, str]) -> set[str]:
    words = f"{fault.location}{fault.description}"
    return {name for name, pattern in classes.items() if re.search(pattern, words)}


def _first(pattern: re.Pattern[str], text: str) -> str:
    match = pattern.search(text)
    return match.group(1) if match else ""


def first_same(fault: Fault, known: Iterable[F]) -> F | None:
    """The first of ``known`` that is the same fault."""
    return next((one for one in known if same_fault(fault, one)), None)
