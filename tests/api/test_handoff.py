"""From bot to person and back: nobody talks over anybody, nothing is silent."""

from __future__ import annotations

import asyncio

import pytest

from tests.api.conftest import Product


async def handed_off(product: Product):
    resident = await product.resident(name="张女士", phone="13812345678", room="8栋3单元602")
    product.engine.decide("human", directive="hand_off", reason="requested")
    said = await resident.say("转人工")
    return resident, said


async def test_a_handoff_says_what_happens_now(product: Product) -> None:
    resident, said = await handed_off(product)
    assert "转接人工" in said[-1]["text"]
    assert said[-1]["payload"]["route"] == "human"
    assert (await resident.history())["status"] == "queued"
    agent = await product.agent()
    (item,) = await agent.queue()
    assert item["id"] == resident.conversation_id
    assert item["reason_name"] == "住户要求人工"


async def test_the_brief_names_who_and_where(product: Product) -> None:
    resident, _ = await handed_off(product)
    agent = await product.agent()
    view = (await agent.get(f"/conversations/{resident.conversation_id}")).json()
    assert "张女士" in view["brief"]["who"]
    assert "602" in view["brief"]["where"]


async def test_the_bot_is_silent_while_a_person_has_the_conversation(product: Product) -> None:
    resident, _ = await handed_off(product)
    agent = await product.agent()
    assert (await agent.claim(resident.conversation_id)).status_code == 204
    product.engine.asked.clear()
    assert await resident.say("没收房要交物业费吗") == []
    assert product.engine.asked == []


async def test_an_answer_after_a_person_took_over_is_never_sent(product: Product) -> None:
    product.engine.gate = asyncio.Event()
    resident = await product.resident()
    await resident.post("没收房要交物业费吗")
    await asyncio.sleep(0.05)
    agent = await product.agent()
    assert (await agent.claim(resident.conversation_id)).status_code == 204
    product.engine.gate.set()
    await product.parts.dispatcher.drain()
    assert [m["sender"] for m in await resident.messages()] == ["resident", "system"]


async def test_two_agents_cannot_take_one_conversation(product: Product) -> None:
    resident, _ = await handed_off(product)
    agents = [await product.agent("xiaoli"), await product.agent("xiaowang")]
    answers = await asyncio.gather(*(a.claim(resident.conversation_id) for a in agents))
    assert sorted(answer.status_code for answer in answers) == [204, 409]


async def test_an_old_reason_does_not_loop(product: Product) -> None:
    resident, _ = await handed_off(product)
    agent = await product.agent()
    await agent.claim(resident.conversation_id)
    closed = await agent.post(
        f"/conversations/{resident.conversation_id}/close", {"result": "solved"}
    )
    assert closed.status_code == 204
    product.engine.decide("knowledge", directive="consult_knowledge")
    said = await resident.say("没收房要交物业费吗")
    assert said[-1]["sender"] == "bot"
    assert (await resident.history())["status"] == "bot"


async def test_an_unlawful_draft_is_blocked_until_overridden(product: Product) -> None:
    resident, _ = await handed_off(product)
    agent = await product.agent()
    await agent.claim(resident.conversation_id)
    refused = await agent.reply(resident.conversation_id, "再不交费就把你家电停了")
    assert refused["sent"] is False
    (flag, *_) = [f for f in refused["flags"] if f["code"] == "unlawful_collection"]
    assert flag["severity"] == "block"
    assert "944" in flag["basis"]
    assert all(m["sender"] != "agent" for m in await resident.messages())
    sent = await agent.reply(
        resident.conversation_id, "再不交费就把你家电停了", override="引用住户收到的短信原文"
    )
    assert sent["sent"] is True


async def test_a_good_draft_goes_out(product: Product) -> None:
    resident, _ = await handed_off(product)
    agent = await product.agent()
    await agent.claim(resident.conversation_id)
    sent = await agent.reply(
        resident.conversation_id, "您好，我是李晓，我先帮您查一下，十分钟内回复您。"
    )
    assert sent["sent"] is True
    assert (await resident.messages())[-1]["sender"] == "agent"


async def test_a_foreign_conversation_is_forbidden(product: Product) -> None:
    agent = await product.agent()
    resident, _ = await handed_off(product)
    answer = await agent.post(
        f"/conversations/{resident.conversation_id}/close", {"result": "solved"}
    )
    assert answer.status_code == 409  # not claimed
    assert (await agent.get("/conversations/nowhere")).status_code == 404


@pytest.mark.parametrize("path", ["/v1/desk/queue", "/v1/staff/me"])
async def test_the_desk_needs_a_login(product: Product, path: str) -> None:
    answer = await product.http.get(path)
    assert (answer.status_code, answer.json()["error"]) == (401, "login_required")


async def test_a_wrong_password(product: Product) -> None:
    answer = await product.http.post(
        "/v1/staff/login", json={"username": "xiaoli", "password": "wrong"}
    )
    assert (answer.status_code, answer.json()["error"]) == (401, "login_failed")


async def test_a_resident_token_opens_no_desk(product: Product) -> None:
    resident = await product.resident()
    answer = await product.http.get("/v1/desk/queue", headers=resident.headers)
    assert answer.status_code == 401
