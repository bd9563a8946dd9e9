"""`linli eval`: quality on files of one JSON object a line."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.table import Table

from api.cli.console import console, errors
from api.evaluation import journeys as journey_scripts
from api.evaluation import routes as route_figures
from api.evaluation.lines import EvaluationFileError, read_lines
from api.evaluation.workbench import understanding
from api.settings import Settings
from coach.evaluation import evaluate_file
from coach.replies.evaluation import evaluate_choices, read_choices
from coach.service import Coach
from knowledge_base.evaluation import (
    evaluate_answers,
    evaluate_statutes,
    read_answer_questions,
    read_statute_questions,
)
from knowledge_base.service import KnowledgeBase

app = typer.Typer(help="评测：理解、法条、回答、提示、推荐回复、流程。", no_args_is_help=True)

File = Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="每行一个 JSON 对象")]
Json = Annotated[bool, typer.Option("--json", help="只输出一个 JSON 对象")]


@app.command()
def routes(file: File, as_json: Json = False) -> None:
    """理解：路由准确率、召回、误报、要素。"""
    rows = _rows(file)

    async def measure() -> dict[str, Any]:
        async with understanding(Settings().resolved()) as understand:
            return route_figures.figures(await route_figures.judge(rows, understand))

    _show(asyncio.run(measure()), as_json, "理解")


@app.command()
def statutes(file: File, as_json: Json = False) -> None:
    """法条检索：各方法的 hit@k 与 MRR。"""
    knowledge = _knowledge()
    found = evaluate_statutes(knowledge, read_statute_questions(file, knowledge.statutes))
    by_method = {figures.method: figures.to_json() for figures in found}
    if as_json:
        # The product's own way is the last method; the others stand beside it.
        print(json.dumps({**found[-1].to_json(), "methods": by_method}, ensure_ascii=False))
        return
    _show_methods(by_method, "法条检索")


@app.command()
def answers(
    file: File,
    as_json: Json = False,
    out: Annotated[Path | None, typer.Option(help="把每条回答完整写入这个文件")] = None,
) -> None:
    """回答：该答的答了多少、依据对不对、不该答的有没有拒答。"""
    knowledge = _knowledge()
    found = evaluate_answers(knowledge, read_answer_questions(file, knowledge.statutes))
    if out is not None:
        _write(out, (_reply(reply) for reply in found.replies))
    _show(found.to_json(), as_json, "回答")


@app.command()
def flags(file: File, as_json: Json = False) -> None:
    """提示：每个代码的精确率、召回率。"""
    settings = Settings().resolved()
    coach = Coach.open(settings.home, _knowledge())
    _show(evaluate_file(file, coach.check).as_dict(), as_json, "提示")


@app.command()
def suggestions(file: File, as_json: Json = False) -> None:
    """推荐回复：几条回复里选对的那条，与 BM25、向量并排。"""
    found = evaluate_choices(read_choices(file), _knowledge())
    by_method = {name: figures.to_json() for name, figures in found.items()}
    if as_json:
        print(json.dumps({**by_method["linli"], "methods": by_method}, ensure_ascii=False))
        return
    _show_methods(by_method, "推荐回复")


@app.command()
def journeys(
    file: File,
    as_json: Json = False,
    url: Annotated[str, typer.Option(help="正在运行的产品")] = "",
    estate: Annotated[str, typer.Option(help="小区编号")] = "yunqi",
) -> None:
    """流程：对正在运行的产品逐句演练。"""
    settings = Settings()
    address = url or f"http://{settings.host}:{settings.port}"
    report = asyncio.run(journey_scripts.play_all(_rows(file), address, estate))
    _show(report.figures(), as_json, "流程")


def _rows(file: Path) -> list[dict[str, Any]]:
    try:
        return read_lines(file)
    except EvaluationFileError as error:
        errors.print(f"[red]{error}[/red]")
        raise typer.Exit(2) from error


def _knowledge() -> KnowledgeBase:
    settings = Settings().resolved()
    return KnowledgeBase.open(settings.home, model=settings.embedding_model or None)


def _reply(reply: Any) -> dict[str, Any]:
    return {
        "id": reply.id,
        "question": reply.question,
        "answerable": reply.answerable,
        "confidence": reply.confidence.value,
        "probability": round(reply.probability, 4),
        "entry": reply.entry,
        "answer": reply.answer,
        "citations": [str(citation) for citation in reply.citations],
    }


def _write(path: Path, rows: Iterable[dict[str, Any]]) -> None:
    lines = [json.dumps(row, ensure_ascii=False) for row in rows]
    path.write_text("\n".join(lines) + "\n", "utf-8")


def _show(figures: dict[str, Any], as_json: bool, title: str) -> None:
    if as_json:
        print(json.dumps(figures, ensure_ascii=False))
        return
    table = Table("指标", "数值", title=title)
    for name, value in figures.items():
        if isinstance(value, dict):
            for key, inner in value.items():
                table.add_row(f"{name}.{key}", _cell(inner))
        elif isinstance(value, list):
            table.add_row(name, "\n".join(_line(item) for item in value[:60]))
        else:
            table.add_row(name, _cell(value))
    console.print(table)


def _show_methods(by_method: dict[str, dict[str, Any]], title: str) -> None:
    table = Table("方法", *next(iter(by_method.values())), title=title)
    for method, figures in by_method.items():
        table.add_row(method, *map(_cell, figures.values()))
    console.print(table)


def _cell(value: Any) -> str:
    if isinstance(value, dict):
        return " ".join(f"{key} {_cell(inner)}" for key, inner in value.items())
    return f"{value:.3f}" if isinstance(value, float) else str(value)


def _line(item: Any) -> str:
    return " ".join(f"{k}={v}" for k, v in item.items()) if isinstance(item, dict) else str(item)
