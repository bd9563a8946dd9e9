"""Shapes of the desk."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, Field, StringConstraints

from api.coaching.schemas import FlagOut
from api.conversations.schemas import MessageOut
from api.desk.notes import NoteOut
from api.desk.service_levels import Level
from api.models import Handoff, Status
from api.summaries.schemas import Content
from api.work_orders.schemas import WorkOrderOut

Text = Annotated[str, StringConstraints(max_length=4000)]


class QueueItem(BaseModel):
    """One conversation in a list.

    `waiting_seconds` counts from the handoff, 0 when nobody waits for a person;
    `topic` is what the brief says it is about; `unanswered` resident messages came after
    the last reply of a person, the first of them `unanswered_seconds` ago; `last_seq`
    numbers the newest message; `levels` are the promises that still run.
    """

    id: str
    estate_id: str
    estate: str
    resident: str
    status: Status
    priority: int
    reason: str
    reason_name: str
    emergency: str
    emergency_name: str
    waiting_seconds: int
    topic: str
    last_text: str
    last_seq: int
    unanswered: int
    unanswered_seconds: int
    agent_id: str | None
    agent: str
    room: str
    channel: str
    updated_at: str
    levels: list[Level]


class PassedOn(BaseModel):
    """What the colleague before wrote for the next one."""

    by: str
    note: str


class ConversationView(BaseModel):
    """`resident_read` is the number of the last message that the resident has seen."""

    item: QueueItem
    passed_on: PassedOn | None = None
    help_asked: bool = False
    messages: list[MessageOut]
    brief: dict[str, Any]
    work_orders: list[WorkOrderOut]
    resident: dict[str, str]
    notes: list[NoteOut] = []
    resident_read: int = 0


def passed_on(handoff: Handoff | None) -> PassedOn | None:
    if handoff is None or not handoff.note:
        return None
    return PassedOn(by=handoff.note_by, note=handoff.note)


class SuggestionUse(BaseModel):
    """What the agent made of a suggestion; `key` and `situation` as it was offered."""

    text: Text
    key: Annotated[str, StringConstraints(max_length=160)] = ""
    situation: Annotated[str, StringConstraints(max_length=20)] = ""
    outcome: Literal["taken", "edited", "ignored", "dismissed"]


class FixedFlag(BaseModel):
    """What was flagged while the draft was written; counts as fixed when it is not any more."""

    code: Annotated[str, StringConstraints(max_length=40)]
    text: Text


class ReplyIn(BaseModel):
    """`override` is the reason for sending in spite of a blocking flag, 6 characters or more."""

    text: Text
    client_id: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_.-]{1,64}$")]
    override: Annotated[str, StringConstraints(strip_whitespace=True, max_length=500)] = ""
    suggestions: list[SuggestionUse] = []
    fixed: Annotated[list[FixedFlag], Field(max_length=30)] = []


class ReplyOut(BaseModel):
    """`sent` is false when a flag blocks the draft; then `flags` say why."""

    sent: bool
    flags: list[FlagOut]
    message: MessageOut | None = None


class DraftIn(BaseModel):
    draft: Text


class KnowledgeHit(BaseModel):
    """An approved answer with the estate's facts filled in, or the text of an article."""

    id: str
    kind: Literal["entry", "provision"]
    title: str
    text: str
    citations: list[dict[str, Any]]
    probability: float
    missing_fact: bool = False


class KnowledgeOut(BaseModel):
    """`confidence` says what the best hit is worth: answer, confirm, ask or none."""

    confidence: str
    hits: list[KnowledgeHit]


class CloseIn(BaseModel):
    """Without a summary the coach's own is kept."""

    result: Literal["solved", "work_order", "referred", "unsolved"]
    summary: Content | None = None


class ReadIn(BaseModel):
    seq: Annotated[int, Field(ge=0, lt=2**31)]


class WorkOrderIn(BaseModel):
    kind: Literal["repair", "complaint", "emergency"]
    location: Annotated[str, StringConstraints(max_length=120)] = ""
    description: Annotated[str, StringConstraints(min_length=1, max_length=1000)]
    phone: Annotated[str, StringConstraints(max_length=30)] = ""
    time: Annotated[str, StringConstraints(max_length=60)] = ""
    due_hours: Annotated[float, Field(ge=0, le=24 * 60)] = 0.0


REASON_NAMES = {
    "requested": "住户要求人工",
    "abuse": "情绪激动",
    "not_understood": "机器人没听懂",
    "complaint": "投诉",
    "emergency": "紧急情况",
    "bot_down": "机器人故障",
    "returned": "转回队列",
}
EMERGENCY_NAMES = {
    "lift": "电梯困人",
    "gas": "燃气泄漏",
    "fire": "火情",
    "water": "爆管漏水",
    "electric": "触电/电火花",
    "falling": "高空坠物",
    "injury": "有人受伤",
    "selfharm": "轻生风险",
    "crime": "治安警情",
}
