"""The conversation at the desk: notes, canned replies, read marks, work orders step by step."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from api.canned_replies import blanks
from api.canned_replies.seed import seed, shipped
from tests.api.conftest import Agent, Product, Resident
from tests.api.test_handoff import handed_off

SECRET = "业主情绪不稳，别提上次的事"


async def taken(product: Product) -> tuple[Agent, Resident, str]:
    """An agent who has a resident's conversation, and the path to it."""
    resident, _ = await handed_off(product)
    agent = await product.agent()
    await agent.claim(resident.conversation_id)
    return agent, resident, f"/conversations/{resident.conversation_id}"


# ---- notes


async def test_a_note_is_for_colleagues_only(product: Product) -> None:
    agent, resident, path = await taken(product)
    with product.parts.bus.subscribe(f"conversation:{resident.conversation_id}") as heard:
        assert (await agent.post(f"{path}/notes", {"text": SECRET})).status_code == 201
        event = await heard.next()
    assert event.kind == "note"
    assert SECRET not in json.dumps(event.data, ensure_ascii=False)
    colleague = await product.agent("xiaowang")
    (note,) = (await colleague.get(f"{path}/notes")).json()
    assert (note["text"], note["staff"]) == (SECRET, "李晓")
    assert (await colleague.get(path)).json()["notes"] == [note]
    await agent.post(f"{path}/close", {"result": "solved"})
    assert SECRET not in json.dumps(await resident.history(), ensure_ascii=False)
    history = (await agent.get(f"{path}/history")).json()
    assert SECRET not in json.dumps(history, ensure_ascii=False)


# ---- canned replies


@pytest.mark.parametrize(
    ("text", "known", "filled", "unknown"),
    [
        ("{姓名}，您好", {"姓名": "张女士"}, "张女士，您好", []),
        ("{姓名}，您好", {}, "您好", ["姓名"]),
        ("您家{房号}的账单", {"房号": ""}, "您家的账单", ["房号"]),
        ("{小区}的{客服}", {"小区": "云栖花园", "客服": "李晓"}, "云栖花园的李晓", []),
        ("{别的}照旧", {}, "{别的}照旧", []),
    ],
)
def test_blanks(text: str, known: dict[str, str], filled: str, unknown: list[str]) -> None:
    assert blanks.fill(text, known) == (filled, unknown)


async def test_shipped_replies_are_there_filled_in_and_pass_the_coach(product: Product) -> None:
    agent, _, path = await taken(product)
    offered = (await agent.get(f"{path}/canned-replies")).json()
    assert len(offered) == len(shipped()) >= 12
    hello = next(one for one in offered if one["id"] == "shipped-hello")
    assert hello["filled"].startswith("张女士您好，我是云栖花园的客服李晓")
    for one in offered:
        assert "{" not in one["filled"] and one["unknown"] == []
        flags = product.parts.coach.check(one["filled"])
        assert [f for f in flags if f.severity in ("warn", "block")] == [], one["title"]


async def test_search_and_rank_by_use(product: Product) -> None:
    agent, _, path = await taken(product)
    found = (await agent.get(f"{path}/canned-replies?q=久等")).json()
    assert [one["id"] for one in found] == ["shipped-sorry-wait"]
    assert (await agent.get(f"{path}/canned-replies?q=没有这种")).json() == []
    await agent.post("/canned-replies/shipped-goodbye/uses")
    colleague = await product.agent("xiaowang")
    for _ in range(2):
        await colleague.post("/canned-replies/shipped-noise/uses")
    first, second, *_ = (await agent.get(f"{path}/canned-replies")).json()
    assert (first["id"], first["own_uses"]) == ("shipped-goodbye", 1)  # a habit of one's own
    assert (second["id"], second["uses"]) == ("shipped-noise", 2)


async def test_trainers_edit_and_what_they_removed_stays_away(product: Product) -> None:
    agent, _, path = await taken(product)
    body = {"estate_id": "binjiang", "title": "滨江专用", "text": "{姓名}您好，货梯要提前预约。"}
    assert (await agent.post("/canned-replies", body)).status_code == 403
    trainer = await product.agent("trainer")
    made = (await trainer.post("/canned-replies", body)).json()
    offered = (await agent.get(f"{path}/canned-replies")).json()
    assert made["id"] not in [one["id"] for one in offered]  # another estate's
    moved = await product.http.put(
        f"/v1/desk/canned-replies/{made['id']}",
        json={**body, "estate_id": "yunqi"},
        headers=trainer.headers,
    )
    assert moved.json()["estate_id"] == "yunqi"
    offered = (await agent.get(f"{path}/canned-replies?q=货梯")).json()
    assert [one["filled"] for one in offered] == ["张女士您好，货梯要提前预约。"]
    gone = await product.http.delete(
        "/v1/desk/canned-replies/shipped-hello", headers=trainer.headers
    )
    assert gone.status_code == 204
    assert await seed(product.parts.database) == 0
    titles = [one["id"] for one in (await trainer.get("/canned-replies")).json()]
    assert "shipped-hello" not in titles and made["id"] in titles


