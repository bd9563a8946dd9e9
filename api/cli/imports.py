"""`linli kb import`: files into the knowledge base, seen before they are taken, and taken back."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.table import Column, Table

from api.cli.console import console, errors
from api.settings import Settings
from knowledge_base.documents.document import DocumentError
from knowledge_base.documents.journal import Journal
from knowledge_base.documents.plan import DraftReport, File, Plan, Target, plan_import
from knowledge_base.importer import Change, LawReport

CHANGES = {
    Change.NEW: "新增",
    Change.UPDATED: "有变化",
    Change.UNCHANGED: "没有变化",
    Change.COVERED: "法规库已收录，以法规库为准",
}
SHOWN = 30  # drafts listed one by one; a table of thousands helps nobody


def import_files(
    files: Annotated[
        list[Path] | None,
        typer.Argument(help="法规、通知：docx、pdf、html、md、txt；问答表：xlsx、csv"),
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", help="确认导入；不加只看会改变什么")] = False,
    estate: Annotated[str, typer.Option(help="问答和通知只用于这个小区（编号）")] = "",
    city: Annotated[str, typer.Option(help="问答和通知只用于这个城市")] = "",
    region: Annotated[str | None, typer.Option(help="法规适用的省市；默认看法规名称")] = None,
    remove: Annotated[str, typer.Option(help="移除导入的法规（写名称）")] = "",
    history: Annotated[bool, typer.Option("--history", help="看做过的导入")] = False,
    undo: Annotated[str, typer.Option(help="撤销一次导入（写编号，见 --history）")] = "",
) -> None:
    """导入文件：法规成为可查的条文，问答和通知成为待审核的草稿。"""
    home = Settings().resolved().home
    journal = Journal(home)
    try:
        if remove:
            done = journal.remove_law(remove)
            console.print(f"已移除《{remove}》。想恢复：linli kb import --undo {done.id}")
        elif undo:
            _undo(journal, undo)
        elif history:
            _show_history(journal)
        elif files:
            target = Target(_scope(estate, city), region)
            _import(plan_import([File.read(path) for path in files], home, target), journal, yes)
        else:
            raise DocumentError("请写上要导入的文件，例如：linli kb import 条例.docx")
    except DocumentError as error:
        errors.print(f"[red]{error}[/red]")
        raise typer.Exit(1) from error


def _scope(estate: str, city: str) -> str:
    return f"estate:{estate}" if estate else f"city:{city}" if city else "national"


def _import(plan: Plan, journal: Journal, yes: bool) -> None:
    show(plan)
    if plan.problems:
        raise DocumentError(f"有 {len(plan.problems)} 个文件不能导入，什么都没有改变。")
    if not plan.changes:
        console.print("没有需要导入的内容。")
    elif not yes:
        console.print(f"将写入 {plan.changes} 项。确认导入请加 --yes。")
    else:
        done = journal.apply(plan)
        assert done is not None
        console.print(f"已导入 {plan.changes} 项。想撤销：linli kb import --undo {done.id}")


def show(plan: Plan) -> None:
    """What a plan changes, as tables, and what it leaves out."""
    if plan.laws:
        table = Table(_wide("法规"), "条数", "新增", "改动", "减少", "未变", "施行", "适用", "结果")
        for report in plan.laws:
            table.add_row(*_law_row(report))
        console.print(table)
    if plan.drafts:
        table = Table(_wide("草稿"), "建议问法", "依据", "适用", "结果")
        for item in plan.drafts[:SHOWN]:
            table.add_row(*_draft_row(item))
        console.print(table)
        if len(plan.drafts) > SHOWN:
            console.print(f"……共 {len(plan.drafts)} 条草稿")
    for line in plan.skipped:
        console.print(f"[yellow]{line}[/yellow]")
    for line in plan.problems:
        errors.print(f"[red]{line}[/red]")


def _wide(header: str) -> Column:
    """A name is never cut: it is what one needs to undo or remove."""
    return Column(header, overflow="fold", min_width=20)


def scope_name(scope: str) -> str:
    kind, _, name = scope.partition(":")
    return {"city": f"{name}（城市）", "estate": f"{name}（小区）"}.get(kind, "所有小区")


def _law_row(report: LawReport) -> tuple[str, ...]:
    law = report.law
    covered = report.change is Change.COVERED
    counts = (len(report.added), len(report.changed), len(report.dropped), report.same)
    return (
        law.name,
        str(report.articles),
        *("" if covered else str(count) for count in counts),
        law.effective_date.isoformat() if law.effective_date else "未写明",
        law.region or "全国",
        CHANGES[report.change] + ("（已废止，不作答）" if law.repealed else ""),
    )


def _draft_row(item: DraftReport) -> tuple[str, ...]:
    entry = item.draft.entry
    basis = "、".join(map(str, entry.citations))
    return (
        entry.title,
        str(len(entry.questions) + len(item.draft.proposals)),
        basis,
        scope_name(entry.scope),
        CHANGES[item.change],
    )


def _show_history(journal: Journal) -> None:
    table = Table(_wide("编号"), "时间", "内容", "状态")
    for one in journal.history():
        when = one.at.astimezone().strftime("%Y-%m-%d %H:%M")
        names = "、".join(one.titles[:3]) + (
            f" 等 {len(one.titles)} 项" if len(one.titles) > 3 else ""
        )
        table.add_row(one.id, when, names, "已撤销" if one.undone else "")
    console.print(table)


def _undo(journal: Journal, import_id: str) -> None:
    done = journal.undo(import_id)
    console.print(f"已撤销 {len(done.restored)} 项。")
    for title in done.kept:
        console.print(f"[yellow]“{title}”后来又改过，保留现在的样子。[/yellow]")
