"""A shift at the desk in a real browser: what an agent sees, does and is kept from doing."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect
from sqlalchemy import select

from api.models import CoachRecord

from .conftest import SignIn
from .server import SECOND, Resident, Running

pytestmark = pytest.mark.browser

UNLAWFUL = "再不交费就把你家电停了"
GOOD = "您好，我先查一下您家的账单，今天18点前给您回复。"


def item(page: Page, resident: Resident) -> Locator:
    return page.locator(f'.item[data-id="{resident.conversation_id}"]')


def claim(page: Page, resident: Resident) -> Locator:
    """Take the conversation; gives the draft's text field."""
    item(page, resident).get_by_role("button", name="接入").click()
    draft = draft_to(page, resident)
    expect(draft).to_be_focused()  # a key pressed before would be typed into it
    return draft


def draft_to(page: Page, resident: Resident) -> Locator:
    """The draft's text field, once this conversation is the one on the page."""
    draft = page.locator(f'.talk[data-id="{resident.conversation_id}"]').get_by_label("回复内容")
    expect(draft).to_be_visible()
    return draft


def records(running: Running, kind: str) -> list[CoachRecord]:
    async def read() -> list[CoachRecord]:
        async with running.parts.database.read() as session:
            query = select(CoachRecord).where(CoachRecord.kind == kind)
            return list((await session.execute(query)).scalars())

    found: list[CoachRecord] = running.run(read())
    return found


def test_a_wrong_password_is_told_kindly_and_the_right_one_opens_the_desk(
    running: Running, new_context: Any
) -> None:
    page = new_context().new_page()
    page.goto(f"{running.origin}/desk")
    expect(page).to_have_url(re.compile(r"/desk/login\?next=/desk/$"))
    page.get_by_label("用户名").fill("xiaoli")
    page.get_by_label("密码").fill("not this")
    page.get_by_role("button", name="登录").click()
    expect(page.get_by_role("alert")).to_contain_text("用户名或密码不对")
    page.get_by_label("密码").fill(running.logins["xiaoli"])
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="李晓，您好")).to_be_visible()
    page.get_by_role("button", name="退出登录").click()
    expect(page.get_by_role("button", name="登录")).to_be_visible()
    page.goto(f"{running.origin}/desk/")
    expect(page).to_have_url(re.compile("/desk/login"))


def test_an_emergency_rings_and_stands_first(running: Running, sign_in: SignIn) -> None:
    page = sign_in()
    calm = running.waiting("物业费怎么交", name="孙先生")
    expect(item(page, calm)).to_be_visible()
    danger = running.resident(room="8栋1单元")
    danger.say("电梯里困人了，快来救人")
    banner = page.locator(".emergency")
    expect(banner).to_contain_text("电梯困人")
    expect(banner).to_have_attribute("data-ringing", "true")
    expect(page).to_have_title(re.compile("🔴"))
    first = page.locator("#queue .item").first
    expect(first).to_have_attribute("data-id", danger.conversation_id)
    banner.get_by_role("button", name="静音").click()
    expect(banner).to_have_attribute("data-ringing", "false")
    banner.get_by_role("button", name="立即接入").click()
    expect(page.get_by_label("回复内容")).to_be_focused()
    expect(banner).to_have_count(0)


def test_messages_go_both_ways_while_both_look(running: Running, sign_in: SignIn) -> None:
    page = sign_in()
    resident = running.waiting(name="赵女士")
    draft = claim(page, resident)
    log = page.get_by_role("log")
    expect(log).to_contain_text("物业费怎么这么贵")
    expect(log).to_contain_text("客服李晓已接入")
    draft.fill(GOOD)
    draft.press("Enter")
    expect(log.locator(".is-own")).to_contain_text(GOOD)
    expect(draft).to_have_value("")
    assert resident.heard(GOOD)
    resident.say("好的谢谢，那我等您")
    expect(log).to_contain_text("好的谢谢，那我等您")


