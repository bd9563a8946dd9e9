"""The tables. Times are UTC; ids are 32 hex characters unless they are names."""

from __future__ import annotations

import uuid
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from api.database import Base, UtcDateTime, now


def new_id() -> str:
    return uuid.uuid4().hex


class Status(StrEnum):
    """Where a conversation stands; follows from its lifecycle messages."""

    BOT = "bot"
    QUEUED = "queued"
    HUMAN = "human"
    CLOSED = "closed"


class Sender(StrEnum):
    RESIDENT = "resident"
    BOT = "bot"
    AGENT = "agent"
    SYSTEM = "system"


class StaffRole(StrEnum):
    AGENT = "agent"
    TRAINER = "trainer"
    MANAGER = "manager"


class WorkOrderStatus(StrEnum):
    OPEN = "open"
    ACCEPTED = "accepted"  # somebody will do it
    ON_THE_WAY = "on_the_way"
    ASSIGNED = "assigned"  # being worked on
    DONE = "done"
    CANCELLED = "cancelled"


class Estate(Base):
    __tablename__ = "estates"

    id: Mapped[str] = mapped_column(String(40), primary_key=True)
    name: Mapped[str] = mapped_column(String(80))
    city: Mapped[str] = mapped_column(String(40))


class EstateFact(Base):
    """One thing only the estate can know: its fee, its hours, its contacts."""

    __tablename__ = "estate_facts"

    estate_id: Mapped[str] = mapped_column(ForeignKey("estates.id"), primary_key=True)
    key: Mapped[str] = mapped_column(String(60), primary_key=True)
    value: Mapped[str] = mapped_column(Text)
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now, onupdate=now)


class Staff(Base):
    __tablename__ = "staff"

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    username: Mapped[str] = mapped_column(String(40), unique=True)
    name: Mapped[str] = mapped_column(String(40))
    password_hash: Mapped[str] = mapped_column(String(200))
    role: Mapped[StaffRole] = mapped_column(String(20))
    active: Mapped[bool] = mapped_column(default=True)


class StaffEstate(Base):
    """Which estates a staff member serves."""

    __tablename__ = "staff_estates"

    staff_id: Mapped[str] = mapped_column(ForeignKey("staff.id"), primary_key=True)
    estate_id: Mapped[str] = mapped_column(ForeignKey("estates.id"), primary_key=True)


class Resident(Base):
    """The keys are phone and room in one spelling, so that earlier visits can be found."""

    __tablename__ = "residents"
    __table_args__ = (
        Index("ix_residents_phone", "estate_id", "phone_key"),
        Index("ix_residents_house", "estate_id", "house_key"),
    )

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    estate_id: Mapped[str] = mapped_column(ForeignKey("estates.id"))
    name: Mapped[str] = mapped_column(String(40), default="")
    phone: Mapped[str] = mapped_column(String(30), default="")
    room: Mapped[str] = mapped_column(String(60), default="")
    phone_key: Mapped[str] = mapped_column(String(30), default="")
    house_key: Mapped[str] = mapped_column(String(60), default="")
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)


class Conversation(Base):
    """A copy, kept for queries, of what its messages say; `last_seq` numbers them."""

    __tablename__ = "conversations"
    __table_args__ = (Index("ix_conversations_queue", "estate_id", "status", "priority"),)

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    estate_id: Mapped[str] = mapped_column(ForeignKey("estates.id"))
    resident_id: Mapped[str] = mapped_column(ForeignKey("residents.id"))
    channel: Mapped[str] = mapped_column(String(20))
    status: Mapped[Status] = mapped_column(String(10), default=Status.BOT)
    last_seq: Mapped[int] = mapped_column(default=0)
    agent_id: Mapped[str | None] = mapped_column(ForeignKey("staff.id"), default=None)
    priority: Mapped[int] = mapped_column(default=0)  # 0 normal, 1 upset, 2 emergency
    reason: Mapped[str] = mapped_column(String(40), default="")
    emergency: Mapped[str] = mapped_column(String(20), default="")
    brief: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    memory: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    result: Mapped[str] = mapped_column(String(40), default="")
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    queued_at: Mapped[datetime | None] = mapped_column(UtcDateTime, default=None)
    claimed_at: Mapped[datetime | None] = mapped_column(UtcDateTime, default=None)
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime, default=None)


