"""What the resident sees and can reach: sources, replies, emergencies, keyboard, phone, dark."""

from __future__ import annotations

import gzip
import re

import pytest
from playwright.sync_api import Browser, Page, expect

from .conftest import OpenPage
from .server import STATIC, Desk
from .test_messages import mine, say, wait_for, wait_online

pytestmark = pytest.mark.browser


def answer_to(page: Page, text: str) -> None:
    before = page.locator(".bot").count()
    say(page, text)
    expect(page.locator(".bot")).to_have_count(before + 1)


def contrast(page: Page, selector: str) -> float:
    """WCAG contrast between the colour of a node and the first background behind it."""
    script = """node => {
      const rgb = text => text.match(/[\\d.]+/g).map(Number);
      const light = ([r, g, b]) => [r, g, b].map(c => c / 255)
        .map(c => c <= .03928 ? c / 12.92 : ((c + .055) / 1.055) ** 2.4)
        .reduce((sum, c, i) => sum + c * [.2126, .7152, .0722][i], 0);
      let back = node;
      while (back && rgb(getComputedStyle(back).backgroundColor)[3] === 0)
        back = back.parentElement || (back.getRootNode().host ?? null);
      const pair = [light(rgb(getComputedStyle(node).color)),
                    light(rgb(getComputedStyle(back).backgroundColor))].sort((a, b) => b - a);
      return (pair[0] + .05) / (pair[1] + .05); }"""
    return float(page.locator(selector).first.evaluate(script))


def test_citation_opens_the_article(open_page: OpenPage, desk: Desk) -> None:
    page = open_page()
    wait_online(page, desk)
    answer_to(page, "没收房要交物业费吗")
    chip = page.get_by_role("button", name="民法典 第九百四十四条")
    chip.click()
    sheet = page.get_by_role("dialog", name="民法典 第九百四十四条")
    expect(sheet).to_contain_text("这里是测试用的条文第一款。")
    for words in ("中华人民共和国民法典", "现行有效", "2021年1月1日", "测试来源"):
        expect(sheet).to_contain_text(words)
    assert desk.provisions_asked == ["民法典:944"]
    page.keyboard.press("Escape")
    expect(sheet).to_have_count(0)
    expect(chip).to_be_focused()  # back to where the reader was
    expect(page.locator(".panel")).to_be_visible()


def test_lists_and_phone_numbers(open_page: OpenPage, desk: Desk) -> None:
    page = open_page()
    wait_online(page, desk)
    answer_to(page, "没收房要交物业费吗")
    card = page.locator(".bot .card")
    expect(card.locator("li span")).to_have_text(
        ["房子已按约定交付的，从交付那天起算", "没住、没装修也一样"]
    )
    links = card.locator("a").evaluate_all("all => all.map(a => a.getAttribute('href'))")
    assert links == ["tel:057188886666"]  # and 120 元 is a price


@pytest.mark.parametrize(
    ("text", "hrefs"),
    [
        ("请打110或119。", ["tel:110", "tel:119"]),
        ("物业费119元，120平，8号楼110室", []),
        ("单号20250119110，身份证330106199001011234", []),
        (
            "138 0000 1234、400-800-1234、12345热线",
            ["tel:13800001234", "tel:4008001234", "tel:12345"],
        ),
        ("见 https://example.com/a?b=1，谢谢", ["https://example.com/a?b=1"]),
        ("javascript:alert(1) 和 data:text/html,x", []),
    ],
)
def test_what_becomes_a_link(open_page: OpenPage, desk: Desk, text: str, hrefs: list[str]) -> None:
    page = open_page()
    wait_online(page, desk)
    desk.do(desk.say(desk.talk, "bot", text))
    expect(page.locator(".bot .card")).to_have_text(text)
    found = page.locator(".bot .card a").evaluate_all("all => all.map(a => a.getAttribute('href'))")
    assert found == hrefs


