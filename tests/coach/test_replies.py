"""Approved replies, use, and the fit of replies."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from coach.conversation import parse_turn
from coach.figures import Bare
from coach.replies.approved import ApprovedReply, Examples
from coach.replies.evaluation import evaluate_choices, place, read_choices
from coach.replies.fit import ReplyFit
from coach.replies.gathering import gather_replies
from coach.replies.uses import Uses, UseTable
from coach.service import Coach
from coach.types import Situation
from tests.coach.conftest import resident

PETS = ApprovedReply(
    "r1", "小区里可以养大型犬吗", "大型犬要看本市的限养名录，名录外的办好证就可以养。"
)
BIKES = ApprovedReply(
    "r2", "电动车能推上楼充电吗", "不能上楼充电，车棚里有充电桩，扫码就能用。", "yunqi"
)


def test_an_approved_reply_is_found_by_a_like_question(knowledge: Bare) -> None:
    examples = Examples(knowledge, [PETS, BIKES])
    (found,) = examples.like(resident("我想养条大狗，小区允许吗"), "binjiang", 3)
    assert (found.kind, found.key, found.text) == ("example", "example:r1", PETS.text)


def test_a_reply_of_another_estate_stays_there(knowledge: Bare) -> None:
    examples = Examples(knowledge, [PETS, BIKES])
    asked = resident("电瓶车可以推到楼上充电吗")
    assert [one.key for one in examples.like(asked, "yunqi", 3)] == ["example:r2"]
    assert examples.like(asked, "binjiang", 3) == ()


def test_nothing_like_it_is_silence(knowledge: Bare) -> None:
    examples = Examples(knowledge, [PETS, BIKES])
    assert examples.like(resident("物业费多少钱一平"), "yunqi", 3) == ()
    assert examples.like(resident("你好"), "yunqi", 3) == ()
    examples.replace([])
    assert examples.like(resident("小区里可以养大型犬吗"), "yunqi", 3) == ()


def test_an_approved_reply_that_does_not_pass_the_flags_is_not_offered(
    coach: Coach,
) -> None:
    asked = resident("电动车能推上楼充电吗")
    coach.examples.replace(
        [ApprovedReply("bad", "电动车能推上楼充电吗", "再推上楼就别怪我们不客气，直接给你断电。")]
    )
    try:
        offered = coach.suggest(asked, (), Situation())
    finally:
        coach.examples.replace([])
    assert all(one.key != "example:bad" for one in offered)


ANGRY = "楼道灯坏了一个月了，你们到底管不管！！"


def test_use_moves_a_suggestion(coach: Coach) -> None:
    first, *others = coach.suggest(resident(ANGRY), (), Situation())
    assert others
    liked = others[0]
    rows = {
        (first.key, first.situation): Uses(dismissed=12, ignored=6, taken=3),
        (liked.key, liked.situation): Uses(taken=20),
    }
    assert coach.suggest(resident(ANGRY), (), Situation(), UseTable(rows))[0].key == liked.key
    elsewhere = {(key, "money"): uses for (key, _), uses in rows.items()}
    assert coach.suggest(resident(ANGRY), (), Situation(), UseTable(elsewhere))[0] == first


def test_what_nobody_wants_is_no_longer_said(coach: Coach) -> None:
    before = coach.suggest(resident(ANGRY), (), Situation())
    unwanted = {(one.key, one.situation): Uses(ignored=20, dismissed=20) for one in before}
    after = coach.suggest(resident(ANGRY), (), Situation(), UseTable(unwanted))
    assert not {one.key for one in before} & {one.key for one in after}


def test_an_instruction_is_not_up_for_a_vote(coach: Coach) -> None:
    asked = resident("有人困在电梯里了")
    first = coach.suggest(asked, (), Situation())[0]
    tired = UseTable({(first.key, "emergency"): Uses(dismissed=100)})
    assert coach.suggest(asked, (), Situation(), tired)[0].key == first.key


def gathered(coach: Coach, *lines: str, names: tuple[str, ...] = ()) -> list[str]:
    turns = [parse_turn(line) for line in lines]
    return [one.text for one in gather_replies(turns, coach.check, names)]


def test_replies_that_hold_beyond_the_day_are_gathered(coach: Coach) -> None:
    good = "不能上楼充电，车棚里有充电桩，扫码就能用。"
    assert gathered(coach, "住户: 电动车能推上楼充电吗", f"客服: {good}") == [good]


@pytest.mark.parametrize(
    "reply",
    [
        "好的",
        "师傅今天下午3点到您家，请在家等。",
        "您的电话13812345678我记下了，会转给师傅。",
        "您家5栋2单元301的阀门在厨房水槽下面。",
        "周明华您好，车棚里有充电桩，扫码就能用。",
        "这么简单都不懂，自己看公告栏去。",
    ],
)
def test_what_is_private_rude_or_of_the_day_is_not(coach: Coach, reply: str) -> None:
    asked = "住户: 电动车能推上楼充电吗"
    assert gathered(coach, asked, f"客服: {reply}", names=("周明华",)) == []


def test_a_reply_to_a_greeting_is_not_gathered(coach: Coach) -> None:
    assert gathered(coach, "住户: 你好", "客服: 您好，请问有什么可以帮您的吗？") == []


def test_the_kind_of_answer_counts(knowledge: Bare) -> None:
    fit = ReplyFit(knowledge)
    scores = fit.scores("停水停到什么时候", ["预计晚上八点恢复", "5号楼和6号楼", "好的"])
    assert scores.argmax() == 0
    assert len(fit.scores("停水停到什么时候", [])) == 0


def test_a_draw_shares_its_places() -> None:
    scores, right = np.array([1.0, 1.0, 0.0]), np.array([True, False, False])
    assert place(scores, right) == 1.5
    assert place(-scores, right) == 2.5


def test_figures_of_a_small_file(knowledge: Bare, tmp_path: Path) -> None:
    rows = [
        {"id": "a", "question": "几点下班", "candidates": [
            {"text": "前台18点下班", "relevant": 1}, {"text": "车位在B2", "relevant": 0}]},
        {"id": "b", "question": "无解", "candidates": [{"text": "好", "relevant": 0}]},
    ]  # fmt: skip
    file = tmp_path / "rows.jsonl"
    file.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), "utf-8")
    found = evaluate_choices(read_choices(file), knowledge)
    assert list(found) == ["bm25", "embeddings", "linli"]
    assert found["linli"].n == 1
    assert found["linli"].first == found["linli"].among_three == 1.0


def test_a_broken_line_is_named(tmp_path: Path) -> None:
    file = tmp_path / "rows.jsonl"
    file.write_text('{"question": "x"}\n', "utf-8")
    with pytest.raises(ValueError, match=r"rows\.jsonl:1"):
        read_choices(file)
