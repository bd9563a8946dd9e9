"""The net and the dialogue engine weighed together, and the question in between."""

from __future__ import annotations

import pytest

from api.assistant import danger
from api.assistant.bot_client import BotTurn
from api.assistant.danger import Verdict
from api.assistant.outcome import TurnContext
from api.assistant.safety import Alarm, Level
from api.models import Status


def turn(intent: str, confidence: float) -> BotTurn:
    return BotTurn((), intent, confidence, ranking=((intent, confidence),))


def context(text: str, asked: str = "gas") -> TurnContext:
    return TurnContext("c", "e", "杭州", "r", Status.BOT, text, memory={danger.ASKED: asked})


def doubt(probability: float) -> Alarm:
    return Alarm("gas", Level.POSSIBLE, probability)


@pytest.mark.parametrize(
    ("probability", "intent", "verdict"),
    [
        (0.6, "emergency_gas", Verdict.RAISE),
        (0.2, "emergency_gas", Verdict.ASK),
        (0.5, "repair", Verdict.CALM),
        (0.2, "knowledge", Verdict.CALM),
    ],
)
def test_with_the_nets_doubt(probability: float, intent: str, verdict: Verdict) -> None:
    assert danger.weigh(turn(intent, 0.9), doubt(probability)) is verdict


def test_a_net_that_is_nearly_certain_asks_alone() -> None:
    calm = BotTurn((), "repair", 0.8, ranking=(("repair", 0.8), ("emergency_gas", 0.2)))
    assert danger.weigh(calm, doubt(0.5)) is Verdict.ASK
    assert danger.weigh(calm, doubt(0.3)) is Verdict.CALM


def test_an_engine_without_a_trace_of_fear_outweighs_more() -> None:
    assert danger.weigh(turn("greet", 0.97), doubt(0.7)) is Verdict.CALM
    assert danger.weigh(turn("greet", 0.97), doubt(0.8)) is Verdict.ASK
    trace = BotTurn((), "greet", 0.9, ranking=(("greet", 0.9), ("emergency_gas", 0.05)))
    assert danger.weigh(trace, doubt(0.7)) is Verdict.ASK


def test_where_the_net_is_calm() -> None:
    assert danger.weigh(turn("emergency_fire", 0.97), None) is Verdict.ASK
    assert danger.weigh(turn("knowledge", 0.97), None) is Verdict.CALM


def test_fear_of_the_engine_alone_is_imagined() -> None:
    assert danger.imagined(turn("emergency_water", 0.5), doubt(0.02))
    assert not danger.imagined(turn("emergency_water", 0.9), doubt(0.3))
    assert not danger.imagined(turn("repair", 0.9), doubt(0.02))


def test_with_no_engine_to_ask() -> None:
    assert danger.alone(doubt(0.6)) is Verdict.RAISE
    assert danger.alone(doubt(0.2)) is Verdict.ASK


@pytest.mark.parametrize(
    "text", ["有", "是的", "有危险，快来人", "嗯嗯", "有的！", "救命", "有危险，不敢出去"]
)
def test_a_yes(text: str) -> None:
    assert danger.confirmed(context(text))
    assert not danger.confirmed(context(text, asked=""))


@pytest.mark.parametrize(
    "text",
    ["没有", "没有危险，我想咨询一下", "没事", "有个问题想问", "在吗", "是这样的，我想问物业费"],
)
def test_no_yes(text: str) -> None:
    assert not danger.confirmed(context(text))


@pytest.mark.parametrize("text", ["没有", "没有危险", "没有危险，我想咨询一下", "没事的"])
def test_a_no_is_answered(text: str) -> None:
    assert danger.denied(context(text))
    (reply,) = danger.relieved().replies
    assert reply.payload["route"] == "chitchat"


def test_a_no_with_more_goes_to_the_bot() -> None:
    assert not danger.denied(context("没有，我想问物业费怎么交"))
    assert not danger.denied(context("没有人来啊，还在冒烟"))
