"""`linli bot`: how well it understands, and teaching it what was approved."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from api.bot_process import BotTrainingError
from api.bot_report import FOLDS, BotReport, cross_validate
from api.bot_retrain import OWN_SETS, ApprovedDataError, Retrained, approved_folder
from api.bot_retrain import retrain as retrain_bot
from api.cli.console import console, errors
from api.settings import Settings

app = typer.Typer(help="机器人：评测理解、学习已批准的消息。", no_args_is_help=True)
CONFUSIONS_SHOWN = 15


@app.command()
def evaluate(
    folds: Annotated[int, typer.Option(min=2, max=10, help="分几份轮流验证")] = FOLDS,
    as_json: Annotated[bool, typer.Option("--json", help="只输出一个 JSON 对象")] = False,
) -> None:
    """交叉验证：每个意图的精确率、召回率，最常混淆的意图。"""
    settings = Settings().resolved()
    try:
        report = asyncio.run(cross_validate(settings, folds))
    except BotTrainingError as error:
        errors.print(f"[red]{error}[/red]")
        raise typer.Exit(1) from error
    if as_json:
        print(json.dumps(report.figures(), ensure_ascii=False))
        return
    _show_report(report)


@app.command()
def retrain(
    sets: Annotated[
        list[Path] | None, typer.Option("--set", help="用哪些评测集把关，默认项目自带的")
    ] = None,
) -> None:
    """学习 LINLI_HOME/bot/approved 里批准的消息；比现在的差就不换。"""
    settings = Settings().resolved()
    try:
        done = asyncio.run(retrain_bot(settings, sets or OWN_SETS, say=console.print))
    except (ApprovedDataError, BotTrainingError) as error:
        errors.print(f"[red]{error}[/red]")
        raise typer.Exit(1) from error
    if done is None:
        console.print(f"{approved_folder(settings)} 里没有待学的消息。")
        return
    _show_outcome(done)
    if done.refused:
        raise typer.Exit(3)


def _show_report(report: BotReport) -> None:
    title = f"准确率 {report.accuracy:.3f}　宏平均 F1 {report.macro_f1:.3f}"
    table = Table("意图", "精确率", "召回率", "F1", "消息数", title=title)
    for one in report.intents:
        cells = (f"{value:.3f}" for value in (one.precision, one.recall, one.f1))
        table.add_row(one.intent, *cells, str(one.messages))
    console.print(table)
    mixed = Table("意图", "被当成", "次数", title="最常混淆")
    for told, taken, times in report.confusions[:CONFUSIONS_SHOWN]:
        mixed.add_row(told, taken, str(times))
    console.print(mixed)
    console.print(f"混淆矩阵图和逐条错误在 {report.folder}")


def _show_outcome(done: Retrained) -> None:
    table = Table("指标", "现在的", "新的", title=f"学了 {done.messages} 条")
    for name in ("accuracy_lenient", "accuracy_strict", "emergency_false_alarms", "slot_overlap"):
        table.add_row(name, *(_cell(figures[name]) for figures in (done.before, done.after)))
    recall = (figures["recall"].get("emergency") for figures in (done.before, done.after))
    table.add_row("recall.emergency", *map(_cell, recall))
    console.print(table)
    if done.refused:
        errors.print(f"[red]没有更换模型：{'；'.join(done.refused)}[/red]")
    elif done.live:
        console.print("[green]新模型已经在用，没有中断对话。[/green]")
    else:
        console.print("[green]新模型已就位，机器人下次启动时生效。[/green]")


def _cell(value: object) -> str:
    return f"{value:.3f}" if isinstance(value, float) else str(value)
