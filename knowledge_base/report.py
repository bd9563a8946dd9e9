"""How well the search does, as Markdown: provisions by method, answers, honesty of probabilities.

    python -m knowledge_base.report --home var --statutes FILE… --answers FILE…

Files are of the shapes that ``linli eval`` reads; the reliability curve is of the questions that
the models were trained on, each asked out of fold.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from pathlib import Path

from knowledge_base.calibration import Bin
from knowledge_base.evaluation import (
    HIT_RANKS,
    AnswerFigures,
    StatuteFigures,
    evaluate_answers,
    evaluate_statutes,
    read_answer_questions,
    read_statute_questions,
)
from knowledge_base.service import KnowledgeBase
from knowledge_base.store import StoredModels


def statute_table(figures: Sequence[StatuteFigures]) -> Iterator[str]:
    heads = ["method", *(f"hit@{rank}" for rank in HIT_RANKS), "MRR", "ms", "ms p95"]
    yield from _head(heads)
    for one in figures:
        shares = [one.hits[rank] for rank in HIT_RANKS]
        cells = [f"{value:.3f}" for value in (*shares, one.mrr)]
        yield _line([one.method, *cells, f"{one.ms_median:.1f}", f"{one.ms_p95:.1f}"])


def answer_table(figures: AnswerFigures) -> Iterator[str]:
    yield from _head(["figure", "value"])
    for name, value in figures.to_json().items():
        shown = f"{value:.3f}" if isinstance(value, float) else str(value)
        yield _line([name, shown])


def honesty_table(models: StoredModels) -> Iterator[str]:
    limits = models.thresholds
    error = models.calibration_error
    yield f"Expected calibration error {error:.3f} over {models.entries} entries."
    yield (
        f"Thresholds: answer {limits.answer:.2f}, confirm {limits.confirm:.2f},"
        f" ask {limits.ask:.2f}."
    )
    yield ""
    yield from _head(["said", "seen", "questions"])
    yield from (_bin(step) for step in models.reliability)


def _bin(step: Bin) -> str:
    return _line([f"{step.expected:.2f}", f"{step.observed:.2f}", str(step.count)])


def _head(cells: Sequence[str]) -> Iterator[str]:
    yield _line(cells)
    yield _line(["---"] * len(cells))


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def report(
    knowledge: KnowledgeBase, statutes: Sequence[Path], answers: Sequence[Path]
) -> Iterator[str]:
    """The whole report, line by line."""
    for path in statutes:
        asked = read_statute_questions(path, knowledge.statutes)
        figures = evaluate_statutes(knowledge, asked)
        missing = figures[0].without_gold_in_index
        yield f"\n### {path.stem}: {len(asked)} questions, {missing} without gold in the index\n"
        yield from statute_table(figures)
    for path in answers:
        yield f"\n### {path.stem}\n"
        questions = read_answer_questions(path, knowledge.statutes)
        yield from answer_table(evaluate_answers(knowledge, questions))
    yield "\n### Probabilities\n"
    yield from honesty_table(knowledge.index.models)


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description="Figures of the search, as Markdown.")
    parser.add_argument("--home", type=Path, default=Path("var"))
    parser.add_argument("--statutes", type=Path, nargs="*", default=[])
    parser.add_argument("--answers", type=Path, nargs="*", default=[])
    given = parser.parse_args(arguments)
    for line in report(KnowledgeBase.open(given.home), given.statutes, given.answers):
        print(line)


if __name__ == "__main__":
    main()
