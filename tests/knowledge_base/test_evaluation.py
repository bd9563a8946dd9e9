"""Figures on sets so small that they can be counted by hand."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from knowledge_base.calibration import Thresholds, calibration_error, choose_thresholds, reliability
from knowledge_base.evaluation import (
    STATUTE_METHODS,
    evaluate_answers,
    evaluate_statutes,
    read_answer_questions,
    read_rows,
    read_statute_questions,
)
from knowledge_base.report import report
from knowledge_base.service import KnowledgeBase
from knowledge_base.training import Outcome
from knowledge_base.types import Citation, Confidence

DEVELOPMENT = Path(__file__).parent / "development.jsonl"


def write(path: Path, rows: list[dict[str, Any]]) -> Path:
    path.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), "utf-8")
    return path


def test_provisions_by_every_method(tmp_path: Path, knowledge: KnowledgeBase) -> None:
    # Who pays before the keys change hands (41), and that not living there is no excuse (944).
    gold = [
        {"law": "中华人民共和国民法典", "article": 944},
        {"law": "物业管理条例", "article": 41},
    ]
    asked = [
        {"id": 1, "question": "没收房要交物业费吗", "gold": gold},
        {"id": 2, "question": "没收房要交物业费吗", "gold": [{"law": "不存在法", "article": 1}]},
    ]
    questions = read_statute_questions(write(tmp_path / "q", asked), knowledge.statutes)
    assert questions[0].gold == {Citation("民法典", 944), Citation("物业管理条例", 41)}
    figures = evaluate_statutes(knowledge, questions)
    assert [one.method for one in figures] == list(STATUTE_METHODS)
    by_method = {one.method: one.to_json() for one in figures}
    for name in ("bridged", "topics", "reranked"):
        assert by_method[name]["hit@5"] == 0.5, name
    own = figures[-1].to_json()
    assert (own["n"], own["without_gold_in_index"]) == (2, 1)
    assert 0 < own["mrr"] <= 0.5


def test_answers_counted(tmp_path: Path, knowledge: KnowledgeBase) -> None:
    asked = [
        {
            "id": "a",
            "question": "没收房要交物业费吗",
            "must_kw": [["物业费", "费用"]],
            "gold_articles": ["民法典:944"],
            "answerable": True,
        },
        {
            "id": "b",
            "question": "没收房要交物业费吗",
            "must_kw": [["火星"]],
            "gold_articles": ["民法典:1254"],
            "answerable": True,
        },
        {"id": "c", "question": "帮我写首诗", "answerable": False},
    ]
    questions = read_answer_questions(write(tmp_path / "q", asked), knowledge.statutes)
    figures = evaluate_answers(knowledge, questions)
    assert figures.to_json() == {
        "n": 3,
        "answered_of_answerable": 1.0,
        "cited_gold_of_answered": 0.5,
        "keyword_floor_of_answered": 0.5,
        "declined_of_unanswerable": 1.0,
    }
    assert figures.replies[2].answer == ""
    assert figures.replies[0].entry == "fees/not-taken-over"


def test_an_empty_set_has_no_shares(knowledge: KnowledgeBase) -> None:
    assert evaluate_answers(knowledge, []).answered_of_answerable is None
    assert evaluate_statutes(knowledge, [])[0].n == 0


def test_a_broken_line_is_named(tmp_path: Path) -> None:
    path = tmp_path / "rows.jsonl"
    path.write_text('{"id": 1}\n\n{oops\n', "utf-8")
    with pytest.raises(ValueError, match="第 3 行"):
        read_rows(path)


def test_calibration_error_is_the_gap_between_said_and_seen() -> None:
    said = [Outcome(0.85, right, right, "variant") for right in (True, False, False, False)]
    assert calibration_error(said) == pytest.approx(0.6)
    (step,) = reliability(said)
    assert (step.count, step.expected, step.observed) == (4, pytest.approx(0.85), 0.25)


def test_thresholds_keep_the_stated_risks() -> None:
    outcomes = [Outcome(0.9, True, True, "variant")] * 95 + [Outcome(0.9, False, False, "gap")] * 5
    outcomes += [Outcome(0.6, place % 3 > 0, True, "variant") for place in range(90)]
    outcomes += [Outcome(0.2, False, False, "stranger")] * 90
    chosen = choose_thresholds(outcomes)
    assert chosen.answer == 0.9
    assert chosen.confirm == 0.6
    assert 0.1 <= chosen.ask <= 0.6


@pytest.mark.parametrize(
    ("probability", "confidence"),
    [
        (0.8, Confidence.ANSWER),
        (0.79, Confidence.CONFIRM),
        (0.49, Confidence.ASK),
        (0.19, Confidence.NONE),
    ],
)
def test_a_threshold_belongs_to_the_better_side(probability: float, confidence: Confidence) -> None:
    assert Thresholds(0.8, 0.5, 0.2).confidence(probability) is confidence


def test_a_template_without_its_fact_is_no_answer(tmp_path: Path, knowledge: KnowledgeBase) -> None:
    asked = [{"id": "fee", "question": "物业费多少钱一平方", "answerable": False}]
    questions = read_answer_questions(write(tmp_path / "q", asked), knowledge.statutes)
    assert knowledge.search(asked[0]["question"]).hits[0].id == "fees/fee-rate"
    (reply,) = evaluate_answers(knowledge, questions).replies
    assert (reply.entry, reply.confidence, reply.answer) == ("fees/fee-rate", Confidence.NONE, "")


def test_near_domain_questions_are_told_apart(knowledge: KnowledgeBase) -> None:
    questions = read_answer_questions(DEVELOPMENT, knowledge.statutes)
    figures = evaluate_answers(knowledge, questions)
    assert (figures.answered_of_answerable or 0) >= 0.6
    assert (figures.cited_gold_of_answered or 0) >= 0.8
    assert (figures.declined_of_unanswerable or 0) >= 0.85


def test_the_report_shows_every_method_and_the_curve(
    tmp_path: Path, knowledge: KnowledgeBase
) -> None:
    gold = [{"law": "民法典", "article": 944}]
    rows = [{"id": 1, "question": "没收房要交物业费吗", "gold": gold, "answerable": True}]
    path = write(tmp_path / "small.jsonl", rows)
    lines = list(report(knowledge, [path], [path]))
    assert {line.split(" | ")[0] for line in lines} >= {f"| {name}" for name in STATUTE_METHODS}
    assert sum(line.count("|") == 4 for line in lines) >= 4  # the curve has steps
