"""Several questions in one message: 门锁要报备吗？另外物业费能用微信交吗？"""

from __future__ import annotations

import re

MOST = 3
_BORDER = re.compile(
    r"[？?。；;！!\n]+|[，,]?(?=(?:另外|还有一?[个件]|顺便|再问|然后想问|第[一二三]个?[，,是])\S)"
)
_ASKS = re.compile(
    r"吗|呢|怎么|怎样|咋|多少|多久|几[点号天块个]|哪|什么|啥|谁|能不能|可不可以|要不要|是不是|有没有"
    r"|是否|可以.{0,12}[呀么不]$|能.{0,12}[呀么不]$"
)
_OPENING = re.compile(
    r"^[\s，,]*(?:另外|还有一?[个件]?(?:事|问题)?|顺便|再|第[一二三]个?)?(?:问一?下)?[\s，,]*"
)
_SHORTEST = 5  # characters of a question that can stand alone


def questions(text: str) -> tuple[str, ...]:
    """The questions of a message in order, at most `MOST`; empty when it asks only one."""
    parts = [_OPENING.sub("", part).strip(" ，,~～") for part in _BORDER.split(text)]
    asked = [part for part in parts if len(part) >= _SHORTEST and _ASKS.search(part)]
    return tuple(asked[:MOST]) if len(asked) > 1 else ()
