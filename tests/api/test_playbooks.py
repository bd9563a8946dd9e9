"""A trainer words what residents are told in an emergency; the shipped text is the default."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from tests.api.conftest import Product

TEXT = "马上拨打 119，再往外走。\n走楼梯，不坐电梯，弯低身子。\n值班电话：{duty_phone}"
EDIT = {"title": "火情", "text": TEXT, "call": ["119"]}


async def call(
    product: Product, method: str, path: str = "", who: str = "trainer", body: Any = None
) -> httpx.Response:
    staff = await product.agent(who)
    return await product.http.request(
        method, f"/v1/playbooks{path}", headers=staff.headers, json=body
    )


async def fire(product: Product) -> dict[str, Any]:
    resident = await product.resident()
    return (await resident.say("厨房着火了"))[0]


async def test_an_edit_is_in_force_at_once(product: Product) -> None:
    saved = await call(product, "PUT", "/fire", body=EDIT)
    assert saved.status_code == 200
    assert saved.json()["edited_by"] == "陈老师"
    said = await fire(product)
    assert said["text"].startswith("马上拨打 119，再往外走。")
    assert said["text"].endswith("0571-5550-1299")
    assert said["payload"]["call"] == ["119", "0571-5550-1299"]


async def test_back_to_the_shipped_one(product: Product) -> None:
    await call(product, "PUT", "/fire", body=EDIT)
    await call(product, "DELETE", "/fire")
    assert "别收拾东西" in (await fire(product))["text"]
    listed = {item["kind"]: item for item in (await call(product, "GET")).json()}
    assert listed["fire"]["edited_by"] == ""
    assert len(listed) == 9


async def test_a_preview_of_an_estate(product: Product) -> None:
    await call(product, "PUT", "/fire", body=EDIT)
    shown = (await call(product, "GET", "/fire/preview?estate=yunqi")).json()
    assert "0571-5550-1299" in shown["text"]


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"call": ["110"], "text": TEXT.replace("119", "110")}, "必须保留 119"),
        ({"call": ["119", "120"]}, "没有写到电话 120"),
        ({"text": TEXT + "\n{nobody_knows}"}, "不认识的占位符"),
        ({"text": TEXT + "\n" + "跑" * 61}, "每行最多"),
        ({"text": TEXT + "\n}"}, "花括号"),
    ],
)
async def test_what_would_put_people_at_risk_is_refused(
    product: Product, change: dict[str, Any], reason: str
) -> None:
    answer = await call(product, "PUT", "/fire", body={**EDIT, **change})
    assert answer.status_code == 400
    assert reason in answer.json()["detail"]
    assert "别收拾东西" in (await fire(product))["text"]


async def test_agents_only_read(product: Product) -> None:
    assert (await call(product, "PUT", "/fire", "xiaoli", EDIT)).status_code == 403
    assert (await call(product, "GET", "", "xiaoli")).status_code == 200


async def test_unknown_kind(product: Product) -> None:
    assert (await call(product, "PUT", "/flood", body=EDIT)).status_code == 404
