"""Time at the desk: what is left of a promise, who wants a call, what a manager sets."""

from __future__ import annotations

from datetime import timedelta

import pytest
from playwright.sync_api import expect
from sqlalchemy import update

from api.database import now
from api.models import Handoff
from tests.hours import set_hours

from .conftest import SignIn
from .server import Resident, Running
from .test_shift import GOOD, claim, item

pytestmark = pytest.mark.browser


def waited(running: Running, resident: Resident, seconds: int) -> None:
    async def move() -> None:
        async with running.parts.database.write() as session:
            await session.execute(
                update(Handoff)
                .where(Handoff.conversation_id == resident.conversation_id)
                .values(queued_at=now() - timedelta(seconds=seconds))
            )

    running.run(move())


def test_a_promise_is_warned_of_before_it_is_missed(running: Running, sign_in: SignIn) -> None:
    calm, soon, late = (running.waiting(name=name) for name in ("甲", "乙", "丙"))
    waited(running, soon, 150)
    waited(running, late, 200)
    page = sign_in()
    expect(item(page, calm).locator(".level.is-ok")).to_contain_text("剩 2:")
    expect(item(page, soon).locator(".level.is-soon")).to_contain_text("首次回复剩 0:")
    expect(item(page, late).locator(".level.is-missed")).to_contain_text("首次回复超时")
    signs = {
        item(page, one).locator(".level svg path").get_attribute("d") for one in (calm, soon, late)
    }
    assert len(signs) == 3  # not by colour alone
    draft = claim(page, soon)
    expect(page.locator(".toast.is-warn")).to_contain_text("乙：首次回复快到时限")
    draft.fill(GOOD)
    draft.press("Enter")
    expect(page.locator(".talk-head .level")).to_contain_text("办结")


def test_who_wants_a_call_is_listed_until_called(running: Running, sign_in: SignIn) -> None:
    hour = now().hour  # UTC: eight hours before the estate's clock, so this is never now
    running.run(set_hours(running.parts.database, f"每天 {hour}:00–{hour}:59"))
    page = sign_in()
    resident = running.waiting("物业费怎么这么贵")
    resident.say("13812345678，明早9点打给我")
    row = page.locator(".callback")
    expect(row).to_contain_text("13812345678")
    expect(row).to_contain_text("明早9点打给我")
    row.get_by_role("button", name="没接通").click()
    expect(row).to_contain_text("已 1 次")
    assert resident.heard("没有接通")
    row.get_by_role("button", name="已回电").click()
    expect(row).to_have_count(0)


def test_a_manager_sets_how_the_desk_works(running: Running, sign_in: SignIn) -> None:
    page = sign_in("manager")
    page.get_by_role("button", name="工作台设置").click()
    page.get_by_label("小区").select_option("yunqi")
    page.get_by_label("首次回复时限（分钟）").fill("1")
    page.get_by_role("button", name="保存", exact=True).click()
    expect(page.get_by_role("dialog")).to_have_count(0)
    resident = running.waiting(name="冯女士")
    expect(item(page, resident).locator(".level")).to_contain_text("剩 0:")
    agent = sign_in()
    expect(agent.get_by_role("button", name="工作台设置")).to_have_count(0)
