"""One turn: safety check, bot, directives; and what happens without a bot."""

from __future__ import annotations

import asyncio
import re
from dataclasses import replace

import structlog

from api.assistant import answers, danger, temper
from api.assistant.bot_client import (
    BotTurn,
    BotUnavailableError,
    DialogueEngine,
    Known,
    Sentence,
)
from api.assistant.directives import (
    Job,
    Workshop,
    carry_out,
    emergency,
    search_in_thread,
)
from api.assistant.following import CONSULT, in_thread, kept_in_mind, picked
from api.assistant.instructions import as_it_stands
from api.assistant.outcome import HandOffRequest, Outcome, TurnContext
from api.assistant.routes_of_intents import route_of
from api.assistant.safety import Alarm, Level, SafetyModel
from api.conversations.schemas import Reply
from api.estates.records import EstateRecords
from api.models import Status
from api.playbooks.store import PlaybookStore
from knowledge_base.query import clean
from knowledge_base.service import KnowledgeBase
from knowledge_base.types import Confidence, SearchResult

log = structlog.get_logger(__name__)

WANTS_A_PERSON = re.compile(
    r"(?<!不用)(?<!不要)(?<!别)(转|找|叫|要|接)(个|一?下|到)?(人工|真人|客服|活人)|^人工"
)
# Assent asks for nothing, though some question may lie near its few letters.
ASSENT = re.compile(
    r"\W*(可以|好|行|嗯+|哦+|没问题|方便|对|是|谢谢|知道|ok)[的了吧啊呀哦您你]*\W*$", re.IGNORECASE
)
# A turn takes 30 ms; an instruction is due within a second.
FACTS_SECONDS = 0.4
AT_NIGHT = "收到，同事上班后就能看到，您可以接着写。"
# A number, or a yes to one: the list of callbacks answers these.
_ANSWERED_ELSEWHERE = re.compile(rf"\d(?:[ -]?\d){{6}}|^{ASSENT.pattern}", re.IGNORECASE)
BOT_DOWN = "智能助手这会儿有点忙不过来，我请同事来帮您。"


