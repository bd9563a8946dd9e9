"""One trouble of many residents, and a hard run, as an agent sees them."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from .conftest import SignIn
from .server import Running
from .test_shift import claim

pytestmark = pytest.mark.browser


def test_many_reports_become_one_notice_and_who_comes_later_joins(
    running: Running, sign_in: SignIn
) -> None:
    page = sign_in()
    residents = [
        running.waiting("电梯坏了，停着不动", name=f"住户{n}", room=f"8栋{n}02") for n in (1, 2, 3)
    ]
    strip = page.locator(".strip.is-incident")
    expect(strip).to_contain_text("8栋电梯：3 位住户都在报")
    strip.get_by_role("button", name="合并处理").click()
    dialog = page.get_by_role("dialog")
    expect(dialog.locator(".reporter")).to_have_count(3)
    notice = dialog.get_by_label("给他们的通知")
    notice.fill("再不交费就把你家水电停了")
    dialog.get_by_role("button", name="建事件").click()
    expect(dialog.get_by_role("alert")).to_contain_text("没有发出")
    notice.fill("8栋电梯故障，维保人员今天18点前到场。")
    dialog.get_by_role("button", name="建事件").click()
    expect(page.locator(".toast")).to_contain_text("已通知 3 位住户")
    assert all(one.heard("维保人员今天18点前到场") for one in residents)
    expect(strip).to_have_count(0)
    late = running.waiting("电梯怎么又停了", name="晚来的", room="8栋902")
    assert late.heard("8栋电梯的问题我们已经知道")
    row = page.locator("#incidents .item")
    expect(row).to_contain_text("4 位住户")
    row.locator(".item-body").click()
    dialog.get_by_label("新的进展").fill("8栋电梯已恢复运行，谢谢您的耐心。")
    dialog.get_by_role("button", name="已恢复，通知并结束").click()
    expect(row).to_have_count(0)
    assert late.heard("已恢复运行")


def test_a_hard_run_proposes_a_break(running: Running, sign_in: SignIn) -> None:
    page = sign_in()
    resident = running.waiting(name="秦先生")
    claim(page, resident)
    strip = page.locator(".strip.is-care")
    for words in ("你们就是一群废物", "滚蛋"):
        resident.say(words)
    expect(strip).to_have_count(0)
    resident.say("你他妈的会不会说话")
    expect(strip).to_contain_text("不是您的错")
    strip.get_by_role("button", name="休息 10 分钟").click()
    expect(page.locator(".presence")).to_contain_text("休息到")
    expect(strip).to_have_count(0)
