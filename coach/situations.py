"""How a conversation stands, as marks, and the replies that fit: ``data/situations.yaml``."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from importlib.resources import files

import yaml

from coach.conversation import Topic, is_question, promises, topic_of, unanswered
from coach.mood import Mood, emergency_kind, needs_action, read_mood, resident_words
from coach.types import Role, Situation, Turn

_LONG_WAIT = 10  # minutes without a word from the desk
_CLOSING_HOUR = 18
_REPEATED = re.compile(
    r"好几|[两三四五六七八九十\d]+(?:次|遍|回)|又(?:坏|停|漏|堵|来)|一直|反复|每次|还没|到底|催"
)
_STAFF = re.compile(
    r"(?:保安|保洁|师傅|客服|前台|管家|员工|工作人员).{0,10}(?:推|打|骂|态度|凶|吼|"
    r"不理|欺负|刁难)|态度"
)
_HURT = re.compile(r"摔|受伤|流血|骨折|咬|砸(?:到|伤)|烫|划(?:伤|破)|扭|推倒")
_LOSS = re.compile(r"泡(?:了|坏|水)|淹|损失|砸坏|刮|剐|丢|偷|坏了.{0,6}赔|赔")
_REFUSAL = re.compile(r"不能|无法|没办法|不可以|不符合|做不到|不支持|不允许")
_THANKS = re.compile(r"^\s*(?:好的?[，, ]?|那)?(?:谢谢|多谢|感谢|辛苦)[^?？]{0,10}$")
_DANGER = "danger_"  # before the kind of an emergency, as topics have the same names


@dataclass(frozen=True, slots=True)
class Situational:
    """One row of the table."""

    name: str
    when: frozenset[str]
    why: str
    text: str

    @property
    def urgent(self) -> bool:
        return any(mark.startswith(_DANGER) for mark in self.when)


@cache
def load_situations() -> tuple[Situational, ...]:
    source = files("coach") / "data" / "situations.yaml"
    rows = yaml.safe_load(source.read_text(encoding="utf-8"))
    return tuple(
        Situational(row["name"], frozenset(row["when"]), row["why"], row["text"]) for row in rows
    )


def marks(transcript: Sequence[Turn], situation: Situation) -> frozenset[str]:
    """Everything that holds of a conversation: moods, topic, needs, what went before."""
    text = resident_words(transcript)
    mood, topic = read_mood(transcript), topic_of(transcript)
    tail = unanswered(transcript)
    danger = situation.emergency or emergency_kind(transcript)
    refused = any(t.role is Role.AGENT and _REFUSAL.search(t.text) for t in transcript[-4:])
    holds = {
        str(mood): mood is not Mood.CALM,
        "upset": mood is not Mood.CALM,
        topic.key: True,
        _DANGER + danger: danger != "",
        "waiting": situation.waiting_minutes >= _LONG_WAIT,
        "work_order": bool(situation.work_order and situation.work_order_status),
        "promised": bool(promises(transcript)),
        "repeated": _REPEATED.search(text) is not None,
        "staff": _STAFF.search(text) is not None,
        "hurt": _HURT.search(text) is not None,
        "loss": _LOSS.search(text) is not None,
        "refused": refused and bool(tail),
        "action": needs_action(transcript),
        "question": any(is_question(line) for line in tail),
        "thanks": bool(tail) and _THANKS.match(tail[-1]) is not None,
    }
    return frozenset(mark for mark, true in holds.items() if true)


# The kinds by which use is counted; the first that holds names the situation.
_KINDS = (
    ("waiting", "waiting"),
    ("refused", "refused"),
    ("fees", "money"),
    ("noise", "neighbour"),
    ("pets", "neighbour"),
    ("angry", "angry"),
    ("upset", "upset"),
    ("action", "repair"),
    ("question", "question"),
)
SITUATION_NAMES = {
    "emergency": "险情",
    "waiting": "久等",
    "refused": "没能答应",
    "money": "费用",
    "neighbour": "邻里",
    "angry": "生气",
    "upset": "难处",
    "repair": "要处理",
    "question": "咨询",
    "other": "其他",
}


def kind_of(held: frozenset[str]) -> str:
    """One word for how a conversation stands, a key of ``SITUATION_NAMES``."""
    if any(mark.startswith(_DANGER) for mark in held):
        return "emergency"
    return next((kind for mark, kind in _KINDS if mark in held), "other")


def fitting(held: frozenset[str]) -> tuple[Situational, ...]:
    """The rows whose marks all hold: urgent ones first, then those that ask for more."""
    rows = [row for row in load_situations() if row.when <= held]
    return tuple(sorted(rows, key=lambda row: (not row.urgent, -len(row.when))))


def fill(row: Situational, topic: Topic, situation: Situation) -> str:
    """The row's text with the names and times of this conversation."""
    by, soon = deadlines(situation.now)
    return row.text.format(
        noun=topic.noun,
        owner=topic.owner,
        by=by,
        soon=soon,
        order=situation.work_order,
        status=situation.work_order_status,
    )


def deadlines(now: datetime | None) -> tuple[str, str]:
    """When an answer can honestly be promised: (at the end of the day, soon)."""
    if now is None:
        return "今天下班前", "两小时内"
    soon = now + timedelta(hours=2)
    if soon.hour >= _CLOSING_HOUR or soon.date() != now.date() or now.hour < 6:
        day = "今天" if now.hour < 6 else "明天"
        return f"{day}上午10点前", "半小时内"
    return f"今天{_CLOSING_HOUR}点前", f"今天{soon.hour}点前"
