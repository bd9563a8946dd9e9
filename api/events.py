"""News that leaves after a commit, to whoever listens in this process.

A second process would put another `EventBus` behind the same two calls.
"""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Protocol

QUEUE_SIZE = 512


class EventKind(StrEnum):
    MESSAGE = "message"
    CONVERSATION = "conversation"
    WORK_ORDER = "work_order"
    ALERT = "alert"
    TYPING = "typing"
    QUEUE = "queue"  # somebody entered or left an estate's queue: places have changed
    PRESENCE = "presence"  # a colleague came, left, or has become busier
    HELP = "help"  # a colleague asks to be relieved of a conversation
    CALLBACK = "callback"  # the list of who wants to be called has changed
    READ = "read"  # one side has read up to a message
    NOTE = "note"  # colleagues wrote a note; the event never carries its words
    INCIDENT = "incident"  # proposed, joined, told or ended
    OVERFLOW = "overflow"  # the listener was too slow: read the database again


@dataclass(frozen=True, slots=True)
class Event:
    """`data` is JSON-serialisable, so that it can cross processes."""

    kind: EventKind
    conversation_id: str
    estate_id: str
    data: dict[str, Any] = field(default_factory=dict)

    @property
    def topics(self) -> tuple[str, str]:
        if self.kind is EventKind.QUEUE:
            return queue_topic(self.estate_id), QUEUES
        return conversation_topic(self.conversation_id), estate_topic(self.estate_id)


def conversation_topic(conversation_id: str) -> str:
    return f"conversation:{conversation_id}"


def estate_topic(estate_id: str) -> str:
    return f"estate:{estate_id}"


# Every queue of the house, for whoever hands out what waits.
QUEUES = "queues"


def queue_topic(estate_id: str) -> str:
    return f"queue:{estate_id}"


class EventBus(Protocol):
    def publish(self, event: Event) -> None: ...

    def subscribe(self, *topics: str) -> Any: ...


class Subscription:
    """A bounded queue; overflow is told once instead of blocking the publisher."""

    def __init__(self) -> None:
        self._queue: asyncio.Queue[Event] = asyncio.Queue(QUEUE_SIZE)
        self._overflowed = False

    def offer(self, event: Event) -> None:
        try:
            self._queue.put_nowait(event)
        except asyncio.QueueFull:
            self._overflowed = True

    async def next(self) -> Event:
        if self._overflowed and self._queue.empty():
            self._overflowed = False
            return Event(EventKind.OVERFLOW, "", "")
        return await self._queue.get()


class LocalEventBus:
    """Events within one process and one event loop."""

    def __init__(self) -> None:
        self._listeners: defaultdict[str, set[Subscription]] = defaultdict(set)

    def publish(self, event: Event) -> None:
        listeners: set[Subscription] = set()
        for topic in event.topics:
            listeners |= self._listeners.get(topic, set())
        for listener in listeners:
            listener.offer(event)

    @contextmanager
    def subscribe(self, *topics: str) -> Iterator[Subscription]:
        subscription = Subscription()
        for topic in topics:
            self._listeners[topic].add(subscription)
        try:
            yield subscription
        finally:
            for topic in topics:
                self._listeners[topic].discard(subscription)
                if not self._listeners[topic]:
                    del self._listeners[topic]
