"""Photos both ways: checked, made anew, seen by those they concern, never lost or doubled."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import httpx
import pytest

from api.uploads import service
from tests.api.conftest import Agent, Product, Resident
from tests.api.photos import GPS, MAKE, jpeg, opened, picture
from tests.api.test_handoff import handed_off


async def send(
    resident: Resident, data: bytes, client_id: str = "p1", **headers: str
) -> httpx.Response:
    return await resident.product.http.post(
        f"/v1/chat/photos?client_id={client_id}",
        content=data,
        headers={**resident.headers, "Content-Type": "image/jpeg", **headers},
    )


async def look(who: Resident | Agent, photo_id: str, size: str = "full") -> httpx.Response:
    side = "chat" if isinstance(who, Resident) else "desk"
    url = f"/v1/{side}/photos/{photo_id}?size={size}"
    return await who.product.http.get(url, headers=who.headers)


def photo_of(message: dict[str, Any]) -> str:
    (photo,) = message["payload"]["photos"]
    return str(photo["id"])


def files(product: Product) -> list[Path]:
    return [p for p in (product.parts.settings.home / "uploads").rglob("*") if p.is_file()]


async def test_a_photo_is_a_message_without_its_metadata(product: Product) -> None:
    resident = await product.resident()
    sent = await send(resident, jpeg(noise=b"<script>alert(1)</script>"))
    assert sent.status_code == 202, sent.text
    message, answer = await resident.messages()
    assert (message["sender"], message["text"]) == ("resident", "[照片]")
    assert "照片收到" in answer["text"]
    shown = await look(resident, photo_of(message))
    assert shown.headers["content-type"] == "image/jpeg"
    assert shown.headers["x-content-type-options"] == "nosniff"
    assert b"script" not in shown.content and b"secret-comment" not in shown.content
    image = opened(shown.content)
    assert image.size == (900, 600)
    assert MAKE not in image.getexif() and GPS not in image.getexif()
    assert max(opened((await look(resident, photo_of(message), "small")).content).size) == 480


async def test_a_photo_taken_sideways_stands_upright(product: Product) -> None:
    resident = await product.resident()
    await send(resident, jpeg(400, 200, orientation=6))
    message = (await resident.messages())[0]
    assert opened((await look(resident, photo_of(message))).content).size == (200, 400)
    (size,) = message["payload"]["photos"]
    assert (size["width"], size["height"]) == (200, 400)


@pytest.mark.parametrize(
    ("kind", "mode"), [("PNG", "RGBA"), ("PNG", "P"), ("WEBP", "RGB"), ("JPEG", "CMYK")]
)
async def test_kinds_that_are_taken(product: Product, kind: str, mode: str) -> None:
    resident = await product.resident()
    assert (await send(resident, picture(kind, mode))).status_code == 202


@pytest.mark.parametrize(
    ("data", "status", "code"),
    [
        (b"", 422, "photo_broken"),
        (b"<svg onload=alert(1)>", 415, "photo_type"),
        (picture("GIF", "P"), 415, "photo_type"),
        (picture("BMP"), 415, "photo_type"),
        (jpeg()[:2000], 422, "photo_broken"),
        (picture("PNG", "L", (9000, 6000)), 413, "photo_too_large"),
        (picture("PNG", "L", (19000, 5000)), 413, "photo_too_large"),
        (b"\xff\xd8\xff" + b"x" * 13 * 1024 * 1024, 413, "photo_too_large"),
    ],
    ids=["empty", "svg", "gif", "bmp", "half", "huge", "bomb", "heavy"],
)
async def test_what_is_refused_is_told_in_chinese(
    product: Product, data: bytes, status: int, code: str
) -> None:
    resident = await product.resident()
    refused = await send(resident, data)
    assert (refused.status_code, refused.json()["error"]) == (status, code)
    assert "照片" in refused.json()["detail"] or "文件" in refused.json()["detail"]
    assert await resident.messages() == []
    assert files(product) == []


async def test_a_resend_changes_nothing(product: Product) -> None:
    resident = await product.resident()
    answers = await asyncio.gather(*(send(resident, jpeg()) for _ in range(4)))
    assert {a.status_code for a in answers} == {202}
    assert len({a.json()["seq"] for a in answers}) == 1
    assert [m["sender"] for m in await resident.messages()] == ["resident", "bot"]
    assert len(files(product)) == 2  # the picture and its small one


async def test_too_many_photos_are_slowed(
    product: Product, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(service, "AT_ONCE", service.parse("2/10 minutes"))
    resident = await product.resident()
    small = picture("JPEG")
    codes = [(await send(resident, small, f"p{n}")).status_code for n in range(3)]
    assert codes == [202, 202, 429]


async def test_only_this_resident_and_staff_of_the_estate_see_it(product: Product) -> None:
    resident, stranger = await product.resident(), await product.resident()
    await send(resident, jpeg())
    photo = photo_of((await resident.messages())[0])
    agent = await product.agent()
    assert (await look(agent, photo)).status_code == 200
    assert (await look(stranger, photo)).status_code == 404
    assert (await product.http.get(f"/v1/desk/photos/{photo}")).status_code == 401
    assert (await look(resident, "../" + photo)).status_code == 404
    assert (await look(resident, "0" * 32)).status_code == 404


async def test_a_burst_is_acknowledged_once(product: Product) -> None:
    resident = await product.resident()
    for n in range(3):
        await send(resident, picture("JPEG"), f"p{n}")
    assert [m["sender"] for m in await resident.messages()] == [
        "resident", "bot", "resident", "resident",
    ]  # fmt: skip


async def test_photos_before_and_after_belong_to_the_work_order(product: Product) -> None:
    resident = await product.resident()
    await send(resident, picture("JPEG"), "before")
    product.engine.decide(
        "repair", directive="open_work_order", kind="repair", location="8栋3单元602",
        description="水管漏水",
    )  # fmt: skip
    await resident.say("好的，提交吧")
    await send(resident, picture("JPEG"), "after")
    assert "已附到工单" in (await resident.messages())[-1]["text"]
    agent = await product.agent()
    view = (await agent.get(f"/conversations/{resident.conversation_id}")).json()
    (order,) = view["work_orders"]
    shown = [photo_of(m) for m in view["messages"] if m["payload"].get("photos")]
    assert order["photos"] == shown
    assert len(shown) == 2
    own = (await product.http.get("/v1/chat/work-orders", headers=resident.headers)).json()
    assert [one["photos"] for one in own] == [shown]


async def test_an_agent_sends_one_too(product: Product) -> None:
    resident, _ = await handed_off(product)
    agent = await product.agent()
    url = f"/v1/desk/conversations/{resident.conversation_id}/photos?client_id=a1"

    async def post() -> httpx.Response:
        return await product.http.post(url, content=jpeg(), headers=agent.headers)

    assert (await post()).status_code == 409  # not claimed
    await agent.claim(resident.conversation_id)
    sent = [(await post()).json() for _ in range(2)]
    assert sent[0]["seq"] == sent[1]["seq"]
    last = (await resident.messages())[-1]
    assert (last["sender"], last["payload"]["agent"]) == ("agent", "李晓")
    assert (await look(resident, photo_of(last))).status_code == 200


async def test_with_a_person_the_assistant_keeps_silent(product: Product) -> None:
    resident, _ = await handed_off(product)
    agent = await product.agent()
    await agent.claim(resident.conversation_id)
    await send(resident, jpeg())
    assert (await resident.messages())[-1]["sender"] == "resident"


async def test_a_photo_is_nothing_the_coach_reads(product: Product) -> None:
    resident = await product.resident(name="张女士")
    await resident.post("厨房水管漏水了")
    await product.parts.dispatcher.drain()
    await send(resident, jpeg())
    product.engine.decide("human", directive="hand_off", reason="requested")
    await resident.say("转人工")
    agent = await product.agent()
    view = (await agent.get(f"/conversations/{resident.conversation_id}")).json()
    assert "漏水" in view["brief"]["what"]
    assert "[照片]" not in str(view["brief"])
