"""Replies of closed conversations: proposed, approved, offered; and what became of offers."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from api.models import CoachRecord
from tests.api.conftest import Agent, Product, Resident

ASKED = "电动车能推上楼充电吗"
GOOD = "不能上楼充电，车棚里有充电桩，扫码就能用。"


async def handed_over(product: Product, agent: Agent, words: str) -> Resident:
    resident = await product.resident()
    product.engine.decide("human", directive="hand_off", reason="requested")
    await resident.say(words)
    await agent.post(f"/conversations/{resident.conversation_id}/claim")
    return resident


async def closed(product: Product, agent: Agent, result: str = "solved") -> str:
    resident = await handed_over(product, agent, ASKED)
    await agent.reply(resident.conversation_id, GOOD)
    await agent.post(f"/conversations/{resident.conversation_id}/close", {"result": result})
    return resident.conversation_id


async def offers(product: Product, agent: Agent, words: str) -> list[dict[str, Any]]:
    resident = await handed_over(product, agent, words)
    answer = await agent.get(f"/conversations/{resident.conversation_id}/suggestions")
    return answer.json()


def example_keys(found: list[dict[str, Any]]) -> list[str]:
    return [one["key"] for one in found if one["kind"] == "example"]


async def test_only_what_a_trainer_approved_is_offered(product: Product) -> None:
    agent, trainer = await product.agent(), await product.agent("trainer")
    await closed(product, agent)
    assert (await trainer.post("/coach/replies/gather")).json() == {"proposed": 1}
    assert (await trainer.post("/coach/replies/gather")).json() == {"proposed": 0}
    (proposed,) = (await trainer.get("/coach/replies")).json()
    assert (proposed["question"], proposed["text"]) == (ASKED, GOOD)
    assert example_keys(await offers(product, agent, "电瓶车可以推到楼上充电吗")) == []

    body = {"status": "approved", "everywhere": True}
    await trainer.post(f"/coach/replies/{proposed['id']}", body)
    found = await offers(product, agent, "电瓶车可以推到楼上充电吗")
    assert example_keys(found) == [f"example:{proposed['id']}"]

    await trainer.post(f"/coach/replies/{proposed['id']}", {"status": "rejected"})
    assert example_keys(await offers(product, agent, "电瓶车可以推到楼上充电吗")) == []


async def test_what_ended_badly_is_not_proposed(product: Product) -> None:
    agent, trainer = await product.agent(), await product.agent("trainer")
    await closed(product, agent, "unsolved")
    assert (await trainer.post("/coach/replies/gather")).json() == {"proposed": 0}


async def test_a_trainers_wording_passes_the_flags_too(product: Product) -> None:
    agent, trainer = await product.agent(), await product.agent("trainer")
    await closed(product, agent)
    await trainer.post("/coach/replies/gather")
    (proposed,) = (await trainer.get("/coach/replies")).json()
    rude = {"status": "approved", "text": "神经病，别推上楼充电，车棚里有充电桩。"}
    refused = await trainer.post(f"/coach/replies/{proposed['id']}", rude)
    assert refused.status_code == 409
    better = {"status": "approved", "text": "车棚里有充电桩，扫码就能用，请不要推上楼充电。"}
    assert (await trainer.post(f"/coach/replies/{proposed['id']}", better)).json()[
        "text"
    ] == better["text"]


async def test_agents_neither_gather_nor_decide(product: Product) -> None:
    agent = await product.agent()
    assert (await agent.post("/coach/replies/gather")).status_code == 403
    assert (await agent.get("/coach/replies")).status_code == 403
    assert (await agent.get("/coach/rates")).status_code == 403


async def test_uses_are_recorded_and_shown_as_rates(product: Product) -> None:
    agent, trainer = await product.agent(), await product.agent("trainer")
    resident = await handed_over(product, agent, "楼道灯坏了一个月了，你们到底管不管！！")
    found = (await agent.get(f"/conversations/{resident.conversation_id}/suggestions")).json()
    outcomes = ["taken", "ignored", "dismissed"][: len(found)]
    uses = [
        {"text": one["text"], "key": one["key"], "situation": one["situation"], "outcome": outcome}
        for one, outcome in zip(found, outcomes, strict=True)
    ]
    sent = await agent.reply(resident.conversation_id, found[0]["text"], suggestions=uses)
    assert sent["sent"]
    async with product.parts.database.read() as session:
        kept = (await session.execute(select(CoachRecord.source, CoachRecord.situation))).all()
    assert (found[0]["key"], found[0]["situation"]) in [tuple(row) for row in kept]

    rates = (await trainer.get("/coach/rates?days=7")).json()
    assert sum(row["offered"] for row in rates["kinds"]) == len(found)
    (angry,) = rates["situations"]
    assert angry["taken"] == 1 / len(found)