def test_quick_replies_send_their_text_and_leave(open_page: OpenPage, desk: Desk) -> None:
    page = open_page()
    wait_online(page, desk)
    answer_to(page, "我要报修")
    page.get_by_role("button", name="公共区域").click()
    expect(page.locator(".bot .card").last).to_have_text("收到：公共区域坏了")
    assert mine(page) == ["我要报修", "公共区域坏了"]
    expect(page.get_by_role("button", name="家里", exact=True)).to_have_count(0)


def test_a_person_is_one_tap_away(open_page: OpenPage, desk: Desk) -> None:
    page = open_page()
    wait_online(page, desk)
    status = page.locator(".status")
    expect(status).to_have_text("智能助手 为您服务")
    page.get_by_role("button", name="转人工").click()
    expect(status).to_have_text("正在为您转接，前面还有 2 位")
    assert [frame for frame in desk.frames if frame["type"] == "hand_off"] == [{"type": "hand_off"}]
    desk.do(desk.set_status(desk.talk, {"status": "queued", "position": 1}))
    expect(status).to_have_text("正在为您转接，下一位就是您")
    desk.do(desk.set_status(desk.talk, {"status": "human", "agent": "小李"}))
    expect(status).to_have_text("客服小李 为您服务")
    desk.do(desk.say(desk.talk, "agent", "我来了", {"agent": "小李"}))
    expect(page.locator(".agent .who")).to_contain_text("客服小李")
    expect(page.locator(".agent .who")).not_to_contain_text("智能助手")
    page.get_by_label("输入消息").press_sequentially("好")
    wait_for(lambda: {"type": "typing"} in desk.frames)
    desk.do(desk.set_status(desk.talk, {"status": "closed"}))
    expect(status).to_contain_text("会话已结束")
    expect(page.get_by_role("button", name="转人工")).to_be_visible()


def test_emergency_stands_out_and_calls(open_page: OpenPage, desk: Desk) -> None:
    page = open_page()
    wait_online(page, desk)
    answer_to(page, "电梯里困人了")
    alert = page.get_by_role("alert")
    expect(alert).to_contain_text("紧急情况")
    expect(alert.get_by_role("link", name="拨打 119 火警")).to_have_attribute("href", "tel:119")
    expect(alert.get_by_role("link", name="拨打 13800001234")).to_have_attribute(
        "href", "tel:13800001234"
    )
    answer_to(page, "谢谢")
    expect(page.get_by_role("alert")).to_have_count(1)


def test_markup_is_text_everywhere(open_page: OpenPage, desk: Desk) -> None:
    page = open_page()
    wait_online(page, desk)
    evil = "<script>window.hit=1</script><img src=x onerror='window.hit=1'>"
    answer_to(page, evil)
    payload = {
        "buttons": [{"title": evil, "text": evil}],
        "citations": [{"law": evil, "article": 1, "label": evil}],
        "agent": evil,
    }
    desk.do(desk.say(desk.talk, "agent", evil, payload))
    desk.do(desk.say(desk.talk, "system", evil))
    desk.do(desk.set_status(desk.talk, {"status": "human", "agent": evil}))
    expect(page.locator(".system .card")).to_have_text(evil)
    assert mine(page) == [evil]
    assert page.evaluate("window.hit") is None
    assert page.locator("linli-chat img, linli-chat script").count() == 0


def test_empty_is_not_sent(open_page: OpenPage, desk: Desk) -> None:
    page = open_page()
    wait_online(page, desk)
    for text in ("", "   ", "\n\n"):
        say(page, text)
    answer_to(page, "有字的")
    assert desk.texts() == ["有字的"]


def test_2001_characters_stay_and_are_counted(open_page: OpenPage, desk: Desk) -> None:
    page = open_page()
    wait_online(page, desk)
    counter = page.locator(".count")
    too_long = "好" * 1999 + "😀好"  # 2,001 characters, 2,002 UTF-16 units
    say(page, too_long)
    expect(counter).to_have_text("超出 1 字，请分几次发送")
    assert page.get_by_label("输入消息").input_value() == too_long
    assert desk.texts() == []
    say(page, "好" * 1999 + "😀")
    wait_for(lambda: len(desk.texts()) == 1)
    assert len(desk.texts()[0]) == 2000
    expect(counter).to_be_hidden()


