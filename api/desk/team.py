"""Colleagues at the desk: who is here, coming and going."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from api.components import Components
from api.desk import breaks, care, colleagues, presence
from api.desk.colleagues import Colleague
from api.desk.models import DEFAULT_DESK, Answer, EstateDesk, Mode
from api.desk.team_schemas import CareOut, GroupOut, PresenceIn, PresenceOut, TeamOut, colleague_out
from api.staff.service import StaffMember


async def team(app: Components, staff: StaffMember, estate_id: str) -> TeamOut:
    """Whom a conversation of this estate can be passed to; the caller is not among them."""
    staff.require_estate(estate_id)
    async with app.database.read() as session:
        members = await everyone(app, session, [estate_id])
        desk = await colleagues.desk_of(session, estate_id)
        groups = await colleagues.groups(session)
    others = [one for one in members if one.id != staff.id]
    names = {group.id: group.name for group in groups}
    present = [group_id for one in others if one.here for group_id in one.groups]
    return TeamOut(
        colleagues=[colleague_out(one, desk.capacity, names) for one in others],
        groups=[GroupOut(id=one.id, name=one.name, here=present.count(one.id)) for one in groups],
    )


async def own(app: Components, staff: StaffMember) -> PresenceOut:
    async with app.database.read() as session:
        return await _out(app, session, staff)


async def change(app: Components, staff: StaffMember, body: PresenceIn) -> PresenceOut:
    """Come, go, have a break, take conversations by oneself or not."""
    async with app.database.write() as session:
        row = await presence.of(session, staff.id)
        if body.mode is Mode.BREAK:
            await breaks.answer(session, staff.id, Answer.TAKEN)
        if body.mode is not None:
            await presence.say(session, staff.id, body.mode, body.minutes)
        if body.auto is not None:
            row.auto = body.auto
        if body.capacity is not None:
            row.capacity = body.capacity
        await session.flush()
        presence.tell(session, list(staff.estates))
        return await _out(app, session, staff)


async def decline_break(app: Components, staff: StaffMember) -> None:
    """Not now: the same is not asked again within the hour."""
    async with app.database.write() as session:
        await breaks.answer(session, staff.id, Answer.DECLINED)


async def everyone(
    app: Components, session: AsyncSession, estates: Sequence[str]
) -> list[Colleague]:
    return await colleagues.everyone(session, estates, app.settings.desk_gone_seconds)


async def _out(app: Components, session: AsyncSession, staff: StaffMember) -> PresenceOut:
    members = await everyone(app, session, list(staff.estates))
    me = next(one for one in members if one.id == staff.id)
    desks = await colleagues.desks_of(session, staff.estates)
    strain = (await care.strains(session, [staff.id]))[staff.id]
    quiet = await breaks.quiet(session, [staff.id])
    return PresenceOut(
        mode=me.mode,
        until=me.until.isoformat() if me.until else None,
        auto=any(me.takes(desk) for desk in desks),
        open=me.open,
        capacity=me.capacity or capacity_of(desks),
        care=CareOut(abused=strain.abused, taken=strain.taken, why="" if quiet else strain.why),
    )


def capacity_of(desks: Sequence[EstateDesk]) -> int:
    """Of who serves several estates: the largest that one of them allows."""
    return max((desk.capacity for desk in desks), default=int(DEFAULT_DESK["capacity"]))
