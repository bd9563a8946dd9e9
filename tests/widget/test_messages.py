"""Messages go out and come back once, in order, whatever happens to the network."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from .conftest import OpenPage
from .server import Desk

pytestmark = pytest.mark.browser


def say(page: Page, text: str) -> None:
    page.get_by_label("输入消息").fill(text)
    page.get_by_label("输入消息").press("Enter")


def mine(page: Page) -> list[str]:
    return page.locator(".resident .card").all_inner_texts()


def spoken(page: Page) -> list[str]:
    """Everything in the log, residents' and bot's, in the order shown."""
    return page.locator(".row .card").all_inner_texts()


def wait_for(met: Callable[[], bool], seconds: float = 8) -> None:
    end = time.monotonic() + seconds
    while not met():
        assert time.monotonic() < end, "did not happen in time"
        time.sleep(0.05)


def wait_online(page: Page, desk: Desk) -> None:
    wait_for(lambda: any(talk.sockets for talk in desk.talks.values()))


def test_send_ack_reply(open_page: OpenPage, desk: Desk) -> None:
    desk.faults.ack_delay = 0.6
    desk.faults.echo_own = False
    page = open_page()
    wait_online(page, desk)
    say(page, "你好")
    expect(page.locator(".resident .state")).to_have_text("发送中…")  # at once, before the ack
    expect(page.locator(".resident .state")).to_contain_text("✓")
    expect(page.locator(".bot .card")).to_have_text("收到：你好")
    expect(page.locator(".bot .who")).to_contain_text("智能助手")
    assert mine(page) == ["你好"]
    assert page.get_by_label("输入消息").input_value() == ""


def test_typing_is_shown_and_goes_with_the_answer(open_page: OpenPage, desk: Desk) -> None:
    desk.faults.silent_bot = True
    page = open_page()
    wait_online(page, desk)
    desk.do(desk.publish(desk.talk, {"type": "typing", "sender": "bot"}))
    expect(page.locator(".typing")).to_have_text("智能助手正在输入")
    desk.do(desk.say(desk.talk, "bot", "来了"))
    expect(page.locator(".typing")).to_be_hidden()


@pytest.mark.parametrize("echo_own", [True, False], ids=["with-echo", "without-echo"])
@pytest.mark.parametrize("fault", ["drop_before_store", "drop_before_ack"])
def test_drop_in_the_middle_loses_and_doubles_nothing(
    open_page: OpenPage, desk: Desk, fault: str, echo_own: bool
) -> None:
    page = open_page()
    wait_online(page, desk)
    say(page, "第一句")
    expect(page.locator(".bot .card")).to_have_count(1)
    desk.faults.echo_own = echo_own
    setattr(desk.faults, fault, 1)
    say(page, "第二句")
    say(page, "第二句")  # the same words again are a second message, not a copy
    expect(page.locator(".bot .card")).to_have_count(3)
    expect(page.locator(".resident .state", has_text="✓")).to_have_count(3)
    assert mine(page) == ["第一句", "第二句", "第二句"]
    assert desk.texts() == ["第一句", "第二句", "第二句"]
    in_order = sorted(desk.talk.messages, key=lambda m: m["seq"])
    assert spoken(page) == [m["text"] for m in in_order]


def test_resend_keeps_its_client_id(open_page: OpenPage, desk: Desk) -> None:
    page = open_page()
    wait_online(page, desk)
    desk.faults.drop_before_store = 1
    say(page, "只说一遍")
    expect(page.locator(".resident .state")).to_contain_text("✓")

    def sent() -> list[str]:
        both = desk.frames + desk.posts
        return [f["client_id"] for f in both if f.get("text") == "只说一遍"]

    wait_for(lambda: len(sent()) >= 2)
    assert len(set(sent())) == 1
    assert desk.texts() == ["只说一遍"]


def test_said_by_others_during_an_outage_arrives_after_it(open_page: OpenPage, desk: Desk) -> None:
    page = open_page()
    wait_online(page, desk)
    say(page, "在吗")
    expect(page.locator(".bot .card")).to_have_count(1)
    desk.faults.refuse_sockets = desk.faults.refuse_rest = True
    desk.do(desk.drop_sockets())
    for number in range(3):
        desk.store(desk.talk, "agent", f"回复{number}", {"agent": "小李"})
    expect(page.locator(".banner")).to_contain_text("正在重新连接")
    assert page.locator(".agent").count() == 0
    desk.faults.refuse_sockets = desk.faults.refuse_rest = False
    expect(page.locator(".agent .card")).to_have_text(["回复0", "回复1", "回复2"])
    expect(page.locator(".agent .who").first).to_contain_text("客服小李")
    expect(page.locator(".banner")).to_be_hidden()


def test_message_ahead_of_its_turn_makes_the_gap_asked_for(open_page: OpenPage, desk: Desk) -> None:
    page = open_page()
    wait_online(page, desk)
    desk.store(desk.talk, "bot", "没人转达的一句")
    desk.do(desk.say(desk.talk, "bot", "后面的一句"))
    expect(page.locator(".bot .card")).to_have_text(["没人转达的一句", "后面的一句"])


def test_message_delivered_twice_is_shown_once(open_page: OpenPage, desk: Desk) -> None:
    page = open_page()
    wait_online(page, desk)
    desk.do(desk.say(desk.talk, "bot", "一次就好"))
    desk.do(desk.publish(desk.talk, {"type": "message", "message": desk.talk.messages[0]}))
    desk.do(desk.say(desk.talk, "bot", "下一句"))
    expect(page.locator(".bot .card")).to_have_text(["一次就好", "下一句"])


def test_undelivered_is_told_and_goes_out_on_a_tap(open_page: OpenPage, desk: Desk) -> None:
    page = open_page()
    wait_online(page, desk)
    desk.faults.refuse_sockets = desk.faults.refuse_rest = True
    desk.do(desk.drop_sockets())
    say(page, "家里漏水")
    retry = page.get_by_role("button", name="未送达，点击重发")
    expect(retry).to_be_visible()
    assert desk.texts() == []
    retry.click()
    expect(page.locator(".resident .state")).to_have_text("发送中…")
    expect(retry).to_be_visible()
    desk.faults.refuse_sockets = desk.faults.refuse_rest = False
    expect(page.locator(".resident .state")).to_contain_text("✓")
    assert desk.texts() == ["家里漏水"]


def test_refused_message_says_why_and_waits_for_the_tap(open_page: OpenPage, desk: Desk) -> None:
    page = open_page()
    wait_online(page, desk)
    desk.faults.reject_with = {"error": "too_fast", "detail": "发得太快了，请稍等。"}
    say(page, "刷屏")
    retry = page.get_by_role("button", name="发得太快了，请稍等。未送达，点击重发")
    expect(retry).to_be_visible()
    desk.faults.reject_with = None
    desk.do(desk.drop_sockets())
    wait_online(page, desk)
    page.wait_for_timeout(500)
    assert desk.texts() == []  # a reconnect alone does not send what was refused
    retry.click()
    expect(page.locator(".resident .state")).to_contain_text("✓")
    assert desk.texts() == ["刷屏"]


def test_english_from_the_server_is_never_shown(open_page: OpenPage, desk: Desk) -> None:
    page = open_page()
    wait_online(page, desk)
    desk.faults.reject_with = {"error": "boom", "detail": "Internal Server Error"}
    say(page, "你好")
    expect(page.locator(".resident .state")).to_have_text("这条消息没有发出去。未送达，点击重发")


def test_echo_before_its_ack_is_one_message(open_page: OpenPage, desk: Desk) -> None:
    desk.faults.ack_delay = 1.0
    page = open_page()
    wait_online(page, desk)
    say(page, "你好")
    expect(page.locator(".resident .state")).to_contain_text("✓", timeout=900)
    assert mine(page) == ["你好"]
    expect(page.locator(".bot .card")).to_have_count(1)
    assert mine(page) == ["你好"]


def test_reload_keeps_history_and_what_was_unsent(open_page: OpenPage, desk: Desk) -> None:
    page = open_page()
    wait_online(page, desk)
    say(page, "没收房要交物业费吗")
    expect(page.locator(".bot .card")).to_have_count(1)
    desk.faults.refuse_sockets = desk.faults.refuse_rest = True
    desk.do(desk.drop_sockets())
    say(page, "断网时说的")
    page.reload()
    expect(page.locator(".resident .card")).to_have_text(["断网时说的"])  # kept on the phone
    desk.faults.refuse_sockets = desk.faults.refuse_rest = False
    expect(page.locator(".resident .card")).to_have_text(["没收房要交物业费吗", "断网时说的"])
    expect(page.locator(".chip")).to_have_text("民法典 第九百四十四条")
    expect(page.locator(".bot .card")).to_have_count(2)
    assert desk.texts() == ["没收房要交物业费吗", "断网时说的"]
    assert len(desk.talks) == 1


def test_rest_carries_everything_when_sockets_fail(open_page: OpenPage, desk: Desk) -> None:
    desk.faults.refuse_sockets = True
    page = open_page()
    say(page, "没有长连接也行")
    expect(page.locator(".bot .card")).to_have_text("收到：没有长连接也行")
    desk.store(desk.talk, "agent", "我是小李")
    expect(page.locator(".agent .card")).to_have_text("我是小李")
    page.get_by_role("button", name="转人工").click()
    expect(page.locator(".status")).to_contain_text("正在为您转接")
    assert [post.get("text", post) for post in desk.posts] == ["没有长连接也行", {"hand_off": True}]
    assert desk.frames == []
    expect(page.locator(".banner")).to_be_hidden()


def test_asking_for_a_person_survives_an_outage(open_page: OpenPage, desk: Desk) -> None:
    page = open_page()
    wait_online(page, desk)
    desk.faults.refuse_sockets = desk.faults.refuse_rest = True
    desk.do(desk.drop_sockets())
    expect(page.locator(".banner")).to_be_visible()
    page.get_by_role("button", name="转人工").click()
    expect(page.locator(".resident .card")).to_have_text("转人工")
    desk.faults.refuse_sockets = desk.faults.refuse_rest = False
    expect(page.locator(".status")).to_contain_text("正在为您转接")
    assert desk.texts() == ["转人工"]


def test_history_longer_than_a_page_of_rest(open_page: OpenPage, desk: Desk) -> None:
    desk.faults.refuse_sockets = True
    page = open_page()
    wait_for(lambda: bool(desk.talks))
    for number in range(120):
        desk.store(desk.talk, "bot", f"第{number}条")
    expect(page.locator(".bot .card")).to_have_count(120)
    assert page.locator(".bot .card").all_inner_texts() == [f"第{n}条" for n in range(120)]


def test_expired_token_opens_a_new_session_with_a_line(open_page: OpenPage, desk: Desk) -> None:
    page = open_page()
    wait_online(page, desk)
    say(page, "旧会话")
    expect(page.locator(".bot .card")).to_have_count(1)
    desk.talks.clear()
    page.reload()
    expect(page.locator(".system .card")).to_contain_text("已为您接通新的会话")
    say(page, "新会话")
    expect(page.locator(".bot .card")).to_have_text("收到：新会话")
    assert len(desk.talks) == 1
    assert desk.texts() == ["新会话"]


def test_token_that_dies_while_talking_keeps_the_message(open_page: OpenPage, desk: Desk) -> None:
    page = open_page()
    wait_online(page, desk)
    say(page, "之前说的")
    expect(page.locator(".bot .card")).to_have_count(1)
    old = desk.talk
    desk.talks.clear()
    for one in list(old.sockets):
        desk.do(one.close(4401))
    say(page, "还要说的")
    expect(page.locator(".bot .card")).to_have_text(["收到：之前说的", "收到：还要说的"])
    assert mine(page) == ["之前说的", "还要说的"]
    assert desk.texts() == ["还要说的"]


def test_unknown_estate_is_said_kindly(open_page: OpenPage, desk: Desk) -> None:
    page = open_page("open&target=x")
    page.evaluate(
        """() => { document.querySelector('linli-chat').remove();
        const chat = document.createElement('linli-chat');
        chat.setAttribute('estate', 'nowhere'); chat.setAttribute('open', '');
        document.body.appendChild(chat); }"""
    )
    expect(page.locator(".banner")).to_contain_text("没有找到这个小区")


def test_works_where_storage_is_forbidden(open_page: OpenPage, desk: Desk) -> None:
    page = open_page("other=1")
    page.add_init_script(
        "Object.defineProperty(window, 'localStorage', {get() { throw new Error('no') }})"
    )
    page.reload()
    page.get_by_role("button", name="联系物业").click()
    say(page, "无痕模式")
    expect(page.locator(".bot .card")).to_have_text("收到：无痕模式")
    expect(page.locator(".resident .card")).to_have_count(1)


def test_two_pages_of_one_resident_show_the_same(open_page: OpenPage, desk: Desk) -> None:
    first = open_page()
    wait_online(first, desk)
    second = open_page()
    wait_for(lambda: len(desk.talk.sockets) == 2)
    say(first, "在这边说")
    expect(second.locator(".resident .card")).to_have_text("在这边说")
    expect(second.locator(".bot .card")).to_have_count(1)
    assert len(desk.talks) == 1
