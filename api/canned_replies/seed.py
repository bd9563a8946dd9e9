"""The replies that come with the product, put into the database once."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from api.database import Database
from api.models import CannedReply

SHIPPED = Path(__file__).with_name("shipped.yaml")


async def seed(database: Database) -> int:
    """How many were added. One that a trainer edited or removed stays as it is."""
    added = 0
    async with database.write() as session:
        for item in shipped():
            reply_id = "shipped-" + item["id"]
            if await session.get(CannedReply, reply_id) is None:
                session.add(CannedReply(**{**item, "id": reply_id}))
                added += 1
    return added


def shipped() -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = yaml.safe_load(SHIPPED.read_text("utf-8"))
    return items
