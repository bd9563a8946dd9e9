"""One turn of the dialogue on Rasa's agent, and what must be tidied after it."""

from __future__ import annotations

import asyncio
from typing import Any

from rasa.core.agent import Agent
from rasa.core.channels.channel import OutputChannel, UserMessage
from rasa.shared.core.constants import (
    ACTION_LISTEN_NAME,
    ACTION_SESSION_START_NAME,
    REQUESTED_SLOT,
)
from rasa.shared.core.events import (
    ActionExecuted,
    BotUttered,
    Event,
    SessionStarted,
    SlotSet,
    UserUttered,
)
from rasa.shared.core.trackers import DialogueStateTracker

CHANNEL = "linli"
# With one of these a form has come to its end: what it collected must not reach the next.
_ENDING = ("open_work_order", "raise_emergency", "hand_off")
_LONGEST = 80  # events; rules look at all of them, so a long day would make turns slow
_RANKED = 5


class NotReadyError(Exception):
    """No model is loaded yet."""


class NoReplyError(Exception):
    """Rasa finished the turn without a word: something inside it failed."""


class Replies(OutputChannel):
    """Collects replies; text and ``custom`` of one response stay one reply."""

    def __init__(self) -> None:
        self.items: list[dict[str, Any]] = []

    @classmethod
    def name(cls) -> str:
        return CHANNEL

    async def send_response(self, recipient_id: str, message: dict[str, Any]) -> None:
        reply = {"text": message.get("text") or "", "custom": message.get("custom") or {}}
        self.items.append(reply)

    def directives(self) -> list[dict[str, Any]]:
        return [item["custom"] for item in self.items]


_swapping = asyncio.Lock()


async def swap_model(agent: Agent) -> None:
    """Load the agent's model file again, for a new one that was put in its place.

    Loading takes seconds and runs beside the turns, each of which ends with the model it began
    with. Dialogues, locks and open forms stay: only the processor is exchanged.
    """
    async with _swapping:
        loop = asyncio.get_running_loop()
        await loop.run_in_executor(None, agent.load_model, agent.processor.model_path)


class Dialogue:
    """Raises :class:`NotReadyError` when ``agent`` cannot answer yet."""

    def __init__(self, agent: Agent | None) -> None:
        if agent is None or not agent.is_ready() or agent.processor is None:
            raise NotReadyError
        self._agent = agent
        self._processor = agent.processor

    @property
    def model(self) -> str:
        return str(self._processor.model_filename)

    async def turn(self, sender: str, text: str, metadata: dict[str, Any]) -> dict[str, Any]:
        """Replies, understanding and state after the message, as the app reads them.

        Raises:
            NoReplyError: the dialogue had nothing to say, which it always should.
        """
        replies = Replies()
        message = UserMessage(text, replies, sender, input_channel=CHANNEL, metadata=metadata)
        async with self._agent.lock_store.lock(sender):
            await self._processor.handle_message(message)
            tracker = await self._tracker(sender)
            if not replies.items:
                raise NoReplyError
            result = {
                "replies": replies.items,
                "understanding": _understanding(tracker),
                "state": _state(tracker),
            }
            await self._tidy(tracker, replies.directives())
        return result

    async def reset(self, sender: str) -> None:
        """Forget forms and slots of the conversation; harmless when there are none."""
        async with self._agent.lock_store.lock(sender):
            tracker = await self._agent.tracker_store.retrieve(sender)
            if tracker is not None:
                await self._save(tracker, _new_session())

    async def note(self, sender: str, role: str, text: str) -> None:
        """Remember what was said while a person had the conversation."""
        said: list[Event] = (
            [BotUttered(text, metadata={"role": role})]
            if role == "agent"
            else [UserUttered(text, input_channel=CHANNEL), ActionExecuted(ACTION_LISTEN_NAME)]
        )
        async with self._agent.lock_store.lock(sender):
            await self._save(await self._tracker(sender), said)

    async def _tidy(self, tracker: DialogueStateTracker, directives: list[dict[str, Any]]) -> None:
        ended = any(
            item.get("directive") in _ENDING or item.get("cancelled") for item in directives
        )
        if ended:
            await self._save(tracker, _new_session())
        elif not tracker.active_loop_name and len(tracker.events) > _LONGEST:
            await self._save(tracker, [*_new_session(), *_kept(tracker)])

    async def _tracker(self, sender: str) -> DialogueStateTracker:
        store = self._agent.tracker_store
        return await store.get_or_create_tracker(sender, append_action_listen=True)

    async def _save(self, tracker: DialogueStateTracker, events: list[Event]) -> None:
        tracker.update_with_events(events, self._processor.domain)
        await self._agent.tracker_store.save(tracker)


def _new_session() -> list[Event]:
    """Rasa reads a dialogue from its last session on: slots, form and history start anew."""
    return [
        ActionExecuted(ACTION_SESSION_START_NAME),
        SessionStarted(),
        ActionExecuted(ACTION_LISTEN_NAME),
    ]


def _kept(tracker: DialogueStateTracker) -> list[Event]:
    return [SlotSet(name, value) for name, value in _slots(tracker).items()]


def _understanding(tracker: DialogueStateTracker) -> dict[str, Any]:
    # Not latest_message: Rasa takes answers that a form used out of the history it applies.
    said = (event for event in reversed(tracker.events) if isinstance(event, UserUttered))
    latest = next(said, None)
    parsed = (latest.parse_data if latest else None) or {}
    intent = parsed.get("intent") or {}
    ranking = [
        {"name": item["name"], "confidence": round(float(item["confidence"]), 4)}
        for item in (parsed.get("intent_ranking") or [])[:_RANKED]
    ]
    return {
        "intent": intent.get("name"),
        "confidence": round(float(intent.get("confidence") or 0.0), 4),
        "ranking": ranking,
        "entities": {item["entity"]: item["value"] for item in parsed.get("entities") or []},
    }


def _state(tracker: DialogueStateTracker) -> dict[str, Any]:
    form = tracker.active_loop_name
    return {
        "form": form,
        "requested_slot": tracker.get_slot(REQUESTED_SLOT) if form else None,
        "slots": _slots(tracker),
    }


def _slots(tracker: DialogueStateTracker) -> dict[str, Any]:
    hidden = (REQUESTED_SLOT, "session_started_metadata")
    values = tracker.current_slot_values()
    return {
        name: value
        for name, value in values.items()
        if name not in hidden and value not in (None, "")
    }
