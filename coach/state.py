"""How a resident stands: mood over time, what they want, and whether it is about to escalate."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from coach.conversation import matters, question_of
from coach.mood import Mood, emergency_kind, is_abusive, read_mood
from coach.types import Role, Turn

_LONGEST = 60
_HEAT = {Mood.CALM: 0, Mood.UPSET: 1, Mood.AFRAID: 1, Mood.ANGRY: 2}
_OUTSIDE = re.compile(
    r"12345|12315|曝光|媒体|记者|电视台|抖音|发网上|朋友圈|信访|住建|街道|报警|起诉|告你们|律师|法院|"
    r"业主群|投诉到|举报"
)
_LEAVING = re.compile(r"(?:拒|不)交(?:物业)?费?|换物业|退钱|退费|差评|拉横幅|维权")
_AGAIN = re.compile(
    r"好几|[两三四五六七八九十\d]+(?:次|遍|回)|又(?:坏|停|漏|堵|来)|一直|反复|每次|还没|到底|催|说过了"
)
_WANTS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (name, re.compile(pattern))
    for name, pattern in (
        ("有人来修", r"修|坏|漏|堵|不(?:亮|通|制冷|热)|派(?:人|师傅)|上门|维修|换(?:个|一下)"),
        ("停止打扰", r"吵|噪|扰民|跳舞|拖桌|管管|制止|狗叫"),
        ("退钱或赔偿", r"退(?:钱|费|款|押金|我)|赔|减免|免(?:掉|了)|误工费"),
        ("费用说明", r"多少钱|怎么(?:收|算)|明细|收费|账单|多收|凭什么收|贵"),
        ("一个时间", r"什么时候|多久|几点|几天|哪天|进度|到哪了|还要等|催"),
        ("一个说法或道歉", r"说法|交代|道歉|解释|凭什么|态度|投诉"),
        ("找负责人", r"经理|领导|负责人|主管|谁(?:管|负责)"),
        ("办理手续", r"办(?:理)?|登记|开(?:证明|发票|门)|申请|补卡|过户|入住"),
        ("安全保障", r"害怕|不安全|跟踪|陌生人|偷|监控|危险"),
        ("清理干净", r"垃圾|臭|脏|打扫|清理|蟑螂|老鼠"),
    )
)


class Risk(StrEnum):
    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"


@dataclass(frozen=True, slots=True)
class MoodAt:
    """The mood of one message; ``place`` is its index in the transcript."""

    place: int
    mood: Mood


@dataclass(frozen=True, slots=True)
class State:
    """``score`` is a sum of signs from 0 to 1, not a probability; ``reasons`` name the signs."""

    moods: tuple[MoodAt, ...]
    risk: Risk
    score: float
    reasons: tuple[str, ...]
    wants: tuple[str, ...]
    words: str  # the resident's own last words that carry a matter


def read_state(transcript: Sequence[Turn], *, waiting_minutes: int = 0, overdue: int = 0) -> State:
    """``overdue`` counts promises to this resident whose time has passed."""
    moods = tuple(_moods(transcript))
    signs = list(_signs(transcript, moods, waiting_minutes, overdue))
    score = min(1.0, sum(weight for weight, _ in signs))
    words = question_of(transcript)
    return State(
        moods=moods,
        risk=_level(score),
        score=round(score, 2),
        reasons=tuple(reason for _, reason in sorted(signs, key=lambda sign: -sign[0])),
        wants=wants_of(transcript),
        words=words if len(words) <= _LONGEST else words[: _LONGEST - 1] + "…",
    )


def wants_of(transcript: Sequence[Turn], limit: int = 3) -> tuple[str, ...]:
    """What the resident asks for, the newest first; empty where nothing is recognised."""
    found: dict[str, None] = {}
    for turn in reversed([turn for turn in transcript if turn.role is Role.RESIDENT][-6:]):
        if matters(turn.text):
            found |= {name: None for name, pattern in _WANTS if pattern.search(turn.text)}
    return tuple(found)[:limit]


def _moods(transcript: Sequence[Turn]) -> Iterator[MoodAt]:
    for place, turn in enumerate(transcript):
        if turn.role is Role.RESIDENT and turn.text.strip():
            # Whoever insults is angry, also in words that name no matter.
            angry = is_abusive(turn.text)
            yield MoodAt(place, Mood.ANGRY if angry else read_mood([turn]))


def _signs(
    transcript: Sequence[Turn], moods: Sequence[MoodAt], waiting: int, overdue: int
) -> Iterator[tuple[float, str]]:
    said = "\n".join(turn.text for turn in transcript if turn.role is Role.RESIDENT)
    heat = [_HEAT[one.mood] for one in moods]
    if emergency_kind(transcript):
        yield 0.4, "涉及险情"
    if heat and max(heat[-2:]) == 2:
        yield 0.3, "住户在生气"
    elif heat and max(heat[-2:]) == 1:
        yield 0.15, "住户着急或不安"
    if _rising(heat):
        yield 0.15, "情绪在变差"
    if _OUTSIDE.search(said):
        yield 0.25, "提到向外投诉或曝光"
    if _LEAVING.search(said):
        yield 0.15, "提到拒交、换物业或维权"
    if _AGAIN.search(said):
        yield 0.1, "同一件事反复说"
    if overdue:
        yield min(0.3, 0.2 * overdue), f"答应的事有 {overdue} 件过了时间"
    if waiting >= 10:
        yield 0.15, f"已等 {waiting} 分钟没有回复"


def _rising(heat: Sequence[int]) -> bool:
    """Whether the last messages are warmer than those before."""
    if len(heat) < 3:
        return False
    last, before = heat[-2:], heat[:-2]
    return sum(last) / len(last) > sum(before) / len(before) + 0.4


def _level(score: float) -> Risk:
    if score >= 0.6:
        return Risk.HIGH
    return Risk.MEDIUM if score >= 0.3 else Risk.LOW
