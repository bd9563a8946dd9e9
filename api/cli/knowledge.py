"""`linli kb`: build, search and check the knowledge base."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.markup import escape
from rich.table import Column, Table

from api.cli import imports
from api.cli.console import console
from api.settings import Settings
from knowledge_base.bearing import BEARING_NAMES, check_claims
from knowledge_base.check import check_entries
from knowledge_base.contradictions.clashes import KIND_NAMES, Clash, Side
from knowledge_base.contradictions.finder import Finder
from knowledge_base.contradictions.settled import Settled
from knowledge_base.service import KnowledgeBase
from knowledge_base.statutes import Statutes
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
    console.print("条目之间、条目和条文之间的矛盾：linli kb contradictions")
    raise typer.Exit(1 if serious else 0)


@app.command()
def cite(text: Annotated[str, typer.Argument(help="含有法条引用的一段话")]) -> None:
    """核对一段话里的法条引用：有没有、有效没有、说的是不是这回事，哪些没法核对。"""
    found = check_claims(text, Statutes.open(Settings().resolved().home))
    table = Table("引用", "条文", "内容", "没有核对的")
    for one in found:
        said = f"{BEARING_NAMES[one.bearing.state]}：{one.bearing.detail}"
        open_ones = "；".join(one.unchecked)
        table.add_row(*map(escape, (one.finding.text, one.finding.detail, said, open_ones)))
    console.print(table if found else "没有找到法条引用。")
    wrong = any(one.wrong for one in found)
    raise typer.Exit(1 if wrong else 0)


@app.command()
def contradictions(
    entry: Annotated[str, typer.Option(help="只看这个条目（编号）")] = "",
    everything: Annotated[bool, typer.Option("--all", help="连看过、不算矛盾的也列出")] = False,
    settle: Annotated[list[str] | None, typer.Option(help="记为看过、不算矛盾（写标记）")] = None,
) -> None:
    """互相矛盾、和所引条文不一致、几乎重复的条目，两边并排列出。"""
    knowledge = _open()
    finder = Finder(knowledge.index, knowledge.statutes)
    found, settled = finder.of(entry) if entry else finder.all(), Settled(knowledge.home)
    for clash in found:
        if clash.key in (settle or ()):
            settled.add(clash)
    shown = found if everything else settled.open_of(found)
    for clash in shown:
        console.print(_side_by_side(clash))
    rest = f"，另有 {len(found) - len(shown)} 处看过、不算矛盾" if len(shown) < len(found) else ""
    console.print(f"共 {len(shown)} 处要看{rest}。")


def _side_by_side(clash: Clash) -> Table:
    heads = (Column(_head(one), overflow="fold") for one in (clash.one, clash.other))
    table = Table(*heads, title=f"{KIND_NAMES[clash.kind]}：{clash.why}")
    table.add_row(_words(clash.one), _words(clash.other))
    table.caption = f"标记 {clash.key}"
    return table


def _head(side: Side) -> str:
    return escape(f"{side.title}（{side.ref}）")


def _words(side: Side) -> str:
    return escape(f"问：{side.asked}\n{side.words}" if side.asked else side.words)


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
