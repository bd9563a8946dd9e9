"""Law texts into articles; the texts here are written for the test."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge_base.documents.document import Document, DocumentError
from knowledge_base.imported import ImportedLaw
from knowledge_base.importer import Change, LawFileError, compare, law_of, parse_law
from knowledge_base.statutes import Statutes

LAW = """---
source: test
---
# 云城市花木养护办法

2020年2月1日云城市人民政府令第1号公布 2022年5月6日修订

## 第一章 总则

**第一条** 为了让花木好好长大，写下本办法。

第二条　住户可以浇水。
（一）早上浇；
（二）傍晚浇。

第二条之一　下雨天不用浇。

第二章的规定不受影响。

第二章 附则

第三条 本办法自2024年3月1日起施行。
"""


def test_reads_articles_chapters_region_and_days() -> None:
    law = parse_law(LAW, "flowers.md")
    assert (law.name, law.region, law.repealed) == ("云城市花木养护办法", "云城", False)
    assert (law.effective_date, law.amended_on) == (date(2024, 3, 1), date(2022, 5, 6))
    assert [item.number for item in law.articles] == [1, 2, 3]
    assert law.articles[1].text.split("\n") == [
        "住户可以浇水。",
        "（一）早上浇；",
        "（二）傍晚浇。",
        "第二条之一　下雨天不用浇。",
        "第二章的规定不受影响。",
    ]
    assert law.articles[2].chapter == "第二章 附则"


@pytest.mark.parametrize(
    ("lines", "title"),
    [
        ("云城市物业管理条例\n（2020年1月1日通过）", "云城市物业管理条例"),
        ("最高人民法院\n关于花木纠纷的解释\n（2020年1月1日）", "最高人民法院关于花木纠纷的解释"),
        ("通知\n2020年1月1日", "rules"),
    ],
)
def test_the_title_is_what_is_printed_first(lines: str, title: str) -> None:
    assert parse_law(f"{lines}\n第一条 一。\n第二条 二。\n", "rules.md").full_name == title


def test_a_page_that_says_repealed_is_repealed_and_not_searched() -> None:
    law = parse_law(LAW.replace("2020年2月1日", "时效性：已废止\n2020年2月1日"), "f.md")
    assert law.repealed
    statutes = Statutes([law])
    assert not any(row.law == law.name for row in statutes.searched())


def test_the_region_can_be_named() -> None:
    document = Document("f.md", tuple(LAW.split("\n")))
    assert (law_of(document).region, law_of(document, "").region) == ("云城", "")
    province = "广西壮族自治区花木条例\n第一条 一。\n第二条 二。\n第三条 三。"
    assert parse_law(province, "g.md").region == "广西"


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("第二条　", "第四条　", "第2条缺失"),
        ("第三条", "第二条", "第3条缺失或重复"),
        ("为了让花木好好长大，写下本办法。", "", "第1条没有内容"),
    ],
)
def test_a_text_with_a_gap_is_refused(old: str, new: str, reason: str) -> None:
    with pytest.raises(LawFileError, match=reason):
        parse_law(LAW.replace(old, new), "flowers.md")


def test_a_text_without_articles_is_refused() -> None:
    with pytest.raises(LawFileError, match="没有找到任何"):
        parse_law("# 通知\n\n大家好。", "notice.md")


def reported(old: ImportedLaw, text: str) -> tuple[object, ...]:
    report = compare(parse_law(text, "new.md"), {old.name: old}, Statutes())
    return report.change, report.added, report.changed, report.dropped, report.same


def test_a_new_version_names_what_changes() -> None:
    old = parse_law(LAW, "old.md")
    assert reported(old, LAW) == (Change.UNCHANGED, (), (), (), 3)
    newer = LAW.replace("早上浇", "中午浇") + "\n第四条 完。\n"
    assert reported(old, newer) == (Change.UPDATED, (4,), (2,), (), 2)
    shorter = LAW[: LAW.index("第二章 附则")]
    assert reported(old, shorter) == (Change.UPDATED, (), (), (3,), 2)
    again = LAW.replace("2022年5月6日修订", "2025年5月6日修订")
    assert reported(old, again) == (Change.UPDATED, (), (), (), 3)


def test_a_law_the_database_has_stays_as_it_is_there() -> None:
    law = parse_law("# 中华人民共和国民法典\n\n第一条 测试。\n", "old.md")
    assert compare(law, {}, Statutes()).change is Change.COVERED


@given(st.text() | st.text("第一二三十条章 \n#*：，。年月日自施行0129"))
def test_any_text_is_a_law_or_refused(text: str) -> None:
    try:
        assert parse_law(text, "a.md").articles
    except DocumentError as error:
        assert str(error).startswith("a.md：")
