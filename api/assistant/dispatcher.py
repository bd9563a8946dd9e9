"""From stored messages to stored replies: one worker a conversation, one turn at a time.

Messages that arrive while a turn runs are taken together in the next one. Whatever was
acknowledged before a crash is found again by `recover`.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from api.assistant import work_order_words
from api.assistant.briefs import BriefWriter
from api.assistant.outcome import HandOffRequest, Outcome, TurnContext
from api.assistant.turn import Assistant
from api.conversations import handoffs, repository, service
from api.conversations import log as conversation_log
from api.conversations.waiting import Outlook, outlook
from api.database import Database, emit
from api.estates.records import EstateRecords
from api.events import Event, EventBus, EventKind
from api.models import Conversation, Estate, Message, Sender, Status
from knowledge_base.types import Scope

log = structlog.get_logger(__name__)

TURNS_AT_ONCE = 4
FAILED = "抱歉，系统出了点问题，我请同事来帮您。"


@dataclass(frozen=True, slots=True)
class Heard:
    """A resident's words; `handed_off` if they led to a person just now."""

    text: str
    handed_off: bool


# Called after each turn, in its unit of work.
Listener = Callable[[AsyncSession, Conversation, Heard], Awaitable[None]]


class Dispatcher:
    """Turns run in the background; the channel has acknowledged long before."""

    def __init__(
        self,
        database: Database,
        assistant: Assistant,
        briefs: BriefWriter,
        bus: EventBus,
        records: EstateRecords,
        listeners: Sequence[Listener] = (),
    ) -> None:
        self._database = database
        self._assistant = assistant
        self._briefs = briefs
        self._bus = bus
        self._records = records
        self._listeners = listeners
        self._workers: dict[str, asyncio.Task[None]] = {}
        self._again: set[str] = set()
        # More turns at once than this only wait on each other, and hold up acknowledgements.
        self._turns = asyncio.Semaphore(TURNS_AT_ONCE)

    def kick(self, conversation_id: str) -> None:
        """See to it that the conversation's unhandled messages are taken."""
        if conversation_id in self._workers:
            self._again.add(conversation_id)
            return
        worker = asyncio.create_task(self._work(conversation_id))
        self._workers[conversation_id] = worker
        # Not in the worker itself: one that is cancelled before its first step runs no line.
        worker.add_done_callback(lambda _: self._workers.pop(conversation_id, None))

    async def recover(self) -> int:
        """Take up what an earlier process acknowledged and did not answer."""
        async with self._database.read() as session:
            waiting = await repository.conversations_with_unhandled(session)
        for conversation_id in waiting:
            self.kick(conversation_id)
        return len(waiting)

    async def brief(self, conversation_id: str) -> dict[str, Any]:
        """The brief of a conversation as it stands; empty when none can be written."""
        async with self._database.read() as session:
            conversation = await repository.find(session, conversation_id)
            if conversation is None:
                return {}
            estate = await session.get_one(Estate, conversation.estate_id)
        scope = Scope(estate=estate.id, city=estate.city)
        try:
            return await self._briefs.write(conversation_id, scope)
        except Exception:
            # A person without a brief is better than no person.
            log.exception("brief_failed", conversation=conversation_id)
            return {}

    async def drain(self) -> None:
        """Wait until nothing runs; for shutdown and tests."""
        while self._workers:
            await asyncio.gather(*self._workers.values(), return_exceptions=True)

    async def _work(self, conversation_id: str) -> None:
        while True:
            self._again.discard(conversation_id)
            await self._drain_one(conversation_id)
            if conversation_id not in self._again:
                return

    async def _drain_one(self, conversation_id: str) -> None:
        while (taken := await self._take(conversation_id)) is not None:
            context, messages = taken
            self._typing(context)
            try:
                async with self._turns:
                    outcome = await self._assistant.respond(context)
            except Exception:
                log.exception("turn_failed", conversation=conversation_id)
                outcome = _apology()
            await self._apply(context, messages, outcome)

    async def _take(self, conversation_id: str) -> tuple[TurnContext, list[Message]] | None:
        async with self._database.read() as session:
            messages = list(await repository.unhandled(session, conversation_id))
            if not messages:
                return None
            conversation, estate, resident = await repository.with_people(session, conversation_id)
            unattended = await handoffs.unattended(session, conversation)
        text = "\n".join(message.text for message in messages)
        context = TurnContext(
            conversation_id=conversation.id,
            estate_id=estate.id,
            city=estate.city,
            resident_id=conversation.resident_id,
            status=Status(conversation.status),
            text=text,
            phone=resident.phone,
            emergency=conversation.emergency,
            unattended=unattended,
            memory=conversation.memory,
        )
        return context, messages

    async def _apply(self, context: TurnContext, messages: list[Message], outcome: Outcome) -> None:
        """One unit of work: replies, work order, handoff, and the messages are handled."""
        brief = await self.brief(context.conversation_id) if outcome.hand_off else {}
        view = await self._outlook(context) if outcome.hand_off else None
        async with self._database.write() as session:
            conversation = await repository.lock(session, context.conversation_id)
            assert conversation is not None
            for message in messages:
                (await session.get_one(Message, message.id)).handled = True
            if not _overtaken(context, conversation, outcome):
                await self._store(session, conversation, context, outcome, brief, view)
            heard = Heard(context.text, handed_off=outcome.hand_off is not None)
            for listener in self._listeners:
                await listener(session, conversation, heard)
        if outcome.reset_dialogue:
            await self._assistant.finish(context.conversation_id)

    async def _store(
        self,
        session: AsyncSession,
        conversation: Conversation,
        context: TurnContext,
        outcome: Outcome,
        brief: dict[str, Any],
        view: Outlook | None,
    ) -> None:
        conversation.memory = {**conversation.memory, **outcome.memory}
        for reply in outcome.replies:
            filled = await work_order_words.filled(session, context, reply)
            await conversation_log.append(session, conversation, filled)
        if outcome.work_order is not None:
            await work_order_words.opened(session, conversation, outcome)
        if outcome.emergency:
            conversation.emergency = outcome.emergency
            _alert(session, conversation, outcome.emergency)
        if outcome.hand_off is not None:
            await service.hand_off(
                session,
                conversation,
                reason=outcome.hand_off.reason,
                brief=brief,
                priority=outcome.hand_off.priority,
                opening=outcome.hand_off.opening,
                payload=work_order_words.label(outcome.route or "human", "hand_off"),
                view=view,
            )

    async def _outlook(self, context: TurnContext) -> Outlook | None:
        try:
            return await outlook(self._records, context.estate_id, context.phone)
        except Exception:
            # Records that cannot be read must not keep anybody from a person.
            log.exception("hours_unknown", conversation=context.conversation_id)
            return None

    def _typing(self, context: TurnContext) -> None:
        if context.status is Status.BOT:
            data = {"sender": Sender.BOT.value}
            self._bus.publish(
                Event(EventKind.TYPING, context.conversation_id, context.estate_id, data)
            )


def _overtaken(context: TurnContext, conversation: Conversation, outcome: Outcome) -> bool:
    """A person took over while the bot was thinking: its answer is not sent any more."""
    changed = conversation.status != context.status
    return changed and not outcome.emergency


def _apology() -> Outcome:
    return Outcome(hand_off=HandOffRequest("bot_down", priority=1, opening=FAILED), route="human")


def _alert(session: AsyncSession, conversation: Conversation, kind: str) -> None:
    data = {"emergency": kind}
    emit(session, Event(EventKind.ALERT, conversation.id, conversation.estate_id, data))
