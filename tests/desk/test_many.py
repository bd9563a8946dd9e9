"""Thirty conversations in one's hands."""

from __future__ import annotations

import statistics

import httpx
import pytest
from playwright.sync_api import Page, expect

from .conftest import SignIn
from .server import FIRST, Resident, Running
from .test_shift import item

pytestmark = pytest.mark.browser

# Generous for a busy machine of two cores; on an idle one it is a tenth.
SWITCH_MS = 500
KEY_MS = 100

SWITCH = """async (id) => {
  const begin = performance.now();
  document.querySelector(`.item[data-id="${id}"] .item-body`).click();
  const there = () => document.querySelector(`.talk[data-id="${id}"] .draft`);
  while (!there()) await new Promise(requestAnimationFrame);
  return performance.now() - begin;
}"""
KEY = """async () => {
  const draft = document.querySelector(".draft");
  const begin = performance.now();
  draft.value += "字";
  draft.dispatchEvent(new InputEvent("input", { bubbles: true }));
  await new Promise(requestAnimationFrame);
  return performance.now() - begin;
}"""


def in_hands(running: Running, count: int) -> list[Resident]:
    """So many conversations that the first agent has taken."""
    residents = [running.waiting(f"第{n}件事，麻烦看看", name=f"住户{n}") for n in range(count)]
    headers = {"Authorization": f"Bearer {running.token(FIRST)}"}
    for one in residents:
        url = f"{running.origin}/v1/desk/conversations/{one.conversation_id}/claim"
        httpx.post(url, headers=headers).raise_for_status()
    return residents


def times(page: Page, script: str, arguments: list[str | None]) -> float:
    """The median of what the page measured."""
    return statistics.median(page.evaluate(script, one) for one in arguments)


def test_thirty_conversations_in_hand_stay_quick(running: Running, sign_in: SignIn) -> None:
    residents = in_hands(running, 30)
    page = sign_in()
    expect(page.locator("#mine .item")).to_have_count(30)
    expect(page.locator(".presence")).to_contain_text("30/8 满")
    ids: list[str | None] = [one.conversation_id for one in residents]
    first, again = times(page, SWITCH, ids), times(page, SWITCH, ids)
    key = times(page, KEY, [None] * 20)
    print(f"\nopen {first:.0f} ms, open again {again:.0f} ms, a key {key:.0f} ms")
    assert first < SWITCH_MS
    assert again < SWITCH_MS
    assert key < KEY_MS
    residents[3].say("还有一句")
    expect(item(page, residents[3])).to_contain_text("还有一句")
