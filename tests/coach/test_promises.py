from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from coach.conversation import topic_of
from coach.promises import find_promises
from coach.situations import fill, load_situations
from coach.types import Situation

# A Tuesday, shortly before noon.
SAID = datetime(2026, 5, 12, 11, 20, tzinfo=ZoneInfo("Asia/Shanghai"))


@pytest.mark.parametrize(
    ("text", "owner", "due"),
    [
        ("好的，今天18点前回复您。", "我", "05-12 18:00"),
        ("师傅下午3点到您家", "师傅", "05-12 15:00"),
        ("我现在联系师傅，两小时内给您回话", "我", "05-12 13:20"),
        ("明天上午10点前把明细发给您，谢谢", "我", "05-13 10:00"),
        ("王师傅半小时到，您别碰开关", "王师傅", "05-12 11:50"),
        ("下周一我给您打电话", "我", "05-18 18:00"),
        ("电梯配件后天到货，周五下午能修好并通知您", "我", "05-15 18:00"),
        ("押金七个工作日退到原卡", "我", "05-21 18:00"),
        ("三点到五点之间师傅上门", "师傅", "05-12 17:00"),
        ("5月20日前公示结果", "我", "05-20 18:00"),
        ("今天下班前我把结果告诉您", "我", "05-12 18:00"),
        ("已安排电工，四点半过去看", "我", "05-12 16:30"),
        ("15号之前退到您卡里", "我", "05-15 18:00"),
        ("3号之前退到您卡里", "我", "06-03 18:00"),
        ("月底前换好", "我", "05-31 18:00"),
        ("明早九点主管来谈", "主管", "05-13 09:00"),
        ("今天18点前，我回复您", "我", "05-12 18:00"),
        ("晚上八点半给您回电", "我", "05-12 20:30"),
        ("九点前给您答复", "我", "05-12 21:00"),
        ("本周内给您一个书面说明，我会发您", "我", "05-17 18:00"),
        ("15:30前把照片发您", "我", "05-12 15:30"),
    ],
)
def test_one_promise(text: str, owner: str, due: str) -> None:
    (found,) = find_promises(text, SAID)
    assert (found.owner, f"{found.due:%m-%d %H:%M}", found.exact) == (owner, due, True)
    assert found.what in text


@pytest.mark.parametrize(
    "text",
    [
        "请您明天带身份证来前台",
        "我们18点下班",
        "停水到晚上八点",
        "您说“今天一定修好”，我们没做到，抱歉",
        "今晚8点师傅上门可以吗？",
        "如果五点前没到您再找我",
        "已经修好了，昨天下午到的",
        "装修施工时间是上午8点到12点",
        "每天早上七点保洁打扫",
        "好的，登记好了",
        "",
    ],
)
def test_no_promise(text: str) -> None:
    assert find_promises(text, SAID) == ()


def test_without_a_time_it_is_due_when_the_day_ends() -> None:
    (found,) = find_promises("我核实一下，尽快给您答复", SAID)
    assert (f"{found.due:%m-%d %H:%M}", found.exact) == ("05-12 18:00", False)
    (found,) = find_promises("我核实一下，尽快给您答复", SAID.replace(hour=20))
    assert f"{found.due:%m-%d %H:%M}" == "05-13 10:00"


def test_two_times_are_two_promises() -> None:
    found = find_promises("1小时内到现场，三天内给您书面答复。", SAID)
    assert [f"{one.due:%m-%d %H:%M}" for one in found] == ["05-12 12:20", "05-15 18:00"]


def test_a_december_date_said_in_december_may_be_next_year() -> None:
    said = datetime(2026, 12, 30, 9, 0, tzinfo=SAID.tzinfo)
    (found,) = find_promises("1月5日前给您答复", said)
    assert (found.due.year, found.due.month, found.due.day) == (2027, 1, 5)


def test_the_playbook_promises_a_time_that_is_found_again() -> None:
    """Every row of the playbook that names a time is a promise the desk will chase."""
    situation = Situation(now=SAID.replace(tzinfo=None), work_order="1", work_order_status="已派单")
    for row in load_situations():
        if "{by}" in row.text or "{soon}" in row.text:
            text = fill(row, topic_of(()), situation)
            assert find_promises(text, SAID), text
