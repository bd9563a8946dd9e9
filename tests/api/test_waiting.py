"""What waiting residents are told: place, time, opening hours; and what was promised them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import update

from api.channels.web import service
from api.conversations.waiting import ENOUGH_WAITS, minutes_of
from api.database import now
from api.desk.callbacks import time_in
from api.estates.hours import LOCAL, read_hours
from api.models import Conversation, Handoff
from api.tokens import read_resident
from tests.api.conftest import Product, Resident
from tests.api.test_routing import at_work, hand, waiting
from tests.hours import set_hours


def at(day: int, hour: int, minute: int = 0) -> datetime:
    """November 2026: the 23rd is a Monday."""
    return datetime(2026, 11, day, hour, minute, tzinfo=LOCAL)


@pytest.mark.parametrize(
    ("text", "open_at", "shut_at"),
    [
        ("每天 8:00–20:00", at(29, 8), at(23, 20)),
        ("工作日 9:00-17:30", at(27, 17, 29), at(28, 12)),
        ("周一至周六 8:00–12:00、14:00–18:00，周日休息", at(28, 14), at(23, 13)),
        ("周五至周一 10:00~16:00", at(23, 12), at(24, 12)),
        ("每天 22:00–6:00", at(24, 2), at(24, 12)),
    ],
)
def test_hours_are_read_as_people_write_them(
    text: str, open_at: datetime, shut_at: datetime
) -> None:
    hours = read_hours(text)
    assert hours is not None
    assert hours.open_at(open_at)
    assert not hours.open_at(shut_at)
    assert hours.open_at(shut_at.astimezone(UTC)) is False


def test_the_next_opening_skips_closed_days_and_unknown_hours_close_nothing() -> None:
    hours = read_hours("工作日 9:00–17:30")
    assert hours is not None
    assert hours.next_opening(at(27, 18)) == at(30, 9)
    assert read_hours("请致电服务中心") is None
    always = read_hours("24 小时")
    assert always is not None
    assert always.open_at(at(25, 3))


@pytest.mark.parametrize(("seconds", "minutes"), [(3, 1), (61, 2), (601, 15), (1500, 25)])
def test_minutes_are_rounded_up(seconds: float, minutes: int) -> None:
    assert minutes_of(seconds) == minutes


def test_a_time_is_kept_in_the_residents_own_words() -> None:
    assert time_in("打13812345678，明天上午10点以后，我要问物业费") == "明天上午10点以后"
    assert time_in("13812345678") == ""


async def past_waits(product: Product, count: int, seconds: int) -> None:
    resident = await product.resident()
    async with product.parts.database.write() as session:
        for number in range(count):
            began = now() - timedelta(hours=1 + number)
            session.add(
                Handoff(
                    conversation_id=resident.conversation_id,
                    estate_id="yunqi",
                    queued_at=began,
                    claimed_at=began + timedelta(seconds=seconds),
                    ended_at=began + timedelta(seconds=seconds * 3),
                )
            )


async def shut(product: Product) -> None:
    """Closed now, open again in two hours at the latest."""
    later = now().astimezone(LOCAL) + timedelta(hours=2)
    await set_hours(product.parts.database, f"每天 {later.hour}:00–{later.hour}:59")


async def status(product: Product, resident: Resident) -> dict[str, Any]:
    caller = read_resident(product.parts.settings.secret, resident.token)
    return await service.status(product.parts, caller)


async def test_too_few_waits_promise_no_time(product: Product) -> None:
    await past_waits(product, ENOUGH_WAITS - 1, 120)
    resident = await waiting(product)
    assert "分钟" not in (await resident.messages())[-1]["text"]
    assert await status(product, resident) == {"status": "queued", "position": 1, "read": 0}


async def test_place_and_time_follow_the_queue(product: Product) -> None:
    await past_waits(product, ENOUGH_WAITS, 120)
    first, second = await waiting(product), await waiting(product)
    assert "您是下一位，大约需要 2 分钟。" in (await first.messages())[-1]["text"]
    assert "您前面还有 1 位住户，大约需要 4 分钟。" in (await second.messages())[-1]["text"]
    agent = await at_work(product)
    await agent.claim(first.conversation_id)
    body = await status(product, second)
    assert (body["position"], body["wait_minutes"]) == (1, 2)


async def test_a_time_that_has_passed_is_not_said_again(product: Product) -> None:
    await past_waits(product, ENOUGH_WAITS, 120)
    resident = await waiting(product)
    async with product.parts.database.write() as session:
        await session.execute(update(Conversation).values(queued_at=now() - timedelta(minutes=9)))
    assert "wait_minutes" not in await status(product, resident)


async def test_outside_hours_one_is_told_when_people_are_back_and_can_be_called(
    product: Product,
) -> None:
    await shut(product)
    resident = await waiting(product)
    said = (await resident.messages())[-1]["text"]
    assert "现在是下班时间" in said
    assert "0571-5550-1299" in said
    assert "opens_at" in await status(product, resident)
    (noted,) = await resident.say("138 1234 5678，上午10点以后打")
    assert noted["text"].startswith("记下了：13812345678，上午10点以后打。")
    await resident.say("改成下午3点吧，还是13812345678")
    agent = await product.agent()
    (callback,) = (await agent.get("/callbacks")).json()
    assert (callback["phone"], callback["wanted"]) == ("13812345678", "改成下午3点吧")
    path = f"/callbacks/{callback['id']}/called"
    await agent.post(path, {"reached": False})
    assert "没有接通" in (await resident.messages())[-1]["text"]
    assert (await agent.get("/callbacks")).json()[0]["tries"] == 1
    await agent.post(path, {"reached": True})
    assert (await agent.get("/callbacks")).json() == []


async def test_outside_hours_words_for_people_are_acknowledged_once(product: Product) -> None:
    await shut(product)
    resident = await waiting(product)
    (noted,) = await resident.say("我家热水器坏了，老是打不着")
    assert "上班后就能看到" in noted["text"]
    assert await resident.say("8栋302") == []


async def test_a_known_number_needs_only_a_yes(product: Product) -> None:
    await shut(product)
    resident = await waiting(product, phone="13900001111")
    assert "139****1111" in (await resident.messages())[-1]["text"]
    (noted,) = await resident.say("可以的")
    assert "13900001111" in noted["text"]


async def test_inside_hours_a_number_alone_is_no_wish_for_a_call(product: Product) -> None:
    resident = await waiting(product)
    assert await resident.say("我电话13812345678") == []
    (noted,) = await resident.say("给我回个电话吧，13812345678")
    assert "同事会尽快给您回电" in noted["text"]
    assert await resident.say("算了不用回电") == []


async def test_at_night_the_assistant_still_answers_what_it_knows(product: Product) -> None:
    await shut(product)
    resident = await waiting(product)
    said = await resident.say("没收房要交物业费吗")
    assert said[-1]["sender"] == "bot"
    assert said[-1]["payload"]["citations"]
    assert (await resident.history())["status"] == "queued"


async def test_emergencies_ring_at_any_hour(product: Product) -> None:
    await shut(product)
    resident = await product.resident()
    said = await resident.say("电梯里困人了，快来救人")
    assert all("下班" not in message["text"] for message in said)
    agent = await at_work(product, auto=True)
    await hand(product)
    assert [i["id"] for i in (await agent.get("/mine")).json()] == [resident.conversation_id]


async def test_levels_run_from_the_queue_or_from_the_opening(product: Product) -> None:
    resident = await waiting(product)
    agent = await at_work(product)
    (item,) = await agent.queue()
    assert [(one["kind"], one["target"]) for one in item["levels"]] == [
        ("first_reply", 180),
        ("resolution", 3600),
    ]
    assert 170 <= item["levels"][0]["left"] <= 180
    await agent.claim(resident.conversation_id)
    await agent.reply(resident.conversation_id, "您好，我先查一下，十分钟内回复您。")
    (item,) = (await agent.get("/mine")).json()
    assert [one["kind"] for one in item["levels"]] == ["resolution"]
    await shut(product)
    await waiting(product)
    (late,) = await agent.queue()
    assert late["levels"][0]["left"] > 180


async def test_a_manager_sets_the_promises_and_an_agent_does_not(product: Product) -> None:
    body = {"auto": False, "capacity": 5, "first_reply": 60, "resolution": 1800}
    path = "/v1/desk/settings?estate=yunqi"
    agent, manager = await product.agent(), await product.agent("manager")
    refused = await product.http.put(path, json=body, headers=agent.headers)
    assert refused.status_code == 403
    done = await product.http.put(path, json=body, headers=manager.headers)
    assert done.json() == body
    await waiting(product)
    (item,) = await agent.queue()
    assert [one["target"] for one in item["levels"]] == [60, 1800]
