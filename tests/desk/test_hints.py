"""One hint at a time: what is open, what folds, and the keys to it."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page, expect

from .conftest import SignIn
from .server import Resident, Running
from .test_many import CONTRAST
from .test_shift import claim, records

pytestmark = pytest.mark.browser

# The chooser itself is the system's; that it is asked for is ours.
HEAR_PICKING = """() => document.querySelector('.editor input[type=file]').addEventListener(
  "click", (event) => { event.preventDefault(); window.picking = true; })"""
MATTER = "狗不拴绳，吓到我妈妈了"  # three suggestions


def advised(running: Running, page: Page) -> tuple[Resident, Locator]:
    """A conversation in hand, with suggestions; gives the draft's text field."""
    resident = running.waiting(MATTER)
    draft = claim(page, resident)
    resident.say(MATTER)
    expect(page.locator(".offer")).to_have_count(3)
    return resident, draft


def test_the_best_is_open_and_the_others_are_lines(running: Running, sign_in: SignIn) -> None:
    page = sign_in()
    resident, draft = advised(running, page)
    offers, unfolded = page.locator(".offer"), page.locator(".offer:not(.is-folded)")
    expect(unfolded).to_have_count(1)
    first = unfolded.locator(".offer-text").inner_text()
    draft.press("Alt+2")
    expect(unfolded).to_have_count(1)
    expect(draft).to_have_value("")  # nobody takes what could not be read
    second = unfolded.locator(".offer-text").inner_text()
    assert second != first
    draft.press("Alt+0")
    expect(offers).to_have_count(2)
    expect(unfolded.locator(".offer-text")).to_have_text(first)
    offers.nth(1).locator(".offer-line").click()
    third = unfolded.locator(".offer-text").inner_text()
    draft.press("Alt+2")
    expect(draft).to_have_value(third)
    draft.press("Enter")
    expect(page.locator(".origin")).to_have_text("推荐回复，未改动")
    kept = sorted(one.outcome for one in records(running, "suggestion"))
    assert kept == ["dismissed", "ignored", "taken"]
    assert "worded_by" in resident.messages()[-1]["payload"]


def test_beside_a_warning_every_suggestion_folds(running: Running, sign_in: SignIn) -> None:
    page = sign_in()
    _, draft = advised(running, page)
    unfolded = page.locator(".offer:not(.is-folded)")
    draft.fill("都说了几遍了，请您稍等。")
    expect(page.locator(".flag-hint")).to_be_visible()
    expect(unfolded).to_have_count(0)
    expect(page.locator(".missing [data-code]")).to_have_count(0)
    assert page.evaluate(CONTRAST) == []
    draft.press("Alt+Enter")
    expect(page.locator(".flag-hint")).to_have_count(0)
    expect(unfolded).to_have_count(1)
    assert "都说了几遍" not in draft.input_value()
    draft.press("Enter")
    expect(draft).to_have_value("")
    assert ("impatient", "fixed") in {(one.code, one.outcome) for one in records(running, "flag")}


def test_a_call_for_help_is_answered_by_key_also_by_who_comes_later(
    running: Running, sign_in: SignIn
) -> None:
    first = sign_in()
    resident = running.waiting("你们到底管不管", name="周先生")
    expect(claim(first, resident)).to_be_focused()
    first.keyboard.press("Escape")
    first.keyboard.press("h")
    expect(first.locator(".toast")).to_contain_text("已请同事接手")
    second = sign_in("xiaowang")
    expect(second.locator(".strip.is-help")).to_contain_text("周先生")
    second.keyboard.press("a")
    expect(second.get_by_label("回复内容")).to_be_visible()
    expect(second.locator(".strip.is-help")).to_have_count(0)
    assert resident.heard("同事王敏来接着为您服务")


def test_every_key_is_in_the_table_and_leads_somewhere(running: Running, sign_in: SignIn) -> None:
    page = sign_in()
    for number in (1, 2, 3):
        running.waiting("电梯坏了，停着不动", name=f"住户{number}", room=f"8栋{number}02")
    caller = running.waiting("车位续租找谁")
    caller.say("请给我打电话 13900002222，明天10点")
    expect(page.locator(".callback")).to_be_visible()
    page.keyboard.press("l")
    expect(page.locator(".callback button").first).to_be_focused()
    page.keyboard.press("v")
    expect(page.get_by_role("dialog")).to_contain_text("8栋电梯")
    page.keyboard.press("Escape")
    expect(page.locator("dialog")).to_have_count(0)
    expect(claim(page, caller)).to_be_focused()
    page.keyboard.press("Escape")
    page.evaluate(HEAR_PICKING)
    page.keyboard.press("f")
    page.wait_for_function("window.picking")
    page.keyboard.press("d")
    expect(page.locator("html")).to_have_attribute("data-theme", "light")
    page.keyboard.press("g")
    expect(page.get_by_role("dialog")).to_contain_text("交还智能助手")
    page.keyboard.press("Escape")
    expect(page.locator("dialog")).to_have_count(0)
    page.keyboard.press("?")
    table = page.locator("dl.keys").inner_text()
    assert all(f"\n{key}\n" in f"\n{table}\n" for key in "ACDEFGHLMNOPSTUVWYZ")
