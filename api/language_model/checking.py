"""Is a rewrite still what the draft said? Asked before anyone sees it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime

from api.language_model.prompt import Material
from coach.promises import find_promises
from coach.types import Flag, Severity
from knowledge_base.words import words

Check = Callable[[str], Sequence[Flag]]
_SHORTEST = 4
_AT_LEAST = 200  # characters that any rewrite may have
# Of a rewrite's words so many stand in the material; a text on something else has few.
_SHARED = 0.35
_DIGITS = re.compile(r"\d+(?:\.\d+)?")
_IN_WORDS = re.compile(
    r"[零一二两三四五六七八九十百千万半]+(?=元|块|万|折|成|倍|天|周|个?月|年|个?小时|分钟|点|号|日|%)"
)
_CITED = re.compile(r"《[^》]{2,30}》|第[\d零〇一二三四五六七八九十百千]+条|民法典|物业管理条例")
_ODD = re.compile(
    r"```|https?://|www\.|作为(?:一个)?(?:AI|人工智能|语言模型|文字编辑)|(?:系统|以上|上述)(?:提示|指令)|"
    r"草稿|依据：|改写后|^\s*[{\[#*]|<[a-zA-Z/]|\\[nu]",
    re.IGNORECASE,
)


def objection(rewrite: str, material: Material, check: Check, said_at: datetime) -> str:
    """Why a rewrite must not be shown, as an event's name; "" where nothing is against it.

    ``rewrite`` and ``material`` are both masked, or both not.
    """
    return next(_objections(rewrite, material, check, said_at), "")


def _objections(rewrite: str, material: Material, check: Check, said_at: datetime) -> Iterator[str]:
    allowed = material.allowed()
    if not _SHORTEST <= len(rewrite) <= max(_AT_LEAST, 2 * len(material.draft)):
        yield "length"
    if _ODD.search(rewrite):
        yield "odd"
    if _new(_DIGITS, rewrite, allowed) or _new(_IN_WORDS, rewrite, allowed):
        yield "new_number"
    if _new(_CITED, rewrite, allowed):
        yield "new_citation"
    if _new_promise(rewrite, material.draft, said_at):
        yield "new_promise"
    if _shared(rewrite, material) < _SHARED:
        yield "strayed"
    if any(flag.severity is not Severity.INFO for flag in check(rewrite)):
        yield "flagged"


def _new(pattern: re.Pattern[str], rewrite: str, allowed: str) -> set[str]:
    return set(pattern.findall(rewrite)) - set(pattern.findall(allowed))


def _new_promise(rewrite: str, draft: str, said_at: datetime) -> bool:
    """A time that the draft does not promise; 马上 and 尽快 name none."""
    promised = {one.due for one in find_promises(draft, said_at)}
    return any(one.exact and one.due not in promised for one in find_promises(rewrite, said_at))


def _shared(rewrite: str, material: Material) -> float:
    known = set(words("\n".join((material.allowed(), *(turn.text for turn in material.talk)))))
    said = set(words(rewrite))
    return len(said & known) / len(said) if said else 0.0
