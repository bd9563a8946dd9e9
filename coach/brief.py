"""The brief: what a person must know before taking a conversation over."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from coach.conversation import (
    is_question,
    matters,
    phone_of,
    place_of,
    promises,
    question_of,
    unanswered,
)
from coach.mood import emergency_kind, read_mood
from coach.sources import sources_of
from coach.types import Brief, Role, Turn
from knowledge_base.types import Hit

_LONGEST = 60  # characters of a message repeated in a brief
_SLOTS = {
    "object": "报修对象",
    "time": "约定时间",
    "work_order_number": "工单号",
    "kind": "类型",
}
_EMERGENCIES = {
    "lift": "电梯困人",
    "gas": "燃气异味或泄漏",
    "fire": "火情",
    "electric": "漏电",
    "water": "跑水",
    "falling": "高空坠物",
    "injury": "有人受伤",
    "selfharm": "有轻生风险",
    "crime": "治安事件",
}


def short(text: str, limit: int = _LONGEST) -> str:
    """One line of at most ``limit`` characters."""
    line = " ".join(text.split())
    return line if len(line) <= limit else line[: limit - 1] + "…"


def _who(slots: Mapping[str, str], transcript: Sequence[Turn]) -> str:
    phone = slots.get("phone") or phone_of(transcript)
    parts = (slots.get("name", ""), phone)
    return "，".join(part for part in parts if part) or "未留姓名和电话"


def _what(slots: Mapping[str, str], transcript: Sequence[Turn]) -> str:
    said = [turn.text for turn in transcript if turn.role is Role.RESIDENT and matters(turn.text)]
    told = slots.get("description") or slots.get("object") or ""
    longest = max(said, key=len, default="")
    kind = _EMERGENCIES.get(emergency_kind(transcript), "")
    core = told if told and told not in longest else longest or told
    text = short(core) if core else "住户还没有说明来意"
    return f"【{kind}】{text}" if kind else text


def _done(transcript: Sequence[Turn]) -> tuple[str, ...]:
    ours = [turn for turn in transcript if turn.role in (Role.BOT, Role.AGENT)]
    names = {Role.BOT: "机器人", Role.AGENT: "客服"}
    return tuple(f"{names[turn.role]}：{short(turn.text)}" for turn in ours[-3:])


def _open(slots: Mapping[str, str], transcript: Sequence[Turn]) -> tuple[str, ...]:
    waiting = [text for text in unanswered(transcript) if matters(text)]
    if not waiting and (asked := question_of(transcript)):
        waiting = [asked]  # they only asked for a person since: what they want still stands
    points = [
        ("待回答：" if is_question(text) else "待回应：") + short(text) for text in waiting[-3:]
    ]
    points += [f"已答应：{short(text)}" for text in promises(transcript)[-2:]]
    points += [f"{name}：{slots[key]}" for key, name in _SLOTS.items() if slots.get(key)]
    if not (slots.get("phone") or phone_of(transcript)):
        points.append("缺联系电话")
    if not (slots.get("location") or place_of(transcript)):
        points.append("缺具体位置")
    return tuple(points)


def write_brief(transcript: Sequence[Turn], slots: Mapping[str, str], hits: Sequence[Hit]) -> Brief:
    return Brief(
        who=_who(slots, transcript),
        where=slots.get("location") or place_of(transcript) or "未说明位置",
        what=_what(slots, transcript),
        done=_done(transcript),
        open=_open(slots, transcript),
        mood=str(read_mood(transcript)),
        sources=sources_of(hits),
    )
