"""The blanks of a canned reply, and what stands there when nobody knows."""

from __future__ import annotations

import re
from collections.abc import Mapping

NAME, ROOM, ESTATE, AGENT = "姓名", "房号", "小区", "客服"
OTHERWISE = {NAME: "", ROOM: "", ESTATE: "本小区", AGENT: ""}
_BLANK = re.compile(r"\{(姓名|房号|小区|客服)\}")
_ORPHAN = re.compile(r"^[，,、\s]+")


def fill(text: str, known: Mapping[str, str]) -> tuple[str, list[str]]:
    """The text with its blanks filled, and the blanks that were not known.

    An unknown name leaves no comma behind: `{姓名}，您好` becomes `您好`.
    """
    unknown = [name for name in dict.fromkeys(_BLANK.findall(text)) if not known.get(name)]
    filled = _BLANK.sub(lambda m: known.get(m.group(1)) or OTHERWISE[m.group(1)], text)
    return _ORPHAN.sub("", filled), unknown
