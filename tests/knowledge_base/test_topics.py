"""The lay questions of articles: every one leads to law in force, and no cited law is lost."""

from __future__ import annotations

from collections import Counter

from knowledge_base.service import KnowledgeBase
from knowledge_base.statutes import Statutes
from knowledge_base.topics import lay_questions, searched_provisions, topic_rows
from knowledge_base.types import LawStatus


def test_every_topic_is_an_article_in_force(statutes: Statutes) -> None:
    found = [statutes.provision(one.law, one.article) for one in lay_questions()]
    assert all(row and row.status is LawStatus.IN_FORCE for row in found)
    assert {row.citation for row in found if row} == lay_questions().keys()


def test_no_lay_question_stands_twice() -> None:
    counted = Counter(text for _, text in topic_rows())
    assert [text for text, times in counted.items() if times > 1] == []
    assert all(2 < len(text) < 70 for text in counted)


def test_articles_without_text_are_searched(statutes: Statutes) -> None:
    rows = searched_provisions(statutes)
    assert len({row.citation for row in rows}) == len(rows)
    assert sum(row.law == "物业管理条例" for row in rows) > 50


def test_what_an_entry_cites_can_be_found(knowledge: KnowledgeBase) -> None:
    index = knowledge.index.provision_index
    cited = {one for entry in knowledge.index.entries for one in entry.citations}
    repealed_or_local = [one for one in cited if index.row(one) is None]
    assert len(repealed_or_local) <= 0.02 * len(cited), repealed_or_local
