"""Seeing shared trouble in what a resident writes: which thing, at which building."""

from __future__ import annotations

import re
from dataclasses import dataclass

from api.work_orders.duplicates import read_place, shared_things

# Residents also ask about lifts; only what does not work is trouble.
_TROUBLE = re.compile(
    r"坏|停|没(?:有)?(?:水|电|热|气|网|信号|反应)|不(?:动|亮|了|转|热|工作|通|出水|能用|好使)|"
    r"打不开|关不上|失灵|故障|漏|积水|异响|响|困|卡|掉线|断|黑|报修|维修|修|怎么回事|又"
)
_ASKED = re.compile(r"谁出|谁承担|分摊|多少钱|费用|规定|法律|几年|年检|责任|怎么收|依据")

THING_NAMES = {
    "lift": "电梯",
    "door": "单元门禁",
    "barrier": "道闸",
    "corridor_light": "楼道灯",
    "street_light": "路灯",
    "no_water": "停水",
    "no_power": "停电",
    "heating": "供暖",
    "garage_leak": "车库漏水",
    "playground": "游乐设施",
    "manhole": "井盖",
    "network": "网络",
    "fountain": "水景",
}


@dataclass(frozen=True, slots=True)
class Trouble:
    building: str
    thing: str


@dataclass(frozen=True, slots=True)
class _Words:
    """A report as `duplicates` reads it."""

    location: str
    description: str


def trouble_in(text: str, home: str) -> Trouble | None:
    """`home` is where the resident lives, for who names no building."""
    if not _TROUBLE.search(text) or _ASKED.search(text):
        return None
    things = sorted(shared_things(_Words("", text)))
    building = read_place(text).building or read_place(home).building
    return Trouble(building, things[0]) if things and building else None


def title(building: str, thing: str) -> str:
    """8栋电梯"""
    return f"{building.upper()}栋{THING_NAMES.get(thing, '')}"
