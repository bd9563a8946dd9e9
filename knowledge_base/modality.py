"""May, must, must not, need not: what a clause lets somebody do, and when two clauses oppose."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum

_CLAUSE = re.compile(r"[^，,。；;：:！？!?、\n（）()]+(?:、[^，,。；;：:！？!?\n（）()]+)*")


class Modality(Enum):
    MAY = "may"
    MUST = "must"
    MUST_NOT = "must not"
    NEED_NOT = "need not"


# What is searched first comes first: 不可以 before 可以.
WORDS = {
    Modality.MUST_NOT: r"不得|不能|不可以?|不准|不许|不允许|禁止|严禁|无权|没有?权利?|不应当?",
    Modality.NEED_NOT: r"无需|无须|不用|不必|不需要?|不承担|不负责",
    Modality.MAY: r"可以|有权|允许|能够?|随时",
    Modality.MUST: r"应当|应该|必须|需要|有义务",
}
# Short words, modal only in writing as terse as statutes and our own answers.
_TERSE = {Modality.MUST_NOT: "|不要", Modality.MUST: "|须|应|要"}


def pattern(words: Mapping[Modality, str]) -> re.Pattern[str]:
    """One pattern whose group names say which kind was met."""
    return re.compile("|".join(f"(?P<{kind.name}>{choice})" for kind, choice in words.items()))


_ANY = pattern({kind: words + _TERSE.get(kind, "") for kind, words in WORDS.items()})
# Not modal at all: 只要, 不能不, 如果要, 要求, 要么; a doubled denial says nothing sure.
_FALSE = re.compile(
    r"只要|要么|要求|需要的|要是|不能不|不得不|能否|能不能|可不可以|要不要|是否|主要|重要|"
    r"可能|不可能|功能|职能|性能|智能|节能|只能|才能|才可以|未必|"
    r"(?<!可)以[^，。；]{1,24}为由|依法需要|需要特殊|可以(?:处|警告|罚款|依法处)|"
    r"不能(?:证明|预见|避免|克服|按时|及时)|无权转租|没有权利的|"
    r"相应|供应|反应|响应|对应|适应|应急|应付|区别|特别|别人|别处|别的|级别|个别|类别|别墅|"
    r"才要|必要|要点|要件|索要"
)
_ANTONYMS = (("违反", "遵守"), ("没有许可", "取得许可"), ("拒绝", "同意"), ("拒绝", "接受"))
_CONDITION = re.compile(r"的[，,]")  # 没有方案的，不得施工: one statement
_OPPOSED = frozenset(
    {
        frozenset({Modality.MAY, Modality.MUST_NOT}),
        frozenset({Modality.MUST, Modality.NEED_NOT}),
        frozenset({Modality.MUST, Modality.MUST_NOT}),
    }
)


def turned(one: Modality, other: Modality) -> bool:
    """Whether nobody can be under both for the same act."""
    return frozenset({one, other}) in _OPPOSED


@dataclass(frozen=True, slots=True)
class Duty:
    """One modal word with who stands before it and the act behind it, within a clause."""

    modality: Modality
    who: str
    act: str
    clause: str


def opposed(one: Duty, other: Duty) -> bool:
    """Whether the same act cannot be under both; 应当遵守 and 不得违反 say the same."""
    return turned(one.modality, other.modality) and not any(
        (left in one.clause and right in other.clause)
        or (right in one.clause and left in other.clause)
        for left, right in _ANTONYMS
    )


def duties(text: str) -> Iterator[Duty]:
    """
    >>> [(one.modality.value, one.who, one.act) for one in duties("物业不得停水，但可以起诉。")]
    [('must not', '物业', '停水'), ('may', '但', '起诉')]
    """
    for clause in _CLAUSE.findall(_CONDITION.sub("的", text)):
        hidden = _FALSE.sub(lambda match: "＿" * len(match[0]), clause)
        found = list(_ANY.finditer(hidden))
        ends = [match.start() for match in found[1:]] + [len(clause)]
        for match, end in zip(found, ends, strict=len(found) > 0):
            act = clause[match.end() : end]
            kind = Modality[match.lastgroup or ""]
            yield Duty(kind, clause[: match.start()], act, clause)
