"""Photos, the verdict and read marks: what follows when the chat is opened."""

from __future__ import annotations

from io import BytesIO

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from tests.api.photos import MAKE, jpeg, opened

from .conftest import OpenPage
from .server import Desk
from .test_messages import say, wait_for, wait_online

pytestmark = pytest.mark.browser


def send_photo(page: Page, data: bytes, name: str = "leak.jpg") -> None:
    page.locator("linli-chat input[type=file]").set_input_files(
        {"name": name, "mimeType": "image/jpeg", "buffer": data}
    )


def photos(page: Page) -> list[str]:
    """Widths of the pictures that are really shown."""
    return page.locator("linli-chat .photo img").evaluate_all(
        "all => all.map(image => image.naturalWidth)"
    )


def test_a_photo_goes_out_small_and_clean_and_is_shown(open_page: OpenPage, desk: Desk) -> None:
    page = open_page()
    wait_online(page, desk)
    send_photo(page, jpeg(3000, 1200, orientation=6))
    wait_for(lambda: len(desk.photos) == 1)
    sent = opened(next(iter(desk.photos.values())))
    assert sent.size == (720, 1800)
    assert MAKE not in sent.getexif()
    wait_for(lambda: photos(page) == [720])
    page.locator("linli-chat .photo").click()
    sheet = page.get_by_role("dialog", name="照片", exact=True)
    expect(sheet.locator("img.whole")).to_be_visible()
    page.keyboard.press("Escape")
    expect(sheet).to_have_count(0)
    page.reload()
    wait_for(lambda: photos(page) == [720])  # from the server now


def test_an_answer_that_is_lost_does_not_double_the_photo(open_page: OpenPage, desk: Desk) -> None:
    desk.faults.drop_photos = 2
    desk.faults.echo_own = False
    page = open_page()
    wait_online(page, desk)
    send_photo(page, jpeg())
    wait_for(lambda: len(desk.photos) == 1)
    expect(page.locator("linli-chat .photo img")).to_have_count(1)
    page.reload()
    wait_for(lambda: photos(page) == [900])
    assert len(desk.photos) == 1


def test_an_unsent_photo_survives_a_reload(open_page: OpenPage, desk: Desk) -> None:
    page = open_page()
    wait_online(page, desk)
    desk.faults.refuse_rest = True
    send_photo(page, jpeg())
    wait_for(lambda: photos(page) == [900])
    page.reload()
    wait_for(lambda: photos(page) == [900])
    desk.faults.refuse_rest = False
    wait_for(lambda: len(desk.photos) == 1)
    assert len(desk.photos) == 1


def test_what_is_no_picture_and_what_is_refused_is_told(open_page: OpenPage, desk: Desk) -> None:
    page = open_page()
    wait_online(page, desk)
    send_photo(page, b"<svg/>", "账单.jpg")
    expect(page.locator("linli-chat .banner")).to_contain_text("“账单.jpg”打不开")
    assert desk.photos == {}
    desk.faults.reject_with = {"error": "photo_too_large", "detail": "照片太大了，最多 12 MB。"}
    send_photo(page, jpeg())
    expect(page.get_by_role("button", name="点击重发")).to_contain_text("照片太大了")


def test_an_agents_photo_is_shown(open_page: OpenPage, desk: Desk) -> None:
    out = BytesIO()
    Image.new("RGB", (64, 48), "green").save(out, "JPEG")
    desk.photos["a" * 32] = out.getvalue()
    page = open_page()
    wait_online(page, desk)
    shown = {"photos": [{"id": "a" * 32, "width": 64, "height": 48}], "agent": "李晓"}
    desk.do(desk.say(desk.talk, "agent", "[照片]", shown))
    wait_for(lambda: photos(page) == [64])


def test_the_verdict_is_asked_at_every_end_and_can_be_skipped(
    open_page: OpenPage, desk: Desk
) -> None:
    page = open_page()
    wait_online(page, desk)
    for words in ("很快就修好了", "", None):
        desk.do(desk.say(desk.talk, "system", "本次会话已结束。", {"lifecycle": "closed"}))
        box = page.get_by_role("group", name="评价这次服务").last
        if words is None:
            box.get_by_role("button", name="这次不评").click()
        else:
            box.get_by_role("button", name="4 分").click()
            box.get_by_label("评价的话").fill(words)
            box.get_by_role("button", name="提交评价").click()
        expect(box).to_be_hidden()
    given = [(post["score"], post["words"]) for post in desk.posts]
    assert given == [(4, "很快就修好了"), (4, ""), (0, "")]
    assert len({post["seq"] for post in desk.posts}) == 3
    page.reload()
    expect(page.locator("linli-chat .row.system").last).to_contain_text("评价已收到")
    expect(page.get_by_role("group", name="评价这次服务")).to_have_count(0)


def test_read_marks_both_ways(open_page: OpenPage, desk: Desk) -> None:
    page = open_page()
    wait_online(page, desk)
    say(page, "有人吗")
    expect(page.locator("linli-chat .state").first).to_contain_text("✓")
    desk.do(desk.set_status(desk.talk, {"status": "human", "agent": "李晓"}))
    desk.do(desk.say(desk.talk, "agent", "在的，您说。"))
    wait_for(lambda: {"type": "read", "seq": len(desk.talk.messages)} in desk.frames)
    desk.do(desk.publish(desk.talk, {"type": "read", "read": 1}))
    expect(page.locator("linli-chat .state").first).to_contain_text("已读")


def test_the_chat_works_when_the_rest_cannot_be_fetched(open_page: OpenPage, desk: Desk) -> None:
    desk.faults.refuse_more = 1
    page = open_page()
    wait_online(page, desk)
    say(page, "没收房要交物业费吗")
    chip = page.locator("linli-chat .chip").first
    chip.click()
    expect(page.get_by_role("dialog").last).to_contain_text("第二款")  # fetched on the second try
