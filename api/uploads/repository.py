"""Queries on photos."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import timedelta

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from api.database import now
from api.models import Photo

# An older photo was of another matter.
OF_THIS_MATTER = timedelta(days=1)


async def attach(session: AsyncSession, conversation_id: str, order_id: str) -> None:
    """The resident's photos that belong to no order yet belong to this one."""
    loose = (
        update(Photo)
        .where(
            Photo.conversation_id == conversation_id,
            Photo.work_order_id.is_(None),
            Photo.staff_id.is_(None),
            Photo.created_at > now() - OF_THIS_MATTER,
        )
        .values(work_order_id=order_id)
    )
    await session.execute(loose)


async def of_orders(
    session: AsyncSession, order_ids: Iterable[str], *, resident_id: str = ""
) -> Mapping[str | None, list[str]]:
    """Ids of photos by work order, oldest first; with `resident_id` only that resident's."""
    query = (
        select(Photo.work_order_id, Photo.id)
        .where(Photo.work_order_id.in_(list(order_ids)))
        .order_by(Photo.created_at)
    )
    if resident_id:
        query = query.where(Photo.resident_id == resident_id)
    found: defaultdict[str | None, list[str]] = defaultdict(list)
    for order_id, photo_id in (await session.execute(query)).all():
        found[order_id].append(photo_id)
    return found
