"""Files into the knowledge base over the web: preview, apply, history, undo."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from api.components import Components
from api.errors import LinliError
from api.knowledge.editors import Editor
from api.knowledge.schemas import (
    DraftReportOut,
    ImportOut,
    LawReportOut,
    PlanOut,
    UndoneOut,
)
from knowledge_base.documents.document import DocumentError
from knowledge_base.documents.journal import Import, Journal
from knowledge_base.documents.plan import DraftReport, File, Plan, Target, plan_import
from knowledge_base.importer import LawReport
from knowledge_base.numerals import article_label


class ImportRefusedError(LinliError):
    status, code = 400, "import_refused"


async def preview(
    app: Components, editor: Editor, files: Sequence[File], target: Target
) -> PlanOut:
    """What importing would change; nothing is written."""
    editor.require(target.scope)
    plan = await asyncio.to_thread(plan_import, files, app.knowledge.home, target)
    return _plan_out(plan, editor)


async def apply(
    app: Components, editor: Editor, files: Sequence[File], target: Target
) -> ImportOut:
    """Import, as previewed; raises `ImportRefusedError` when a file cannot be."""
    editor.require(target.scope)
    done = await asyncio.to_thread(_apply, app, files, target)
    if done is None:
        raise ImportRefusedError("文件里的内容都已经导入过，没有变化。")
    return _import_out(done)


def _apply(app: Components, files: Sequence[File], target: Target) -> Import | None:
    home = app.knowledge.home
    plan = plan_import(files, home, target)
    try:
        done = Journal(home).apply(plan)
    except DocumentError as error:
        raise ImportRefusedError(str(error)) from error
    if plan.laws:
        app.knowledge.reload_laws()
    return done


async def history(app: Components) -> list[ImportOut]:
    done = await asyncio.to_thread(Journal(app.knowledge.home).history)
    return [_import_out(one) for one in done]


async def undo(app: Components, import_id: str) -> UndoneOut:
    """Put back what was there before; raises `ImportRefusedError`."""
    return await asyncio.to_thread(_undo, app, import_id)


def _undo(app: Components, import_id: str) -> UndoneOut:
    try:
        undone = Journal(app.knowledge.home).undo(import_id)
    except DocumentError as error:
        raise ImportRefusedError(str(error)) from error
    app.knowledge.reload_laws()
    return UndoneOut(restored=list(undone.restored), kept=list(undone.kept))


def _import_out(done: Import) -> ImportOut:
    return ImportOut(id=done.id, at=done.at, titles=list(done.titles), undone=done.undone)


def _plan_out(plan: Plan, editor: Editor) -> PlanOut:
    return PlanOut(
        laws=[_law_out(one) for one in plan.laws],
        drafts=[_draft_out(one, editor) for one in plan.drafts],
        problems=list(plan.problems),
        skipped=list(plan.skipped),
        changes=plan.changes,
    )


def _law_out(report: LawReport) -> LawReportOut:
    law = report.law
    return LawReportOut(
        name=law.name,
        source=law.source,
        articles=report.articles,
        added=list(report.added),
        changed=list(report.changed),
        dropped=list(report.dropped),
        same=report.same,
        region=law.region,
        effective_date=law.effective_date,
        amended_on=law.amended_on,
        repealed=law.repealed,
        change=report.change.value,
    )


def _draft_out(report: DraftReport, editor: Editor) -> DraftReportOut:
    entry = report.draft.entry
    return DraftReportOut(
        title=entry.title,
        questions=len(entry.questions),
        proposals=len(report.draft.proposals),
        citations=[f"《{one.law}》{article_label(one.article)}" for one in entry.citations],
        scope_name=editor.name(entry.scope),
        change=report.change.value,
    )
