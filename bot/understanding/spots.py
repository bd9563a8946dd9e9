"""Places that are no address: a room of a home, a part of some building."""

from __future__ import annotations

import re

from bot.understanding.text import Span, fold

_SPOT = re.compile(
    r"(?:(?:主卧|次卧|客卧|卧室|客厅|餐厅|厨房|卫生间|洗手间|厕所|浴室|阳台|露台|飘窗|书房|玄关|储物间"
    r"|大堂|大厅|门厅|门口|走廊|楼道|过道|楼梯间|楼梯口|楼梯|电梯间|电梯口|天台|楼顶|顶楼|屋顶|架空层"
    r"|绿化带|草坪|草地|水池|喷泉|坡道|围墙|停车位|车位|单元门)的?(?:里|上|口|边上)?){1,2}"
)


def find_spot(text: str) -> Span | None:
    """The first place of that sort, as it is said."""
    match = _SPOT.search(fold(text))
    if match is None:
        return None
    found = match.group().rstrip("的")
    return Span(match.start(), match.start() + len(found), found)
