"""What the check finds in entries, and that the shipped ones are sound."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from knowledge_base.check import FindingSeverity, check_entries, check_folder
from knowledge_base.entries import load_entries
from knowledge_base.imported import ImportedArticle, ImportedLaw
from knowledge_base.service import ENTRIES
from knowledge_base.statutes import Statutes
from knowledge_base.types import Citation, LawStatus
from tests.knowledge_base.conftest import make_entry

TODAY = date(2026, 6, 1)


def codes(statutes: Statutes, *entries: Any) -> dict[str, FindingSeverity]:
    return {one.code: one.severity for one in check_entries(entries, statutes, TODAY)}


def test_no_error_in_any_shipped_entry(statutes: Statutes) -> None:
    found = check_folder(ENTRIES, statutes)
    assert [one for one in found if one.severity is FindingSeverity.ERROR] == []


def test_every_shipped_citation_exists_and_binds(statutes: Statutes) -> None:
    entries, errors = load_entries(ENTRIES)
    assert errors == []
    assert len(entries) >= 320
    cited = {citation for entry in entries for citation in entry.citations}
    assert len(cited) > 100
    for citation in cited:
        found = statutes.provision(citation.law, citation.article)
        assert found is not None, citation
        assert found.status is LawStatus.IN_FORCE, citation


def test_every_shipped_entry_is_asked_in_eight_ways_or_more() -> None:
    entries, _ = load_entries(ENTRIES)
    assert [entry.id for entry in entries if len(set(entry.questions)) < 8] == []


def test_a_sound_entry_is_left_alone(statutes: Statutes) -> None:
    assert codes(statutes, make_entry()) == {}


@pytest.mark.parametrize(
    ("changes", "code", "severity"),
    [
        ({"citations": (Citation("不存在法", 1),)}, "unknown_law", "error"),
        ({"citations": (Citation("民法典", 1261),)}, "no_article", "error"),
        ({"citations": (Citation("物权法", 70),)}, "not_in_force", "error"),
        ({"citations": (Citation("民法典", 944),) * 2}, "citation_twice", "warning"),
        ({"questions": ("只有一种",)}, "few_questions", "error"),
        ({"answer": "长" * 200}, "long_start", "warning"),
        ({"answer": "我们保证修好。"}, "promise", "warning"),
        ({"answer": "见《民法典》第一千五百条。"}, "wrong_citation", "error"),
        ({"answer": "拨打{service_phone}。"}, "fact_missing", "error"),
        ({"facts": ("service_phone",)}, "fact_unused", "warning"),
        ({"facts": ("nonsense",)}, "unknown_fact", "error"),
        ({"valid_to": date(2020, 1, 1)}, "dates", "error"),
        ({"valid_to": date(2022, 1, 1)}, "expired", "warning"),
        ({"review_on": date(2026, 6, 1)}, "review_due", "warning"),
    ],
)
def test_every_fault_has_its_code(
    statutes: Statutes, changes: dict[str, Any], code: str, severity: str
) -> None:
    found = codes(statutes, make_entry(**changes))
    assert found.get(code) == severity


def test_one_question_in_two_entries_is_an_error(statutes: Statutes) -> None:
    first = make_entry("fees/one")
    second = make_entry("fees/two", questions=(*first.questions[:1], "乙", "丙", "丁", "戊", "己"))
    assert "question_twice" in codes(statutes, first, second)
    other = make_entry("fees/two", questions=first.questions, scope="estate:yunqi")
    assert "question_twice" not in codes(statutes, first, other)


def test_a_law_amended_after_the_review_asks_for_another() -> None:
    article = ImportedArticle(1, "测试。")
    law = ImportedLaw("测试办法", "测试办法", "", date(2026, 5, 1), "t.md", "0", (article,))
    entry = make_entry(citations=(Citation("测试办法", 1),), review_on=date(2026, 4, 1))
    assert "amended" in codes(Statutes([law], today=TODAY), entry)


def test_unreadable_files_come_first(tmp_path: Path, statutes: Statutes) -> None:
    (tmp_path / "fees").mkdir()
    (tmp_path / "fees" / "bad.md").write_text("没有头部", "utf-8")
    (first, *_) = check_folder(tmp_path, statutes)
    assert (first.entry, first.code) == ("fees/bad", "unreadable")
