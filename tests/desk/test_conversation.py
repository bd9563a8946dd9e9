"""The conversation at the desk in a real browser: photos, notes, canned replies, steps, close."""

from __future__ import annotations

import json

import httpx
import pytest
from playwright.sync_api import APIResponse, Route, expect
from websockets.sync.client import connect

from tests.api.photos import jpeg, leak

from .conftest import SignIn
from .server import Resident, Running
from .test_shift import GOOD, claim, draft_to, item

pytestmark = pytest.mark.browser

SECRET = "业主上次投诉过，注意语气"


def send_photo(running: Running, resident: Resident) -> None:
    url = f"{running.origin}/v1/chat/photos?client_id=p{next(running.numbers)}"
    httpx.post(url, content=leak(), headers=resident.headers).raise_for_status()


def frames_of(running: Running, resident: Resident) -> list[str]:
    """Everything the resident's socket says after a sync, up to the answer to a ping."""
    address = running.origin.replace("http", "ws", 1)
    with connect(f"{address}/v1/chat/socket?token={resident.token}") as line:
        line.send(json.dumps({"type": "sync", "after": 0}))
        line.send(json.dumps({"type": "ping"}))
        heard: list[str] = []
        while not heard or json.loads(heard[-1])["type"] != "pong":
            heard.append(str(line.recv(timeout=10)))
    return heard


def test_photos_both_ways(running: Running, sign_in: SignIn) -> None:
    page = sign_in()
    resident = running.waiting("厨房漏水了")
    send_photo(running, resident)
    claim(page, resident)
    photo = page.locator(".message.is-resident .photo img")
    expect(photo).to_have_js_property("naturalWidth", 480)
    page.get_by_label("放大照片").click()
    expect(page.locator(".photo-whole")).to_have_js_property("naturalWidth", 900)
    page.keyboard.press("Escape")
    file = {"name": "done.jpg", "mimeType": "image/jpeg", "buffer": jpeg(300, 200)}
    page.locator(".editor input[type=file]").set_input_files(file)
    expect(page.locator(".message.is-own .photo img")).to_have_js_property("naturalWidth", 300)
    assert resident.messages()[-1]["payload"]["photos"]


def test_a_note_stays_inside(running: Running, sign_in: SignIn) -> None:
    page = sign_in()
    resident = running.waiting()
    claim(page, resident)
    page.get_by_label("写内部备注").fill(SECRET)
    page.get_by_role("button", name="记下备注").click()
    expect(page.locator(".note-item")).to_contain_text(SECRET)
    frames = frames_of(running, resident)
    assert any("物业费怎么这么贵" in frame for frame in frames)
    assert all(json.dumps(SECRET)[1:-1] not in frame and SECRET not in frame for frame in frames)
    assert not resident.heard(SECRET)


def test_a_note_waits_for_its_own_conversation(running: Running, sign_in: SignIn) -> None:
    page = sign_in()
    first, second = running.waiting(name="赵女士"), running.waiting(name="孙先生")
    claim(page, first)
    note = page.get_by_label("写内部备注")
    note.fill(SECRET)
    item(page, second).get_by_role("button", name="接入").click()
    draft_to(page, second)
    expect(note).to_have_value("")
    item(page, first).locator(".item-body").click()
    expect(note).to_have_value(SECRET)


def test_a_late_reading_does_not_undo_the_news(running: Running, sign_in: SignIn) -> None:
    page = sign_in()
    resident = running.waiting()
    claim(page, resident)
    held: list[tuple[Route, APIResponse]] = []
    page.route("**/v1/desk/mine", lambda route: held.append((route, route.fetch())))
    page.evaluate("dispatchEvent(new Event('online'))")  # the lists are read again
    while not held:
        page.wait_for_timeout(20)
    resident.say("又有一句新的")
    row = item(page, resident)
    expect(row).to_contain_text("又有一句新的")
    route, answer = held[0]
    with page.expect_response("**/v1/desk/mine"):
        route.fulfill(response=answer)
    page.wait_for_timeout(200)
    expect(row).to_contain_text("又有一句新的")


