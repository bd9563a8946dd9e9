"""The managers' page on colleagues: how they fare, and the groups they form."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser import picture

from .conftest import SignIn
from .server import Running
from .test_many import CONTRAST
from .test_shift import claim

pytestmark = pytest.mark.browser


def open_page(running: Running, page: Page) -> None:
    page.goto(f"{running.origin}/desk/people")
    expect(page.get_by_role("heading", name="团队")).to_be_visible()
    expect(page.locator(".person").first).to_be_visible()


def test_load_and_insults_of_everybody(running: Running, sign_in: SignIn) -> None:
    agent = sign_in()
    resident = running.waiting(name="秦先生")
    claim(agent, resident)
    for words in ("你们就是一群废物", "滚蛋", "你他妈的会不会说话"):
        resident.say(words)
    page = sign_in("manager")
    page.get_by_role("link", name="团队").click()
    first = page.locator(".person").first
    expect(first).to_contain_text("李晓")
    expect(first).to_contain_text("难听的话 3 句")
    expect(first).to_contain_text("该歇一会儿了")
    expect(first).to_contain_text("手上 1/8")
    picture(page, "people")
    agent.locator(".strip.is-care").get_by_role("button", name="休息 10 分钟").click()
    expect(agent.locator(".presence")).to_contain_text("休息到")
    page.reload()
    person = page.locator('.person[data-username="xiaoli"]')
    expect(person).to_contain_text("休息到")
    expect(person).to_contain_text("休息了 1 次")


def test_a_group_is_made_and_the_desk_can_send_to_it(running: Running, sign_in: SignIn) -> None:
    page = sign_in("manager")
    open_page(running, page)
    expect(page.locator(".group")).to_have_count(2)
    page.get_by_role("button", name="新建小组").click()
    fresh = page.locator(".group").first
    expect(fresh.get_by_label("名称")).to_be_focused()
    fresh.get_by_label("名称").fill("投诉组")
    fresh.get_by_label("投诉", exact=True).check()
    fresh.get_by_label("王敏").check()
    fresh.get_by_role("button", name="保存").click()
    expect(page.get_by_role("status")).to_contain_text("“投诉组”已保存")
    made = page.locator('.group[data-name="投诉组"]')
    expect(made.get_by_label("王敏")).to_be_checked()

    agent, resident = sign_in(), running.waiting(name="赵女士")
    claim(agent, resident)
    agent.get_by_role("button", name="转给").click()
    expect(agent.get_by_role("radio", name=re.compile("^投诉组"))).to_be_enabled()
    agent.keyboard.press("Escape")

    made.get_by_role("button", name="删除").click()
    made.get_by_role("button", name="确定删除").click()
    expect(made).to_have_count(0)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_page_behind_the_desk_is_legible_on_a_phone(
    running: Running, sign_in: SignIn, scheme: str
) -> None:
    page = sign_in("manager", width=390, height=844)
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    expect(page.get_by_role("button", name="退出登录")).to_be_in_viewport(ratio=1)
    page.get_by_role("button", name="更多").click()
    expect(page.locator("[data-go]")).to_have_count(9)
    picture(page, f"desk-manager-{scheme}")
    assert page.evaluate(CONTRAST) == []
    page.locator('[data-go="people"]').click()
    expect(page.get_by_role("heading", name="团队")).to_be_visible()
    for name, heading in (("advice", "推荐与采用"), ("people", "团队"), ("knowledge", "")):
        page.goto(f"{running.origin}/desk/{name}")
        if heading:
            expect(page.get_by_role("heading", name=heading)).to_be_visible()
        page.wait_for_load_state("networkidle")
        assert page.evaluate(CONTRAST) == [], name
        assert page.evaluate("document.documentElement.scrollWidth > innerWidth") is False, name
        picture(page, f"{name}-narrow-{scheme}")


def test_escape_leads_back_and_agents_do_not_get_there(running: Running, sign_in: SignIn) -> None:
    page = sign_in("manager")
    page.keyboard.press("s")
    expect(page.get_by_role("dialog")).to_be_visible()
    page.keyboard.press("6")
    expect(page.get_by_role("heading", name="团队")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("heading", name="等待接入")).to_be_visible()
    agent = sign_in()
    expect(agent.get_by_role("link", name="团队")).to_have_count(0)
    agent.goto(f"{running.origin}/desk/people")
    expect(agent).to_have_url(f"{running.origin}/desk/")
