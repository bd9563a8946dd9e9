"""One promise made in a chat."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from api.database import Base, UtcDateTime, now
from api.models import new_id


class PromiseStatus(StrEnum):
    OPEN = "open"
    KEPT = "kept"
    DROPPED = "dropped"  # no promise, or no longer wanted


class Promised(Base):
    """`owner` as the words named them; `staff_id` is who said it, and who is chased.

    `exact` is false where the words named no time, and the due time is ours.
    """

    __tablename__ = "promises"
    __table_args__ = (
        Index("ix_promises_chase", "estate_id", "status", "due_at"),
        Index("ix_promises_conversation", "conversation_id"),
    )

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    estate_id: Mapped[str] = mapped_column(ForeignKey("estates.id"))
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversations.id"))
    message_id: Mapped[str | None] = mapped_column(ForeignKey("messages.id"), default=None)
    staff_id: Mapped[str] = mapped_column(ForeignKey("staff.id"))
    owner: Mapped[str] = mapped_column(String(40))
    what: Mapped[str] = mapped_column(String(200))
    exact: Mapped[bool] = mapped_column(default=True)
    due_at: Mapped[datetime] = mapped_column(UtcDateTime)
    status: Mapped[PromiseStatus] = mapped_column(String(10), default=PromiseStatus.OPEN)
    settled_at: Mapped[datetime | None] = mapped_column(UtcDateTime, default=None)
    settled_by: Mapped[str | None] = mapped_column(ForeignKey("staff.id"), default=None)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
