"""Promises made in a chat: noted, chased, ticked off."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlalchemy import update

from api.database import now
from api.promises.models import Promised
from tests.api.conftest import Agent, Product, Resident


async def taken(product: Product, agent: Agent, words: str = "楼道灯坏了") -> Resident:
    """A resident in the agent's hands."""
    resident = await product.resident(name="陈女士", room="3栋1单元502")
    product.engine.decide("human", directive="hand_off", reason="requested")
    await resident.say(words)
    assert (await agent.post(f"/conversations/{resident.conversation_id}/claim")).status_code == 204
    return resident


async def move(product: Product, minutes: float) -> None:
    async with product.parts.database.write() as session:
        await session.execute(update(Promised).values(due_at=now() + timedelta(minutes=minutes)))


async def chased(agent: Agent) -> list[dict[str, Any]]:
    return (await agent.get("/promises")).json()


async def test_a_promise_is_listed_warned_of_and_ticked_off(product: Product) -> None:
    agent = await product.agent()
    resident = await taken(product, agent)
    await agent.reply(resident.conversation_id, "收到，我请电工去换，明天18点前给您回话。")
    (promise,) = await chased(agent)
    assert promise["what"] == "明天18点前给您回话"
    assert (promise["resident"], promise["room"]) == ("陈女士", "3栋1单元502")
    assert (promise["urgency"], promise["exact"]) == ("later", True)
    assert promise["owner"] == promise["said_by"]

    await move(product, 10)
    assert (await chased(agent))[0]["urgency"] == "soon"
    await move(product, -1)
    assert (await chased(agent))[0]["urgency"] == "overdue"

    kept = await agent.post(f"/promises/{promise['id']}", {"status": "kept"})
    assert kept.json()["urgency"] == "settled"
    assert await chased(agent) == []


async def test_a_resent_reply_promises_once(product: Product) -> None:
    agent = await product.agent()
    resident = await taken(product, agent)
    for _ in range(2):
        await agent.reply(resident.conversation_id, "两小时内给您回话。", client_id="same")
    assert len(await chased(agent)) == 1


async def test_what_lies_long_is_everybodys(product: Product) -> None:
    agent, colleague = await product.agent("xiaoli"), await product.agent("xiaowang")
    resident = await taken(product, agent)
    await agent.reply(resident.conversation_id, "两小时内给您回话。")
    await move(product, -5)
    assert await chased(colleague) == []
    await move(product, -45)
    (left,) = await chased(colleague)
    done = await colleague.post(f"/promises/{left['id']}", {"status": "kept"})
    assert done.status_code == 200
    assert await chased(agent) == []


async def test_one_written_down_by_hand_and_moved(product: Product) -> None:
    agent = await product.agent()
    resident = await taken(product, agent)
    due = (now() + timedelta(hours=3)).isoformat()
    path = f"/conversations/{resident.conversation_id}/promises"
    made = await agent.post(path, {"what": "电话里答应送备用灯", "owner": "工程部", "due_at": due})
    assert (made.status_code, made.json()["owner"]) == (201, "工程部")
    later = (now() + timedelta(days=1)).isoformat()
    body = {"status": "open", "due_at": later}
    moved = await agent.post(f"/promises/{made.json()['id']}", body)
    assert moved.json()["due_at"][:16] == later[:16]
    assert (await agent.post(path, {"what": "x", "due_at": "明天"})).status_code == 422


async def test_the_state_beside_the_conversation(product: Product) -> None:
    agent = await product.agent()
    resident = await taken(product, agent, "楼道灯坏了")
    await agent.reply(resident.conversation_id, "两小时内给您回话。")
    await move(product, -5)
    await resident.say("都三天了还没修，到底管不管！！再这样我打12345！")
    path = f"/conversations/{resident.conversation_id}/state"
    state = (await agent.get(path)).json()
    assert state["risk"] == "high"
    assert [one["mood"] for one in state["moods"]][-1] == "angry"
    assert state["wants"][0] == "有人来修"
    assert state["promises"][0]["urgency"] == "overdue"
    assert any("过了时间" in reason for reason in state["reasons"])


async def test_strangers_see_nothing(product: Product) -> None:
    agent = await product.agent()
    assert (await agent.post("/promises/none", {"status": "kept"})).status_code == 404
    assert (await agent.get("/conversations/none/state")).status_code == 404
    assert (await product.http.get("/v1/desk/promises")).status_code == 401
