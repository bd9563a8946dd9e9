"""What the coach has learned from this house, kept in memory and followed in the database."""

from __future__ import annotations

import asyncio
import time
from collections import defaultdict
from datetime import timedelta

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from api.coaching.models import Approval, GoodReply
from api.database import Database, now
from api.models import CoachRecord
from coach.replies.approved import ApprovedReply, Examples
from coach.replies.uses import NO_USES, Uses, UseTable

OUTCOMES = ("taken", "edited", "ignored", "dismissed")
REMEMBERED = timedelta(days=180)
FRESH_FOR = 60.0  # seconds: the order of suggestions need not follow every reply


class AdviceMemory:
    """Approved replies and uses, whichever process wrote them."""

    def __init__(self) -> None:
        self._lock = asyncio.Lock()
        self._decided: tuple[int, object] = (0, None)
        self._uses = NO_USES
        self._until = 0.0

    async def ready(self, database: Database, examples: Examples) -> UseTable:
        """Brings ``examples`` up to date and returns the uses.

        One small query; the rest is read again only when something was decided, or after a
        minute.
        """
        async with self._lock, database.read() as session:
            decided = await _decided(session)
            if decided != self._decided:
                rows = await _approved(session)
                await asyncio.to_thread(examples.replace, rows)
                self._decided = decided
            if time.monotonic() >= self._until:
                self._uses = await _uses(session)
                self._until = time.monotonic() + FRESH_FOR
            return self._uses


async def _decided(session: AsyncSession) -> tuple[int, object]:
    query = select(func.count(), func.max(GoodReply.decided_at)).where(
        GoodReply.decided_at.is_not(None)
    )
    count, newest = (await session.execute(query)).one()
    return count, newest


async def _approved(session: AsyncSession) -> list[ApprovedReply]:
    query = select(GoodReply).where(GoodReply.status == Approval.APPROVED)
    rows = (await session.execute(query)).scalars()
    return [
        ApprovedReply(row.id, row.question, row.text, "" if row.everywhere else row.estate_id)
        for row in rows
    ]


async def _uses(session: AsyncSession) -> UseTable:
    query = (
        select(CoachRecord.source, CoachRecord.situation, CoachRecord.outcome, func.count())
        .where(
            CoachRecord.kind == "suggestion",
            CoachRecord.source != "",
            CoachRecord.created_at > now() - REMEMBERED,
        )
        .group_by(CoachRecord.source, CoachRecord.situation, CoachRecord.outcome)
    )
    counts: defaultdict[tuple[str, str], dict[str, int]] = defaultdict(dict)
    for source, situation, outcome, count in (await session.execute(query)).all():
        counts[source, situation][outcome] = count
    return UseTable({key: uses_of(found) for key, found in counts.items()})


def uses_of(found: dict[str, int]) -> Uses:
    """Counts by outcome as they lie in the records; unknown outcomes are left out."""
    return Uses(**{name: found.get(name, 0) for name in OUTCOMES})
