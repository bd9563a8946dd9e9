"""Service hours of the demo's estates, so that no test depends on the time of day."""

from __future__ import annotations

from sqlalchemy import update

from api.database import Database
from api.models import EstateFact


async def set_hours(database: Database, hours: str) -> None:
    async with database.write() as session:
        await session.execute(
            update(EstateFact).where(EstateFact.key == "service_hours").values(value=hours)
        )
