"""What the finder of contradictions finds of wrong entries, and how much it lists of right ones."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml

from knowledge_base.contradictions.clashes import Clash, ClashKind
from knowledge_base.contradictions.figures import figures
from knowledge_base.contradictions.finder import Finder
from knowledge_base.contradictions.settled import Settled, save_shipped, shipped
from knowledge_base.modality import duties
from knowledge_base.service import KnowledgeBase
from knowledge_base.types import Entry
from tests.knowledge_base.conftest import make_entry

PLANTED = yaml.safe_load((Path(__file__).parent / "planted.yaml").read_text("utf-8"))
OF_KIND = {
    "figure": {ClashKind.FIGURE_LAW, ClashKind.FIGURE},
    "duty": {ClashKind.DUTY_LAW, ClashKind.DUTY, ClashKind.ANSWER},
    "copy": {ClashKind.DUPLICATE, ClashKind.ANSWER},
}


@pytest.fixture(scope="module")
def finder(knowledge: KnowledgeBase) -> Finder:
    return Finder(knowledge.index, knowledge.statutes)


@pytest.fixture(scope="module")
def listed(finder: Finder) -> tuple[Clash, ...]:
    return finder.all()


def planted(knowledge: KnowledgeBase) -> list[tuple[str, str, Entry]]:
    """(kind, whom the clash must name, entry): replacements name the entry itself."""
    rows: list[tuple[str, str, Entry]] = []
    for row in PLANTED["replaced"]:
        entry = knowledge.entry(row["entry"])
        assert entry is not None
        assert row["was"] in entry.answer, row
        wrong = replace(entry, answer=entry.answer.replace(row["was"], row["becomes"], 1))
        rows.append((row["kind"], entry.id, wrong))
    for place, row in enumerate(PLANTED["copied"]):
        entry = knowledge.entry(row["of"])
        assert entry is not None
        parts = {"title": row["title"], "questions": tuple(row["questions"])}
        copy = replace(entry, id=f"service/copy-{place}", answer=row["answer"], **parts)
        rows.append(("copy", entry.id, copy))
    return rows


def test_planted_errors_are_found(
    knowledge: KnowledgeBase, listed: tuple[Clash, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    known = {clash.key for clash in listed}
    rows = planted(knowledge)
    found: Counter[str] = Counter()
    missed = []
    for kind, named, entry in rows:
        looking = Finder.with_draft(
            knowledge.index, entry, knowledge.statutes, knowledge.embedder
        ).of(entry.id)
        new = [one for one in looking if one.key not in known and one.kind in OF_KIND[kind]]
        if any(one.names(named) for one in new):
            found[kind] += 1
        else:
            missed.append(f"{kind} {entry.id}")
    planned = Counter(kind for kind, _, _ in rows)
    with capsys.disabled():
        print(f"\nfound {dict(found)} of {dict(planned)}; listed of the real {len(listed)}")
        print("missed:", *missed, sep="\n  ")
    assert found["figure"] >= 17
    assert found["duty"] >= 6
    assert found["copy"] >= 8


def test_the_list_of_right_entries_can_be_read_in_one_sitting(
    listed: tuple[Clash, ...], knowledge: KnowledgeBase
) -> None:
    assert len(listed) <= 60
    kinds = Counter(clash.kind for clash in listed)
    assert sum(kinds.values()) - kinds[ClashKind.DUPLICATE] <= 15
    for clash in listed:
        assert clash.one.ref != clash.other.ref
        assert clash.one.words
        assert clash.other.words
        assert knowledge.entry(clash.one.ref)


def test_of_one_entry_is_the_same_as_in_the_whole_list(
    finder: Finder, listed: tuple[Clash, ...]
) -> None:
    entry_id = listed[-1].one.ref
    own = {clash.key for clash in listed if clash.names(entry_id)}
    assert {clash.key for clash in finder.of(entry_id)} == own
    assert finder.of("fees/nothing") == ()


def test_a_contradiction_of_another_estate_is_none(knowledge: KnowledgeBase) -> None:
    """Two estates may answer one question each in its own way."""
    parts: dict[str, Any] = {"questions": ("屋顶花园的躺椅怎么借", "借躺椅"), "citations": ()}
    one = make_entry("service/one", scope="estate:a", answer="可以，免费借三天。", **parts)
    other = make_entry("service/two", scope="estate:b", answer="不可以。", **parts)
    kept = Finder.with_draft(knowledge.index, one, knowledge.statutes, knowledge.embedder)
    both = Finder.with_draft(kept.index, other, knowledge.statutes, knowledge.embedder)
    assert both.of("service/two") == ()
    same = replace(other, scope="estate:a")
    clashing = Finder.with_draft(kept.index, same, knowledge.statutes, knowledge.embedder)
    assert [one.kind for one in clashing.of("service/two")] == [ClashKind.ANSWER]


def test_what_was_settled_comes_up_again_when_a_side_changes(
    tmp_path: Path, listed: tuple[Clash, ...]
) -> None:
    settled = Settled(tmp_path)
    first = listed[0]
    settled.add(first)
    assert first not in Settled(tmp_path).open_of([first])
    changed = replace(first, one=replace(first.one, words=first.one.words + "改"))
    assert settled.open_of([changed]) == (changed,)
    asked = replace(first, one=replace(first.one, asked="换一种问法"))
    assert asked.key == first.key
    settled.remove(first.key)
    settled.remove(first.key)
    assert settled.keys() == shipped()


def test_the_shipped_list_is_written_and_read(tmp_path: Path, listed: tuple[Clash, ...]) -> None:
    path = tmp_path / "settled.json"
    assert save_shipped(listed, path) == len({one.key for one in listed})
    assert all(one.key in path.read_text("utf-8") for one in listed)


@pytest.mark.parametrize(
    ("text", "kind", "value", "bound"),
    [
        ("面积占比三分之二以上的业主", "share", 2 / 3, 1),
        ("20%以上业主联名", "share", 0.2, 1),
        ("参与者过半同意", "share", 0.5, 0),
        ("提前六十日书面通知", "days", 60, 1),
        ("至少每半年一次", "days", 182.5, 1),
        ("处五万元以下罚款", "money", 50_000, -1),
        ("晚上十点以后", "clock", 22, 0),
        ("五个工作日内答复", "workdays", 5, -1),
    ],
)
def test_figures_are_read(text: str, kind: str, value: float, bound: int) -> None:
    (found,) = figures(text)
    assert (found.kind, found.bound) == (kind, bound)
    assert found.value == pytest.approx(value)


@pytest.mark.parametrize("text", ["2021年1月1日起", "11月15日供暖", "第三十日", "一点点", "几天"])
def test_dates_and_other_words_are_no_figures(text: str) -> None:
    assert list(figures(text)) == []


def test_a_range_is_two_figures() -> None:
    assert [one.value for one in figures("罚款五千元到五万元")] == [5_000, 50_000]


@pytest.mark.parametrize(
    ("text", "acts"),
    [
        ("物业不得停水，但可以起诉。", [("must not", "停水"), ("may", "起诉")]),
        ("只要同意就行", []),
        ("没有方案的，不得施工", [("must not", "施工")]),
        ("不得以无需服务为由拒付", [("must not", "以无需服务为由拒付")]),
    ],
)
def test_duties_are_read(text: str, acts: list[tuple[str, str]]) -> None:
    assert [(one.modality.value, one.act) for one in duties(text)] == acts
