"""Whether to raise an alarm when the net and the dialogue engine do not agree.

The net's certainty acts before anybody is asked (`turn.py`). Here both have spoken: the
engine's probabilities of all kinds are added up, since a doubt about the kind is no doubt
about the danger.
"""

from __future__ import annotations

import re
from dataclasses import replace
from enum import StrEnum

from api.assistant.answers import HUMAN_BUTTON
from api.assistant.bot_client import BotTurn
from api.assistant.outcome import Outcome, TurnContext
from api.assistant.routes_of_intents import emergency_kind
from api.assistant.safety import Alarm
from api.conversations.schemas import Reply

# With the net's doubt, from here on; measured on messages that neither was trained on.
WITH_NET = 0.25

ASKED = "danger_asked"
QUESTION = "先确认一下：您那边现在有危险吗？"
YES = re.compile(r"^\W*(有|是|对|嗯|恩|在|yes|危险|救命|快)(?!没|不)", re.IGNORECASE)
NO = re.compile(r"没有?|不是|不用|无|没事|没危险|安全")


class Verdict(StrEnum):
    CALM = "calm"
    ASK = "ask"
    RAISE = "raise"


def weigh(turn: BotTurn, alarm: Alarm | None) -> Verdict:
    """What both together say of one message."""
    if alarm is not None:
        return Verdict.RAISE if _feared(turn) >= WITH_NET else Verdict.CALM
    # The engine knows that the net sees nothing and is sure all the same: worth a question.
    return Verdict.ASK if emergency_kind(turn.intent) else Verdict.CALM


def kind_of(turn: BotTurn, alarm: Alarm | None) -> str:
    """The likeliest kind: the net's, else the engine's."""
    if alarm is not None:
        return alarm.kind
    kinds = [emergency_kind(name) for name, _ in turn.ranking if emergency_kind(name)]
    return emergency_kind(turn.intent) or (kinds[0] if kinds else "injury")


def ask(kind: str) -> Outcome:
    """One question before an alarm that may be none."""
    buttons = [
        {"title": "有危险，快来人", "text": "有危险，快来人"},
        {"title": "没有危险", "text": "没有危险，我想咨询一下"},
        HUMAN_BUTTON,
    ]
    reply = Reply(QUESTION, payload={"buttons": buttons, "directive": "say"})
    return Outcome((reply,), {ASKED: kind}).understood("emergency", {})


def confirmed(context: TurnContext) -> bool:
    """Whether this is a yes to the question just asked."""
    if not context.memory.get(ASKED):
        return False
    return bool(YES.search(context.text)) and not NO.search(context.text)


def forget(outcome: Outcome) -> Outcome:
    return replace(outcome, memory={**outcome.memory, ASKED: ""})


def _feared(turn: BotTurn) -> float:
    summed = sum(share for name, share in turn.ranking if emergency_kind(name))
    return max(summed, turn.confidence if emergency_kind(turn.intent) else 0.0)
