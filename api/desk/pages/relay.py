"""From the event bus to one open page.

The page says which conversations it shows; of those it hears every message. Of the others
it hears only what changes a list. A session of the database is never held.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Any, Protocol

from api.components import Components
from api.errors import LoginRequiredError
from api.events import Event, EventKind, Subscription, estate_topic
from api.staff import service
from api.staff.service import StaffMember

# How often a page that is left open proves that its login is still good.
PROOF_SECONDS = 60.0
WATCHED_MOST = 500
FOR_LISTS = frozenset(
    {
        EventKind.CONVERSATION,
        EventKind.ALERT,
        EventKind.PRESENCE,
        EventKind.HELP,
        EventKind.CALLBACK,
        EventKind.INCIDENT,
        EventKind.OVERFLOW,
    }
)


class Listener(Protocol):
    def hear(self, news: dict[str, Any]) -> None: ...

    def expire(self) -> None: ...


class Relay:
    """`run` ends when the login expires or its task is cancelled."""

    def __init__(self, app: Components, token: str, listener: Listener) -> None:
        self._app = app
        self._token = token
        self._listener = listener
        self._watched: frozenset[str] = frozenset()

    def watch(self, conversation_ids: Sequence[str]) -> None:
        """These are on the page from now on."""
        self._watched = frozenset(conversation_ids[:WATCHED_MOST])

    async def run(self, staff: StaffMember) -> None:
        topics = [estate_topic(estate_id) for estate_id in staff.estates]
        with self._app.bus.subscribe(*topics) as subscription:
            while await self._known():
                await self._pass_on(subscription)
        self._listener.expire()

    async def _known(self) -> bool:
        try:
            await service.by_token(self._app.database, self._app.settings.secret, self._token)
        except LoginRequiredError:
            return False
        return True

    async def _pass_on(self, subscription: Subscription) -> None:
        """Everything that happens until the next proof is due."""
        try:
            async with asyncio.timeout(PROOF_SECONDS):
                while True:
                    event = await subscription.next()
                    if self._concerns(event):
                        self._listener.hear(_news(event))
        except TimeoutError:
            return

    def _concerns(self, event: Event) -> bool:
        return event.kind in FOR_LISTS or event.conversation_id in self._watched


def _news(event: Event) -> dict[str, Any]:
    return {
        "kind": event.kind.value,
        "conversation_id": event.conversation_id,
        "estate_id": event.estate_id,
        "data": event.data,
    }
