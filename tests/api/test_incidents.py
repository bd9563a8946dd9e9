"""Shared trouble: proposed once, told to all, joined by who comes later."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from api.database import now
from api.incidents.detection import Trouble, trouble_in
from api.incidents.models import Sighting
from api.models import WorkOrder
from tests.api.conftest import Agent, Product, Resident


@pytest.mark.parametrize(
    ("text", "home", "seen"),
    [
        ("电梯又坏了", "8栋3单元602", Trouble("8", "lift")),
        ("八号楼停水了怎么回事", "", Trouble("8", "no_water")),
        ("我家在5栋，楼道灯不亮", "8栋602", Trouble("5", "corridor_light")),
        ("电梯维修谁出钱", "8栋602", None),
        ("电梯又坏了", "", None),
        ("谢谢，已经好了", "8栋602", None),
    ],
)
def test_trouble_is_a_thing_at_a_building(text: str, home: str, seen: Trouble | None) -> None:
    assert trouble_in(text, home) == seen


async def reports(product: Product, room: str, words: str = "停水了，一点水都没有") -> Resident:
    resident = await product.resident(room=room, name=f"住户{room}")
    product.engine.decide("human", directive="hand_off", reason="requested")
    await resident.say(words)
    return resident


async def incidents(agent: Agent) -> list[dict[str, Any]]:
    return (await agent.get("/incidents")).json()


async def orders(product: Product) -> list[WorkOrder]:
    async with product.parts.database.read() as session:
        return list((await session.execute(select(WorkOrder))).scalars())


async def three(product: Product) -> list[Resident]:
    return [await reports(product, f"8栋{number}02") for number in (1, 2, 3)]


async def test_three_residents_of_a_building_make_one_proposal(product: Product) -> None:
    agent = await product.agent()
    for room in ("8栋102", "8栋202", "9栋302"):
        await reports(product, room)
    assert await incidents(agent) == []
    await reports(product, "8栋402", "门禁打不开了")
    assert await incidents(agent) == []
    await reports(product, "8栋502", "怎么又停水了")
    (incident,) = await incidents(agent)
    assert (incident["title"], incident["status"]) == ("8栋停水", "proposed")
    assert len(incident["reporters"]) == 3


async def test_one_resident_is_no_crowd_and_yesterday_is_not_today(product: Product) -> None:
    agent = await product.agent()
    resident = await reports(product, "8栋102")
    for _ in range(3):
        await resident.say("还是停水，没有水")
    await reports(product, "8栋202")
    assert await incidents(agent) == []
    async with product.parts.database.write() as session:
        await session.execute(update(Sighting).values(created_at=now() - timedelta(hours=2)))
    await reports(product, "8栋302")
    assert await incidents(agent) == []


async def test_one_notice_and_one_work_order_reach_all_of_them(product: Product) -> None:
    residents = await three(product)
    agent = await product.agent()
    (incident,) = await incidents(agent)
    path = f"/incidents/{incident['id']}/notices"
    sent = (await agent.post(path, {"notice": "水管抢修，维修人员18点前到场。"})).json()
    assert sent["told"] == 3
    for resident in residents:
        said = (await resident.messages())[-1]
        assert "维修人员18点前到场" in said["text"]
        assert sent["number"] in said["text"]
    assert [order.number for order in await orders(product)] == [sent["number"]]


async def test_who_comes_later_joins_and_is_told_once(product: Product) -> None:
    await three(product)
    agent = await product.agent()
    (incident,) = await incidents(agent)
    path = f"/incidents/{incident['id']}/notices"
    await agent.post(path, {"notice": "维修人员18点前到场。"})
    late = await reports(product, "8栋902")
    assert "已经知道" in (await late.messages())[-1]["text"]
    assert await late.say("还是没有水，修好了吗") == []
    (incident,) = await incidents(agent)
    assert len(incident["reporters"]) == 4
    told = (await agent.post(path, {"notice": "已恢复供水。", "done": True})).json()["told"]
    assert told == 4
    assert await incidents(agent) == []
    assert [order.status for order in await orders(product)] == ["done"]
    again = await reports(product, "8栋102")
    assert "已经知道" not in (await again.messages())[-1]["text"]


async def test_orders_that_reporters_had_become_one(product: Product) -> None:
    residents = await three(product)
    agent = await product.agent()
    for resident in residents[:2]:
        await agent.claim(resident.conversation_id)
        body = {"kind": "emergency", "description": "停水了", "location": "8栋"}
        await agent.post(f"/conversations/{resident.conversation_id}/work-orders", body)
    (incident,) = await incidents(agent)
    sent = await agent.post(f"/incidents/{incident['id']}/notices", {"notice": "正在抢修。"})
    states = {order.number: order.status for order in await orders(product)}
    assert sorted(states.values()) == ["cancelled", "open"]
    assert states[sent.json()["number"]] == "open"


async def test_an_unlawful_notice_is_stopped(product: Product) -> None:
    residents = await three(product)
    agent = await product.agent()
    (incident,) = await incidents(agent)
    body = {"notice": "再不交费就把你家水电停了"}
    sent = (await agent.post(f"/incidents/{incident['id']}/notices", body)).json()
    assert sent["told"] == 0
    assert sent["flags"]
    assert not any("水电停了" in m["text"] for m in await residents[0].messages())


async def test_a_proposal_that_is_dismissed_does_not_come_back_at_once(product: Product) -> None:
    await three(product)
    agent = await product.agent()
    (incident,) = await incidents(agent)
    assert (await agent.post(f"/incidents/{incident['id']}/dismiss")).status_code == 204
    for room in ("8栋602", "8栋702", "8栋802"):
        await reports(product, room)
    assert await incidents(agent) == []
    assert (await agent.post(f"/incidents/{incident['id']}/dismiss")).status_code == 409
