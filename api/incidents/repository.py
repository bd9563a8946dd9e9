"""Queries on incidents and sightings."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from api.incidents.detection import Trouble
from api.incidents.models import Incident, IncidentStatus, Sighting
from api.models import Resident, WorkOrder, WorkOrderStatus

LIVE = (IncidentStatus.PROPOSED, IncidentStatus.OPEN)


async def live(session: AsyncSession, estate_id: str, trouble: Trouble) -> Incident | None:
    """The newest proposed or open incident of this trouble."""
    query = (
        select(Incident)
        .where(
            Incident.estate_id == estate_id,
            Incident.status.in_(LIVE),
            Incident.building == trouble.building,
            Incident.thing == trouble.thing,
        )
        .order_by(Incident.created_at.desc())
        .limit(1)
    )
    return (await session.execute(query)).scalar_one_or_none()


async def dismissed_since(
    session: AsyncSession, estate_id: str, trouble: Trouble, since: datetime
) -> bool:
    """Whether a person has looked at it in this time and found nothing in common."""
    query = select(Incident.id).where(
        Incident.estate_id == estate_id,
        Incident.status == IncidentStatus.DISMISSED,
        Incident.building == trouble.building,
        Incident.thing == trouble.thing,
        Incident.closed_at >= since,
    )
    return (await session.execute(query)).first() is not None


async def loose(
    session: AsyncSession, estate_id: str, trouble: Trouble, since: datetime
) -> Sequence[Sighting]:
    """Sightings that belong to no incident yet, oldest first."""
    query = (
        select(Sighting)
        .where(
            Sighting.estate_id == estate_id,
            Sighting.building == trouble.building,
            Sighting.thing == trouble.thing,
            Sighting.incident_id.is_(None),
            Sighting.created_at >= since,
        )
        .order_by(Sighting.created_at)
    )
    return (await session.execute(query)).scalars().all()


async def belongs(session: AsyncSession, incident_id: str, conversation_id: str) -> bool:
    query = select(Sighting.id).where(
        Sighting.incident_id == incident_id, Sighting.conversation_id == conversation_id
    )
    return (await session.execute(query)).first() is not None


async def of_conversation(
    session: AsyncSession, conversation_id: str, trouble: Trouble, since: datetime
) -> Sighting | None:
    query = select(Sighting).where(
        Sighting.conversation_id == conversation_id,
        Sighting.building == trouble.building,
        Sighting.thing == trouble.thing,
        Sighting.incident_id.is_(None),
        Sighting.created_at >= since,
    )
    return (await session.execute(query)).scalars().first()


async def sightings(session: AsyncSession, incident_id: str) -> Sequence[tuple[Sighting, Resident]]:
    query = (
        select(Sighting, Resident)
        .join(Resident, Resident.id == Sighting.resident_id)
        .where(Sighting.incident_id == incident_id)
        .order_by(Sighting.created_at)
    )
    return [(sighting, resident) for sighting, resident in (await session.execute(query)).all()]


async def of_estates(session: AsyncSession, estates: Sequence[str]) -> Sequence[Incident]:
    query = (
        select(Incident)
        .where(Incident.estate_id.in_(list(estates)), Incident.status.in_(LIVE))
        .order_by(Incident.created_at.desc())
    )
    return (await session.execute(query)).scalars().all()


async def unfinished_orders(
    session: AsyncSession, conversation_ids: Sequence[str], since: datetime
) -> Sequence[WorkOrder]:
    """Repairs and emergencies that the reporters have already, oldest first."""
    query = (
        select(WorkOrder)
        .where(
            WorkOrder.conversation_id.in_(list(conversation_ids)),
            WorkOrder.kind.in_(("repair", "emergency")),
            WorkOrder.status.in_((WorkOrderStatus.OPEN, WorkOrderStatus.ASSIGNED)),
            WorkOrder.created_at >= since,
        )
        .order_by(WorkOrder.created_at)
    )
    return (await session.execute(query)).scalars().all()
