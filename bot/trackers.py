"""Dialogues in memory, as many as are in use."""

from __future__ import annotations

from typing import Any

from rasa.core.brokers.broker import EventBroker
from rasa.core.tracker_store import InMemoryTrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.trackers import DialogueStateTracker


class RecentTrackers(InMemoryTrackerStore):
    """Forgets the dialogue that was quiet longest; Rasa's own store forgets none, ever.

    A tracker is about 20 kB. Who comes back after being forgotten starts a new dialogue:
    the conversation itself is kept by the app.
    """

    def __init__(
        self,
        domain: Domain,
        host: str | None = None,
        event_broker: EventBroker | None = None,
        limit: int = 2_000,
        **kwargs: Any,
    ) -> None:
        if limit < 1:
            raise ValueError(f"limit must be 1 or more, is {limit}")
        super().__init__(domain, event_broker, **kwargs)
        self._limit = limit

    async def save(self, tracker: DialogueStateTracker) -> None:
        self.store.pop(tracker.sender_id, None)  # a dict keeps the order of insertion
        await super().save(tracker)
        while len(self.store) > self._limit:
            del self.store[next(iter(self.store))]
