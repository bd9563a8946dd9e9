"""Calls for help stand until somebody takes over, also for whoever comes later."""

from __future__ import annotations

from tests.api.conftest import Product
from tests.api.test_routing import waiting


async def test_a_call_waits_for_who_comes_later_and_ends_with_the_takeover(
    product: Product,
) -> None:
    first = await product.agent()
    resident = await waiting(product, "你们到底管不管", name="周先生")
    await first.claim(resident.conversation_id)
    await first.post(f"/conversations/{resident.conversation_id}/help")
    assert (await first.get("/help")).json() == []

    second = await product.agent("xiaowang")
    (call,) = (await second.get("/help")).json()
    assert (call["asked_by"], call["resident"]) == ("李晓", "周先生")
    path = f"/conversations/{resident.conversation_id}/take-over"
    assert (await second.post(path)).status_code == 204
    assert (await second.get("/help")).json() == []
    assert (await first.get("/help")).json() == []
