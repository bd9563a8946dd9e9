"""Whether to raise an alarm when the net and the dialogue engine do not agree.

The net's certainty acts before anybody is asked (`turn.py`). Here both have spoken: the
engine's probabilities of all kinds are added up, since a doubt about the kind is no doubt
about the danger.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from enum import StrEnum

from api.assistant.answers import HUMAN_BUTTON
from api.assistant.bot_client import BotTurn
from api.assistant.outcome import Outcome, TurnContext
from api.assistant.routes_of_intents import emergency_kind
from api.assistant.safety import Alarm
from api.conversations.schemas import Reply

# The engine's fear that counts beside the net's doubt, what the net's own probability has to be
# for an alarm with the engine, and for one without it. Measured on messages that neither was
# trained on; below, a question costs less than an alarm for nothing.
WITH_NET = 0.25
LIKELY = 0.35
LIKELY_ALONE = 0.5
# Below, the two together fear too little even for a question: of 403 emergencies of development
# five are missed, one of them for this bound, and of 766 others 13 are asked about for nothing
# (at 0.88 eleven and four).
TOGETHER = 0.6
# An engine without a trace of fear (早啊，今天挺冷的) outweighs more of the net's doubt: of the
# same 403 none is lost by it.
NO_TRACE = 0.02
LIKELY_WITHOUT_TRACE = 0.75

ASKED = "danger_asked"
QUESTION = "先确认一下：您那边现在有危险吗？"
RELIEVED = "没事就好。您想问什么、办什么，直接说就行。"
# Whole answers only: 是这样的 and 有个问题 begin like a yes.
YES = re.compile(
    r"^\W*(是的?|有的?|对的?|嗯+|恩+|在的?|係|系|得|中|yes|是啊|有啊|对啊|对对对?|是是是?|有有有?"
    r"|还有|还在)(呀|呢|吧|啊|哦|噢|喔|哈|了)?\W*$"
    r"|^\W*(是的?|有的?|对的?|嗯+)?\W*(现在)?(有|很|真的?|特别|非常)?(点|的)?(危险|紧急|要命|严重)"
    r"|救命|快来人|快来|快点",
    re.IGNORECASE,
)
NO = re.compile(
    r"^\W*(没|不是|冇|无|莫得|唔)|没有?什?么?(危险|事|紧急)|不(危险|紧急|严重|要紧|是)|弄错|误会|解除"
)
ONLY_NO = re.compile(
    r"^\W*(现在|目前|暂时|这边|我)?(没有?|不是|没得|莫得|冇|无|不|没事|没什么|唔系|no|安全)"
    r"(危险|事|的|了|啊|呢|呀|哈|有|什么)*\W*(我?就?(是|想)*(咨询|问)(一?下|问)*)?\W*$",
    re.IGNORECASE,
)
# Words that only call for help to come; a message of nothing else names no danger.
_HURRY = re.compile(
    r"急死|赶紧|赶快|马上|立刻|抓紧|救命|过来|拜托|麻烦|师傅|保安|物业|到底|怎么|一下|看看|人呢|哪儿"
    r"|[快救来急派求请叫你您们还没点些到几个人我呢啊呀吧嘛了的哪]|\W"
)


class Verdict(StrEnum):
    CALM = "calm"
    ASK = "ask"
    RAISE = "raise"


def weigh(turn: BotTurn, alarm: Alarm | None) -> Verdict:
    """What both together say of one message."""
    if alarm is None:
        # The engine knows that the net sees nothing and is sure all the same: worth a question.
        return Verdict.ASK if emergency_kind(turn.intent) else Verdict.CALM
    feared = _feared(turn)
    enough = LIKELY_WITHOUT_TRACE if feared < NO_TRACE else TOGETHER
    if feared + alarm.probability < enough:
        return Verdict.CALM
    sure = feared >= WITH_NET and alarm.probability >= LIKELY
    return Verdict.RAISE if sure else Verdict.ASK


def imagined(turn: BotTurn, alarm: Alarm | None) -> bool:
    """Whether only the engine sees an emergency, and both together fear too little for one.

    It has already decided to raise it; told that all is calm, it decides on what else was said.
    """
    return bool(emergency_kind(turn.intent)) and weigh(turn, alarm) is Verdict.CALM


def alone(alarm: Alarm) -> Verdict:
    """What to make of the net's doubt with no engine to ask."""
    return Verdict.RAISE if alarm.probability >= LIKELY_ALONE else Verdict.ASK


def kind_of(turn: BotTurn, alarm: Alarm | None) -> str:
    """The likeliest kind: the net's, else the engine's."""
    if alarm is not None:
        return alarm.kind
    kinds = [emergency_kind(name) for name, _ in turn.ranking if emergency_kind(name)]
    return emergency_kind(turn.intent) or (kinds[0] if kinds else "injury")


def ask(kind: str, entities: Mapping[str, str] | None = None) -> Outcome:
    """One question before an alarm that may be none."""
    buttons = [
        {"title": "有危险，快来人", "text": "有危险，快来人"},
        {"title": "没有危险", "text": "没有危险，我想咨询一下"},
        HUMAN_BUTTON,
    ]
    reply = Reply(QUESTION, payload={"buttons": buttons, "directive": "say"})
    return Outcome((reply,), {ASKED: kind}).understood("emergency", dict(entities or {}))


def confirmed(context: TurnContext) -> bool:
    """Whether this is a yes to the question just asked."""
    if not context.memory.get(ASKED):
        return False
    return bool(YES.search(context.text)) and not NO.search(context.text)


def doubtful_again(context: TurnContext) -> bool:
    """Whether the question was asked and the words now are at least no no."""
    return bool(context.memory.get(ASKED)) and not NO.search(context.text)


def denied(context: TurnContext) -> bool:
    """Whether this is a no to the question just asked, and nothing else."""
    return bool(context.memory.get(ASKED)) and bool(ONLY_NO.search(context.text))


def relieved() -> Outcome:
    """The answer to that no."""
    reply = Reply(RELIEVED, payload={"directive": "say"})
    return forget(Outcome((reply,))).understood("chitchat", {})


def hurries(text: str) -> bool:
    """Whether these words only call for help to come, and name nothing: 快来人啊，救命。"""
    return not _HURRY.sub("", text)


def forget(outcome: Outcome) -> Outcome:
    return replace(outcome, memory={**outcome.memory, ASKED: ""})


def _feared(turn: BotTurn) -> float:
    summed = sum(share for name, share in turn.ranking if emergency_kind(name))
    return max(summed, turn.confidence if emergency_kind(turn.intent) else 0.0)