# ---- read marks


async def test_both_sides_see_how_far_the_other_has_read(product: Product) -> None:
    agent, resident, path = await taken(product)
    last = (await resident.history())["last_seq"]
    await agent.post(f"{path}/read", {"seq": 999})
    assert (await resident.history())["read"] == last
    await agent.post(f"{path}/read", {"seq": 1})
    assert (await resident.history())["read"] == last  # never backwards
    await agent.reply(resident.conversation_id, "您好，我先帮您查一下，十分钟内回复您。")
    answer = await product.http.post(
        "/v1/chat/read", json={"seq": last + 1}, headers=resident.headers
    )
    assert answer.status_code == 204
    assert (await agent.get(path)).json()["resident_read"] == last + 1


async def test_a_look_of_a_colleague_marks_nothing(product: Product) -> None:
    _, resident, path = await taken(product)
    colleague = await product.agent("xiaowang")
    assert (await colleague.post(f"{path}/read", {"seq": 2})).status_code == 409
    assert (await resident.history())["read"] == 0


# ---- work orders


async def order_of(agent: Agent, path: str, **more: Any) -> dict[str, Any]:
    body = {"kind": "repair", "description": "厨房水管漏水", **more}
    answer = await agent.post(f"{path}/work-orders", body)
    assert answer.status_code == 201, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def test_the_resident_is_told_of_each_step(product: Product) -> None:
    agent, resident, path = await taken(product)
    order = await order_of(agent, path, due_hours=2)
    due = datetime.fromisoformat(order["due_at"]) - datetime.now(UTC)
    assert timedelta(hours=1.9) < due < timedelta(hours=2.1)
    steps = [
        ("accepted", "", "有人接单"),
        ("on_the_way", "王师傅，二十分钟到", "二十分钟到"),
        ("done", "", "处理好了"),
    ]
    for status, words, told in steps:
        body = {"status": status, "words": words}
        moved = await agent.post(f"/work-orders/{order['id']}/steps", body)
        assert moved.json()["status"] == status
        last = (await resident.messages())[-1]
        assert order["number"] in last["text"] and told in last["text"]
        assert last["payload"]["work_order_status"] == status
    way = (await agent.get(f"/work-orders/{order['id']}/steps")).json()
    assert [(one["status"], one["staff"]) for one in way] == [(s, "李晓") for s, *_ in steps]


async def test_a_finished_order_is_moved_only_by_opening_it_again(product: Product) -> None:
    agent, resident, path = await taken(product)
    order = await order_of(agent, path)
    steps = f"/work-orders/{order['id']}/steps"
    await agent.post(steps, {"status": "cancelled"})
    before = len(await resident.messages())
    assert (await agent.post(steps, {"status": "done"})).status_code == 409
    assert len(await resident.messages()) == before
    assert (await agent.post(steps, {"status": "open"})).status_code == 200
    assert (await agent.post(steps, {"status": "open"})).status_code == 200  # tapped twice
    assert len(await resident.messages()) == before + 1


async def test_a_step_reaches_a_closed_conversation_and_leaves_it_closed(product: Product) -> None:
    agent, resident, path = await taken(product)
    order = await order_of(agent, path)
    await agent.post(f"{path}/close", {"result": "work_order"})
    await agent.post(f"/work-orders/{order['id']}/steps", {"status": "done"})
    assert "处理好了" in (await resident.messages())[-1]["text"]
    assert (await resident.history())["status"] == "closed"


async def test_the_list_by_status_and_overdue(product: Product) -> None:
    agent, _, path = await taken(product)
    late = await order_of(agent, path, description="旧的")
    fine = await order_of(agent, path, description="新的")
    done = await order_of(agent, path, description="做完的")
    past = (datetime.now(UTC) - timedelta(hours=1)).isoformat()
    await agent.post(f"/work-orders/{late['id']}/steps", {"status": "accepted", "due_at": past})
    await agent.post(f"/work-orders/{done['id']}/steps", {"status": "done"})

    async def ids(query: str) -> list[str]:
        return [one["id"] for one in (await agent.get(f"/work-orders?{query}")).json()]

    assert await ids("") == [late["id"], fine["id"]]  # what is due first
    assert await ids("overdue=true") == [late["id"]]
    assert await ids("status=done") == [done["id"]]
    assert set(await ids("status=")) == {late["id"], fine["id"], done["id"]}
    assert await ids("estate=binjiang") == []
    assert (await agent.get("/work-orders?estate=nowhere")).status_code == 403
    assert (await agent.get("/work-orders?status=lost")).status_code == 422
