"""Sessions: `read()` for queries, `write()` for one unit of work that commits once."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import DateTime, Dialect, event
from sqlalchemy.ext.asyncio import (
    AsyncEngine,
    AsyncSession,
    async_sessionmaker,
    create_async_engine,
)
from sqlalchemy.orm import DeclarativeBase
from sqlalchemy.types import TypeDecorator

from api.events import Event, EventBus

_PENDING = "pending_events"


class Base(DeclarativeBase):
    """Everything that is stored."""


class UtcDateTime(TypeDecorator[datetime]):
    """Aware datetimes in and out; SQLite forgets the zone, so UTC is put back."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return value.astimezone(UTC) if value is not None else None

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None or value.tzinfo is not None:
            return value
        return value.replace(tzinfo=UTC)


def now() -> datetime:
    return datetime.now(UTC)


def emit(session: AsyncSession, item: Event) -> None:
    """Keep an event until the session's commit; a rollback forgets it."""
    session.info.setdefault(_PENDING, []).append(item)


class Database:
    """One database for the app; writers on SQLite take the lock when they begin.

    A deferred SQLite transaction that reads first and writes later fails with
    "database is locked" as soon as another writer came between: hence two engines.
    """

    def __init__(self, url: str, bus: EventBus) -> None:
        self._bus = bus
        self.reader = _engine(url, begin="BEGIN")
        self.writer = _engine(url, begin="BEGIN IMMEDIATE") if _is_sqlite(url) else self.reader
        self._read = async_sessionmaker(self.reader, expire_on_commit=False)
        self._write = async_sessionmaker(self.writer, expire_on_commit=False)

    @asynccontextmanager
    async def read(self) -> AsyncIterator[AsyncSession]:
        async with self._read() as session:
            yield session

    @asynccontextmanager
    async def write(self) -> AsyncIterator[AsyncSession]:
        """Commit at the end of the block, then publish what was emitted in it."""
        async with self._write() as session:
            async with session.begin():
                yield session
            for item in session.info.pop(_PENDING, []):
                self._bus.publish(item)

    async def close(self) -> None:
        await self.reader.dispose()
        await self.writer.dispose()


def _is_sqlite(url: str) -> bool:
    return url.startswith("sqlite")


def _engine(url: str, *, begin: str) -> AsyncEngine:
    engine = create_async_engine(url)
    if _is_sqlite(url):
        _tune_sqlite(engine, begin)
    return engine


def _tune_sqlite(engine: AsyncEngine, begin: str) -> None:
    @event.listens_for(engine.sync_engine, "connect")
    def _connect(connection: Any, _record: object) -> None:
        connection.isolation_level = None  # the driver must not begin on its own
        cursor = connection.cursor()
        cursor.execute("PRAGMA journal_mode=WAL")
        cursor.execute("PRAGMA synchronous=FULL")
        cursor.execute("PRAGMA foreign_keys=ON")
        cursor.execute("PRAGMA busy_timeout=10000")
        cursor.close()

    @event.listens_for(engine.sync_engine, "begin")
    def _begin(connection: Any) -> None:
        connection.exec_driver_sql(begin)
