"""Emergencies: instruction at once, a person alerted, a work order; in any state."""

from __future__ import annotations

import pytest

from api.events import EventKind, estate_topic
from tests.api.conftest import Product


async def test_instruction_person_and_order(product: Product) -> None:
    resident = await product.resident()
    with product.parts.bus.subscribe(estate_topic("yunqi")) as news:
        said = await resident.say("电梯里困人了，快来")
        kinds = set()
        while not news._queue.empty():
            kinds.add((await news.next()).kind)
    assert said[0]["payload"]["emergency"] == "lift"
    assert said[0]["payload"]["route"] == "emergency"
    assert "警报已经发给值班同事" in said[1]["text"]
    assert EventKind.ALERT in kinds
    agent = await product.agent()
    (item,) = await agent.queue()
    assert (item["priority"], item["emergency"]) == (2, "lift")
    view = (await agent.get(f"/conversations/{resident.conversation_id}")).json()
    assert view["work_orders"][0]["kind"] == "emergency"


async def test_without_the_bot(product: Product) -> None:
    product.engine.down = True
    resident = await product.resident()
    said = await resident.say("家里好大煤气味")
    assert said[0]["payload"]["emergency"] == "gas"


async def test_emergencies_come_first_in_the_queue(product: Product) -> None:
    product.engine.decide("human", directive="hand_off", reason="requested")
    early = await product.resident()
    await early.say("转人工")
    late = await product.resident()
    await late.say("着火了快来人")
    agent = await product.agent()
    assert [i["id"] for i in await agent.queue()] == [late.conversation_id, early.conversation_id]


async def test_while_a_person_has_the_conversation(product: Product) -> None:
    product.engine.decide("human", directive="hand_off", reason="requested")
    resident = await product.resident()
    await resident.say("转人工")
    agent = await product.agent()
    await agent.claim(resident.conversation_id)
    said = await resident.say("厨房着火了！")
    assert said[0]["payload"]["emergency"] == "fire"
    assert (await resident.history())["status"] == "human"


async def test_the_same_emergency_opens_one_order(product: Product) -> None:
    resident = await product.resident()
    await resident.say("电梯困人了")
    assert await resident.say("电梯里还困着人，快点啊") == []
    assert await resident.say("快来人啊，救命") == []
    agent = await product.agent()
    view = (await agent.get(f"/conversations/{resident.conversation_id}")).json()
    assert len(view["work_orders"]) == 1


@pytest.mark.parametrize(
    "text",
    ["上个月电梯困过人，物业有责任吗", "昨天楼下着火了，消防通道被堵谁负责", "没有着火，是演练"],
)
async def test_past_and_denied_are_no_emergency(product: Product, text: str) -> None:
    resident = await product.resident()
    said = await resident.say(text)
    assert all(m["payload"].get("emergency") is None for m in said)


async def test_knowledge_answers_without_the_bot(product: Product) -> None:
    product.engine.down = True
    resident = await product.resident()
    (answer,) = await resident.say("没收房要交物业费吗")
    assert answer["payload"]["citations"]


async def test_a_person_is_reached_without_the_bot(product: Product) -> None:
    product.engine.down = True
    resident = await product.resident()
    await resident.say("转人工")
    assert (await resident.history())["status"] == "queued"
