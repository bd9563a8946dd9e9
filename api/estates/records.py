"""What an estate knows of itself, behind one small connector.

A company attaches its property-management system by offering another `EstateRecords`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from sqlalchemy import select

from api.database import Database
from api.models import EstateFact


class EstateRecords(Protocol):
    async def facts(self, estate_id: str) -> Mapping[str, str]:
        """Values by fact key; a missing key means that nobody knows."""
        ...


class DatabaseRecords:
    """The embedded default: facts kept in the project's own database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def facts(self, estate_id: str) -> Mapping[str, str]:
        query = select(EstateFact.key, EstateFact.value).where(EstateFact.estate_id == estate_id)
        async with self._database.read() as session:
            rows = (await session.execute(query)).all()
        return {row.key: row.value for row in rows}
