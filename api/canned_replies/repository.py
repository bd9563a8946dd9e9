"""Queries on canned replies."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import and_, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from api.models import CannedReply, CannedUse

Row = tuple[CannedReply, int, int]


async def for_estates(
    session: AsyncSession, estates: Iterable[str], staff_id: str
) -> Sequence[Row]:
    """Replies of these estates and of all, with everybody's uses and the member's own.

    The most used come first; an agent's own habit weighs three times a colleague's.
    """
    everybody = (
        select(CannedUse.reply_id, func.sum(CannedUse.count).label("uses"))
        .group_by(CannedUse.reply_id)
        .subquery()
    )
    uses = func.coalesce(everybody.c.uses, 0)
    own = func.coalesce(CannedUse.count, 0)
    query = (
        select(CannedReply, uses, own)
        .outerjoin(everybody, everybody.c.reply_id == CannedReply.id)
        .outerjoin(
            CannedUse, and_(CannedUse.reply_id == CannedReply.id, CannedUse.staff_id == staff_id)
        )
        .where(
            CannedReply.removed.is_(False),
            or_(CannedReply.estate_id.is_(None), CannedReply.estate_id.in_(list(estates))),
        )
        .order_by((uses + 2 * own).desc(), CannedReply.estate_id.is_(None), CannedReply.title)
    )
    return [(reply, int(n), int(m)) for reply, n, m in (await session.execute(query)).all()]


async def count_use(session: AsyncSession, reply_id: str, staff_id: str) -> None:
    use = await session.get(CannedUse, (reply_id, staff_id))
    if use is None:
        use = CannedUse(reply_id=reply_id, staff_id=staff_id, count=0)
        session.add(use)
    use.count += 1
