"""Queries on playbooks that were edited."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from api.models import PlaybookEdit


async def by_kind(session: AsyncSession, kind: str) -> PlaybookEdit | None:
    return await session.get(PlaybookEdit, kind)


async def edits(session: AsyncSession) -> Sequence[PlaybookEdit]:
    return (await session.execute(select(PlaybookEdit))).scalars().all()
