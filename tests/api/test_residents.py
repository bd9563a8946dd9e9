"""Residents over REST: stored first, never lost, never doubled; bad input gets a clear error."""

from __future__ import annotations

import asyncio

import pytest

from tests.api.conftest import Product


async def test_an_answer_carries_its_law(product: Product) -> None:
    resident = await product.resident()
    (answer,) = await resident.say("没收房要交物业费吗")
    assert answer["sender"] == "bot"
    assert "民法典:944" in [item["ref"] for item in answer["payload"]["citations"]]
    assert answer["payload"]["route"] == "knowledge"
    assert answer["payload"]["directive"] == "consult_knowledge"


async def test_an_unknown_question_is_declined(product: Product) -> None:
    resident = await product.resident()
    (answer,) = await resident.say("明天股票会涨吗")
    assert answer["payload"]["citations"] == []
    assert any(button["text"] == "转人工" for button in answer["payload"]["buttons"])


async def test_acknowledged_before_the_bot_has_thought(product: Product) -> None:
    product.engine.gate = asyncio.Event()
    resident = await product.resident()
    answer = await resident.post("物业费什么时候交")
    assert answer.status_code == 202
    assert [m["sender"] for m in await resident.messages()] == ["resident"]
    product.engine.gate.set()
    await product.parts.dispatcher.drain()
    assert [m["sender"] for m in await resident.messages()] == ["resident", "bot"]


async def test_a_resend_is_harmless(product: Product) -> None:
    resident = await product.resident()
    first = await resident.post("你好", client_id="same")
    await product.parts.dispatcher.drain()
    second = await resident.post("你好", client_id="same")
    await product.parts.dispatcher.drain()
    assert first.json() == second.json()
    assert [m["sender"] for m in await resident.messages()] == ["resident", "bot"]


async def test_twenty_resends_at_once_store_one_message(product: Product) -> None:
    resident = await product.resident()
    answers = await asyncio.gather(*(resident.post("在吗", client_id="x") for _ in range(20)))
    await product.parts.dispatcher.drain()
    assert {answer.json()["seq"] for answer in answers} == {1}
    assert [m["sender"] for m in await resident.messages()].count("resident") == 1


async def test_a_burst_is_taken_together(product: Product) -> None:
    product.engine.gate = asyncio.Event()
    resident = await product.resident()
    await resident.post("你好")
    await asyncio.sleep(0.05)
    await resident.post("我想问一下")
    await resident.post("物业费怎么交")
    product.engine.gate.set()
    await product.parts.dispatcher.drain()
    assert product.engine.asked == ["你好", "我想问一下\n物业费怎么交"]


async def test_what_was_acknowledged_before_a_crash_is_answered_after(product: Product) -> None:
    product.engine.gate = asyncio.Event()
    resident = await product.resident()
    await resident.post("停车怎么收费")
    for worker in list(product.parts.dispatcher._workers.values()):
        worker.cancel()  # the process dies while the bot thinks
    await asyncio.sleep(0)
    product.engine.gate.set()
    assert await product.parts.dispatcher.recover() == 1
    await product.parts.dispatcher.drain()
    assert [m["sender"] for m in await resident.messages()] == ["resident", "bot"]


@pytest.mark.parametrize(
    ("text", "status", "code"),
    [
        ("", 400, "message_empty"),
        ("   \n ", 400, "message_empty"),
        ("\x00\x01\x02", 400, "message_empty"),
        ("水" * 10_000, 413, "message_too_long"),
    ],
)
async def test_bad_text_gets_a_clear_error(
    product: Product, text: str, status: int, code: str
) -> None:
    resident = await product.resident()
    answer = await resident.post(text)
    assert (answer.status_code, answer.json()["error"]) == (status, code)
    assert answer.json()["detail"]
    assert await resident.messages() == []


@pytest.mark.parametrize("text", ["😭😭😭", "<script>alert(1)</script>", "/restart", "/any{}"])
async def test_odd_text_is_plain_text(product: Product, text: str) -> None:
    resident = await product.resident()
    await resident.say(text)
    assert (await resident.messages())[0]["text"] == text


async def test_control_characters_are_dropped(product: Product) -> None:
    resident = await product.resident()
    await resident.say("漏\x00水\x1b了")
    assert (await resident.messages())[0]["text"] == "漏水了"


async def test_broken_json_is_malformed(product: Product) -> None:
    resident = await product.resident()
    answer = await product.http.post(
        "/v1/chat/messages",
        content=b'{"text": ',
        headers={**resident.headers, "Content-Type": "application/json"},
    )
    assert answer.status_code == 422
    assert answer.json()["error"] == "malformed"


@pytest.mark.parametrize("header", ["", "Bearer nonsense", "Basic abc"])
async def test_unknown_token(product: Product, header: str) -> None:
    answer = await product.http.get("/v1/chat/messages", headers={"Authorization": header})
    assert (answer.status_code, answer.json()["error"]) == (401, "token_invalid")


async def test_a_staff_token_is_no_resident_token(product: Product) -> None:
    agent = await product.agent()
    answer = await product.http.get("/v1/chat/messages", headers=agent.headers)
    assert answer.status_code == 401


async def test_unknown_estate(product: Product) -> None:
    answer = await product.http.post("/v1/chat/sessions", json={"estate": "nowhere"})
    assert (answer.status_code, answer.json()["error"]) == (404, "estate_unknown")


async def test_facts_stay_with_their_estate(product: Product) -> None:
    here = await product.resident("yunqi")
    there = await product.resident("binjiang")
    (ours,) = await here.say("物业费多少钱一平方")
    (theirs,) = await there.say("物业费多少钱一平方")
    assert "2.80" in ours["text"]
    assert "4.50" in theirs["text"]
    assert "2.80" not in theirs["text"]


async def test_a_fact_nobody_recorded_is_not_invented(product: Product) -> None:
    resident = await product.resident("binjiang")
    (answer,) = await resident.say("我们小区怎么开物业费发票")
    assert answer["payload"].get("missing_fact") or not answer["payload"].get("entry")
    assert "{" not in answer["text"]


async def test_an_article_can_be_read(product: Product) -> None:
    answer = await product.http.get("/v1/provisions/民法典/944")
    body = answer.json()
    assert body["label"] == "第九百四十四条"
    assert "停止供电" in body["text"]
    assert body["status"] == "in_force"


async def test_an_article_that_does_not_exist(product: Product) -> None:
    answer = await product.http.get("/v1/provisions/民法典/1300")
    assert (answer.status_code, answer.json()["error"]) == (404, "not_found")
