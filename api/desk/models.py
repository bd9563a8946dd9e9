"""The desk's own tables: who is here, who knows what, how an estate's desk works."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from api.database import Base, UtcDateTime, now
from api.models import new_id


class Mode(StrEnum):
    """What a member says of themselves; whether their page is open is another matter."""

    HERE = "here"
    AWAY = "away"
    BREAK = "break"  # away until a time that is known


class Presence(Base):
    """`seen_at` is the last sign of life of an open page; None for who never opened one.

    `auto` and `capacity` are the member's own wish; None leaves them to the estate.
    """

    __tablename__ = "staff_presence"

    staff_id: Mapped[str] = mapped_column(ForeignKey("staff.id"), primary_key=True)
    mode: Mapped[Mode] = mapped_column(String(10), default=Mode.HERE)
    since: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    until: Mapped[datetime | None] = mapped_column(UtcDateTime, default=None)
    seen_at: Mapped[datetime | None] = mapped_column(UtcDateTime, default=None)
    auto: Mapped[bool | None] = mapped_column(default=None)
    capacity: Mapped[int | None] = mapped_column(default=None)


class DeskGroup(Base):
    """Colleagues who know certain topics (`conversations/topics.py`)."""

    __tablename__ = "desk_groups"

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    name: Mapped[str] = mapped_column(String(40), unique=True)
    topics: Mapped[list[str]] = mapped_column(JSON, default=list)


class DeskGroupMember(Base):
    __tablename__ = "desk_group_members"

    group_id: Mapped[str] = mapped_column(ForeignKey("desk_groups.id"), primary_key=True)
    staff_id: Mapped[str] = mapped_column(ForeignKey("staff.id"), primary_key=True)


DEFAULT_DESK: dict[str, Any] = {
    "auto": False,
    "capacity": 8,
    "first_reply": 180,
    "resolution": 3600,
}


class EstateDesk(Base):
    """How the desk of one estate works; durations in seconds."""

    __tablename__ = "estate_desks"

    estate_id: Mapped[str] = mapped_column(ForeignKey("estates.id"), primary_key=True)
    auto: Mapped[bool] = mapped_column()
    capacity: Mapped[int] = mapped_column()
    first_reply: Mapped[int] = mapped_column()
    resolution: Mapped[int] = mapped_column()


class Abuse(Base):
    """An insult that a member had to read."""

    __tablename__ = "abuse"
    __table_args__ = (Index("ix_abuse_staff", "staff_id", "created_at"),)

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    staff_id: Mapped[str] = mapped_column(ForeignKey("staff.id"))
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversations.id"))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)


class Answer(StrEnum):
    OPEN = "open"
    TAKEN = "taken"
    DECLINED = "declined"


class BreakProposal(Base):
    """A break that was proposed after a hard run, and what came of it."""

    __tablename__ = "break_proposals"
    __table_args__ = (Index("ix_break_proposals_staff", "staff_id", "created_at"),)

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    staff_id: Mapped[str] = mapped_column(ForeignKey("staff.id"))
    why: Mapped[str] = mapped_column(String(80))
    answer: Mapped[Answer] = mapped_column(String(10), default=Answer.OPEN)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime, default=None)


class Callback(Base):
    """Somebody wants to be called: at which number, when, about what.

    `wanted` is the resident's own wording of the time; one open row a conversation.
    """

    __tablename__ = "callbacks"
    __table_args__ = (Index("ix_callbacks_open", "estate_id", "done_at"),)

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversations.id"))
    estate_id: Mapped[str] = mapped_column(ForeignKey("estates.id"))
    phone: Mapped[str] = mapped_column(String(30))
    wanted: Mapped[str] = mapped_column(String(80), default="")
    about: Mapped[str] = mapped_column(Text, default="")
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    tries: Mapped[int] = mapped_column(default=0)
    done_at: Mapped[datetime | None] = mapped_column(UtcDateTime, default=None)
    done_by: Mapped[str | None] = mapped_column(ForeignKey("staff.id"), default=None)
