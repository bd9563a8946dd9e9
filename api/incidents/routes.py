"""Incidents as REST."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends

from api.components import Components, components
from api.incidents import service
from api.incidents.schemas import IncidentOut, NoticeIn, NoticeOut
from api.staff.routes import Member

router = APIRouter(prefix="/v1/desk/incidents", tags=["desk"])
App = Annotated[Components, Depends(components)]


@router.get("")
async def read_incidents(app: App, staff: Member) -> list[IncidentOut]:
    return await service.incidents(app, staff)


@router.post("/{incident_id}/notices")
async def notify(app: App, staff: Member, incident_id: str, body: NoticeIn) -> NoticeOut:
    return await service.notify(app, staff, incident_id, body)


@router.post("/{incident_id}/dismiss", status_code=204)
async def dismiss(app: App, staff: Member, incident_id: str) -> None:
    await service.dismiss(app, staff, incident_id)
