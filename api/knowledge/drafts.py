"""Drafts that wait for a yes: look, keep what was edited, approve, reject."""

from __future__ import annotations

import asyncio
from dataclasses import replace

from api.components import Components
from api.errors import NotFoundError
from api.knowledge import service
from api.knowledge.editors import Editor
from api.knowledge.forms import entry_of, entry_out
from api.knowledge.schemas import DraftOut, DraftRow, EntryIn, EntryOut, NearOut
from knowledge_base.categories import category_name
from knowledge_base.check import check_entry
from knowledge_base.drafts import Draft, Drafts, DraftState
from knowledge_base.service import KnowledgeBase
from knowledge_base.types import HitKind, Scope

NEAR = 0.3  # from this probability on, an entry may answer the same


async def waiting(app: Components, editor: Editor) -> list[DraftRow]:
    found = await asyncio.to_thread(Drafts(app.knowledge.home).waiting)
    return [_row(draft, editor) for draft in found if draft.entry.scope in editor.scopes]


def _row(draft: Draft, editor: Editor) -> DraftRow:
    return DraftRow(
        id=draft.entry.id,
        title=draft.entry.title,
        category_name=category_name(draft.entry.category),
        scope_name=editor.name(draft.entry.scope),
        source=draft.source,
        made_on=draft.made_on,
    )


async def read(app: Components, editor: Editor, entry_id: str) -> DraftOut:
    return await asyncio.to_thread(_out, app.knowledge, editor, _access(app, editor, entry_id))


def _access(app: Components, editor: Editor, entry_id: str) -> Draft:
    """Raises `NotFoundError` or `ForbiddenError`."""
    draft = Drafts(app.knowledge.home).get(entry_id)
    if draft is None or draft.state is not DraftState.WAITING:
        raise NotFoundError("没有找到这份草稿，可能刚刚有人处理过。")
    editor.require(draft.entry.scope)
    return draft


def _out(knowledge: KnowledgeBase, editor: Editor, draft: Draft) -> DraftOut:
    entry = draft.entry
    found = check_entry(entry, knowledge.entries(), knowledge.statutes)
    return DraftOut(
        entry=entry_out(entry, found, editor, knowledge.statutes),
        source=draft.source,
        proposals=[one for one in draft.proposals if one not in entry.questions],
        near=_near(knowledge, draft),
    )


def _near(knowledge: KnowledgeBase, draft: Draft) -> list[NearOut]:
    """Entries that answer the draft's question already, perhaps better."""
    kind, _, name = draft.entry.scope.partition(":")
    scope = Scope(estate=name if kind == "estate" else None, city=name if kind == "city" else None)
    hits = knowledge.search(draft.entry.title, scope, 3, frozenset({HitKind.ENTRY})).hits
    return [
        NearOut(id=hit.entry.id, title=hit.entry.title, probability=round(hit.probability, 2))
        for hit in hits
        if hit.entry and hit.probability >= NEAR and hit.entry.id != draft.entry.id
    ]


async def keep(app: Components, editor: Editor, entry_id: str, form: EntryIn) -> DraftOut:
    """Keep what was edited without making it answerable."""
    draft = _access(app, editor, entry_id)
    editor.require(form.scope)
    edited = replace(draft, entry=entry_of(entry_id, form, app.knowledge.statutes))
    await asyncio.to_thread(Drafts(app.knowledge.home).put, edited)
    return await asyncio.to_thread(_out, app.knowledge, editor, edited)


async def approve(app: Components, editor: Editor, entry_id: str, form: EntryIn) -> EntryOut:
    """The draft as edited becomes an entry, answerable at once."""
    draft = _access(app, editor, entry_id)
    published = await service.publish(app, editor, entry_id, form)
    entry = entry_of(entry_id, form, app.knowledge.statutes)
    decided = replace(draft, entry=entry, state=DraftState.APPROVED)
    await asyncio.to_thread(Drafts(app.knowledge.home).put, decided)
    return published


async def reject(app: Components, editor: Editor, entry_id: str) -> None:
    """Put away; the same file does not bring it up again."""
    draft = _access(app, editor, entry_id)
    rejected = replace(draft, state=DraftState.REJECTED)
    await asyncio.to_thread(Drafts(app.knowledge.home).put, rejected)
