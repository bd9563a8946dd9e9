"""Breaks that are proposed after a hard run: asked once an hour, answered, and kept."""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from api.database import Database, now
from api.desk import care
from api.desk.models import Answer, BreakProposal, Mode, Presence

ASK_AGAIN = timedelta(hours=1)


async def look(database: Database, gone_after: float) -> int:
    """Propose a break to everybody at work who needs one; returns to how many."""
    async with database.read() as session:
        if not await _tired(session, gone_after):
            return 0
    async with database.write() as session:
        tired = await _tired(session, gone_after)
        for staff_id, why in tired.items():
            session.add(BreakProposal(staff_id=staff_id, why=why))
        return len(tired)


async def answer(session: AsyncSession, staff_id: str, given: Answer) -> None:
    """A break begins, or is not wanted; no answer where none was needed."""
    strain = (await care.strains(session, [staff_id]))[staff_id]
    asked = await _open(session, staff_id)
    if asked is None:
        if not strain.why:
            return
        # Quicker than the round that would have kept the question.
        asked = BreakProposal(staff_id=staff_id, why=strain.why)
        session.add(asked)
    asked.answer, asked.answered_at = given, now()


async def quiet(session: AsyncSession, staff_ids: Collection[str]) -> set[str]:
    """Who has said no within the hour and is not asked again."""
    query = select(BreakProposal.staff_id).where(
        BreakProposal.staff_id.in_(list(staff_ids)),
        BreakProposal.answer == Answer.DECLINED,
        BreakProposal.answered_at > now() - ASK_AGAIN,
    )
    return set((await session.execute(query)).scalars())


async def _tired(session: AsyncSession, gone_after: float) -> dict[str, str]:
    """Member to reason: here, after a hard run, and not asked within the hour."""
    asked = select(BreakProposal.staff_id).where(BreakProposal.created_at > now() - ASK_AGAIN)
    here = select(Presence.staff_id).where(
        Presence.mode == Mode.HERE,
        Presence.seen_at > now() - timedelta(seconds=gone_after),
        Presence.staff_id.not_in(asked),
    )
    members = list((await session.execute(here)).scalars())
    strains = await care.strains(session, members)
    return {one: strain.why for one, strain in strains.items() if strain.why}


async def _open(session: AsyncSession, staff_id: str) -> BreakProposal | None:
    query = (
        select(BreakProposal)
        .where(
            BreakProposal.staff_id == staff_id,
            BreakProposal.answer == Answer.OPEN,
            BreakProposal.created_at > now() - care.RECENT,
        )
        .order_by(BreakProposal.created_at.desc())
        .limit(1)
    )
    return (await session.execute(query)).scalar_one_or_none()
