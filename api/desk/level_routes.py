"""How an estate's desk works: read by all, set by managers."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Query
from pydantic import BaseModel, Field

from api.components import Components, components
from api.desk import colleagues, presence
from api.desk.models import EstateDesk
from api.staff.routes import Member

router = APIRouter(prefix="/v1/desk", tags=["desk"])
App = Annotated[Components, Depends(components)]
EstateId = Annotated[str, Query(max_length=40)]


class EstateDeskBody(BaseModel):
    """Hand out by itself or not, conversations an agent, and the two promises in seconds."""

    auto: bool
    capacity: Annotated[int, Field(ge=1, le=50)]
    first_reply: Annotated[int, Field(ge=30, le=3600)]
    resolution: Annotated[int, Field(ge=300, le=7 * 86400)]


@router.get("/settings")
async def read_settings(app: App, staff: Member, estate: EstateId) -> EstateDeskBody:
    staff.require_estate(estate)
    async with app.database.read() as session:
        return _body(await colleagues.desk_of(session, estate))


@router.put("/settings")
async def change_settings(
    app: App, staff: Member, estate: EstateId, body: EstateDeskBody
) -> EstateDeskBody:
    staff.require()  # managers only
    staff.require_estate(estate)
    async with app.database.write() as session:
        await session.merge(EstateDesk(estate_id=estate, **body.model_dump()))
        presence.tell(session, [estate])
    return body


def _body(desk: EstateDesk) -> EstateDeskBody:
    return EstateDeskBody.model_validate(desk, from_attributes=True)
