from __future__ import annotations

from datetime import date, datetime

import pytest

from coach.conversation import parse_turn
from coach.service import Coach
from coach.situations import deadlines, load_situations, marks
from coach.types import Role, Severity, Situation, Turn
from knowledge_base.types import Citation, Entry, Hit, HitKind
from tests.coach.conftest import resident

NOON = datetime(2026, 5, 12, 12, 0)


def entry(answer: str, *facts: str) -> Hit:
    held = Entry(
        id="fees/late", title="晚交物业费", category="fees", scope="national",
        questions=("晚交几天行吗",), answer=answer, citations=(Citation("民法典", 944),),
        owner="客服部", valid_from=date(2026, 1, 1), review_on=date(2027, 1, 1), facts=facts,
    )  # fmt: skip
    return Hit(HitKind.ENTRY, 0.9, entry=held)


ASKED = [
    "物业费我觉得多收了，你们凭什么！",
    "楼上天天半夜拖桌子，我快崩溃了",
    "电梯里困了人，快来！",
    "师傅怎么还没来，都等了三天了",
    "你们保安今天把我爸推倒了！",
    "晚上经过地库被人跟踪，吓死了",
    "你们小区能遛鸟吗",
]


@pytest.mark.parametrize("asked", ASKED)
def test_at_most_three_and_all_pass_the_check(coach: Coach, asked: str) -> None:
    turns = resident(asked)
    offered = coach.suggest(turns, (), Situation(now=NOON))
    assert 1 <= len(offered) <= 3
    for suggestion in offered:
        flags = coach.check(suggestion.text, turns)
        assert all(flag.severity is Severity.INFO for flag in flags), suggestion.text
        assert "{" not in suggestion.text


def test_silence_when_nobody_waits(coach: Coach) -> None:
    turns = [*resident("几点下班"), Turn(Role.AGENT, "18点下班。")]
    assert coach.suggest(turns, (), Situation()) == ()
    assert coach.suggest((), (), Situation()) == ()


def test_an_emergency_starts_with_the_instruction(coach: Coach) -> None:
    first = coach.suggest(resident("有人困在电梯里了"), (), Situation())[0]
    assert "不要扒门" in first.text


def test_knowledge_comes_first_with_its_sources(coach: Coach) -> None:
    hit = entry("晚几天交可以，{grace_days}天内不计违约金。", "grace_days")
    situation = Situation(now=NOON, facts={"grace_days": "15"})
    first = coach.suggest(resident("物业费晚几天交行吗"), (hit,), situation)[0]
    assert "15天内" in first.text
    assert [source.ref for source in first.sources] == ["fees/late", "民法典:944"]


def test_an_answer_with_an_unknown_fact_is_not_offered(coach: Coach) -> None:
    hit = entry("晚几天交可以，{grace_days}天内不计违约金。", "grace_days")
    offered = coach.suggest(resident("物业费晚几天交行吗"), (hit,), Situation(now=NOON))
    assert all(suggestion.kind != "knowledge" for suggestion in offered)


def test_what_is_unknown_becomes_a_promise_with_a_time(coach: Coach) -> None:
    offered = coach.suggest(resident("你们小区能遛鸟吗"), (), Situation(now=NOON))
    assert "今天18点前" in offered[0].text


@pytest.mark.parametrize(
    ("hour", "by"),
    [(9, "今天18点前"), (17, "明天上午10点前"), (23, "明天上午10点前"), (3, "今天上午10点前")],
)
def test_promised_times_can_be_kept(hour: int, by: str) -> None:
    assert deadlines(datetime(2026, 5, 12, hour, 30))[0] == by


def test_every_row_can_be_reached_and_filled() -> None:
    rows = load_situations()
    assert len({row.name for row in rows}) == len(rows)
    known = marks([parse_turn("住户: 你好")], Situation())
    assert not any(row.urgent and row.when <= known for row in rows)
