"""Shapes of the coach's advice, for the desk and for other desks."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, Field, StringConstraints

from api.coaching.models import Approval, GoodReply
from coach.types import Flag, Role, Severity, Suggestion, Turn

Text = Annotated[str, StringConstraints(max_length=4000)]


class ErrorOut(BaseModel):
    """How every error looks."""

    error: str = Field(description="代码，例如 api_key_invalid", examples=["api_key_invalid"])
    detail: str = Field(description="给人看的一句话", examples=["接口密钥无效，请检查 X-API-Key。"])


class TurnIn(BaseModel):
    role: Role = Field(description="resident, bot, agent 或 system")
    text: Text


class FlagsIn(BaseModel):
    """A draft, with the last messages before it, oldest first."""

    draft: Text = Field(description="还没发出的回复", examples=["再不交费就把你家电停了"])
    context: Annotated[list[TurnIn], Field(max_length=40)] = Field(
        default=[],
        description="它要回复的对话，旧的在前",
        examples=[[{"role": "resident", "text": "电梯坏了一个月，物业费我不交"}]],
    )


class SuggestionsIn(BaseModel):
    """The conversation so far, oldest first; the last word is the resident's."""

    transcript: Annotated[list[TurnIn], Field(min_length=1, max_length=40)] = Field(
        description="对话，旧的在前",
        examples=[[{"role": "resident", "text": "没收房要交物业费吗"}]],
    )
    estate: str | None = Field(default=None, description="小区编号；不填就不用小区自己的登记")
    city: str | None = Field(default=None, description="城市；不填就只用全国通用的知识")


class FlagOut(BaseModel):
    """`start` and `end` count characters of the draft; both null for what is missing."""

    code: str = Field(description="提示的代码，例如 unlawful_collection")
    severity: Severity = Field(description="info 可参考，warn 该改，block 不该发")
    start: int | None = Field(description="在草稿里的字符位置")
    end: int | None
    reason: str = Field(description="为什么，一句话")
    rewrite: str = Field(description="更好的说法；没有就是空的")
    basis: str = Field(description="依据：民法典:944，或一项服务要求")


class SourceOut(BaseModel):
    kind: str
    ref: str
    title: str


class SuggestionOut(BaseModel):
    """`key` says where it comes from and `situation` when: sent back with what became of it."""

    text: str
    kind: str = Field(description="knowledge 知识库，example 同事的好回复，situation 情境话术")
    why: str
    sources: list[SourceOut]
    key: str
    situation: str


class GoodReplyOut(BaseModel):
    """A reply from a conversation that ended well; offered to agents once it is approved."""

    id: str
    estate_id: str
    conversation_id: str
    question: str
    text: str
    status: Approval
    everywhere: bool
    created_at: str


class GatheredOut(BaseModel):
    proposed: int


class DecisionIn(BaseModel):
    """`text` and `question` replace the agent's and the resident's wording where given."""

    status: Approval
    text: Text = ""
    question: Text = ""
    everywhere: bool = False


class UseRate(BaseModel):
    """Shares of the offers, between 0 and 1."""

    name: str
    offered: int
    taken: float
    edited: float
    ignored: float
    dismissed: float


class FlagRate(BaseModel):
    code: str
    fixed: int
    sent: int
    overridden: int


class RatesOut(BaseModel):
    days: int
    kinds: list[UseRate]
    situations: list[UseRate]
    flags: list[FlagRate]


def good_reply_out(row: GoodReply) -> GoodReplyOut:
    return GoodReplyOut(
        id=row.id,
        estate_id=row.estate_id,
        conversation_id=row.conversation_id,
        question=row.question,
        text=row.text,
        status=row.status,
        everywhere=row.everywhere,
        created_at=row.created_at.isoformat(),
    )


def flag_out(flag: Flag) -> FlagOut:
    start, end = flag.span if flag.span is not None else (None, None)
    return FlagOut(
        code=flag.code,
        severity=flag.severity,
        start=start,
        end=end,
        reason=flag.reason,
        rewrite=flag.rewrite,
        basis=flag.basis,
    )


def suggestion_out(suggestion: Suggestion) -> SuggestionOut:
    sources = [SourceOut(kind=s.kind, ref=s.ref, title=s.title) for s in suggestion.sources]
    return SuggestionOut(
        text=suggestion.text,
        kind=suggestion.kind,
        why=suggestion.why,
        sources=sources,
        key=suggestion.key,
        situation=suggestion.situation,
    )


def turns_in(items: list[TurnIn]) -> list[Turn]:
    return [Turn(item.role, item.text) for item in items]
