"""Runs migrations on the database of the settings, SQLite or PostgreSQL."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Literal

from alembic import context
from sqlalchemy import Connection
from sqlalchemy.ext.asyncio import create_async_engine

from api import models  # noqa: F401  (the tables register themselves)
from api.coaching import models as coaching_models  # noqa: F401
from api.database import Base, UtcDateTime
from api.desk import models as desk_models  # noqa: F401
from api.incidents import models as incident_models  # noqa: F401
from api.promises import models as promise_models  # noqa: F401
from api.settings import Settings


def _render(kind: str, item: Any, _context: Any) -> str | Literal[False]:
    """Migrations outlive the code: they name plain column types only."""
    if kind == "type" and isinstance(item, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    return False


def _run(connection: Connection) -> None:
    # SQLite cannot alter a column in place: batch mode copies the table.
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_as_batch=True,
        render_item=_render,
    )
    with context.begin_transaction():
        context.run_migrations()


async def _migrate(url: str) -> None:
    engine = create_async_engine(url)
    async with engine.connect() as connection:
        await connection.run_sync(_run)
        await connection.commit()
    await engine.dispose()


_url = context.config.get_main_option("sqlalchemy.url") or Settings().resolved().database_url
# A thread of its own: callers may have an event loop running in theirs.
with ThreadPoolExecutor(max_workers=1) as _pool:
    _pool.submit(lambda: asyncio.run(_migrate(_url))).result()
