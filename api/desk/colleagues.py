"""Who can take a conversation: members, their estates, groups and load, in a few queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute

from api.database import now
from api.desk import care
from api.desk.models import DEFAULT_DESK, DeskGroup, DeskGroupMember, EstateDesk, Mode, Presence
from api.models import Conversation, Staff, StaffEstate, StaffRole, Status


@dataclass(frozen=True, slots=True)
class Colleague:
    """A member as the queue sees them; `idle_since` is when they last took something."""

    id: str
    name: str
    role: StaffRole
    mode: Mode
    connected: bool
    open: int
    capacity: int | None  # None: what the estate says
    auto: bool | None
    estates: frozenset[str]
    groups: frozenset[str]
    until: datetime | None = None
    idle_since: datetime | None = None
    strained: bool = False

    @property
    def here(self) -> bool:
        return self.connected and self.mode is Mode.HERE

    def room(self, desk: EstateDesk) -> bool:
        return self.open < (self.capacity or desk.capacity)

    def takes(self, desk: EstateDesk) -> bool:
        """Wants conversations without asking; managers and trainers only if they say so."""
        if self.auto is not None:
            return self.auto
        return desk.auto and self.role is StaffRole.AGENT


async def everyone(
    session: AsyncSession, estates: Collection[str], gone_after: float
) -> list[Colleague]:
    """Active members of these estates, by name; `gone_after` seconds without a sign are gone."""
    members = (
        select(StaffEstate.staff_id).where(StaffEstate.estate_id.in_(list(estates))).distinct()
    )
    query = (
        select(Staff, Presence)
        .outerjoin(Presence, Presence.staff_id == Staff.id)
        .where(Staff.active.is_(True), Staff.id.in_(members))
        .order_by(Staff.name)
    )
    rows = (await session.execute(query)).all()
    served = await _pairs(session, StaffEstate.staff_id, StaffEstate.estate_id)
    groups = await _pairs(session, DeskGroupMember.staff_id, DeskGroupMember.group_id)
    loads = await _loads(session)
    strains = await care.strains(session, [staff.id for staff, _ in rows])
    alive = now() - timedelta(seconds=gone_after)
    return [
        replace(
            _colleague(
                staff, presence, alive, served[staff.id], groups[staff.id], loads.get(staff.id)
            ),
            strained=strains[staff.id].hard,
        )
        for staff, presence in rows
    ]


async def groups(session: AsyncSession) -> Sequence[DeskGroup]:
    return (await session.execute(select(DeskGroup).order_by(DeskGroup.name))).scalars().all()


async def desk_of(session: AsyncSession, estate_id: str) -> EstateDesk:
    """How the estate's desk works; the defaults where nobody has set anything."""
    found = await session.get(EstateDesk, estate_id)
    return found or EstateDesk(estate_id=estate_id, **DEFAULT_DESK)


async def desks_of(session: AsyncSession, estates: Iterable[str]) -> list[EstateDesk]:
    return [await desk_of(session, estate_id) for estate_id in estates]


async def _pairs(
    session: AsyncSession, key: InstrumentedAttribute[Any], value: InstrumentedAttribute[Any]
) -> defaultdict[str, set[str]]:
    found: defaultdict[str, set[str]] = defaultdict(set)
    for one, other in (await session.execute(select(key, value))).all():
        found[one].add(other)
    return found


async def _loads(session: AsyncSession) -> dict[str, tuple[int, datetime | None]]:
    query = (
        select(Conversation.agent_id, func.count(), func.max(Conversation.claimed_at))
        .where(Conversation.status == Status.HUMAN, Conversation.agent_id.is_not(None))
        .group_by(Conversation.agent_id)
    )
    rows = (await session.execute(query)).all()
    return {agent or "": (count, last) for agent, count, last in rows}


def _colleague(
    staff: Staff,
    presence: Presence | None,
    alive: datetime,
    served: set[str],
    groups: set[str],
    load: tuple[int, datetime | None] | None,
) -> Colleague:
    seen = presence.seen_at if presence else None
    return Colleague(
        id=staff.id,
        name=staff.name,
        role=StaffRole(staff.role),
        mode=Mode(presence.mode) if presence else Mode.HERE,
        connected=seen is not None and seen > alive,
        open=load[0] if load else 0,
        capacity=presence.capacity if presence else None,
        auto=presence.auto if presence else None,
        estates=frozenset(served),
        groups=frozenset(groups),
        until=presence.until if presence else None,
        idle_since=load[1] if load else None,
    )
