"""Where a reply's words came from: marked on the message, and counted."""

from __future__ import annotations

from typing import Any

import pytest

from tests.api.conftest import Agent, Product, Resident
from tests.api.test_routing import waiting

AI = {"key": "ai:rewrite", "situation": ""}
ADVICE = {"key": "situation:money", "situation": "money"}
WORDS = "费用的事说清楚才放心，我请财务同事核对，明天10点前把明细发给您。"


async def taken(product: Product) -> tuple[Agent, Resident]:
    agent, resident = await product.agent(), await waiting(product, "物业费怎么这么贵")
    assert (await agent.claim(resident.conversation_id)).status_code == 204
    return agent, resident


@pytest.mark.parametrize(
    ("use", "outcome", "offered", "mark"),
    [
        (AI, "taken", WORDS, "ai"),
        (AI, "edited", WORDS + "您放心。", "ai"),
        (AI, "ignored", "另一句话", None),
        (ADVICE, "taken", WORDS, "suggestion"),
        (ADVICE, "edited", WORDS + "您放心。", None),
        (ADVICE, "dismissed", WORDS, None),
    ],
)
async def test_the_message_says_who_worded_it(
    product: Product, use: dict[str, str], outcome: str, offered: str, mark: str | None
) -> None:
    agent, resident = await taken(product)
    uses = [{**use, "text": offered, "outcome": outcome}]
    sent = await agent.reply(resident.conversation_id, WORDS, suggestions=uses)
    assert sent["message"]["payload"].get("worded_by") == mark
    assert (await resident.messages())[-1]["payload"].get("worded_by") == mark


async def test_what_was_put_right_is_counted_and_what_was_not_is_not(product: Product) -> None:
    agent, resident = await taken(product)
    draft = "都说了几遍了，请您稍等。"
    fixed = [{"code": "blaming", "text": "您自己不看"}, {"code": "impatient", "text": "都说了几遍"}]
    sent = await agent.reply(resident.conversation_id, draft, fixed=fixed)
    assert "impatient" in {flag["code"] for flag in sent["flags"]}
    found = await flag_rates(product)
    assert found["blaming"] == (1, 0)
    assert found["impatient"] == (0, 1)


async def flag_rates(product: Product) -> dict[str, tuple[int, int]]:
    trainer = await product.agent("trainer")
    rates: dict[str, Any] = (await trainer.get("/coach/rates?days=1")).json()
    return {one["code"]: (one["fixed"], one["sent"]) for one in rates["flags"]}
