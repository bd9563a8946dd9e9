"""The knowledge pages as REST, for trainers and managers."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, File, Form, Path, Query, UploadFile

from api.components import Components, components
from api.errors import LinliError
from api.knowledge import contradictions, drafts, editors, imports, service
from api.knowledge.editors import Editor
from api.knowledge.schemas import (
    CheckOut,
    CitedOut,
    CiteIn,
    ClashOut,
    DraftOut,
    DraftRow,
    EntryIn,
    EntryOut,
    EntryRow,
    ImportOut,
    OptionsOut,
    PlanOut,
    UndoneOut,
)
from api.staff.routes import Member
from knowledge_base.documents import plan
from knowledge_base.documents.reading import MOST_BYTES

router = APIRouter(prefix="/v1/knowledge", tags=["knowledge"])
App = Annotated[Components, Depends(components)]
EntryId = Annotated[str, Path(pattern=r"^[a-z0-9_:-]+(/[a-z0-9_-]+)+$", max_length=120)]
ClashKey = Annotated[str, Path(pattern=r"^[0-9a-f]{16}$")]
Words = Annotated[str, Query(max_length=100)]
MOST_FILES = 100


async def editing(app: App, staff: Member) -> Editor:
    return await editors.editor(app, staff)


By = Annotated[Editor, Depends(editing)]


async def chosen(files: Annotated[list[UploadFile], File()]) -> list[plan.File]:
    """The uploaded files; one byte more than allowed is enough to know."""
    if len(files) > MOST_FILES:
        raise LinliError(f"一次最多导入 {MOST_FILES} 个文件。")
    return [plan.File(one.filename or "", await one.read(MOST_BYTES + 1)) for one in files]


def aimed(
    scope: Annotated[str, Form(max_length=60)] = "national",
    region: Annotated[str | None, Form(max_length=20)] = None,
) -> plan.Target:
    return plan.Target(scope, region or None)


Chosen = Annotated[list[plan.File], Depends(chosen)]
Aimed = Annotated[plan.Target, Depends(aimed)]


@router.get("/options")
async def options(app: App, by: By) -> OptionsOut:
    return service.options(app, by)


@router.get("/entries")
async def entries(
    app: App, by: By, q: Words = "", scope: Words = "", category: Words = "", state: Words = ""
) -> list[EntryRow]:
    return await service.listed(app, by, service.Wanted(q, scope, category, state))


@router.post("/entries", status_code=201)
async def create(app: App, by: By, form: EntryIn) -> EntryOut:
    return await service.create(app, by, form)


@router.get("/entries/{entry_id:path}")
async def entry(app: App, by: By, entry_id: EntryId) -> EntryOut:
    return await service.read(app, by, entry_id)


@router.put("/entries/{entry_id:path}")
async def save(app: App, by: By, entry_id: EntryId, form: EntryIn) -> EntryOut:
    return await service.save(app, by, entry_id, form)


@router.delete("/entries/{entry_id:path}", status_code=204)
async def withdraw(app: App, by: By, entry_id: EntryId) -> None:
    await service.withdraw(app, by, entry_id)


@router.post("/check/{entry_id:path}")
async def check(app: App, _: By, entry_id: EntryId, form: EntryIn) -> CheckOut:
    """What is wrong with a form before it is saved, and its citations looked up."""
    return await service.check(app, entry_id, form)


@router.post("/citations")
async def citations(app: App, _: By, form: CiteIn) -> list[CitedOut]:
    """Every citation in a text: does it exist, is it in force, does it say so; what is open."""
    return await service.cite_text(app, form.text)


@router.get("/contradictions")
async def clashes(app: App, _: By) -> list[ClashOut]:
    """Entries that contradict each other or what they cite, both sides, unsettled ones first."""
    return await contradictions.listed(app)


@router.post("/contradictions/{entry_id:path}")
async def clashes_of(app: App, _: By, entry_id: EntryId, form: EntryIn) -> list[ClashOut]:
    """What a form would contradict if it were saved: to be read, no obstacle."""
    return await contradictions.of_form(app, entry_id, form)


@router.put("/settled/{key}", status_code=204)
async def settle(app: App, by: By, key: ClashKey) -> None:
    """Looked at, and no contradiction."""
    await contradictions.settle(app, by, key)


@router.delete("/settled/{key}", status_code=204)
async def reopen(app: App, _: By, key: ClashKey) -> None:
    await contradictions.reopen(app, key)


@router.get("/drafts")
async def waiting(app: App, by: By) -> list[DraftRow]:
    return await drafts.waiting(app, by)


@router.get("/drafts/{entry_id:path}")
async def draft(app: App, by: By, entry_id: EntryId) -> DraftOut:
    return await drafts.read(app, by, entry_id)


@router.put("/drafts/{entry_id:path}")
async def keep(app: App, by: By, entry_id: EntryId, form: EntryIn) -> DraftOut:
    return await drafts.keep(app, by, entry_id, form)


@router.post("/approvals/{entry_id:path}")
async def approve(app: App, by: By, entry_id: EntryId, form: EntryIn) -> EntryOut:
    """The draft of this id becomes an entry, answerable at once."""
    return await drafts.approve(app, by, entry_id, form)


@router.delete("/drafts/{entry_id:path}", status_code=204)
async def reject(app: App, by: By, entry_id: EntryId) -> None:
    await drafts.reject(app, by, entry_id)


@router.post("/imports/preview")
async def preview(app: App, by: By, files: Chosen, target: Aimed) -> PlanOut:
    return await imports.preview(app, by, files, target)


@router.post("/imports", status_code=201)
async def apply(app: App, by: By, files: Chosen, target: Aimed) -> ImportOut:
    return await imports.apply(app, by, files, target)


@router.get("/imports")
async def history(app: App, _: By) -> list[ImportOut]:
    return await imports.history(app)


@router.post("/imports/{import_id}/undo")
async def undo(app: App, _: By, import_id: str) -> UndoneOut:
    return await imports.undo(app, import_id)
