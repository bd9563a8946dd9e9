"""The playbook of a kind as it stands now: the trainer's, else the shipped one."""

from __future__ import annotations

from typing import Protocol

from api.assistant.playbooks import Playbook
from api.database import Database
from api.models import PlaybookEdit
from api.playbooks import repository


class PlaybookStore(Protocol):
    async def edited(self, kind: str) -> Playbook | None:
        """What a trainer has put in place of the shipped playbook, if anything."""
        ...


class ShippedPlaybooks:
    """No edits, as in measurements without a database."""

    async def edited(self, kind: str) -> Playbook | None:
        return None


class DatabasePlaybooks:
    """Edits kept in the project's own database; one row read by its key, under a millisecond."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def edited(self, kind: str) -> Playbook | None:
        async with self._database.read() as session:
            row = await repository.by_kind(session, kind)
        return playbook_of(row) if row else None


def playbook_of(row: PlaybookEdit) -> Playbook:
    return Playbook(row.kind, row.title, row.text, tuple(row.call))
