"""The coach's own tables."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from api.database import Base, UtcDateTime, now
from api.models import new_id


class Approval(StrEnum):
    PROPOSED = "proposed"
    APPROVED = "approved"
    REJECTED = "rejected"


class GoodReply(Base):
    """An agent's reply from a conversation that ended well; offered again once approved.

    `estate_id` is where it was said; an approved one with `everywhere` serves all estates.
    """

    __tablename__ = "good_replies"
    __table_args__ = (Index("ix_good_replies_status", "status", "created_at"),)

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    estate_id: Mapped[str] = mapped_column(ForeignKey("estates.id"))
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversations.id"))
    message_id: Mapped[str] = mapped_column(ForeignKey("messages.id"), unique=True)
    question: Mapped[str] = mapped_column(Text)
    text: Mapped[str] = mapped_column(Text)
    status: Mapped[Approval] = mapped_column(String(10), default=Approval.PROPOSED)
    everywhere: Mapped[bool] = mapped_column(default=False)
    decided_by: Mapped[str | None] = mapped_column(ForeignKey("staff.id"), default=None)
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime, default=None)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)


class GatheredConversation(Base):
    """A closed conversation that has been read for good replies; `closed_at` as it was then."""

    __tablename__ = "gathered_conversations"

    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversations.id"), primary_key=True)
    closed_at: Mapped[datetime] = mapped_column(UtcDateTime)
