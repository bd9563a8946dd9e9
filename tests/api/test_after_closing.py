"""After closing: satisfaction every time, summaries, and what they become beside the next one."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from tests.api.conftest import Agent, Product, Resident
from tests.api.test_handoff import handed_off


async def closed(product: Product, agent: Agent, resident: Resident, **more: Any) -> dict[str, Any]:
    """Hand off, claim and close; gives the closing message."""
    product.engine.decide("human", directive="hand_off", reason="requested")
    await resident.say("转人工")
    await agent.claim(resident.conversation_id)
    body = {"result": "solved", **more}
    answer = await agent.post(f"/conversations/{resident.conversation_id}/close", body)
    assert answer.status_code == 204, answer.text
    last: dict[str, Any] = (await resident.messages())[-1]
    return last


async def judge(resident: Resident, **body: Any) -> httpx.Response:
    return await resident.product.http.post(
        "/v1/chat/satisfaction", json=body, headers=resident.headers
    )


async def past(agent: Agent, resident: Resident) -> dict[str, Any]:
    found: dict[str, Any] = (
        await agent.get(f"/conversations/{resident.conversation_id}/history")
    ).json()
    return found


async def test_every_closing_asks_and_keeps_one_verdict(product: Product) -> None:
    agent, resident = await product.agent(), await product.resident()
    verdicts = [(5, "师傅很快"), (0, ""), (2, "还是漏")]
    for score, words in verdicts:
        closing = await closed(product, agent, resident)
        assert closing["payload"]["lifecycle"] == "closed"
        given = await judge(resident, seq=closing["seq"], score=score, words=words)
        assert given.json()["score"] == score
        again = await judge(resident, seq=closing["seq"], score=1)
        assert again.json()["score"] == score  # the first one stands
        last = (await resident.messages())[-1]
        assert last["payload"]["verdict"] == {"of": closing["seq"], "score": score}
        assert (await resident.history())["status"] == "closed"
    (conversation,) = (await past(agent, resident))["resident"]["conversations"]
    assert [(v["score"], v["words"]) for v in conversation["verdicts"]] == verdicts


@pytest.mark.parametrize("body", [{"score": 6}, {"score": -1}, {"score": "好"}, {}])
async def test_a_malformed_verdict(product: Product, body: dict[str, Any]) -> None:
    resident = await product.resident()
    assert (await judge(resident, seq=1, **body)).status_code == 422


async def test_only_a_closing_is_judged_and_only_ones_own(product: Product) -> None:
    agent, resident, stranger = (
        await product.agent(), await product.resident(), await product.resident(),
    )  # fmt: skip
    closing = await closed(product, agent, resident)
    assert (await judge(resident, seq=1, score=5)).status_code == 404
    assert (await judge(stranger, seq=closing["seq"], score=5)).status_code == 404


async def test_a_handoff_and_an_edited_close_leave_summaries(product: Product) -> None:
    resident, _ = await handed_off(product)
    agent = await product.agent()
    await agent.claim(resident.conversation_id)
    path = f"/conversations/{resident.conversation_id}"
    content = (await agent.get(f"{path}/summary")).json()
    assert "张女士" in content["who"] and "602" in content["where"]
    content |= {"what": "厨房水管漏水", "done": ["师傅已换阀门"], "open": ["三天后回访"]}
    body = {"result": "work_order", "summary": content}
    assert (await agent.post(f"{path}/close", body)).status_code == 204
    (conversation,) = (await past(agent, resident))["resident"]["conversations"]
    close, handoff = conversation["summaries"]
    assert (close["kind"], close["edited"], close["result_name"], close["staff"]) == (
        "close", True, "已转工单", "李晓",
    )  # fmt: skip
    assert close["content"] == content
    assert (handoff["kind"], handoff["edited"]) == ("handoff", False)
    assert "张女士" in handoff["content"]["who"]


async def test_a_close_without_a_summary_keeps_the_coachs(product: Product) -> None:
    agent, resident = await product.agent(), await product.resident(name="孙先生")
    await closed(product, agent, resident)
    (conversation,) = (await past(agent, resident))["resident"]["conversations"]
    assert "孙先生" in conversation["summaries"][0]["content"]["who"]
    assert conversation["summaries"][0]["edited"] is False


async def test_history_of_the_resident_and_of_the_house(product: Product) -> None:
    agent = await product.agent()
    before = await product.resident(phone="+86 138-1234 5678", room="八号楼3单元602室")
    spouse = await product.resident(phone="13900001111", room="8栋３单元602")
    elsewhere = await product.resident(phone="13712340000", room="9栋3单元602")
    other_estate = await product.resident("binjiang", phone="13812345678", room="8-3-602")
    for one in (before, spouse, elsewhere, other_estate):
        await closed(product, agent, one)
    today = await product.resident(phone="13812345678", room="8-3-602")
    found = await past(agent, today)
    assert [c["id"] for c in found["resident"]["conversations"]] == [before.conversation_id]
    assert [c["id"] for c in found["house"]["conversations"]] == [spouse.conversation_id]


async def test_a_resident_cannot_read_history_or_summaries(product: Product) -> None:
    resident = await product.resident()
    for rest in ("history", "summary", "notes"):
        answer = await product.http.get(
            f"/v1/desk/conversations/{resident.conversation_id}/{rest}", headers=resident.headers
        )
        assert answer.status_code == 401
