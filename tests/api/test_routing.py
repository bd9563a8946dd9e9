"""Who gets what waits: by order, load, group and presence, and never two at once."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import delete, select, update

from api.database import now
from api.desk.models import DeskGroup, DeskGroupMember, EstateDesk, Presence
from api.desk.presence import sweep
from api.desk.watch import hand_out
from api.models import Staff
from tests.api.conftest import Agent, Product, Resident


async def waiting(product: Product, words: str = "转人工", **more: Any) -> Resident:
    resident = await product.resident(**more)
    product.engine.decide("human", directive="hand_off", reason="requested")
    await resident.say(words)
    return resident


async def at_work(product: Product, username: str = "xiaoli", **presence: Any) -> Agent:
    """An agent whose page has given a sign of life."""
    agent = await product.agent(username)
    assert (await agent.post("/presence/beat")).status_code == 204
    body = {"mode": "here", **presence}
    answer = await product.http.put("/v1/desk/presence", json=body, headers=agent.headers)
    assert answer.status_code == 200, answer.text
    return agent


async def staff_id(product: Product, username: str) -> str:
    async with product.parts.database.read() as session:
        query = select(Staff.id).where(Staff.username == username)
        return (await session.execute(query)).scalar_one()


async def group(product: Product, name: str, topics: list[str], *usernames: str) -> str:
    async with product.parts.database.write() as session:
        made = DeskGroup(name=name, topics=topics)
        session.add(made)
        await session.flush()
        for username in usernames:
            member = await staff_id(product, username)
            session.add(DeskGroupMember(group_id=made.id, staff_id=member))
        return made.id


async def gone(product: Product, username: str, seconds: float = 600) -> None:
    """The page closed so many seconds ago."""
    member = await staff_id(product, username)
    async with product.parts.database.write() as session:
        moment = now() - timedelta(seconds=seconds)
        await session.execute(
            update(Presence).where(Presence.staff_id == member).values(seen_at=moment)
        )


async def hand(product: Product) -> int:
    gone_after = product.parts.settings.desk_gone_seconds
    return len(await hand_out(product.parts.database, gone_after))


async def mine(agent: Agent) -> list[str]:
    return [item["id"] for item in (await agent.get("/mine")).json()]


async def test_nobody_gets_anything_unless_they_want_it(product: Product) -> None:
    await at_work(product)
    await waiting(product)
    assert await hand(product) == 0


async def test_who_takes_by_themselves_gets_it_and_the_resident_is_told(product: Product) -> None:
    agent = await at_work(product, auto=True)
    resident = await waiting(product)
    await hand(product)
    assert await mine(agent) == [resident.conversation_id]
    assert "李晓" in (await resident.messages())[-1]["text"]
    assert (await resident.history())["status"] == "human"


async def test_an_estate_can_want_it_for_all_its_agents_but_not_for_its_manager(
    product: Product,
) -> None:
    await at_work(product, "manager")
    async with product.parts.database.write() as session:
        session.add(
            EstateDesk(estate_id="yunqi", auto=True, capacity=1, first_reply=60, resolution=600)
        )
    resident = await waiting(product)
    assert await hand(product) == 0
    agent = await at_work(product, "xiaowang")
    await hand(product)
    assert await mine(agent) == [resident.conversation_id]
    await waiting(product)
    assert await hand(product) == 0  # the estate says one at a time


async def test_load_is_shared_and_capacity_kept_except_in_an_emergency(product: Product) -> None:
    first = await at_work(product, "xiaoli", auto=True, capacity=1)
    second = await at_work(product, "xiaowang", auto=True, capacity=1)
    for _ in range(3):
        await waiting(product)
    await hand(product)
    assert (len(await mine(first)), len(await mine(second))) == (1, 1)
    danger = await product.resident()
    await danger.say("电梯里困人了，快来救人")
    await hand(product)
    assert danger.conversation_id in await mine(first) + await mine(second)
    assert len(await first.queue()) == 1


async def test_the_longest_wait_goes_first_and_emergencies_before_it(product: Product) -> None:
    early, late = await waiting(product), await waiting(product)
    danger = await product.resident()
    await danger.say("电梯里困人了，快来救人")
    agent = await at_work(product, auto=True, capacity=2)
    await hand(product)
    assert set(await mine(agent)) == {danger.conversation_id, early.conversation_id}
    assert [item["id"] for item in await agent.queue()] == [late.conversation_id]


async def test_a_topic_goes_to_who_knows_it_and_to_anybody_when_they_are_away(
    product: Product,
) -> None:
    expert = await at_work(product, "xiaoli", auto=True)  # of the demo's 收费组
    busy = await at_work(product, "xiaowang", auto=True)
    product.engine.decide("human", directive="hand_off", reason="requested")
    first = await product.resident()
    await first.say("物业费账单不对，转人工")
    await hand(product)
    assert await mine(expert) == [first.conversation_id]
    await product.http.put("/v1/desk/presence", json={"mode": "away"}, headers=expert.headers)
    second = await product.resident()
    await second.say("物业费账单不对，转人工")
    await hand(product)
    assert await mine(busy) == [second.conversation_id]


async def test_claims_at_the_same_time_as_the_hand_out_give_one_owner(product: Product) -> None:
    resident = await waiting(product)
    one, other = await at_work(product, "xiaoli", auto=True), await at_work(product, "xiaowang")
    await asyncio.gather(
        hand(product), *(other.claim(resident.conversation_id) for _ in range(4)), hand(product)
    )
    assert sorted([*await mine(one), *await mine(other)]) == [resident.conversation_id]
    taken = [m for m in await resident.messages() if m["payload"].get("lifecycle") == "claimed"]
    assert len(taken) == 1


async def test_a_transfer_tells_the_resident_kindly_and_keeps_the_note_inside(
    product: Product,
) -> None:
    resident = await waiting(product)
    first, second = await at_work(product, "xiaoli"), await at_work(product, "xiaowang")
    await first.claim(resident.conversation_id)
    body = {"staff_id": await staff_id(product, "xiaowang"), "note": "住户很急，已核过账单"}
    path = f"/conversations/{resident.conversation_id}/transfer"
    assert (await first.post(path, body)).status_code == 204
    assert await mine(second) == [resident.conversation_id]
    assert await mine(first) == []
    said = await resident.messages()
    assert said[-1]["text"].startswith("为您转给同事王敏")
    assert all("很急" not in str(message) for message in said)
    view = (await second.get(f"/conversations/{resident.conversation_id}")).json()
    assert view["passed_on"] == {"by": "李晓", "note": "住户很急，已核过账单"}


async def test_a_transfer_to_somebody_absent_changes_nothing(product: Product) -> None:
    resident = await waiting(product)
    agent = await at_work(product)
    await agent.claim(resident.conversation_id)
    path = f"/conversations/{resident.conversation_id}/transfer"
    before = await resident.messages()
    absent = await agent.post(path, {"staff_id": await staff_id(product, "xiaowang")})
    assert (absent.status_code, absent.json()["detail"][:2]) == (409, "王敏")
    assert (await agent.post(path, {"group_id": "nowhere"})).status_code == 404
    assert (await agent.post(path, {})).status_code == 422
    assert await resident.messages() == before
    assert await mine(agent) == [resident.conversation_id]


async def test_a_group_that_is_deleted_while_somebody_waits_for_it_is_no_fault(
    product: Product,
) -> None:
    resident = await waiting(product)
    first, second = await at_work(product, "xiaoli"), await at_work(product, "xiaowang")
    await first.claim(resident.conversation_id)
    goal = await group(product, "临时组", [], "xiaoli")
    path = f"/conversations/{resident.conversation_id}/transfer"
    assert (await first.post(path, {"group_id": goal, "note": "要看图纸"})).status_code == 204
    assert (await resident.messages())[-1]["text"].startswith("为您转给临时组的同事")
    async with product.parts.database.write() as session:
        await session.execute(delete(DeskGroupMember).where(DeskGroupMember.group_id == goal))
        await session.execute(delete(DeskGroup).where(DeskGroup.id == goal))
    await product.http.put("/v1/desk/presence", json={"auto": True}, headers=second.headers)
    await hand(product)
    assert await mine(second) == [resident.conversation_id]


async def test_what_lies_with_somebody_gone_returns_with_its_place_and_a_word(
    product: Product,
) -> None:
    resident = await waiting(product)
    late = await waiting(product)
    agent = await at_work(product)
    await agent.claim(resident.conversation_id)
    assert await sweep(product.parts.database, product.parts.settings) == 0
    await gone(product, "xiaoli")
    assert await sweep(product.parts.database, product.parts.settings) == 1
    assert "换一位同事" in (await resident.messages())[-1]["text"]
    queue = [item["id"] for item in await agent.queue()]
    assert queue == [resident.conversation_id, late.conversation_id]


@pytest.mark.parametrize("mode", ["away", "break"])
async def test_who_is_away_for_long_keeps_nobody_waiting(product: Product, mode: str) -> None:
    resident = await waiting(product)
    agent = await at_work(product)
    await agent.claim(resident.conversation_id)
    await product.http.put("/v1/desk/presence", json={"mode": mode}, headers=agent.headers)
    database = product.parts.database
    assert await sweep(database, product.parts.settings) == 0
    at_once = product.parts.settings.model_copy(update={"desk_away_seconds": -1})
    assert await sweep(database, at_once) == 1
    assert (await resident.history())["status"] == "queued"


async def test_a_desk_of_others_without_signs_of_life_is_left_alone(product: Product) -> None:
    resident = await waiting(product)
    agent = await product.agent()
    await agent.claim(resident.conversation_id)
    assert await sweep(product.parts.database, product.parts.settings) == 0


async def test_one_colleague_answers_a_call_for_help(product: Product) -> None:
    resident = await waiting(product)
    first, second = await at_work(product, "xiaoli"), await at_work(product, "xiaowang")
    third = await at_work(product, "trainer")
    await first.claim(resident.conversation_id)
    path = f"/conversations/{resident.conversation_id}"
    assert (await second.post(f"{path}/take-over")).status_code == 409  # nobody has called
    called = await first.post(f"{path}/help")
    assert called.json()["best"] in ("王敏", "陈老师")
    assert await mine(first) == [resident.conversation_id]  # until somebody comes
    answers = await asyncio.gather(
        second.post(f"{path}/take-over"), third.post(f"{path}/take-over")
    )
    assert sorted(answer.status_code for answer in answers) == [204, 409]
    assert "来接着为您服务" in (await resident.messages())[-1]["text"]


async def test_the_team_shows_who_is_here(product: Product) -> None:
    goal = await group(product, "绿化组", [], "xiaowang")
    agent = await at_work(product, "xiaoli")
    team = (await agent.get("/team?estate=yunqi")).json()
    assert {one["name"]: one["here"] for one in team["colleagues"]}["王敏"] is False
    await at_work(product, "xiaowang")
    team = (await agent.get("/team?estate=yunqi")).json()
    (colleague,) = [one for one in team["colleagues"] if one["name"] == "王敏"]
    assert (colleague["here"], colleague["groups"]) == (True, ["工程组", "绿化组"])
    assert {"id": goal, "name": "绿化组", "here": 1} in team["groups"]
    assert (await agent.get("/team?estate=elsewhere")).status_code == 403


async def test_a_manager_keeps_the_groups(product: Product) -> None:
    agent, manager = await product.agent(), await product.agent("manager")
    http = product.http
    body = {"name": "夜班组", "topics": ["repair"], "members": ["xiaoli"]}
    refused = await http.post("/v1/desk/groups", json=body, headers=agent.headers)
    assert refused.status_code == 403
    made = (await http.post("/v1/desk/groups", json=body, headers=manager.headers)).json()
    again = await http.post("/v1/desk/groups", json=body, headers=manager.headers)
    assert again.status_code == 409
    path = f"/v1/desk/groups/{made['id']}"
    unknown = {**body, "members": ["nobody"]}
    assert (await http.put(path, json=unknown, headers=manager.headers)).status_code == 404
    changed = {**body, "members": ["xiaowang"], "topics": []}
    assert (await http.put(path, json=changed, headers=manager.headers)).status_code == 200
    (kept,) = [one for one in (await agent.get("/groups")).json() if one["id"] == made["id"]]
    assert (kept["members"], kept["topics"]) == (["xiaowang"], [])
    assert (await http.delete(path, headers=manager.headers)).status_code == 204
    assert len((await agent.get("/groups")).json()) == 2  # the demo's own
