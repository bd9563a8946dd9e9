"""How colleagues fare, for whoever looks after them: load, insults, breaks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute

from api.components import Components
from api.database import now
from api.desk import care, colleagues, team
from api.desk.models import Abuse, Answer, BreakProposal
from api.desk.people_schemas import BreaksOut, PersonOut, SpanOut
from api.desk.team_schemas import CareOut, colleague_out
from api.models import Handoff, Staff, StaffRole
from api.staff.service import StaffMember


async def people(app: Components, staff: StaffMember, days: int) -> list[PersonOut]:
    """Everybody of the manager's estates; who needs a break first."""
    staff.require()  # managers only
    since = now() - timedelta(days=days)
    async with app.database.read() as session:
        members = await team.everyone(app, session, list(staff.estates))
        ids = [one.id for one in members]
        names = await _usernames(session, ids)
        groups = {group.id: group.name for group in await colleagues.groups(session)}
        strains = await care.strains(session, ids)
        taken = await _counted(session, Handoff.agent_id, Handoff.claimed_at, since, ids)
        abused = await _counted(session, Abuse.staff_id, Abuse.created_at, since, ids)
        breaks = await _breaks(session, since, ids)
        default = team.capacity_of(await colleagues.desks_of(session, staff.estates))
    found = [
        PersonOut(
            **colleague_out(one, default, groups).model_dump(),
            username=names[one.id],
            role=one.role,
            until=one.until.isoformat() if one.until else None,
            care=_care(strains[one.id]),
            span=SpanOut(taken=taken[one.id], abused=abused[one.id], breaks=breaks[one.id]),
        )
        for one in members
    ]
    return sorted(found, key=_in_need)


def _in_need(one: PersonOut) -> tuple[bool, bool, bool, str]:
    return (not one.care.why, not one.here, one.role is not StaffRole.AGENT, one.name)


def _care(strain: care.Strain) -> CareOut:
    return CareOut(abused=strain.abused, taken=strain.taken, why=strain.why)


async def _usernames(session: AsyncSession, ids: Collection[str]) -> dict[str, str]:
    rows = await session.execute(select(Staff.id, Staff.username).where(Staff.id.in_(ids)))
    return {row[0]: row[1] for row in rows.all()}


async def _counted(
    session: AsyncSession,
    who: InstrumentedAttribute[Any],
    at: InstrumentedAttribute[Any],
    since: datetime,
    ids: Collection[str],
) -> Counter[str]:
    query = select(who, func.count()).where(who.in_(ids), at >= since).group_by(who)
    return Counter({row[0]: row[1] for row in (await session.execute(query)).all()})


async def _breaks(
    session: AsyncSession, since: datetime, ids: Collection[str]
) -> dict[str, BreaksOut]:
    query = (
        select(BreakProposal.staff_id, BreakProposal.answer, func.count())
        .where(BreakProposal.staff_id.in_(ids), BreakProposal.created_at >= since)
        .group_by(BreakProposal.staff_id, BreakProposal.answer)
    )
    counts = {(row[0], row[1]): row[2] for row in (await session.execute(query)).all()}
    return {one: _breaks_of(one, counts) for one in ids}


def _breaks_of(staff_id: str, counts: dict[tuple[str, Answer], int]) -> BreaksOut:
    taken, declined, left = (
        counts.get((staff_id, answer), 0) for answer in (Answer.TAKEN, Answer.DECLINED, Answer.OPEN)
    )
    return BreaksOut(proposed=taken + declined + left, taken=taken, declined=declined)
