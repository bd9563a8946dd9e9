"""Laws and articles with the status they have on a day."""

from __future__ import annotations

from datetime import date

import pytest

from knowledge_base.imported import ImportedArticle, ImportedLaw
from knowledge_base.laws import fold_name
from knowledge_base.statutes import Statutes
from knowledge_base.types import LawStatus
from knowledge_base.wheel import strip_heading


def imported(name: str, effective: date | None, region: str = "") -> ImportedLaw:
    article = ImportedArticle(1, "本规定为测试而写。", "第一章 总则")
    return ImportedLaw(name, name, region, effective, f"{name}.md", "0", (article,))


def test_article_944_speaks_of_paying_the_fee(statutes: Statutes) -> None:
    found = statutes.provision("民法典", 944)
    assert found is not None
    assert found.label == "第九百四十四条"
    assert found.status is LawStatus.IN_FORCE
    assert found.effective_date == date(2021, 1, 1)
    assert "物业费" in found.text
    assert found.source


@pytest.mark.parametrize(
    "name", ["民法典", "中华人民共和国民法典", "《民法典》", "《中华人民共和国民法典》", "民 法典"]
)
def test_a_law_is_known_by_every_spelling(statutes: Statutes, name: str) -> None:
    assert statutes.resolve(name) == "民法典"


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("治安处罚法", "治安管理处罚法"),
        ("消法", "消费者权益保护法"),
        ("物业服务司法解释", "物业服务纠纷解释"),
        ("最高人民法院关于适用《中华人民共和国民法典》物权编的解释（一）", "物权编解释一"),
    ],
)
def test_a_law_is_known_by_what_people_call_it(statutes: Statutes, name: str, short: str) -> None:
    assert statutes.resolve(name) == short


def test_headings_of_the_next_part_are_no_text_of_an_article() -> None:
    text = "业主应当按约定支付费用。\n第二十五章 行纪合同\n第一节 一般规定"
    assert strip_heading(text) == "业主应当按约定支付费用。"
    assert strip_heading("第一章 总则") == "第一章 总则"


def test_no_searched_provision_ends_in_a_heading(statutes: Statutes) -> None:
    rows = statutes.searched()
    assert len(rows) > 1000
    assert [row.citation for row in rows if strip_heading(row.text) != row.text] == []
    assert {row.status for row in rows} == {LawStatus.IN_FORCE}


@pytest.mark.parametrize("name", ["物权法", "合同法", "侵权责任法", "噪声污染防治法"])
def test_a_repealed_law_is_known_as_repealed(name: str) -> None:
    law = Statutes(today=date(2027, 1, 1)).law(name)
    assert law is not None
    assert law.status is LawStatus.REPEALED


def test_a_law_counts_from_its_day() -> None:
    before = Statutes(today=date(2020, 12, 31)).law("民法典")
    after = Statutes(today=date(2021, 1, 1)).law("民法典")
    assert before is not None
    assert after is not None
    assert (before.status, after.status) == (LawStatus.NOT_YET, LawStatus.IN_FORCE)


def test_a_law_read_before_its_day_is_not_searched() -> None:
    laws = [imported("测试甲办法", date(2030, 1, 1)), imported("测试乙办法", date(2020, 1, 1))]
    statutes = Statutes(laws, today=date(2026, 1, 1))
    waiting = statutes.law("测试甲办法")
    assert waiting is not None
    assert waiting.status is LawStatus.NOT_YET
    names = {row.law for row in statutes.searched()}
    assert "测试乙办法" in names
    assert "测试甲办法" not in names


def test_an_article_without_text_is_known_to_exist(statutes: Statutes) -> None:
    found = statutes.provision("物业管理条例", 67)
    assert found is not None
    assert found.text == ""
    assert statutes.provision("物业管理条例", 68) is None


@pytest.mark.parametrize(("law", "article"), [("民法典", 0), ("民法典", 1261), ("不存在法", 1)])
def test_what_does_not_exist_is_none(statutes: Statutes, law: str, article: int) -> None:
    assert statutes.provision(law, article) is None


def test_folding_leaves_the_name_itself() -> None:
    assert fold_name("《 中华人民共和国 消防法（2021修正）》") == "消防法"
    assert fold_name("中华人民共和国") == "中华人民共和国"
