"""Contradictions for the people who answer for the entries: both sides, and what was settled."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable

from api.components import Components
from api.errors import NotFoundError
from api.knowledge.editors import Editor
from api.knowledge.forms import NO_TEXT, entry_of
from api.knowledge.of_index import OfIndex
from api.knowledge.schemas import ClashOut, EntryIn, SideOut
from knowledge_base.build import Index
from knowledge_base.contradictions.clashes import KIND_NAMES, Clash, Side
from knowledge_base.contradictions.finder import Finder
from knowledge_base.contradictions.settled import Settled
from knowledge_base.entries import parse_citation
from knowledge_base.service import KnowledgeBase
from knowledge_base.statutes import Statutes
from knowledge_base.types import Entry


def _find(index: Index, statutes: Statutes) -> tuple[Clash, ...]:
    return Finder(index, statutes).all()


_found = OfIndex(_find)


async def listed(app: Components) -> list[ClashOut]:
    """Every contradiction, those nobody has looked at first."""
    return await asyncio.to_thread(_listed, app.knowledge)


def _listed(knowledge: KnowledgeBase) -> list[ClashOut]:
    rows = _out(_found.of(knowledge), knowledge)
    return sorted(rows, key=lambda row: row.settled)


async def of_form(app: Components, entry_id: str, form: EntryIn) -> list[ClashOut]:
    """What a form would newly contradict once it is live, less what was settled."""
    return await asyncio.to_thread(_of_form, app.knowledge, entry_id, form)


def _of_form(knowledge: KnowledgeBase, entry_id: str, form: EntryIn) -> list[ClashOut]:
    entry = entry_of(entry_id, form, knowledge.statutes)
    before = Finder(knowledge.index, knowledge.statutes).of(entry_id)
    known = {one.key for one in before} | Settled(knowledge.home).keys()
    finder = Finder.with_draft(knowledge.index, entry, knowledge.statutes, knowledge.embedder)
    new = [one for one in finder.of(entry_id) if one.key not in known]
    return _out(new, knowledge, entry)


async def settle(app: Components, editor: Editor, key: str) -> None:
    """Somebody looked at it: it is none. Raises `NotFoundError` when it is no longer there."""
    found = await asyncio.to_thread(_found.of, app.knowledge)
    clash = next((one for one in found if one.key == key), None)
    if clash is None:
        raise NotFoundError("这一处已经变了，请刷新后再看。")
    _require(app.knowledge, editor, clash)
    await asyncio.to_thread(Settled(app.knowledge.home).add, clash)


async def reopen(app: Components, key: str) -> None:
    await asyncio.to_thread(Settled(app.knowledge.home).remove, key)


def _require(knowledge: KnowledgeBase, editor: Editor, clash: Clash) -> None:
    for one in (clash.one, clash.other):
        entry = knowledge.entry(one.ref)
        if entry is not None:
            editor.require(entry.scope)


def _out(
    clashes: Iterable[Clash], knowledge: KnowledgeBase, draft: Entry | None = None
) -> list[ClashOut]:
    settled = Settled(knowledge.home).keys()
    return [
        ClashOut(
            key=one.key,
            kind=one.kind.value,
            kind_name=KIND_NAMES[one.kind],
            why=one.why,
            one=_side(one.one, knowledge, draft),
            other=_side(one.other, knowledge, draft),
            settled=one.key in settled,
        )
        for one in clashes
    ]


def _side(side: Side, knowledge: KnowledgeBase, draft: Entry | None) -> SideOut:
    law = "/" not in side.ref
    return SideOut(
        ref=side.ref,
        title=side.title,
        words=side.words,
        asked=side.asked,
        text=_article(side.ref, knowledge) if law else _answer(side.ref, knowledge, draft),
        law=law,
    )


def _article(ref: str, knowledge: KnowledgeBase) -> str:
    citation = parse_citation(ref)
    found = knowledge.provision(citation.law, citation.article)
    return found.text if found and found.text else NO_TEXT


def _answer(ref: str, knowledge: KnowledgeBase, draft: Entry | None) -> str:
    """The whole answer, as it is being written where it is the draft's."""
    entry = draft if draft and draft.id == ref else knowledge.entry(ref)
    return entry.answer if entry else ""
