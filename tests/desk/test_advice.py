"""Beside the conversation and behind it: state, promises, approved replies."""

from __future__ import annotations

from datetime import timedelta

import httpx
import pytest
from playwright.sync_api import expect
from sqlalchemy import update

from api.database import now
from api.promises.models import Promised

from .conftest import SignIn
from .server import FIRST, Resident, Running
from .test_shift import claim

pytestmark = pytest.mark.browser

PROMISE = "抱歉让您久等了，我请电工去换灯，明天18点前给您回话。"


def make_overdue(running: Running) -> None:
    async def move() -> None:
        async with running.parts.database.write() as session:
            past = now() - timedelta(minutes=5)
            await session.execute(update(Promised).values(due_at=past))

    running.run(move())


def close(running: Running, resident: Resident) -> None:
    url = f"{running.origin}/v1/desk/conversations/{resident.conversation_id}/close"
    headers = {"Authorization": f"Bearer {running.token(FIRST)}"}
    httpx.post(url, json={"result": "solved"}, headers=headers).raise_for_status()


def test_a_promise_is_seen_chased_and_ticked_off(running: Running, sign_in: SignIn) -> None:
    page = sign_in()
    resident = running.waiting("楼道灯坏了三天了还没修，再这样我打12345", name="陈女士")
    draft = claim(page, resident)
    state = page.get_by_role("region", name="住户状态")
    expect(state).to_contain_text("提到向外投诉或曝光")
    expect(state).to_contain_text("有人来修")
    draft.fill(PROMISE)
    draft.press("Enter")
    expect(state.locator(".promise")).to_contain_text("明天18点前给您回话")
    expect(page.get_by_role("region", name="答应住户的事")).to_have_count(0)

    make_overdue(running)
    page.reload()
    strip = page.get_by_role("region", name="答应住户的事")
    expect(strip).to_contain_text("1 件已过时间")
    strip.get_by_role("button").first.click()
    expect(strip.locator(".promise")).to_contain_text("陈女士")
    strip.get_by_role("button", name="做到了").click()
    expect(strip).to_have_count(0)
    expect(page.get_by_role("region", name="住户状态").locator(".promise")).to_contain_text(
        "已做到"
    )


def test_a_calm_greeting_has_no_state_to_show(running: Running, sign_in: SignIn) -> None:
    page = sign_in()
    claim(page, running.waiting("你好"))
    expect(page.get_by_role("region", name="住户状态")).to_have_count(0)
    expect(page.get_by_role("region", name="AI 改写")).to_have_count(0)


def test_a_trainer_approves_what_a_good_conversation_said(
    running: Running, sign_in: SignIn
) -> None:
    page = sign_in()
    resident = running.waiting("电动车能推上楼充电吗")
    draft = claim(page, resident)
    draft.fill("不能上楼充电，车棚里有充电桩，扫码就能用。")
    draft.press("Enter")
    expect(page.locator(".is-own .bubble")).to_contain_text("车棚里有充电桩")
    close(running, resident)

    trainer = sign_in("trainer")
    trainer.get_by_role("link", name="推荐与采用").click()
    trainer.get_by_role("button", name="收集新的").click()
    card = trainer.locator(".advice-card")
    expect(card).to_contain_text("电动车能推上楼充电吗")
    card.get_by_role("button", name="通过").click()
    expect(card).to_have_count(0)
    trainer.get_by_role("button", name="已通过").click()
    expect(card.get_by_label("回复")).to_have_value("不能上楼充电，车棚里有充电桩，扫码就能用。")


def test_agents_do_not_get_there(running: Running, sign_in: SignIn) -> None:
    page = sign_in()
    expect(page.get_by_role("link", name="推荐与采用")).to_have_count(0)
    page.goto(f"{running.origin}/desk/advice")
    expect(page).to_have_url(f"{running.origin}/desk/")
