"""Two agents at their desks: passing on, helping, coming and going."""

from __future__ import annotations

from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import update

from api.database import now
from api.desk.models import Presence
from api.desk.presence import sweep
from api.desk.watch import hand_out

from .conftest import SignIn
from .server import SECOND, Running
from .test_shift import claim, draft_to, item

pytestmark = pytest.mark.browser


def say_mode(page: Page, mode: str) -> None:
    page.locator(".presence").click()
    page.locator(f'.choice[data-mode="{mode}"]').click()
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_a_conversation_is_passed_to_a_colleague_with_a_note(
    running: Running, sign_in: SignIn
) -> None:
    first, second = sign_in(), sign_in(SECOND)
    expect(second.locator(".presence")).to_contain_text("在岗")
    resident = running.waiting(name="赵女士")
    claim(first, resident)
    first.keyboard.press("Escape")
    first.keyboard.press("t")
    dialog = first.get_by_role("dialog")
    expect(dialog).to_contain_text("陈老师")  # not here: shown, and not to be chosen
    expect(dialog.get_by_role("radio", name="陈老师")).to_be_disabled()
    dialog.get_by_role("radio", name="王敏").check()
    dialog.get_by_label("留给同事的话").fill("已核过账单，住户很急")
    dialog.locator(".close-summary summary").click()
    dialog.get_by_label("什么事").fill("物业费账单对不上，已核过三月")
    dialog.get_by_role("button", name="转过去").click()
    expect(first.locator("#mine .item")).to_have_count(0)
    expect(second.locator(".toast")).to_contain_text("已为您接入：赵女士")
    item(second, resident).locator(".item-body").click()
    expect(second.locator(".passed-on")).to_contain_text("李晓转来：已核过账单，住户很急")
    expect(second.locator(".brief-what")).to_have_text("物业费账单对不上，已核过三月")
    draft_to(second, resident)
    assert resident.heard("为您转给同事王敏")
    assert not resident.heard("住户很急")


def test_one_tap_asks_colleagues_and_one_of_them_takes_over(
    running: Running, sign_in: SignIn
) -> None:
    first, second = sign_in(), sign_in(SECOND)
    resident = running.waiting("你们到底管不管", name="周先生")
    claim(first, resident)
    first.get_by_role("button", name="请人接手").click()
    expect(first.locator(".toast")).to_contain_text("已请同事接手")
    strip = second.locator(".strip.is-help")
    expect(strip).to_contain_text("李晓请您接手")
    strip.get_by_role("button", name="我来接手").click()
    draft_to(second, resident)
    expect(first.locator("#mine .item")).to_have_count(0)
    assert resident.heard("同事王敏来接着为您服务")


def test_who_takes_by_themselves_hears_of_it_and_who_is_away_gets_nothing(
    running: Running, sign_in: SignIn
) -> None:
    page = sign_in()
    page.locator(".presence").click()
    page.get_by_label("自动接入").check()
    page.keyboard.press("Escape")
    expect(page.locator(".presence")).to_contain_text("自动接入")
    resident = running.waiting(name="孙先生")
    expect(page.locator("#mine").locator(f'[data-id="{resident.conversation_id}"]')).to_be_visible()
    expect(page.locator(".toast")).to_contain_text("已为您接入：孙先生")
    page.reload()
    expect(page.locator("#mine .item")).to_have_count(1)
    expect(page.locator(".toast")).to_have_count(0)  # it was there before the page
    say_mode(page, "away")
    expect(page.locator(".presence")).to_contain_text("离开")
    second = running.waiting(name="吴女士")
    settings = running.parts.settings
    assert running.run(hand_out(running.parts.database, settings.desk_gone_seconds)) == []
    expect(page.locator("#queue").locator(f'[data-id="{second.conversation_id}"]')).to_be_visible()


def test_a_closed_page_gives_its_conversations_back(running: Running, sign_in: SignIn) -> None:
    first, second = sign_in(), sign_in(SECOND)
    resident = running.waiting(name="郑女士")
    claim(first, resident)
    first.context.close()

    async def minutes_later() -> int:
        async with running.parts.database.write() as session:
            later = now() - timedelta(minutes=5)
            await session.execute(update(Presence).values(seen_at=later))
        return await sweep(running.parts.database, running.parts.settings)

    assert running.run(minutes_later()) == 1
    expect(item(second, resident).get_by_role("button", name="接入")).to_be_visible()
    assert resident.heard("正在为您换一位同事")
