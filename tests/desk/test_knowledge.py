"""The knowledge page in a real browser: edit, approve, import, take back."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from api.staff.routes import COOKIE
from knowledge_base.service import KnowledgeBase
from knowledge_base.types import Scope
from tests.knowledge_base.paper import LAW, docx, xlsx

from .server import Running

pytestmark = pytest.mark.browser

QUESTION = "屋顶花园的躺椅怎么借"
ANSWER = "在一楼前台登记就能借，当天归还。"
FAQ = xlsx(
    [
        ["问题", "答案", "相似问法"],
        [QUESTION, ANSWER, "借躺椅\n躺椅在哪里借\n想去屋顶晒太阳有椅子吗"],
    ]
)
Open = Callable[..., Page]


@pytest.fixture
def open_page(
    running: Running, editable: KnowledgeBase, new_context: Callable[..., BrowserContext]
) -> Open:
    def open_one(username: str = "trainer", **size: int) -> Page:
        context = new_context(**size)
        cookie = {"name": COOKIE, "value": running.token(username), "url": running.origin}
        context.add_cookies([cookie])  # type: ignore[list-item]
        page = context.new_page()
        page.goto(f"{running.origin}/desk/knowledge")
        return page

    return open_one


def upload(page: Page, name: str, content: bytes) -> None:
    page.get_by_role("button", name="导入文件").click()
    file = {"name": name, "mimeType": "application/octet-stream", "buffer": content}
    page.get_by_label("选择文件").set_input_files([file])  # type: ignore[list-item]


def answered(knowledge: KnowledgeBase, estate: str = "yunqi") -> str:
    hits = knowledge.search(QUESTION, Scope(estate=estate, city="杭州")).hits
    return hits[0].entry.answer if hits and hits[0].entry else ""


def test_a_table_is_imported_and_its_draft_approved(
    open_page: Open, editable: KnowledgeBase
) -> None:
    page = open_page()
    upload(page, "问答.xlsx", FAQ)
    plan = page.get_by_label("预览")
    expect(plan).to_contain_text(QUESTION)
    expect(plan).to_contain_text("请先选问答和通知给谁用")
    page.get_by_label("问答和通知给谁用").select_option(label="云栖花园")
    expect(plan).to_contain_text("云栖花园")
    page.get_by_role("button", name="确认导入").click()
    expect(page.locator(".toast")).to_contain_text("等您审核")
    page.get_by_role("button", name=re.compile("草稿")).click()
    page.locator(".kb-row").click()
    approve = page.get_by_role("button", name="通过并生效")
    expect(approve).to_be_disabled()
    expect(page.get_by_label("检查结果")).to_contain_text("至少要 6 种")
    for _ in range(2):
        page.locator(".kb-proposals .chip").first.click()
    expect(page.get_by_label("检查结果")).to_have_count(0)
    assert answered(editable) != ANSWER
    approve.click()
    expect(page.locator(".toast.is-good").last).to_contain_text("住户现在就能问到")
    assert answered(editable) == ANSWER
    assert answered(editable, "binjiang") != ANSWER


def test_an_entry_is_edited_with_its_basis_checked_then_withdrawn_and_restored(
    open_page: Open, editable: KnowledgeBase
) -> None:
    page = open_page()
    page.get_by_label("搜索条目").fill("欠费 门禁")
    row = page.locator(".kb-row").first
    row.click()
    entry_id = row.get_attribute("data-id") or ""
    editor = page.locator(".kb-editor")
    expect(editor.locator(".kb-cited.is-good").first).to_contain_text("现行有效")
    basis = page.get_by_label("依据 1")
    right = basis.input_value()
    basis.fill("民法典第1500条")
    expect(editor.locator(".kb-cited.is-bad")).to_contain_text("没有第1500条")
    expect(page.get_by_role("button", name="保存并生效")).to_be_disabled()
    basis.fill(right)
    answer = page.get_by_label("答案", exact=True)
    answer.fill(answer.input_value() + "\n\n有疑问请到服务中心来。")
    save = page.get_by_role("button", name="保存并生效")
    expect(save).to_be_enabled()
    save.click()
    expect(page.locator(".toast.is-good")).to_contain_text("已生效")
    entry = editable.entry(entry_id)
    assert entry is not None
    assert entry.answer.endswith("有疑问请到服务中心来。")
    page.get_by_role("button", name="撤下").click()
    page.get_by_role("dialog").get_by_role("button", name="撤下").click()
    toast = page.locator(".toast", has_text="已撤下")
    expect(toast).to_be_visible()
    assert editable.entry(entry_id) is None
    toast.get_by_role("button", name="撤销").click()
    expect(page.locator(".toast", has_text="已恢复")).to_be_visible()
    assert editable.entry(entry_id) is not None


def test_a_law_is_imported_and_taken_back_on_a_phone(
    open_page: Open, editable: KnowledgeBase
) -> None:
    page = open_page(width=390, height=844)
    expect(page.locator(".kb-row").first).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    upload(page, "条例.docx", docx(LAW))
    expect(page.get_by_label("预览")).to_contain_text("共 4 条 · 适用于云城 · 2019-07-01 起施行")
    page.get_by_role("button", name="确认导入").click()
    expect(page.locator(".toast.is-good")).to_contain_text("可以检索和引用")
    assert editable.provision(LAW[0], 3) is not None
    page.get_by_role("button", name="撤销").click()
    expect(page.locator(".toast", has_text="已撤销 1 项")).to_be_visible()
    assert editable.provision(LAW[0], 3) is None
    upload(page, "旧.doc", b"x")
    expect(page.get_by_label("预览")).to_contain_text("另存为 docx")
    expect(page.get_by_role("button", name="确认导入")).to_be_disabled()


def test_unsaved_words_are_not_lost_in_silence(open_page: Open) -> None:
    page = open_page()
    page.locator(".kb-row").first.click()
    page.get_by_label("标题", exact=True).fill("改了一半")
    page.get_by_role("button", name="导入文件").click()
    page.get_by_role("dialog").get_by_role("button", name="取消").click()
    expect(page.get_by_label("标题", exact=True)).to_have_value("改了一半")


def test_agents_come_to_their_own_desk(open_page: Open) -> None:
    page = open_page("xiaoli")
    expect(page.get_by_role("heading", name="等待接入")).to_be_visible()
    expect(page.get_by_label("知识库", exact=True)).to_have_count(0)


def test_contradictions_stand_side_by_side_and_can_be_settled(
    open_page: Open, editable: KnowledgeBase
) -> None:
    page = open_page()
    page.get_by_role("button", name="新建条目").click()
    page.get_by_label("标题").fill("躺椅外借")
    ways = [
        QUESTION,
        "借躺椅",
        "躺椅在哪里借",
        "想去屋顶晒太阳有椅子吗",
        "躺椅能借几天",
        "躺椅要押金吗",
    ]
    page.get_by_label(re.compile("住户会怎么问")).fill("\n".join(ways))
    page.get_by_label("答案", exact=True).fill("业主不续约，应当提前三十天书面通知物业。")
    page.get_by_label("依据 1").fill("民法典第946条")
    page.get_by_role("button", name="保存并生效").click()
    dialog = page.locator("dialog")
    expect(dialog).to_contain_text("可能和现有内容矛盾")
    expect(dialog.locator("mark").first).to_contain_text("三十天")
    expect(dialog).to_contain_text("六十日")
    page.screenshot(path="/tmp/shot_dialog.png")  # SHOT
    dialog.get_by_role("button", name="仍然保存").click()
    expect(page.locator(".toast.is-good").last).to_contain_text("住户现在就能问到")
    expect(dialog).to_have_count(0)
    page.locator(".kb-tabs").get_by_role("button", name="矛盾").click()
    card = page.locator(".kb-clash[data-kind=figure_law]").filter(has_text="躺椅外借")
    expect(card).to_contain_text("数字与条文不一致")
    expect(card.get_by_role("region")).to_have_count(2)
    page.screenshot(path="/tmp/shot_list.png")  # SHOT
    page.set_viewport_size({"width": 390, "height": 800})  # SHOT
    page.screenshot(path="/tmp/shot_narrow.png")  # SHOT
    page.set_viewport_size({"width": 1280, "height": 800})  # SHOT
    card.get_by_role("button", name="看条文").click()
    expect(page.locator("dialog")).to_contain_text("第九百四十六条")
    page.keyboard.press("Escape")
    card.get_by_role("button", name="看过了").click()
    expect(card).to_have_count(0)
    page.get_by_role("button", name=re.compile("看过的")).click()
    card.get_by_role("button", name="重新列出").click()
    expect(card.get_by_role("button", name="看过了")).to_be_visible()
    card.get_by_role("button", name="打开条目").click()
    expect(page.get_by_label("标题")).to_have_value("躺椅外借")
