"""Entries for the people who answer for them: find, read, check, save, withdraw."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import structlog

from api.components import Components
from api.errors import ConflictError, NotFoundError
from api.knowledge.editors import Editor
from api.knowledge.forms import (
    accepted,
    check_form,
    cited_out,
    entry_out,
    row_of,
    version_of,
)
from api.knowledge.of_index import OfIndex
from api.knowledge.schemas import (
    CheckOut,
    CitedOut,
    EntryIn,
    EntryOut,
    EntryRow,
    Option,
    OptionsOut,
)
from knowledge_base.basis import reviewed
from knowledge_base.bearing import check_claims
from knowledge_base.build import Index
from knowledge_base.categories import CATEGORIES
from knowledge_base.check import Finding, check_entries, check_entry
from knowledge_base.facts import FACTS
from knowledge_base.files import digest
from knowledge_base.query import bare
from knowledge_base.service import KnowledgeBase
from knowledge_base.statutes import Statutes
from knowledge_base.types import Entry

log = structlog.get_logger(__name__)
CHANGED = "别人刚刚改过这个条目，请先看看新的内容再改。"
_RANK = {"due": 0, "expired": 1, "waiting": 2, "live": 3}


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the list is narrowed to; empty means everything."""

    words: str = ""
    scope: str = ""
    category: str = ""
    state: str = ""


def _check_all(index: Index, statutes: Statutes) -> Mapping[str, Sequence[Finding]]:
    """Remarks on all entries, by entry."""
    found: dict[str, list[Finding]] = {}
    for one in check_entries(index.entries, statutes):
        found.setdefault(one.entry, []).append(one)
    return found


_findings = OfIndex(_check_all)


async def listed(app: Components, editor: Editor, wanted: Wanted) -> list[EntryRow]:
    """Entries, those that need somebody first."""
    return await asyncio.to_thread(_listed, app.knowledge, editor, wanted)


def _listed(knowledge: KnowledgeBase, editor: Editor, wanted: Wanted) -> list[EntryRow]:
    knowledge.follow()
    found = _findings.of(knowledge)
    rows = [
        row_of(entry, found.get(entry.id, ()), editor)
        for entry in knowledge.entries()
        if _matches(entry, wanted)
    ]
    rows = [row for row in rows if not wanted.state or row.state == wanted.state]
    return sorted(rows, key=lambda row: (_RANK[row.state], row.category, row.title))


def _matches(entry: Entry, wanted: Wanted) -> bool:
    if wanted.scope and entry.scope != wanted.scope:
        return False
    if wanted.category and entry.category != wanted.category:
        return False
    said = bare(" ".join((entry.title, *entry.questions, entry.answer, *map(str, entry.citations))))
    return all(bare(word) in said for word in wanted.words.split())


async def read(app: Components, editor: Editor, entry_id: str) -> EntryOut:
    await asyncio.to_thread(app.knowledge.follow)
    return await asyncio.to_thread(_out, app.knowledge, editor, access_entry(app, entry_id))


def access_entry(app: Components, entry_id: str) -> Entry:
    """Raises `NotFoundError`."""
    entry = app.knowledge.entry(entry_id)
    if entry is None:
        raise NotFoundError("没有找到这个条目，可能刚刚被撤下。")
    return entry


def _out(knowledge: KnowledgeBase, editor: Editor, entry: Entry) -> EntryOut:
    found = check_entry(entry, knowledge.entries(), knowledge.statutes)
    return entry_out(entry, found, editor, knowledge.statutes)


async def check(app: Components, entry_id: str, form: EntryIn) -> CheckOut:
    return await asyncio.to_thread(check_form, entry_id, form, app.knowledge)


async def cite_text(app: Components, text: str) -> list[CitedOut]:
    """What holds of the citations in any text."""
    found = await asyncio.to_thread(check_claims, text, app.knowledge.statutes)
    return [cited_out(one) for one in found]


async def create(app: Components, editor: Editor, form: EntryIn) -> EntryOut:
    """A new entry, live at once."""
    key = digest([form.scope, bare(form.title)])[:10]
    entry_id = f"{form.category}/new-{key}"
    if app.knowledge.entry(entry_id) is not None:
        raise ConflictError("同一范围里已经有这个标题的条目。")
    return await publish(app, editor, entry_id, form)


async def save(app: Components, editor: Editor, entry_id: str, form: EntryIn) -> EntryOut:
    """Replace an entry; raises `ConflictError` when it is not the one that was read."""
    # Another process may have changed it since: its words must not be lost.
    await asyncio.to_thread(app.knowledge.follow)
    old = app.knowledge.entry(entry_id)
    if old is not None:
        editor.require(old.scope)
    if form.version and (old is None or version_of(old) != form.version):
        raise ConflictError(CHANGED)
    return await publish(app, editor, entry_id, form)


async def publish(app: Components, editor: Editor, entry_id: str, form: EntryIn) -> EntryOut:
    """Check a form and make it answerable; whoever saves has reviewed the cited articles."""
    editor.require(form.scope)
    return await asyncio.to_thread(_publish, app.knowledge, editor, entry_id, form)


def _publish(knowledge: KnowledgeBase, editor: Editor, entry_id: str, form: EntryIn) -> EntryOut:
    entry = reviewed(accepted(entry_id, form, knowledge), knowledge.statutes)
    knowledge.put(entry)
    log.info("entry_saved", entry=entry_id, staff=editor.staff.id)
    return _out(knowledge, editor, entry)


async def withdraw(app: Components, editor: Editor, entry_id: str) -> None:
    """From now on nobody gets this answer."""
    editor.require(access_entry(app, entry_id).scope)
    await asyncio.to_thread(app.knowledge.remove, entry_id)
    log.info("entry_withdrawn", entry=entry_id, staff=editor.staff.id)


def options(app: Components, editor: Editor) -> OptionsOut:
    owners = sorted({entry.owner for entry in app.knowledge.entries()})
    return OptionsOut(
        scopes=_options(editor.scopes),
        categories=_options(CATEGORIES),
        facts=_options(FACTS),
        owners=owners,
    )


def _options(names: Mapping[str, str]) -> list[Option]:
    return [Option(id=key, name=name) for key, name in names.items()]
