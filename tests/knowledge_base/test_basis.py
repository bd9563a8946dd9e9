"""What was reviewed against which words, and what shows when they change."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

from knowledge_base.basis import amended, hash_of, reviewed, save_basis, shipped_basis
from knowledge_base.check import check_entries, check_entry
from knowledge_base.entries import load_entries, parse_entry, render_entry
from knowledge_base.imported import ImportedArticle, ImportedLaw
from knowledge_base.service import ENTRIES
from knowledge_base.statutes import Statutes
from knowledge_base.types import Citation
from tests.knowledge_base.conftest import make_entry

TODAY = date(2026, 6, 1)
CITED = Citation("云城市花木办法", 1)


def law(text: str) -> ImportedLaw:
    article = ImportedArticle(1, text)
    return ImportedLaw(CITED.law, CITED.law, "云城", date(2020, 1, 1), "t.md", "0", (article,))


def test_an_entry_is_due_when_the_words_it_rests_on_change() -> None:
    before, after = Statutes([law("浇水两次。")]), Statutes([law("浇水三次。")])
    entry = reviewed(make_entry(citations=(CITED, Citation("民法典", 944))), before)
    assert amended(entry, before) == ()
    assert amended(entry, after) == (CITED,)
    (finding,) = check_entries([entry], after, TODAY)
    assert (finding.code, finding.due) == ("amended", True)
    assert "《云城市花木办法》第一条" in finding.detail
    assert check_entries([reviewed(entry, after)], after, TODAY) == []


def test_blanks_are_no_amendment_and_a_law_taken_away_is() -> None:
    before = Statutes([law("浇水 两次。")])
    entry = reviewed(make_entry(citations=(CITED,)), before)
    assert amended(entry, Statutes([law("浇水两次。\n")])) == ()
    assert amended(entry, Statutes()) == (CITED,)


def test_the_hashes_are_kept_in_the_head_of_an_entry() -> None:
    entry = reviewed(make_entry(citations=(CITED,)), Statutes([law("浇水两次。")]))
    assert len(entry.basis) == 1
    assert parse_entry(render_entry(entry), entry.id) == entry


def test_an_article_without_text_is_not_remembered(statutes: Statutes) -> None:
    cited = Citation("物业管理条例", 45)
    assert hash_of(cited, statutes) == ""
    assert reviewed(make_entry(citations=(cited,)), statutes).basis == ()


def test_the_shipped_hashes_are_those_of_the_pinned_statutes(
    statutes: Statutes, tmp_path: Path
) -> None:
    """After a new wheel: look at the answers it names, then `python -m knowledge_base.shipped`."""
    entries, _ = load_entries(ENTRIES)
    assert [entry.id for entry in entries if amended(entry, statutes)] == []
    fresh = tmp_path / "basis.json"
    assert save_basis(entries, statutes, fresh) > 200
    now, kept = json.loads(fresh.read_text("utf-8")), shipped_basis()
    assert {ref: now[ref] for ref in kept if ref in now} == {
        ref: words for ref, words in kept.items() if ref in now
    }
    # New citations join when the vectors are brought up to date; few may wait for that.
    assert len(now.keys() - kept.keys()) < 0.1 * len(now)


def test_one_entry_is_checked_among_the_others(statutes: Statutes) -> None:
    other = make_entry("fees/other", questions=("甲", "乙", "丙", "丁", "戊", "己"))
    entry = make_entry("fees/new", questions=("甲", "子", "丑", "寅", "卯", "辰"))
    (finding,) = check_entry(entry, [other, replace(entry, title="旧")], statutes, TODAY)
    assert finding.code == "question_twice"
    elsewhere = replace(entry, scope="estate:yunqi")
    assert check_entry(elsewhere, [other], statutes, TODAY) == []
