"""Law texts in; the texts here are written for the test."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge_base.importer import (
    Change,
    LawFileError,
    import_laws,
    parse_law,
    preview_import,
    remove_law,
)
from knowledge_base.statutes import Statutes

LAW = """---
source: test
---
# 云城市花木养护办法

## 第一章 总则

**第一条** 为了让花木好好长大，写下本办法。

第二条　住户可以浇水。
（一）早上浇；
（二）傍晚浇。

第二章 附则

第三条 本办法自2024年3月1日起施行。
"""


@pytest.fixture
def law_file(tmp_path: Path) -> Path:
    path = tmp_path / "flowers.md"
    path.write_text(LAW, "utf-8")
    return path


def test_reads_articles_chapters_region_and_day() -> None:
    law = parse_law(LAW, "flowers.md")
    assert (law.name, law.region) == ("云城市花木养护办法", "云城")
    assert law.effective_date == date(2024, 3, 1)
    assert [item.number for item in law.articles] == [1, 2, 3]
    assert law.articles[1].text.split("\n") == [
        "住户可以浇水。",
        "（一）早上浇；",
        "（二）傍晚浇。",
    ]
    assert law.articles[2].chapter == "第二章 附则"


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("第二条", "第四条", "第2条缺失"),
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


def test_a_file_that_is_no_text_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "scan.md"
    path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(LawFileError, match="UTF-8"):
        preview_import([path], tmp_path)


def test_import_is_previewed_idempotent_and_reversible(law_file: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    (preview,) = preview_import([law_file], home)
    assert (preview.change, preview.added) == (Change.NEW, (1, 2, 3))
    assert Statutes.open(home).law("云城市花木养护办法") is None
    import_laws([law_file], home)
    found = Statutes.open(home).provision("云城市花木养护办法", 2)
    assert found is not None
    assert found.text.startswith("住户可以浇水")
    assert found.region == "云城"
    assert import_laws([law_file], home)[0].change is Change.UNCHANGED
    assert remove_law("云城市花木养护办法", home)
    assert not remove_law("云城市花木养护办法", home)
    assert Statutes.open(home).law("云城市花木养护办法") is None


def test_a_new_version_names_what_changes(law_file: Path, tmp_path: Path) -> None:
    import_laws([law_file], tmp_path)
    law_file.write_text(LAW.replace("早上浇", "中午浇") + "\n第四条 完。\n", "utf-8")
    (report,) = preview_import([law_file], tmp_path)
    assert (report.change, report.added) == (Change.UPDATED, (4,))
    assert (report.changed, report.dropped) == ((2,), ())


def test_one_bad_file_writes_none(law_file: Path, tmp_path: Path) -> None:
    bad = tmp_path / "bad.md"
    bad.write_text("# 空\n", "utf-8")
    with pytest.raises(LawFileError):
        import_laws([law_file, bad], tmp_path)
    assert not (tmp_path / "kb" / "laws").exists()


def test_a_law_the_database_has_stays_as_it_is_there(tmp_path: Path) -> None:
    path = tmp_path / "old.md"
    path.write_text("# 中华人民共和国民法典\n\n第一条 测试。\n", "utf-8")
    assert import_laws([path], tmp_path)[0].change is Change.COVERED
    found = Statutes.open(tmp_path).provision("民法典", 1)
    assert found is not None
    assert found.text != "测试。"


@given(st.text() | st.text("第一二三十条章 \n#*：，。年月日自施行0129"))
def test_any_text_is_a_law_or_refused(text: str) -> None:
    try:
        assert parse_law(text, "a.md").articles
    except LawFileError as error:
        assert str(error).startswith("a.md：")