def test_shift_enter_breaks_the_line_and_markup_stays_text(
    running: Running, sign_in: SignIn
) -> None:
    page = sign_in()
    resident = running.waiting("<img src=x onerror=alert(1)>", name="<b>王</b>")
    draft = claim(page, resident)
    expect(page.get_by_role("log")).to_contain_text("<img src=x onerror=alert(1)>")
    draft.press_sequentially("您好，我在看。")
    draft.press("Shift+Enter")
    draft.press_sequentially("十分钟内回复您。")
    draft.press("Control+Enter")
    expect(draft).to_have_value("")
    assert resident.heard("您好，我在看。\n十分钟内回复您。")


def test_an_unlawful_draft_is_underlined_refused_and_goes_only_with_a_reason(
    running: Running, sign_in: SignIn
) -> None:
    page = sign_in()
    resident = running.waiting()
    draft = claim(page, resident)
    draft.press_sequentially(UNLAWFUL)
    marked = page.locator('.flagged.is-block[data-code="unlawful_collection"]')
    expect(marked.first).to_be_visible()
    hint = page.locator(".flag-hint")
    expect(hint).to_contain_text("违法催费")
    hint.get_by_role("button", name="第944条").click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("停止供电")
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    draft.press("Enter")
    refused = page.get_by_role("alertdialog")
    expect(refused).to_contain_text("这条没有发出")
    expect(refused.locator("blockquote")).to_contain_text("第九百四十四条")
    assert not resident.heard(UNLAWFUL)
    refused.get_by_role("button", name="仍要发送").click()
    send = refused.get_by_role("button", name="记下理由并发送")
    refused.get_by_role("textbox").fill("太短")
    expect(send).to_be_disabled()
    refused.get_by_role("textbox").fill("引用住户收到的短信原文")
    send.click()
    expect(draft).to_have_value("")
    assert resident.heard(UNLAWFUL)
    kept = [one for one in records(running, "flag") if one.outcome == "overridden"]
    assert [one.reason for one in kept] == ["引用住户收到的短信原文"] * len(kept)
    assert {one.code for one in kept} == {"unlawful_collection"}


def test_flags_follow_the_draft_and_a_better_wording_replaces_the_span(
    running: Running, sign_in: SignIn
) -> None:
    page = sign_in()
    draft = claim(page, running.waiting())
    draft.fill("😀您好，都说了几遍了，请您稍等。")
    marked = page.locator(".mirror .flagged")
    expect(marked.first).to_contain_text("都说了几遍")
    before = draft.input_value()
    page.locator(".flag-hint .chip.is-strong").click()
    expect(marked).to_have_count(0)
    assert "都说了几遍" not in draft.input_value()
    assert draft.input_value().startswith("😀您好")
    page.get_by_role("button", name="撤销改写").click()
    expect(draft).to_have_value(before)
    expect(marked.first).to_contain_text("都说了几遍")


def test_an_input_method_is_left_to_finish(running: Running, sign_in: SignIn) -> None:
    page = sign_in()
    resident = running.waiting()
    draft = claim(page, resident)
    draft.focus()
    keyboard = page.context.new_cdp_session(page)
    keyboard.send(
        "Input.imeSetComposition", {"text": "dou shuo", "selectionStart": 8, "selectionEnd": 8}
    )
    expect(draft).to_have_value("dou shuo")
    draft.press("Enter")  # picks a word, sends nothing
    expect(draft).not_to_have_value("")
    draft.fill("")
    keyboard.send("Input.insertText", {"text": "都说了几遍了"})
    expect(page.locator(".mirror .flagged")).to_contain_text("都说了几遍")
    assert not resident.heard("dou shuo")


def test_a_taken_suggestion_is_recorded_with_what_became_of_it(
    running: Running, sign_in: SignIn
) -> None:
    page = sign_in()
    resident = running.waiting("没收房要交物业费吗")
    resident.say("没收房要不要交物业费，给个准话")
    draft = claim(page, resident)
    offers = page.locator(".offer")
    expect(offers.first).to_be_visible()
    count = offers.count()
    draft.fill("我自己先写一句")
    offers.first.get_by_role("button", name="采用").click()
    text = offers.first.locator(".offer-text").inner_text()
    expect(draft).to_have_value(text)
    page.get_by_role("button", name="撤销采用").click()
    expect(draft).to_have_value("我自己先写一句")
    offers.first.get_by_role("button", name="采用").click()
    draft.press("End")
    draft.press("Enter")
    expect(draft).to_have_value("")
    kept = records(running, "suggestion")
    assert sorted(one.outcome for one in kept) == sorted(["taken"] + ["ignored"] * (count - 1))
    expect(offers).to_have_count(0)


