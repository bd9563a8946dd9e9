"""A hard run is seen, a break is proposed, and the queue respects it."""

from __future__ import annotations

from typing import Any

import pytest

from api.desk import breaks
from coach.mood import is_abusive
from tests.api.conftest import Agent, Product
from tests.api.test_routing import at_work, hand, mine, waiting

INSULTS = ("你们就是一群废物", "滚蛋", "你他妈的会不会说话")


async def care(product: Product, agent: Agent) -> dict[str, object]:
    answer = await product.http.get("/v1/desk/presence", headers=agent.headers)
    return dict(answer.json()["care"])


@pytest.mark.parametrize(
    ("text", "abusive"),
    [
        ("你们就是一群废物", True),
        ("滚蛋，脑子有病吧", True),
        ("你他妈的会不会说话", True),
        ("电梯间有垃圾没人扫", False),
        ("水滚得到处都是", False),
        ("邻居骂我是废物，你们管不管", False),
        ("我要投诉，太过分了！", False),
    ],
)
def test_insults_are_not_complaints(text: str, abusive: bool) -> None:
    assert is_abusive(text) is abusive


async def test_a_hard_run_proposes_a_break_and_the_break_ends_it(product: Product) -> None:
    agent = await at_work(product, auto=True)
    resident = await waiting(product)
    await hand(product)
    for words in INSULTS:
        assert not (await care(product, agent))["why"]
        await resident.say(words)
    state = await care(product, agent)
    assert state["abused"] == 3
    assert "不是您的错" in str(state["why"])
    body = {"mode": "break", "minutes": 10}
    await product.http.put("/v1/desk/presence", json=body, headers=agent.headers)
    await waiting(product)
    assert await hand(product) == 0
    await product.http.put("/v1/desk/presence", json={"mode": "here"}, headers=agent.headers)
    assert (await care(product, agent))["abused"] == 0
    await hand(product)
    assert len(await mine(agent)) == 2


async def test_the_next_angry_one_goes_to_who_had_an_easier_run(product: Product) -> None:
    strained = await at_work(product, "xiaoli", auto=True)
    resident = await waiting(product)
    await hand(product)
    for words in INSULTS:
        await resident.say(words)
    fresh = await at_work(product, "xiaowang", auto=True)
    for _ in range(2):
        await waiting(product)
        await hand(product)
    assert (len(await mine(strained)), len(await mine(fresh))) == (1, 2)


async def propose(product: Product) -> int:
    return await breaks.look(product.parts.database, product.parts.settings.desk_gone_seconds)


async def people(product: Product, agent: Agent) -> dict[str, dict[str, Any]]:
    answer = await product.http.get("/v1/desk/people?days=7", headers=agent.headers)
    assert answer.status_code == 200, answer.text
    return {one["username"]: one for one in answer.json()}


async def test_a_no_is_kept_and_not_asked_again(product: Product) -> None:
    agent = await at_work(product, auto=True)
    resident = await waiting(product)
    await hand(product)
    for words in INSULTS:
        await resident.say(words)
    assert await propose(product) == 1
    assert await propose(product) == 0
    assert (await agent.post("/presence/decline-break")).status_code == 204
    assert not (await care(product, agent))["why"]
    assert await propose(product) == 0


async def test_a_manager_sees_load_insults_and_breaks(product: Product) -> None:
    agent = await at_work(product, auto=True)
    resident = await waiting(product)
    await hand(product)
    for words in INSULTS:
        await resident.say(words)
    await propose(product)
    manager = await product.agent("manager")
    found = await people(product, manager)
    assert next(iter(found)) == "xiaoli"  # who needs it comes first
    assert found["xiaoli"]["care"]["why"]
    assert found["xiaoli"]["open"] == 1
    assert found["xiaoli"]["span"] == {
        "taken": 1,
        "abused": 3,
        "breaks": {"proposed": 1, "taken": 0, "declined": 0},
    }
    await at_work(product, mode="break", minutes=10)
    found = await people(product, manager)
    assert found["xiaoli"]["span"]["breaks"] == {"proposed": 1, "taken": 1, "declined": 0}
    assert found["xiaoli"]["mode"] == "break"
    assert found["xiaowang"]["span"]["breaks"]["proposed"] == 0
    refused = await product.http.get("/v1/desk/people", headers=agent.headers)
    assert refused.status_code == 403