class Handoff(Base):
    """One stay of a conversation in people's hands, from the queue to its end.

    Follows the conversation's lifecycle messages (`conversations/handoffs.py`). `ahead` is
    how many were before it when it came; `group_id` and `for_staff_id` are whom it was sent
    to, with `note`, which no resident sees. A group that is gone meanwhile is no error, so
    neither is a foreign key.
    """

    __tablename__ = "handoffs"
    __table_args__ = (
        Index("ix_handoffs_conversation", "conversation_id", "ended_at"),
        Index("ix_handoffs_estate", "estate_id", "queued_at"),
    )

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversations.id"))
    estate_id: Mapped[str] = mapped_column(ForeignKey("estates.id"))
    reason: Mapped[str] = mapped_column(String(40), default="")
    topic: Mapped[str] = mapped_column(String(20), default="")
    priority: Mapped[int] = mapped_column(default=0)
    ahead: Mapped[int] = mapped_column(default=0)
    group_id: Mapped[str | None] = mapped_column(String(32), default=None)
    note: Mapped[str] = mapped_column(Text, default="")
    note_by: Mapped[str] = mapped_column(String(40), default="")
    # When people are back, for who came outside service hours: promises count from then.
    opens_at: Mapped[datetime | None] = mapped_column(UtcDateTime, default=None)
    help_asked_at: Mapped[datetime | None] = mapped_column(UtcDateTime, default=None)
    agent_id: Mapped[str | None] = mapped_column(ForeignKey("staff.id"), default=None)
    queued_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    claimed_at: Mapped[datetime | None] = mapped_column(UtcDateTime, default=None)
    first_reply_at: Mapped[datetime | None] = mapped_column(UtcDateTime, default=None)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime, default=None)


class Message(Base):
    """`handled` is false from the acknowledgement of a resident's message to its answer."""

    __tablename__ = "messages"
    __table_args__ = (
        UniqueConstraint("conversation_id", "seq"),
        UniqueConstraint("conversation_id", "client_id"),
        Index("ix_messages_unhandled", "handled", "conversation_id"),
    )

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversations.id"))
    seq: Mapped[int]
    sender: Mapped[Sender] = mapped_column(String(10))
    text: Mapped[str] = mapped_column(Text)
    payload: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    client_id: Mapped[str | None] = mapped_column(String(64), default=None)
    handled: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)


class ReadMark(Base):
    """How far one side has read: `reader` is resident or staff."""

    __tablename__ = "read_marks"

    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversations.id"), primary_key=True)
    reader: Mapped[str] = mapped_column(String(10), primary_key=True)
    seq: Mapped[int] = mapped_column(default=0)


class WorkOrder(Base):
    __tablename__ = "work_orders"
    __table_args__ = (Index("ix_work_orders_estate", "estate_id", "status"),)

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    number: Mapped[str] = mapped_column(String(20), unique=True)
    estate_id: Mapped[str] = mapped_column(ForeignKey("estates.id"))
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversations.id"))
    kind: Mapped[str] = mapped_column(String(20))  # repair, complaint, emergency
    status: Mapped[WorkOrderStatus] = mapped_column(String(12), default=WorkOrderStatus.OPEN)
    location: Mapped[str] = mapped_column(String(120), default="")
    description: Mapped[str] = mapped_column(Text, default="")
    phone: Mapped[str] = mapped_column(String(30), default="")
    time: Mapped[str] = mapped_column(String(60), default="")
    due_at: Mapped[datetime] = mapped_column(UtcDateTime)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now, onupdate=now)


class WorkOrderReport(Base):
    """A further resident's report of a fault that has a work order: their words, one order."""

    __tablename__ = "work_order_reports"
    __table_args__ = (Index("ix_work_order_reports_order", "work_order_id"),)

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    work_order_id: Mapped[str] = mapped_column(ForeignKey("work_orders.id"))
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversations.id"))
    location: Mapped[str] = mapped_column(String(120), default="")
    description: Mapped[str] = mapped_column(Text, default="")
    phone: Mapped[str] = mapped_column(String(30), default="")
    time: Mapped[str] = mapped_column(String(60), default="")
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)


class WorkOrderStep(Base):
    """Who moved a work order where, and what the resident was told besides."""

    __tablename__ = "work_order_steps"
    __table_args__ = (Index("ix_work_order_steps_order", "work_order_id", "created_at"),)

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    work_order_id: Mapped[str] = mapped_column(ForeignKey("work_orders.id"))
    staff_id: Mapped[str] = mapped_column(ForeignKey("staff.id"))
    status: Mapped[WorkOrderStatus] = mapped_column(String(12))
    words: Mapped[str] = mapped_column(Text, default="")
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)