def test_enter_of_the_input_method_does_not_send(open_page: OpenPage, desk: Desk) -> None:
    page = open_page()
    wait_online(page, desk)
    field = page.get_by_label("输入消息")
    field.focus()
    keyboard = page.context.new_cdp_session(page)
    keyboard.send(
        "Input.imeSetComposition", {"text": "wuye", "selectionStart": 4, "selectionEnd": 4}
    )
    page.keyboard.press("Enter")
    page.wait_for_timeout(300)
    assert desk.texts() == []
    keyboard.send("Input.insertText", {"text": "物业"})
    page.keyboard.press("Shift+Enter")
    page.keyboard.type("费")
    page.keyboard.press("Enter")
    expect(page.locator(".bot .card")).to_have_count(1)
    assert [text.removeprefix("wuye").strip() for text in desk.texts()] == ["物业\n费"]


def test_suggestions_until_the_first_word(open_page: OpenPage, desk: Desk) -> None:
    page = open_page()
    wait_online(page, desk)
    asks = page.locator(".asks button")
    expect(asks).to_have_count(6)
    first = asks.first.inner_text()
    asks.first.click()
    expect(page.locator(".hero")).to_be_hidden()
    wait_for(lambda: desk.texts() == [first])


def test_keyboard_alone(open_page: OpenPage, desk: Desk) -> None:
    page = open_page("other=1")
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="联系物业")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog", name="物业在线客服")).to_be_visible()
    expect(page.get_by_label("输入消息")).to_be_focused()
    page.keyboard.type("你好")
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="发送")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(".bot .card")).to_have_count(1)
    page.keyboard.press("Escape")
    expect(page.locator(".panel")).to_be_hidden()
    expect(page.get_by_role("button", name="联系物业")).to_be_focused()


def test_closed_panel_counts_what_is_new(open_page: OpenPage, desk: Desk) -> None:
    page = open_page()
    wait_online(page, desk)
    answer_to(page, "在吗")
    page.get_by_role("button", name="收起对话").click()
    desk.do(desk.say(desk.talk, "agent", "在的"))
    expect(page.locator(".badge")).to_have_text("1")
    page.get_by_role("button", name="联系物业，1 条新消息").click()
    expect(page.locator(".badge")).to_be_hidden()


def test_visitor_and_inline(open_page: OpenPage, desk: Desk) -> None:
    page = open_page("mode=inline&target=%23box&visitor-name=王芳&visitor-room=3幢602")
    wait_online(page, desk)
    assert desk.talk.visitor == {"name": "王芳", "room": "3幢602"}
    box = page.locator("#box").bounding_box()
    panel = page.locator(".panel").bounding_box()
    assert box == panel
    expect(page.get_by_role("button", name="收起对话")).to_be_hidden()