def test_the_keys_are_not_taken_from_a_note(running: Running, sign_in: SignIn) -> None:
    """Who writes while the claim is still under way goes on writing where they were."""
    page = sign_in()
    resident = running.waiting()
    item(page, resident).locator(".item-body").click()
    note = page.get_by_label("写内部备注")
    claims: list[Route] = []
    page.route("**/claim", lambda route: claims.append(route))
    with page.expect_request("**/claim"):
        item(page, resident).get_by_role("button", name="接入").click()
    note.focus()
    claims[0].continue_()
    draft_to(page, resident)
    page.keyboard.type(SECRET)
    expect(note).to_have_value(SECRET)


def test_a_slash_finds_a_canned_reply(running: Running, sign_in: SignIn) -> None:
    page = sign_in()
    draft = claim(page, running.waiting(name="赵女士"))
    draft.press("/")
    page.get_by_label("找常用语").fill("久等")
    expect(page.locator(".canned")).to_have_count(1)
    page.keyboard.press("Enter")
    expect(draft).to_be_focused()
    assert draft.input_value().startswith("赵女士，让您久等了")


def test_a_trainer_adds_one(running: Running, sign_in: SignIn) -> None:
    page = sign_in("trainer")
    page.get_by_role("button", name="管理常用语").click()
    page.get_by_role("button", name="新增").click()
    page.get_by_label("标题").fill("泳池时间")
    page.get_by_label("内容").fill("{姓名}您好，泳池六月开放。")
    page.get_by_role("button", name="保存").click()
    expect(page.locator(".canned-all")).to_contain_text("泳池时间")


def test_read_marks(running: Running, sign_in: SignIn) -> None:
    page = sign_in()
    resident = running.waiting()
    draft = claim(page, resident)
    draft.fill(GOOD)
    draft.press("Enter")
    expect(page.locator(".is-own")).to_have_count(1)
    seq = resident.messages()[-1]["seq"]
    httpx.post(
        f"{running.origin}/v1/chat/read", json={"seq": seq}, headers=resident.headers
    ).raise_for_status()
    expect(page.locator(".seen")).to_have_text("已读")
    resident.say("收到")
    url = f"{running.origin}/v1/chat/messages?after=0"
    expect(page.get_by_role("log")).to_contain_text("收到")
    page.wait_for_timeout(300)
    assert httpx.get(url, headers=resident.headers).json()["read"] == seq + 1


def test_an_order_step_by_step_and_the_list(running: Running, sign_in: SignIn) -> None:
    page = sign_in()
    resident = running.waiting("厨房水管漏水了", room="3栋1102")
    claim(page, resident)
    page.get_by_role("button", name="建工单").click()
    page.get_by_label("多久内联系住户").select_option("2")
    page.get_by_role("button", name="提交工单").click()
    card = page.locator(".side .order")
    card.get_by_text("下一步").click()
    card.get_by_label("附给住户的话").fill("王师傅二十分钟到")
    card.get_by_role("button", name="出发").click()
    expect(card.locator(".order-state")).to_have_text("上门途中")
    assert resident.heard("王师傅二十分钟到")
    page.get_by_role("button", name="工单列表").click()
    board = page.get_by_role("dialog", name="工单")
    expect(board.locator(".order")).to_have_count(1)
    board.get_by_role("button", name="已超时").click()
    expect(board).to_contain_text("没有这样的工单")


def test_the_summary_is_edited_and_the_verdict_comes_back(
    running: Running, sign_in: SignIn
) -> None:
    page = sign_in()
    visitor = {"name": "赵女士", "phone": "13800001111", "room": "3栋1102"}
    first = running.waiting("厨房水管漏水了", **visitor)
    claim(page, first)
    page.get_by_role("button", name="结束").click()
    page.locator(".close-summary summary").click()
    page.get_by_label("什么事").fill("厨房水管漏水，已换阀门")
    page.locator('.choice[data-result="solved"]').click()
    expect(page.locator("#mine .item")).to_have_count(0)
    closing = first.messages()[-1]["seq"]
    httpx.post(
        f"{running.origin}/v1/chat/satisfaction",
        json={"seq": closing, "score": 4, "words": "师傅很快"},
        headers=first.headers,
    ).raise_for_status()
    claim(page, running.waiting("又漏了", **visitor))
    past = page.locator(".past").first
    expect(past).to_contain_text("厨房水管漏水，已换阀门")
    expect(past).to_contain_text("师傅很快")
    expect(past.get_by_label("4 分")).to_have_text("★★★★☆")