def test_a_draft_survives_switching_and_reload(running: Running, sign_in: SignIn) -> None:
    page = sign_in()
    one, other = running.waiting("第一件事", name="甲"), running.waiting("第二件事", name="乙")
    claim(page, one).fill("写给甲的半句话")
    claim(page, other).fill("写给乙的半句话")
    item(page, one).locator(".item-body").click()
    expect(draft_to(page, one)).to_have_value("写给甲的半句话")
    page.reload()
    expect(draft_to(page, one)).to_have_value("写给甲的半句话")
    item(page, other).locator(".item-body").click()
    expect(draft_to(page, other)).to_have_value("写给乙的半句话")


def test_two_agents_never_hold_one_conversation(running: Running, sign_in: SignIn) -> None:
    first, second = sign_in(), sign_in(SECOND)
    resident = running.waiting()
    item(second, resident).locator(".item-body").click()
    expect(second.get_by_role("button", name="接入会话")).to_be_visible()
    claim(first, resident)
    expect(second.locator(".talk")).to_contain_text("李晓 正在接待")
    expect(second.get_by_label("回复内容")).to_have_count(0)
    expect(second.locator("#queue .item")).to_have_count(0)
    first.get_by_role("button", name="转给").click()
    first.get_by_role("radio", name="转回队列").check()
    first.get_by_role("button", name="确认转回").click()
    claim(second, resident)
    expect(second.get_by_role("log")).to_contain_text("客服王敏已接入")


def test_a_work_order_and_the_close(running: Running, sign_in: SignIn) -> None:
    page = sign_in()
    resident = running.waiting("厨房水管漏水了", name="赵女士", phone="13800001111", room="3栋1102")
    claim(page, resident)
    page.get_by_role("button", name="建工单").click()
    expect(page.get_by_label("联系电话")).to_have_value("13800001111")
    expect(page.get_by_label("位置")).to_have_value("3栋1102")
    page.get_by_role("button", name="提交工单").click()
    expect(page.locator(".order")).to_contain_text("待派单")
    assert resident.heard("已为您登记报修单")
    page.get_by_role("button", name="结束").click()
    page.locator('.choice[data-result="work_order"]').click()
    expect(page.locator("#mine .item")).to_have_count(0)
    expect(page.get_by_role("heading", name="李晓，您好")).to_be_visible()
    assert resident.heard("本次会话已结束")


def test_the_keyboard_is_enough(running: Running, sign_in: SignIn) -> None:
    page = sign_in()
    resident = running.waiting("停车费怎么收", name="老周")
    expect(item(page, resident)).to_be_visible()
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="接入会话")).to_be_visible()
    page.keyboard.press("c")
    draft = page.get_by_label("回复内容")
    expect(draft).to_be_focused()
    page.keyboard.press("Escape")
    page.keyboard.press("/")
    search = page.get_by_label("查知识和法条")
    expect(search).to_be_focused()
    page.keyboard.type("没收房要交物业费吗")
    expect(page.locator(".hit").first).to_contain_text("物业费")
    page.get_by_role("button", name=re.compile("放进回复|引用这一条")).first.click()
    expect(draft).not_to_have_value("")
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_contain_text("键盘操作")


def test_thirty_conversations_and_a_phone(running: Running, sign_in: SignIn) -> None:
    residents = [running.waiting(f"第{n}件事", name=f"住户{n}") for n in range(30)]
    page = sign_in(width=390, height=844)
    expect(page.locator("#queue .item")).to_have_count(30)
    draft = claim(page, residents[0])
    expect(page.locator(".lists")).to_be_hidden()
    draft.fill(GOOD)
    page.get_by_role("button", name="发送", exact=True).click()
    expect(page.get_by_role("log")).to_contain_text(GOOD)
    page.get_by_role("button", name="回到列表").click()
    residents[0].say("又有一句新的")
    expect(item(page, residents[0])).to_contain_text("又有一句新的")
    expect(item(page, residents[0]).locator(".badge")).to_have_text("1")
    wide = page.evaluate("document.documentElement.scrollWidth > innerWidth")
    assert wide is False