def test_another_visitor_does_not_see_the_first_ones_talk(open_page: OpenPage, desk: Desk) -> None:
    page = open_page("open&visitor-phone=13800000001")
    wait_online(page, desk)
    answer_to(page, "我家的事")
    other = open_page("open&visitor-phone=13800000002")
    wait_for(lambda: len(desk.talks) == 2)
    expect(other.locator(".status")).to_have_text("智能助手 为您服务")
    other.wait_for_timeout(300)
    assert other.locator(".row").count() == 0
    assert "13800000001" not in page.evaluate("JSON.stringify(localStorage)")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_phone_fills_the_screen_with_enough_contrast(
    browser: Browser, origin: str, desk: Desk, scheme: str
) -> None:
    size = {"width": 390, "height": 844}
    context = browser.new_context(
        viewport=size, is_mobile=True, has_touch=True, color_scheme=scheme, reduced_motion="reduce"
    )
    page = context.new_page()
    page.goto(f"{origin}/host")
    page.get_by_role("button", name="联系物业").click()
    wait_online(page, desk)
    assert page.locator(".panel").bounding_box() == {"x": 0, "y": 0, **size}
    for text in ("没收房要交物业费吗", "电梯里困人了", "我要报修"):
        answer_to(page, text)
    desk.do(desk.say(desk.talk, "system", "已转接"))
    desk.do(desk.say(desk.talk, "agent", "您好", {"agent": "小李"}))
    expect(page.locator(".agent .card")).to_be_visible()
    shown = (
        ".resident .card",
        ".bot .card",
        ".agent .card",
        ".system .card",
        ".emergency h4",
        ".calls a",
        ".chip",
    )
    for selector in (*shown, ".who time", ".state", ".status", ".person", ".reply", ".day"):
        assert contrast(page, selector) >= 4.5, selector
    backdrop = page.locator(".panel").evaluate("node => getComputedStyle(node).backgroundColor")
    brightness = sum(int(part) for part in re.findall(r"\d+", backdrop)[:3]) / 3
    assert brightness < 60 if scheme == "dark" else brightness > 200
    assert (
        float(
            page.locator(".bot .card").first.evaluate(
                "n => parseFloat(getComputedStyle(n).fontSize)"
            )
        )
        >= 16
    )
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert page.locator(".log .card, .log .extras, .calls a").evaluate_all(
        "all => all.every(n => n.scrollWidth <= n.clientWidth + 2)"
    )
    assert page.locator(".person, .close, .send, .reply").evaluate_all(
        "all => all.filter(n => n.offsetParent).every(n => n.offsetHeight >= 44)"
    )
    context.close()


def test_start_page_offers_both_estates(browser: Browser, origin: str, desk: Desk) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 844})
    page = context.new_page()
    page.goto(origin)
    expect(page.locator(".estates label")).to_have_text(["云栖花园杭州", "滨江国际杭州"])
    wait_online(page, desk)
    assert desk.talk.estate == "yunqi"
    page.get_by_text("滨江国际").click()
    wait_for(lambda: desk.talk.estate == "binjiang")
    say(page, "换了小区")
    expect(page.locator(".bot .card")).to_have_text("收到：换了小区")
    wait_for(lambda: not next(iter(desk.talks.values())).sockets)  # the first chat hung up
    expect(page.get_by_role("link", name="坐席工作台").first).to_have_attribute("href", "/desk")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    context.close()


def test_weight_and_age_of_the_language() -> None:
    source = (STATIC / "widget.js").read_bytes()
    more = (STATIC / "widget-more.js").read_bytes()
    assert len(gzip.compress(source, 9)) <= 20_000
    assert len(gzip.compress(more, 9)) <= 8_000  # what opening the chat costs besides
    source += b"\n" + more
    code = re.sub(r"(?m)^\s*(?://|/\*|\*).*$", "", source.decode())
    newer = re.findall(r"\?\.[a-z(\[]|\?\?|[|&]{2}=|this\.#|\breplaceAll\(|\.at\(-", code)
    assert newer == []
    assert "innerHTML" not in code
    assert "insertAdjacentHTML" not in code


def test_what_a_machine_worded_says_so(open_page: OpenPage, desk: Desk) -> None:
    page = open_page()
    wait_online(page, desk)
    answer_to(page, "灯坏了")
    desk.do(desk.say(desk.talk, "agent", "我来看看。", {"agent": "李晓"}))
    desk.do(desk.say(desk.talk, "agent", "抱歉影响您了。", {"agent": "李晓", "worded_by": "ai"}))
    expect(page.locator(".agent")).to_have_count(2)
    expect(page.locator(".made")).to_have_count(1)
    expect(page.locator(".agent").last).to_contain_text("AI 生成，客服已核对")
