"""Playbooks for trainers and managers; agents may read them."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends

from api.components import Components, components
from api.playbooks import service
from api.playbooks.schemas import PlaybookIn, PlaybookOut, PlaybookPreview
from api.staff.routes import Member

router = APIRouter(prefix="/v1/playbooks", tags=["playbooks"])
App = Annotated[Components, Depends(components)]


@router.get("")
async def list_playbooks(app: App, staff: Member) -> list[PlaybookOut]:
    return await service.list_all(app, staff)


@router.put("/{kind}")
async def edit_playbook(app: App, staff: Member, kind: str, body: PlaybookIn) -> PlaybookOut:
    """In force with the next emergency."""
    return await service.edit(app, staff, kind, body)


@router.delete("/{kind}")
async def restore_playbook(app: App, staff: Member, kind: str) -> PlaybookOut:
    return await service.restore(app, staff, kind)


@router.get("/{kind}/preview")
async def preview_playbook(app: App, staff: Member, kind: str, estate: str) -> PlaybookPreview:
    return await service.preview(app, staff, kind, estate)
