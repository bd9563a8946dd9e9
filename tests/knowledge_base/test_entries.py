"""Entries as files: read, refused with a reason, written back, filled in."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge_base.entries import (
    EntryError,
    fill_facts,
    first_paragraph,
    load_entries,
    parse_citation,
    parse_entry,
    placeholders,
    render_entry,
)
from knowledge_base.types import Citation
from tests.knowledge_base.conftest import make_entry

GOOD = """---
title: 楼道灯坏了找谁
scope: national
valid_from: 2021-01-01
owner: 工程部
review_on: 2027-05-31
citations:
  - 民法典:942
questions:
  - 楼道灯不亮
  - 灯坏了
facts: []
---
找物业报修就行。

公共照明由物业维护。
"""


def test_reads_every_part() -> None:
    entry = parse_entry(GOOD, "repair/lamp")
    assert entry.category == "repair"
    assert entry.citations == (Citation("民法典", 942),)
    assert entry.questions == ("楼道灯不亮", "灯坏了")
    assert entry.valid_from == date(2021, 1, 1)
    assert first_paragraph(entry.answer) == "找物业报修就行。"


def test_reads_windows_line_ends_and_a_byte_order_mark() -> None:
    assert parse_entry("\ufeff" + GOOD.replace("\n", "\r\n"), "a/b") == parse_entry(GOOD, "a/b")


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("title: 楼道灯坏了找谁\n", "", "头部缺少 title"),
        ("scope: national", "scope: 杭州", "scope"),
        ("民法典:942", "民法典第942条", "法名:条号"),
        ("2027-05-31", "明年", "头部格式不对"),
        ("questions:\n", "questions: [\n", "头部格式不对"),
        ("找物业报修就行。\n\n公共照明由物业维护。\n", "", "没有答案正文"),
        ("---\ntitle", "title", "缺少 ---"),
    ],
)
def test_says_what_is_wrong_with_a_file(old: str, new: str, reason: str) -> None:
    with pytest.raises(EntryError, match=r"repair/lamp") as caught:
        parse_entry(GOOD.replace(old, new, 1), "repair/lamp")
    assert reason in str(caught.value)


@pytest.mark.parametrize("entry_id", ["lamp", "Repair/灯", "../lamp", "a/../../b", ""])
def test_refuses_an_id_that_is_no_path_of_plain_words(entry_id: str) -> None:
    with pytest.raises(EntryError):
        parse_entry(GOOD, entry_id)


@given(st.text())
def test_any_text_is_an_entry_or_an_entry_error(text: str) -> None:
    try:
        parse_entry(text, "a/b")
    except EntryError as error:
        assert str(error).startswith("a/b：")


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_any_head_is_an_entry_or_an_entry_error(head: str) -> None:
    try:
        parse_entry(f"---\n{head}\n---\n答案", "a/b")
    except EntryError as error:
        assert str(error).startswith("a/b：")


@given(st.text())
def test_any_citation_is_read_or_a_value_error(text: str) -> None:
    try:
        assert parse_citation(text).article >= 0
    except ValueError as error:
        assert "法名:条号" in str(error)


_LINE = st.text(st.characters(categories=["L", "N", "P"]), min_size=1).map(str.strip).filter(bool)


@given(_LINE, st.lists(_LINE, min_size=1), _LINE)
def test_what_is_written_is_read_back(title: str, questions: list[str], answer: str) -> None:
    entry = make_entry(title=title, questions=tuple(questions), answer=answer)
    assert parse_entry(render_entry(entry), entry.id) == entry


def test_a_broken_file_leaves_the_others_readable(tmp_path: Path) -> None:
    (tmp_path / "repair").mkdir()
    (tmp_path / "repair" / "good.md").write_text(GOOD, "utf-8")
    (tmp_path / "repair" / "bad.md").write_text("没有头部", "utf-8")
    entries, errors = load_entries(tmp_path)
    assert [entry.id for entry in entries] == ["repair/good"]
    assert len(errors) == 1
    assert "repair/bad" in str(errors[0])


def test_facts_fill_a_template() -> None:
    entry = make_entry(answer="每平方米{property_fee_rate}。客服电话{service_phone}。")
    assert placeholders(entry.answer) == ("property_fee_rate", "service_phone")
    filled, missing = fill_facts(entry, {"property_fee_rate": "2.8元", "service_phone": "6688"})
    assert filled.answer == "每平方米2.8元。客服电话6688。"
    assert missing == ()


def test_a_sentence_without_its_fact_is_left_out_and_named() -> None:
    entry = make_entry(answer="每平方米{property_fee_rate}。客服电话{service_phone}。")
    filled, missing = fill_facts(entry, {"service_phone": "6688", "property_fee_rate": "  "})
    assert filled.answer == "客服电话6688。"
    assert missing == ("物业费单价",)


def test_a_fact_with_braces_stays_as_it_is() -> None:
    entry = make_entry(answer="电话{service_phone}。")
    filled, _ = fill_facts(entry, {"service_phone": r"{duty_phone}\1"})
    assert filled.answer == r"电话{duty_phone}\1。"
