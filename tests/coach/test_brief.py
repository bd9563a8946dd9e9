from __future__ import annotations

from coach.brief import write_brief
from coach.types import Role, Turn

TALK = (
    Turn(Role.RESIDENT, "8栋3单元602厨房漏水，电话13800001111"),
    Turn(Role.BOT, "已登记，师傅今天15点前上门。"),
    Turn(Role.RESIDENT, "都四点了人呢？太过分了！"),
)


def test_it_says_who_where_what_and_what_is_open() -> None:
    brief = write_brief(TALK, {}, ())
    assert "13800001111" in brief.who
    assert brief.where == "8栋3单元602"
    assert "漏水" in brief.what
    assert brief.mood == "angry"
    assert any("15点前上门" in line for line in brief.done)
    assert any("都四点了人呢" in line for line in brief.open)
    assert any(line.startswith("已答应") for line in brief.open)


def test_slots_are_believed_before_words() -> None:
    brief = write_brief(TALK, {"location": "9栋101", "phone": "13900002222"}, ())
    assert (brief.where, brief.who) == ("9栋101", "13900002222")


def test_what_is_missing_is_named() -> None:
    brief = write_brief((Turn(Role.RESIDENT, "你好"),), {}, ())
    assert "缺联系电话" in brief.open
    assert "缺具体位置" in brief.open
