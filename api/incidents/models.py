"""Sightings of shared trouble, and the incidents that they become."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from api.database import Base, UtcDateTime, now
from api.models import new_id


class IncidentStatus(StrEnum):
    PROPOSED = "proposed"  # seen by the machine, no person has looked
    OPEN = "open"
    CLOSED = "closed"
    DISMISSED = "dismissed"


class Incident(Base):
    """`thing` is one of `work_orders/duplicates.py`; `notice` the last that was sent."""

    __tablename__ = "incidents"
    __table_args__ = (Index("ix_incidents_place", "estate_id", "status", "building", "thing"),)

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    estate_id: Mapped[str] = mapped_column(ForeignKey("estates.id"))
    building: Mapped[str] = mapped_column(String(20))
    thing: Mapped[str] = mapped_column(String(20))
    status: Mapped[IncidentStatus] = mapped_column(String(10), default=IncidentStatus.PROPOSED)
    work_order_id: Mapped[str | None] = mapped_column(ForeignKey("work_orders.id"), default=None)
    notice: Mapped[str] = mapped_column(Text, default="")
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    opened_at: Mapped[datetime | None] = mapped_column(UtcDateTime, default=None)
    opened_by: Mapped[str | None] = mapped_column(ForeignKey("staff.id"), default=None)
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime, default=None)


class Sighting(Base):
    """One conversation's word of one shared thing at one building; may belong to an incident."""

    __tablename__ = "sightings"
    __table_args__ = (
        UniqueConstraint("incident_id", "conversation_id"),
        Index("ix_sightings_place", "estate_id", "building", "thing", "created_at"),
    )

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    estate_id: Mapped[str] = mapped_column(ForeignKey("estates.id"))
    building: Mapped[str] = mapped_column(String(20))
    thing: Mapped[str] = mapped_column(String(20))
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversations.id"))
    resident_id: Mapped[str] = mapped_column(ForeignKey("residents.id"))
    incident_id: Mapped[str | None] = mapped_column(ForeignKey("incidents.id"), default=None)
    words: Mapped[str] = mapped_column(Text, default="")
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    told_at: Mapped[datetime | None] = mapped_column(UtcDateTime, default=None)
