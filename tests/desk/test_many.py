"""Thirty conversations in one's hands: open, legible, and all by keyboard."""

from __future__ import annotations

import statistics
from datetime import timedelta
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import update

from api.database import now
from api.models import Handoff

from .conftest import SignIn
from .server import FIRST, Resident, Running
from .test_shift import draft_to, item

pytestmark = pytest.mark.browser

CONTRAST = (Path(__file__).parent / "contrast.js").read_text("utf-8")
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


def late(running: Running, resident: Resident, seconds: int) -> None:
    async def move() -> None:
        async with running.parts.database.write() as session:
            query = update(Handoff).where(Handoff.conversation_id == resident.conversation_id)
            await session.execute(query.values(queued_at=now() - timedelta(seconds=seconds)))

    running.run(move())


def times(page: Page, script: str, arguments: list[str | None]) -> float:
    """The median of what the page measured."""
    return statistics.median(page.evaluate(script, one) for one in arguments)


def shut(page: Page) -> None:
    """Escape, and wait until the page has taken the dialog away: till then it hears no key."""
    page.keyboard.press("Escape")
    expect(page.locator("dialog")).to_have_count(0)


def test_thirty_conversations_in_hand_open_and_take_words(
    running: Running, sign_in: SignIn
) -> None:
    residents = in_hands(running, 30)
    page = sign_in()
    expect(page.locator("#mine .item")).to_have_count(30)
    expect(page.locator(".presence")).to_contain_text("30/8 满")
    ids: list[str | None] = [one.conversation_id for one in residents]
    first, again = times(page, SWITCH, ids), times(page, SWITCH, ids)
    key = times(page, KEY, [None] * 20)
    # Told, not asserted: a busy machine is no fault of the page. Opening and typing have to work.
    print(f"\nopen {first:.0f} ms, open again {again:.0f} ms, a key {key:.0f} ms")
    residents[3].say("还有一句")
    expect(item(page, residents[3])).to_contain_text("还有一句")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1440, 390])
def test_no_text_is_below_aa(running: Running, sign_in: SignIn, scheme: str, width: int) -> None:
    mine = in_hands(running, 3)
    late(running, mine[1], 150)
    late(running, mine[2], 400)
    for number in (1, 2, 3):
        running.waiting("电梯坏了，停着不动", name=f"住户{number}", room=f"8栋{number}02")
    danger = running.resident(room="8栋1单元")
    danger.say("电梯里困人了，快来救人")
    page = sign_in(width=width, height=900)
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    expect(page.locator(".emergency")).to_be_visible()
    expect(page.locator(".level.is-missed").first).to_be_visible()
    found = {"lists": page.evaluate(CONTRAST)}
    item(page, mine[0]).locator(".item-body").click()
    draft_to(page, mine[0]).fill("都说了几遍了，再不交费就把你家电停了")
    expect(page.locator(".flag-hint")).to_be_visible()
    found["talk"] = page.evaluate(CONTRAST)
    for key, kind in (("t", "transfer"), ("p", "presence"), ("?", "help"), ("e", "close")):
        page.evaluate("document.activeElement.blur()")
        page.keyboard.press(key)
        expect(page.get_by_role("dialog")).to_be_visible()
        found[kind] = page.evaluate(CONTRAST)
        shut(page)
    assert {place: texts for place, texts in found.items() if texts} == {}


def test_a_whole_turn_without_a_mouse(running: Running, sign_in: SignIn) -> None:
    """From the queue to a colleague, by keys alone; every new key is in the table of keys."""
    page, colleague = sign_in(), sign_in("xiaowang")
    resident = running.waiting("停车费怎么收", name="老周")
    expect(item(page, resident)).to_be_visible()
    page.keyboard.press("p")
    page.keyboard.press("2")
    expect(page.locator(".presence")).to_contain_text("离开")
    expect(page.locator("dialog")).to_have_count(0)
    page.keyboard.press("p")
    page.keyboard.press("1")
    expect(page.locator(".presence")).to_contain_text("在岗")
    expect(page.locator("dialog")).to_have_count(0)
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="接入会话")).to_be_visible()
    page.keyboard.press("c")
    expect(draft_to(page, resident)).to_be_focused()  # the last thing that taking it does
    page.keyboard.press("Escape")
    page.keyboard.press("h")
    expect(colleague.locator(".strip.is-help")).to_be_visible()
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_contain_text("请同事接手")
    shut(page)
    page.keyboard.press("t")
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("radio", name="王敏").focus()
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.type("已经问清楚了")
    dialog.get_by_role("button", name="转过去").focus()
    page.keyboard.press("Enter")
    expect(colleague.locator("#mine .item")).to_have_count(1)


def test_the_measure_of_contrast_sees_what_is_too_faint(sign_in: SignIn) -> None:
    page = sign_in()
    assert page.evaluate(CONTRAST) == []
    page.add_style_tag(content=".lists h2 { color: #b5ada2 !important; }")
    assert any("等待接入" in text for text in page.evaluate(CONTRAST))
