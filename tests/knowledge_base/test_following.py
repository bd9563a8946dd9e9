"""Two processes on one home: what one approves, the other answers within a second."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pytest

from knowledge_base import service
from knowledge_base.documents.journal import Journal
from knowledge_base.documents.plan import File, plan_import
from knowledge_base.live import LiveEntries
from knowledge_base.service import KnowledgeBase
from knowledge_base.types import HitKind, Scope
from tests.knowledge_base.conftest import make_entry
from tests.knowledge_base.paper import LAW, docx

QUESTION = "观星台的望远镜怎么借"
ENTRY = make_entry(
    "estate/telescope",
    title="借望远镜",
    questions=(
        QUESTION,
        "望远镜能带回家吗",
        "观星台几点开",
        "借望远镜要登记吗",
        "看星星的设备",
        "观星台",
    ),
)


@pytest.fixture
def other(knowledge: KnowledgeBase, monkeypatch: pytest.MonkeyPatch) -> LiveEntries:
    """The folder as another process would write to it."""
    monkeypatch.setattr(service, "LOOK_EVERY", 0.0)
    return LiveEntries(knowledge.home / "kb" / "live")


def found(knowledge: KnowledgeBase) -> bool:
    hits = knowledge.search(QUESTION).hits
    return bool(hits) and hits[0].id == ENTRY.id


def test_an_entry_of_another_process_is_answered(
    knowledge: KnowledgeBase, other: LiveEntries
) -> None:
    assert not found(knowledge)
    start = time.thread_time()
    other.put(ENTRY)
    assert found(knowledge)
    assert time.thread_time() - start < 5  # of the processor; under a second on an idle machine
    other.remove(ENTRY.id)
    assert not found(knowledge)


def test_a_broken_file_of_another_process_harms_nothing(
    knowledge: KnowledgeBase, other: LiveEntries, caplog: pytest.LogCaptureFixture
) -> None:
    before = knowledge.entries()
    path: Path = knowledge.home / "kb" / "live" / "estate%2Fbroken.md"
    path.write_text("---\ntitle: [\n---\n", "utf-8")
    try:
        knowledge.search(QUESTION)
        assert knowledge.entries() == before
        assert "跳过无法读取的知识条目" in caplog.text
    finally:
        path.unlink()


def test_a_law_another_process_imports_is_cited_and_found(
    knowledge: KnowledgeBase, other: LiveEntries
) -> None:
    journal = Journal(knowledge.home)
    cloud = Scope(city="云城")
    words = "物业一年要给花木修剪几次"
    try:
        journal.apply(plan_import([File("law.docx", docx(LAW))], knowledge.home))
        knowledge.search(QUESTION)
        assert wait_until(lambda: knowledge.provision(LAW[0], 3) is not None)
        assert wait_until(lambda: f"{LAW[0]}:3" in laws_found(knowledge, words, cloud))
        assert f"{LAW[0]}:3" not in laws_found(knowledge, words, Scope(city="杭州"))
    finally:
        for done in journal.history():
            if not done.undone:
                journal.undo(done.id)
        knowledge.reload_laws()
    assert knowledge.provision(LAW[0], 3) is None


def laws_found(knowledge: KnowledgeBase, words: str, scope: Scope) -> list[str]:
    provisions = frozenset({HitKind.PROVISION})
    return [hit.id for hit in knowledge.search(words, scope, 5, provisions).hits]


def wait_until(done: Callable[[], bool]) -> bool:
    deadline = time.monotonic() + 20
    while not done() and time.monotonic() < deadline:
        time.sleep(0.05)
    return done()
