"""Citations in running text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge_base.citations import CitationState, check_citations
from knowledge_base.statutes import Statutes

STATUTES = Statutes()


def states(text: str) -> list[tuple[str, int | None, CitationState]]:
    return [(one.law, one.article, one.state) for one in check_citations(text, STATUTES)]


@pytest.mark.parametrize(
    "text",
    [
        "《民法典》第九百四十四条",
        "《中华人民共和国民法典》第944条",
        "根据民法典第九百四十四条的规定",
        "民法典944条说了",
    ],
)
def test_finds_an_article_however_it_is_written(text: str) -> None:
    assert states(text) == [("民法典", 944, CitationState.VALID)]


@pytest.mark.parametrize(
    ("text", "state"),
    [
        ("《民法典》第一千五百条", CitationState.NO_ARTICLE),
        ("《物权法》第七十条", CitationState.REPEALED),
        ("《某某小区管理办法》第三条", CitationState.UNKNOWN_LAW),
        ("依照第三条办理", CitationState.NO_LAW),
    ],
)
def test_tells_what_is_wrong(text: str, state: CitationState) -> None:
    assert [one.state for one in check_citations(text, STATUTES)] == [state]


def test_only_what_is_surely_wrong_is_wrong() -> None:
    text = "《物权法》第七十条，《某某小区管理办法》第三条，《民法典》第九百四十四条"
    assert [one.wrong for one in check_citations(text, STATUTES)] == [True, False, False]


def test_a_chain_of_articles_belongs_to_one_law() -> None:
    assert states("《民法典》第九百四十二条、第九百四十四条和第1500条") == [
        ("民法典", 942, CitationState.VALID),
        ("民法典", 944, CitationState.VALID),
        ("民法典", 1500, CitationState.NO_ARTICLE),
    ]


def test_the_span_points_at_the_citation_and_paragraphs_stay_unchecked() -> None:
    text = "您好，按《民法典》第九百四十四条第三款，不能断电。"
    (found,) = check_citations(text, STATUTES)
    assert text[slice(*found.span)] == found.text
    assert found.text.startswith("《民法典》")
    assert "款、项是否存在" in found.unchecked


@pytest.mark.parametrize("text", ["", "您有三条未读消息", "第一条例会", "这条路不通", "一条狗"])
def test_plain_talk_holds_no_citation(text: str) -> None:
    assert states(text) == []


@given(st.text() | st.text("第条款项《》民法典物权0123456789一二三十百千、和的"))
def test_never_crashes_and_spans_lie_inside(text: str) -> None:
    for found in check_citations(text, STATUTES):
        assert text[slice(*found.span)] == found.text
