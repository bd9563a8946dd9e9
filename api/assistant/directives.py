"""One function a directive: the bot decides, the api acts."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from api.assistant import answers, several, thread
from api.assistant.bot_client import BotReply, BotTurn
from api.assistant.outcome import HandOffRequest, Outcome, TurnContext
from api.assistant.playbooks import playbooks
from api.conversations.schemas import Reply
from api.estates.records import EstateRecords
from api.work_orders.amend import changes_in
from api.work_orders.schemas import WorkOrderDraft
from knowledge_base.service import KnowledgeBase
from knowledge_base.types import Confidence, HitKind, Scope, SearchResult

Search = Callable[[str], Awaitable[SearchResult]]

MISSES_BEFORE_A_PERSON = 2
OTHERS = 6  # entries looked through for what else may have been meant
_ENTRIES = frozenset({HitKind.ENTRY})
NOT_UNDERSTOOD = "抱歉，我没能帮上忙，不耽误您时间了。"
SENT_ALREADY = "好的。单号 {order} 已经报上去了，我不能替您撤销；说“转人工”，我请同事帮您撤。"
ABUSED = "您这么生气，一定是遇到了糟心事，我请同事直接来听您说。"


@dataclass(frozen=True, slots=True)
class Workshop:
    """What directives work with; `search` may have started while the bot was thinking."""

    knowledge: KnowledgeBase
    records: EstateRecords
    search: Search


@dataclass(frozen=True, slots=True)
class Job:
    """One directive of one turn."""

    context: TurnContext
    turn: BotTurn
    reply: BotReply
    workshop: Workshop

    @property
    def arguments(self) -> Mapping[str, Any]:
        return self.reply.custom


Handler = Callable[[Job], Awaitable[Outcome]]


async def say(job: Job) -> Outcome:
    kept = ("asks", "buttons", "route", "cancelled")
    payload = {key: job.arguments[key] for key in kept if job.arguments.get(key)}
    repeated = job.reply.text in job.context.memory.get("said", ())
    text = str(job.arguments.get("again") or "") if repeated else ""
    order = str(job.context.memory.get("order") or "")
    if job.arguments.get("cancelled") and order and not job.context.memory.get("asking"):
        # Nothing was being filled in: they mean what has been sent already.
        payload["buttons"] = [answers.HUMAN_BUTTON]
        text = SENT_ALREADY.format(order=order)
    changes = changes_in(job.turn.intent, job.turn.entities)
    if order and changes and job.arguments.get("asks") == "purpose":
        # Nothing is being filled in: they mean what has been sent. What to say if that cannot be
        # changed any more stands in the reply.
        payload |= {"directive": "amend_work_order", "amends": {"number": order, **changes}}
        return Outcome((Reply(job.reply.text, payload=payload),))
    outcome = Outcome((Reply(text or job.reply.text, payload=payload),))
    lost = job.arguments.get("unclear") or job.arguments.get("asks") == "purpose"
    return _missed(job, outcome) if lost else outcome


async def consult_knowledge(job: Job) -> Outcome:
    named = answers.named_provisions(job.workshop.knowledge, job.context.text)
    if named:
        return Outcome((named,), {"misses": 0, "citations": _refs(named)})
    asked = str(job.arguments.get("question") or job.context.text)
    question = _in_full(job, asked)
    result = await job.workshop.search(question)
    if question == asked and result.confidence is not Confidence.ANSWER:
        found = await _one_by_one(job, asked)
        if found is not None:
            return found
    facts = await job.workshop.records.facts(job.context.estate_id)
    known = frozenset(job.context.memory.get("entries", [])) if question != asked else frozenset()
    if known & _first(result):
        alone = await job.workshop.search(asked)
        # 停车费呢 after a question on fees is a question of its own.
        sure = alone.confidence is Confidence.ANSWER
        likely = alone.confidence is Confidence.CONFIRM and thread.is_topic(asked)
        if (sure or likely) and not known & _first(alone):
            question, result = asked, alone
    change = thread.core(asked) if thread.is_change(asked) else ""
    reply = answers.answer(result, facts, job.workshop.knowledge, known=known, change=change)
    return _answered(job, question, reply)


def _in_full(job: Job, asked: str) -> str:
    """The question with what it leaves out after the one before."""
    previous = thread.last_question(job.context.memory)
    changed = thread.changed_question(previous, asked)
    if changed or not (job.arguments.get("follow_up") and previous):
        return changed or asked
    return f"{previous}，{asked}"


async def _one_by_one(job: Job, text: str) -> Outcome | None:
    """The answers to several questions of one message; None unless one is certain."""
    parts = several.questions(text)
    results = [await job.workshop.search(part) for part in parts]
    certain = [result.confidence is Confidence.ANSWER for result in results]
    if not any(certain):
        return None
    facts = await job.workshop.records.facts(job.context.estate_id)
    replies = {
        str(reply.payload.get("entry") or part): reply
        for part, result, sure in zip(parts, results, certain, strict=True)
        for reply in (
            answers.answer(result, facts, job.workshop.knowledge)
            if sure
            else answers.unanswered(part),
        )
    }
    given = [reply for reply in replies.values() if reply.payload.get("entry")]
    memory = {
        "misses": 0,
        "question": parts[certain.index(True)],
        "entries": [reply.payload["entry"] for reply in given],
        "citations": [ref for reply in given for ref in _refs(reply)],
        "answered": True,
    }
    return Outcome(tuple(replies.values()), memory)


def _first(result: SearchResult) -> frozenset[str]:
    entries = [hit.id for hit in result.hits if hit.kind is HitKind.ENTRY]
    return frozenset(entries[:1])


async def not_meant(job: Job) -> Outcome:
    """The next best entries for the question before; then a person."""
    question = str(job.context.memory.get("question", ""))
    refused = frozenset(job.context.memory.get("entries", []))
    if not question:
        return Outcome((Reply("不好意思，是我没听明白。您换个说法，或者直接告诉我想办什么事？"),))
    result = await asyncio.to_thread(
        job.workshop.knowledge.search, question, scope_of(job.context), OTHERS, _ENTRIES
    )
    reply = answers.answer(result, {}, job.workshop.knowledge, skip=refused)
    return _answered(job, question, reply, missed=True)


async def show_source(job: Job) -> Outcome:
    named = answers.named_provisions(job.workshop.knowledge, job.context.text)
    if named:
        return Outcome((named,), {"citations": _refs(named)})
    refs = list(job.context.memory.get("citations", []))
    return Outcome((answers.provision_reply(job.workshop.knowledge, refs),))


async def open_work_order(job: Job) -> Outcome:
    wanted = {key: str(job.arguments.get(key) or "") for key in _DRAFT_FIELDS}
    draft = WorkOrderDraft(kind=str(job.arguments.get("kind") or "repair"), **wanted)
    return Outcome(work_order=draft, reset_dialogue=True)


async def work_order_status(job: Job) -> Outcome:
    number = str(job.arguments.get("number") or "")
    return Outcome((Reply("", payload={"work_order_number": number}),))


async def raise_emergency(job: Job) -> Outcome:
    return emergency(str(job.arguments.get("kind") or ""), job.context, job.turn.entities)


async def hand_off(job: Job) -> Outcome:
    reason = str(job.arguments.get("reason") or "requested")
    opening = ABUSED if reason == "abuse" else ""
    priority = 1 if reason in ("abuse", "complaint") else 0
    return Outcome(hand_off=HandOffRequest(reason, priority, opening), reset_dialogue=True)


async def unknown(job: Job) -> Outcome:
    """A directive nobody knows is a fault of ours: a person takes over."""
    return Outcome(hand_off=HandOffRequest("not_understood", opening=NOT_UNDERSTOOD))


HANDLERS: dict[str, Handler] = {
    "say": say,
    "consult_knowledge": consult_knowledge,
    "not_meant": not_meant,
    "show_source": show_source,
    "open_work_order": open_work_order,
    "work_order_status": work_order_status,
    "raise_emergency": raise_emergency,
    "hand_off": hand_off,
}
_DRAFT_FIELDS = ("location", "description", "phone", "time")


async def carry_out(job: Job) -> Outcome:
    """The outcome of one reply of the bot."""
    name = str(job.reply.custom.get("directive") or "say")
    outcome = await HANDLERS.get(name, unknown)(job)
    return outcome.labelled(directive=name)


def emergency(
    kind: str, context: TurnContext, entities: Mapping[str, str] | None = None
) -> Outcome:
    """The fixed instruction for `kind`, a person next, and a work order."""
    known = entities or {}
    playbook = playbooks().get(kind) or playbooks()["injury"]
    payload = {
        "emergency": playbook.kind,
        "call": list(playbook.call),
        "directive": "raise_emergency",
    }
    raised = Outcome(
        replies=(Reply(playbook.text, payload=payload),),
        work_order=WorkOrderDraft(
            "emergency",
            location=known.get("location", ""),
            description=f"{playbook.title}：{context.text[:200]}",
            phone=known.get("phone", "") or context.phone,
        ),
        hand_off=HandOffRequest("emergency", priority=2),
        emergency=playbook.kind,
        reset_dialogue=True,
    )
    return raised.understood("emergency", dict(known))


def _refs(reply: Reply) -> list[str]:
    return [item["ref"] for item in reply.payload["citations"]]


def _answered(job: Job, question: str, reply: Reply, *, missed: bool = False) -> Outcome:
    """Remember what was asked and answered; two misses in a row lead to a person."""
    known = reply.payload.get("entry")
    misses = 0 if known else int(job.context.memory.get("misses", 0)) + 1
    offered = [button["text"] for button in reply.payload.get("buttons", ())]
    memory: dict[str, Any] = {
        "misses": misses,
        "answered": True,
        "offered": [text for text in offered if text != answers.HUMAN_BUTTON["text"]],
    }
    if known:
        memory |= {
            "question": question,
            "entries": [known],
            "citations": _refs(reply),
        }
    elif not missed:
        # What was cited last stays: 那条法律 is that one, whatever was asked in vain since.
        memory |= {"question": question, "entries": []}
    if misses >= MISSES_BEFORE_A_PERSON:
        return _to_a_person()
    return Outcome((reply,), memory)


def _missed(job: Job, outcome: Outcome) -> Outcome:
    """The outcome after the first miss; a person after the second in a row."""
    misses = int(job.context.memory.get("misses", 0)) + 1
    if misses >= MISSES_BEFORE_A_PERSON:
        return _to_a_person()
    return replace(outcome, memory={**outcome.memory, "misses": misses})


def _to_a_person() -> Outcome:
    request = HandOffRequest("not_understood", opening=NOT_UNDERSTOOD)
    return Outcome(memory={"misses": 0}, hand_off=request, reset_dialogue=True)


def scope_of(context: TurnContext) -> Scope:
    return Scope(estate=context.estate_id, city=context.city)


async def search_in_thread(
    knowledge: KnowledgeBase, question: str, context: TurnContext
) -> SearchResult:
    return await asyncio.to_thread(knowledge.search, question, scope_of(context))
