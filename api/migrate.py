"""Bring the database to the newest shape."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config


def migrate(database_url: str) -> None:
    """Upgrade to head; safe to call again, and from anywhere; it blocks."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).with_name("migrations")))
    # ConfigParser reads % as an interpolation; passwords in a URL may hold one.
    config.set_main_option("sqlalchemy.url", database_url.replace("%", "%%"))
    command.upgrade(config, "head")