class Photo(Base):
    """A picture that was sent; the id names its files, `staff_id` is empty for a resident's."""

    __tablename__ = "photos"
    __table_args__ = (
        Index("ix_photos_conversation", "conversation_id"),
        Index("ix_photos_order", "work_order_id"),
    )

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversations.id"))
    estate_id: Mapped[str] = mapped_column(ForeignKey("estates.id"))
    resident_id: Mapped[str] = mapped_column(ForeignKey("residents.id"))
    staff_id: Mapped[str | None] = mapped_column(ForeignKey("staff.id"), default=None)
    work_order_id: Mapped[str | None] = mapped_column(ForeignKey("work_orders.id"), default=None)
    width: Mapped[int]
    height: Mapped[int]
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)


class Note(Base):
    """What colleagues tell each other about a conversation; a table of its own, so that no
    query of messages can ever show it to a resident."""

    __tablename__ = "notes"
    __table_args__ = (Index("ix_notes_conversation", "conversation_id", "created_at"),)

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversations.id"))
    staff_id: Mapped[str] = mapped_column(ForeignKey("staff.id"))
    text: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)


class Summary(Base):
    """What stood when a conversation was handed off or closed at message `seq`.

    `staff_id` is who edited or closed it, empty for one that the coach alone has written.
    """

    __tablename__ = "summaries"
    __table_args__ = (Index("ix_summaries_conversation", "conversation_id", "seq"),)

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversations.id"))
    seq: Mapped[int]
    kind: Mapped[str] = mapped_column(String(10))  # handoff, close
    staff_id: Mapped[str | None] = mapped_column(ForeignKey("staff.id"), default=None)
    result: Mapped[str] = mapped_column(String(40), default="")
    content: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)


class Satisfaction(Base):
    """What a resident thought of a service that closed at message `seq`; score 0 is skipped."""

    __tablename__ = "satisfactions"

    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversations.id"), primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    staff_id: Mapped[str | None] = mapped_column(ForeignKey("staff.id"), default=None)
    score: Mapped[int]
    words: Mapped[str] = mapped_column(Text, default="")
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)


class CannedReply(Base):
    """A reply kept for reuse; without an estate it serves all of them."""

    __tablename__ = "canned_replies"
    __table_args__ = (Index("ix_canned_replies_estate", "estate_id", "removed"),)

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    estate_id: Mapped[str | None] = mapped_column(ForeignKey("estates.id"), default=None)
    title: Mapped[str] = mapped_column(String(40))
    text: Mapped[str] = mapped_column(Text)
    keywords: Mapped[str] = mapped_column(String(120), default="")
    removed: Mapped[bool] = mapped_column(default=False)  # a shipped one must not come back
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now, onupdate=now)


class CannedUse(Base):
    """How often one agent has sent a canned reply."""

    __tablename__ = "canned_uses"

    reply_id: Mapped[str] = mapped_column(ForeignKey("canned_replies.id"), primary_key=True)
    staff_id: Mapped[str] = mapped_column(ForeignKey("staff.id"), primary_key=True)
    count: Mapped[int] = mapped_column(default=0)


class PlaybookEdit(Base):
    """What a trainer has put in place of a shipped playbook."""

    __tablename__ = "playbook_edits"

    kind: Mapped[str] = mapped_column(String(20), primary_key=True)
    title: Mapped[str] = mapped_column(String(40))
    text: Mapped[str] = mapped_column(Text)
    call: Mapped[list[str]] = mapped_column(JSON)
    edited_by: Mapped[str] = mapped_column(String(40))
    edited_at: Mapped[datetime] = mapped_column(UtcDateTime)


class CoachRecord(Base):
    """What the coach offered or warned about, and what the agent made of it."""

    __tablename__ = "coach_records"

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversations.id"))
    staff_id: Mapped[str] = mapped_column(ForeignKey("staff.id"))
    # suggestion: taken, edited, ignored, dismissed; flag: fixed, sent, overridden
    kind: Mapped[str] = mapped_column(String(12))
    outcome: Mapped[str] = mapped_column(String(12))
    code: Mapped[str] = mapped_column(String(40), default="")
    # of a suggestion: where it came from (entry:fees/late) and the kind of situation
    source: Mapped[str] = mapped_column(String(160), default="", server_default="")
    situation: Mapped[str] = mapped_column(String(20), default="", server_default="")
    text: Mapped[str] = mapped_column(Text, default="")
    reason: Mapped[str] = mapped_column(Text, default="")
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)


class ApiKey(Base):
    """A key of another desk; only its SHA-256 is kept."""

    __tablename__ = "api_keys"

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    name: Mapped[str] = mapped_column(String(60))
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    revoked_at: Mapped[datetime | None] = mapped_column(UtcDateTime, default=None)
