"""`linli kb`: build, search and check the knowledge base."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.table import Table

from api.cli import imports
from api.cli.console import console
from api.settings import Settings
from knowledge_base.check import check_entries
from knowledge_base.service import KnowledgeBase
from knowledge_base.types import Hit, Scope

app = typer.Typer(help="知识库：建立索引、查询、检查。", no_args_is_help=True)
app.command("import")(imports.import_files)


@app.command()
def build() -> None:
    """建立索引；输入没有变化就直接使用已有的。"""
    knowledge = _open()
    console.print(f"知识条目 {len(knowledge.entries())} 条，法律法规 {len(knowledge.laws())} 部。")


@app.command()
def search(
    question: Annotated[str, typer.Argument(help="住户的问题")],
    estate: Annotated[str, typer.Option(help="小区编号")] = "",
    city: Annotated[str, typer.Option(help="城市")] = "",
    limit: Annotated[int, typer.Option(min=1, max=50)] = 5,
) -> None:
    """查一个问题，看命中、概率和依据。"""
    result = _open().search(question, Scope(estate or None, city or None), limit)
    table = Table("概率", "命中", "匹配的说法", "依据", title=f"结论：{result.confidence.value}")
    for hit in result.hits:
        table.add_row(f"{hit.probability:.2f}", _title(hit), hit.matched[:40], _basis(hit))
    console.print(table)


@app.command()
def check() -> None:
    """检查条目：依据是否存在、有效、复核后改过，问法是否重复，是否到期复核。"""
    knowledge = _open()
    findings = check_entries(knowledge.entries(), knowledge.statutes)
    for finding in findings:
        console.print(f"[{finding.severity}] {finding.entry}：{finding.detail}")
    serious = sum(finding.severity == "error" for finding in findings)
    due = len({finding.entry for finding in findings if finding.due})
    console.print(f"共 {len(findings)} 条提示，其中错误 {serious} 条；待复核的条目 {due} 个。")
    raise typer.Exit(1 if serious else 0)


def _open() -> KnowledgeBase:
    settings = Settings().resolved()
    return KnowledgeBase.open(
        settings.home,
        model=settings.embedding_model or None,
        on_progress=lambda what, share: console.print(f"{what} {share:.0%}"),
    )


def _title(hit: Hit) -> str:
    return hit.entry.title if hit.entry else hit.id


def _basis(hit: Hit) -> str:
    return "、".join(map(str, hit.entry.citations)) if hit.entry else ""
