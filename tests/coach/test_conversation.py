from __future__ import annotations

import pytest

from coach.brief import write_brief
from coach.conversation import matters, question_of
from coach.types import Role, Turn


def said(*texts: str) -> list[Turn]:
    return [Turn(Role.RESIDENT, text) for text in texts]


IDLE = [
    "转人工", "找人工客服", "我要人工", "人工！", "麻烦帮我转接人工客服", "能不能找个真人",
    "你好", "在吗", "您好，在吗？", "谢谢", "好的谢谢", "嗯嗯", "转人工，谢谢", "有人吗", "😀",
    "叫你们的人来跟我说话",
]  # fmt: skip
MATTERS = [
    "电梯又坏了", "你好，我家漏水", "保安骂人", "转人工，我家停电了", "人家楼上天天吵",
    "快来人，电梯困人了", "好多蟑螂", "物业费怎么算", "没水了",
]  # fmt: skip


@pytest.mark.parametrize("text", IDLE)
def test_words_without_a_matter(text: str) -> None:
    assert not matters(text)


@pytest.mark.parametrize("text", MATTERS)
def test_words_with_a_matter(text: str) -> None:
    assert matters(text)


def test_the_question_is_not_the_call_for_a_person() -> None:
    assert question_of(said("没收房要交物业费吗", "转人工", "在吗")) == "没收房要交物业费吗"
    assert question_of(said("厨房漏水", "8栋3单元602", "13800001111")) == "厨房漏水"
    assert question_of(said("你好", "转人工")) == ""
    assert question_of(()) == ""


def test_our_own_words_are_no_question() -> None:
    talk = [*said("车位怎么租"), Turn(Role.BOT, "请问您要普通车位吗？"), *said("找人工客服")]
    assert question_of(talk) == "车位怎么租"


def test_the_brief_keeps_the_question_open_when_a_person_was_asked_for() -> None:
    talk = [*said("车位怎么租"), Turn(Role.BOT, "我没有查到。"), *said("我要找人工客服，谢谢")]
    brief = write_brief(talk, {}, ())
    assert brief.what == "车位怎么租"
    assert "待回答：车位怎么租" in brief.open
    assert not any("人工" in line for line in brief.open)


def test_long_idle_words_take_no_time() -> None:
    assert matters("好的好的你好谢谢" * 2000 + "电梯坏了")
