"""Queries on staff."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from api.models import Estate, Staff, StaffEstate


async def by_username(session: AsyncSession, username: str) -> Staff | None:
    query = select(Staff).where(Staff.username == username, Staff.active.is_(True))
    return (await session.execute(query)).scalar_one_or_none()


async def by_id(session: AsyncSession, staff_id: str) -> Staff | None:
    query = select(Staff).where(Staff.id == staff_id, Staff.active.is_(True))
    return (await session.execute(query)).scalar_one_or_none()


async def estates_of(session: AsyncSession, staff_id: str) -> Sequence[Estate]:
    query = (
        select(Estate)
        .join(StaffEstate, StaffEstate.estate_id == Estate.id)
        .where(StaffEstate.staff_id == staff_id)
        .order_by(Estate.id)
    )
    return (await session.execute(query)).scalars().all()
