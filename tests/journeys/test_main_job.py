"""The main job, end to end, in Chromium: ask, be answered with the law, reach a person.

With LINLI_SCREENSHOTS set to a folder, the pictures of the README are taken on the way.
"""

from __future__ import annotations

import os
from collections.abc import Iterator

import httpx
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from api.bot_process import recorded_pid
from tests.browser import chromium, picture

from .conftest import Product

pytestmark = [pytest.mark.browser, pytest.mark.rasa]

UNLAWFUL = "再不交费就把你家电停了"
KIND = "您好，您反映的费用问题我来核对，今天18点前把明细发给您。"
expect.set_options(timeout=15_000)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as one:
        yield one


def window(browser: Browser, width: int = 1440, height: int = 900) -> BrowserContext:
    return browser.new_context(
        viewport={"width": width, "height": height}, locale="zh-CN", timezone_id="Asia/Shanghai"
    )


def say(page: Page, text: str) -> None:
    page.get_by_label("输入消息").fill(text)
    page.get_by_label("输入消息").press("Enter")


def sign_in(browser: Browser, product: Product, username: str = "xiaoli") -> Page:
    page = window(browser).new_page()
    page.goto(f"{product.origin}/desk")
    page.get_by_label("用户名").fill(username)
    page.get_by_label("密码").fill(product.logins[username])
    page.get_by_role("button", name="登录").click()
    expect(page.get_by_role("heading", name="等待接入")).to_be_visible()
    return page


def test_ask_be_answered_and_reach_a_person(browser: Browser, product: Product) -> None:
    resident = window(browser).new_page()
    resident.goto(product.origin)
    picture(resident, "start")
    say(resident, "没收房要交物业费吗")
    expect(resident.locator(".bot").last).to_contain_text("开发商")
    source = resident.get_by_role("button", name="第九百四十四条")
    source.click()
    expect(resident.get_by_role("dialog")).to_contain_text("停止供电")
    picture(resident, "answer")
    resident.keyboard.press("Escape")

    bots = resident.locator(".bot .card")
    count = bots.count()
    say(resident, "明天股票会涨吗")
    expect(bots).to_have_count(count + 1)
    assert "944" not in bots.last.inner_text()

    desk = sign_in(browser, product)
    say(resident, "转人工")
    expect(resident.locator("linli-chat")).to_contain_text("转接人工")
    desk.locator("#queue .item").first.get_by_role("button", name="接入").click()
    draft = desk.locator(".talk").get_by_label("回复内容")
    adopt = desk.get_by_role("button", name="采用").first
    if adopt.is_visible():
        adopt.click()
        expect(draft).not_to_have_value("")
    draft.fill("")
    draft.press_sequentially(UNLAWFUL)
    expect(desk.locator('.flagged[data-code="unlawful_collection"]').first).to_be_visible()
    draft.press("Enter")
    refused = desk.get_by_role("alertdialog")
    expect(refused.locator("blockquote")).to_contain_text("第九百四十四条")
    picture(desk, "blocked")
    desk.keyboard.press("Escape")
    expect(resident.locator("linli-chat")).not_to_contain_text("电停了")
    draft.fill(KIND)
    draft.press("Enter")
    expect(resident.locator("linli-chat")).to_contain_text("今天18点前把明细发给您")

    resident.reload()
    expect(resident.locator("linli-chat")).to_contain_text("没收房要交物业费吗")
    expect(resident.locator("linli-chat")).to_contain_text("今天18点前把明细发给您")
    desk.reload()
    expect(desk.get_by_role("log")).to_contain_text("今天18点前把明细发给您")


def test_people_in_a_lift(browser: Browser, product: Product) -> None:
    desk = sign_in(browser, product, "xiaowang")
    phone = window(browser, 390, 844).new_page()
    phone.goto(product.origin)
    say(phone, "电梯里困人了，快来")
    expect(phone.locator("linli-chat")).to_contain_text("不扒门", timeout=5_000)
    picture(phone, "phone")
    banner = desk.locator(".emergency")
    expect(banner).to_contain_text("电梯困人")
    expect(banner).to_have_attribute("data-ringing", "true")
    picture(desk, "emergency")


def test_a_repair_becomes_a_work_order(browser: Browser, product: Product) -> None:
    page = window(browser).new_page()
    page.goto(product.origin)
    say(page, "厨房水龙头漏水，8栋3单元602，电话13812345678")
    expect(page.locator("linli-chat")).to_contain_text("8栋3单元602")
    expect(page.locator(".bot .card").last).to_contain_text("13812345678")
    say(page, "对的")
    expect(page.locator("linli-chat")).to_contain_text("单号")


def test_rasa_dies_and_the_app_works_on(product: Product) -> None:
    """Last in the file: the bot is away for some seconds afterwards."""
    pid = recorded_pid(product.home)
    os.kill(pid, 9)
    product.wait("down", 10)
    assert answer_to(product, "没收房要交物业费吗")["payload"]["citations"]
    assert answer_to(product, "着火了")["payload"]["emergency"] == "fire"
    assert answer_to(product, "转人工")["payload"]["lifecycle"] == "queued"
    product.wait("ok", 120)


def answer_to(product: Product, text: str) -> dict[str, dict[str, object]]:
    with httpx.Client(base_url=product.origin, trust_env=False) as http:
        token = http.post("/v1/chat/sessions", json={"estate": "yunqi"}).json()["token"]
        headers = {"Authorization": f"Bearer {token}"}
        http.post("/v1/chat/messages", json={"client_id": "1", "text": text}, headers=headers)
        while True:
            history = http.get("/v1/chat/messages?after=1", headers=headers).json()
            if not history["pending"]:
                found: dict[str, dict[str, object]] = history["messages"][0]
                return found