class Assistant:
    """Answers before a person does; holds no state of its own."""

    def __init__(
        self,
        engine: DialogueEngine,
        knowledge: KnowledgeBase,
        records: EstateRecords,
        safety: SafetyModel,
        edits: PlaybookStore,
    ) -> None:
        self._engine = engine
        self._knowledge = knowledge
        self._records = records
        self._safety = safety
        self._edits = edits

    async def respond(self, context: TurnContext) -> Outcome:
        """The outcome for the resident's words; never raises for a missing bot."""
        outcome = await self._decide(context)
        if outcome.emergency:
            return await as_it_stands(outcome, self._edits, self._records, context.estate_id)
        return outcome

    async def _decide(self, context: TurnContext) -> Outcome:
        alarm, sentence = await asyncio.to_thread(self._read, context.text)
        known = Known(context.phone, calm=alarm is None, sentence=sentence)
        if danger.confirmed(context):
            return danger.forget(emergency(str(context.memory[danger.ASKED]), context))
        if alarm is not None and _known_already(alarm, context):
            return Outcome()  # help is on its way: the person who comes reads this
        if alarm is not None and alarm.level is Level.CERTAIN:
            return emergency(alarm.kind, context, await self._facts(context, known))
        if context.unattended and alarm is None:
            return await self._at_night(context)
        if context.status is not Status.BOT:
            return _beside_a_person(context, alarm)
        if danger.denied(context):
            return danger.relieved()
        return await self._ask_the_bot(context, alarm, known)

    async def finish(self, conversation_id: str) -> None:
        """After a directive was carried out: the dialogue starts afresh."""
        try:
            await self._engine.reset(conversation_id)
        except BotUnavailableError as error:
            log.warning("dialogue_not_reset", conversation=conversation_id, cause=str(error))

    def _read(self, text: str) -> tuple[Alarm | None, Sentence | None]:
        """What the net sees, and the vector it needed: search and engine need the same one."""
        plain = clean(text)
        alarm = self._safety.check(text)
        if not plain:
            return alarm, None
        vector = self._knowledge.embed([plain])[0]
        return alarm, Sentence(self._knowledge.embedder.identity, plain, vector)

    async def _facts(self, context: TurnContext, known: Known) -> dict[str, str]:
        """Where it is and whom to call, if the words say so; help does not wait for it."""
        try:
            async with asyncio.timeout(FACTS_SECONDS):
                turn = await self._engine.ask(context.conversation_id, context.text, known)
        except (BotUnavailableError, TimeoutError):
            return {}
        return turn.entities

    async def _ask_the_bot(
        self, context: TurnContext, alarm: Alarm | None, known: Known
    ) -> Outcome:
        # The search does not depend on what the bot decides, so both run at once.
        search = asyncio.create_task(search_in_thread(self._knowledge, context.text, context))
        try:
            turn = picked(context)
            if turn is not None:
                return await self._carry_out(context, turn, None, search)
            turn = await self._engine.ask(context.conversation_id, context.text, known)
            if danger.imagined(turn, alarm):
                turn = await self._engine.ask(
                    context.conversation_id, context.text, replace(known, calm=True)
                )
                alarm = None
            return await self._carry_out(context, turn, alarm, search)
        except BotUnavailableError as error:
            log.warning("bot_unavailable", conversation=context.conversation_id, cause=str(error))
            return await self._without_bot(context, alarm, await search)
        finally:
            search.cancel()

    async def _carry_out(
        self,
        context: TurnContext,
        turn: BotTurn,
        alarm: Alarm | None,
        search: asyncio.Task[SearchResult],
    ) -> Outcome:
        async def find(question: str) -> SearchResult:
            if question == context.text:
                return await search
            return await search_in_thread(self._knowledge, question, context)

        verdict = danger.weigh(turn, alarm)
        if verdict is danger.Verdict.ASK and danger.doubtful_again(context):
            verdict = danger.Verdict.RAISE
        if verdict is danger.Verdict.RAISE:
            return emergency(danger.kind_of(turn, alarm), context, turn.entities)
        if verdict is danger.Verdict.ASK:
            return danger.ask(danger.kind_of(turn, alarm), turn.entities)
        if turn.intent == "out_of_scope" and (await search).confidence is Confidence.ANSWER:
            # An approved answer to these very words outweighs the feeling that they are foreign.
            # What an open form asks next is still asked.
            asking = (reply for reply in turn.replies if reply.custom.get("asks"))
            turn = replace(turn, intent="knowledge", replies=(CONSULT, *asking))
        turn = in_thread(context, turn)
        workshop = Workshop(self._knowledge, self._records, find)
        # A question about danger counts only for the very next message.
        outcome = danger.forget(Outcome()) if context.memory.get(danger.ASKED) else Outcome()
        for reply in turn.replies:
            outcome = outcome.then(await carry_out(Job(context, turn, reply, workshop)))
        if outcome.hand_off:  # what a form would ask next is asked by the person now
            asked_no_more = tuple(one for one in outcome.replies if not one.payload.get("asks"))
            outcome = replace(outcome, replies=asked_no_more)
        understood = outcome.understood(
            route_of(turn.intent, turn.form), turn.entities, intent=turn.intent
        )
        memory = {**kept_in_mind(context, turn), **understood.memory}
        return temper.soothed(context, replace(understood, memory=memory))

    async def _at_night(self, context: TurnContext) -> Outcome:
        """Until people are back, what is certain is still answered; all else waits for them."""
        result = await search_in_thread(self._knowledge, context.text, context)
        found = await self._found(context, result, Confidence.ANSWER)
        if found or context.memory.get("noted") or _ANSWERED_ELSEWHERE.search(context.text):
            return found or Outcome()
        noted = Outcome((Reply(AT_NIGHT, payload={"directive": "say"}),), {"noted": True})
        return noted.understood("human", {})

    async def _found(
        self, context: TurnContext, result: SearchResult, *enough: Confidence
    ) -> Outcome | None:
        """The knowledge base's answer without the bot, if the search is sure enough."""
        if result.confidence not in enough or ASSENT.match(context.text):
            return None
        facts = await self._records.facts(context.estate_id)
        reply = answers.answer(result, facts, self._knowledge)
        found = Outcome((reply,)).labelled(directive="consult_knowledge")
        return found.understood("knowledge", {})

    async def _without_bot(
        self, context: TurnContext, alarm: Alarm | None, result: SearchResult
    ) -> Outcome:
        """The knowledge base still answers, emergencies are seen, people are reached."""
        if alarm is not None:
            likely = danger.alone(alarm) is danger.Verdict.RAISE
            return emergency(alarm.kind, context) if likely else danger.ask(alarm.kind)
        if WANTS_A_PERSON.search(context.text):
            return Outcome(hand_off=HandOffRequest("requested"), route="human")
        found = await self._found(context, result, Confidence.ANSWER, Confidence.CONFIRM)
        if found is not None:
            return found
        return Outcome(hand_off=HandOffRequest("bot_down", opening=BOT_DOWN), route="human")


def _known_already(alarm: Alarm, context: TurnContext) -> bool:
    """The danger for which help is called; 快来 after it names no other."""
    if not context.emergency:
        return False
    return alarm.kind == context.emergency or danger.hurries(context.text)


def _beside_a_person(context: TurnContext, alarm: Alarm | None) -> Outcome:
    """While a person has the conversation or is waited for: no questions, only likely danger."""
    if alarm is not None and danger.alone(alarm) is danger.Verdict.RAISE:
        return emergency(alarm.kind, context)
    return Outcome()
