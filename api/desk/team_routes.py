"""Colleagues, presence and transfers as REST."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Query

from api.components import Components, components
from api.desk import people, presence, team, transfers
from api.desk.people_schemas import PersonOut
from api.desk.team_schemas import CallOut, PresenceIn, PresenceOut, TeamOut, TransferIn
from api.staff.routes import Member

router = APIRouter(prefix="/v1/desk", tags=["desk"])
App = Annotated[Components, Depends(components)]


@router.get("/team")
async def read_team(
    app: App, staff: Member, estate: Annotated[str, Query(max_length=40)]
) -> TeamOut:
    return await team.team(app, staff, estate)


@router.get("/people")
async def read_people(
    app: App, staff: Member, days: Annotated[int, Query(ge=1, le=365)] = 7
) -> list[PersonOut]:
    """Load, insults and breaks of every colleague, for managers."""
    return await people.people(app, staff, days)


@router.get("/presence")
async def read_presence(app: App, staff: Member) -> PresenceOut:
    return await team.own(app, staff)


@router.put("/presence")
async def change_presence(app: App, staff: Member, body: PresenceIn) -> PresenceOut:
    return await team.change(app, staff, body)


@router.post("/presence/beat", status_code=204)
async def beat(app: App, staff: Member) -> None:
    """For desks of others: at least every minute, or the member counts as gone."""
    await presence.beat(app.database, staff.id)


@router.post("/presence/decline-break", status_code=204)
async def decline_break(app: App, staff: Member) -> None:
    await team.decline_break(app, staff)


@router.post("/conversations/{conversation_id}/transfer", status_code=204)
async def transfer(app: App, staff: Member, conversation_id: str, body: TransferIn) -> None:
    await transfers.transfer(app, staff, conversation_id, body)


@router.post("/conversations/{conversation_id}/help")
async def ask_for_help(app: App, staff: Member, conversation_id: str) -> dict[str, str]:
    return {"best": await transfers.ask_for_help(app, staff, conversation_id)}


@router.get("/help")
async def read_calls(app: App, staff: Member) -> list[CallOut]:
    """Calls for help that stand, also for whoever comes later."""
    return await transfers.calls(app, staff)


@router.post("/conversations/{conversation_id}/take-over", status_code=204)
async def take_over(app: App, staff: Member, conversation_id: str) -> None:
    await transfers.take_over(app, staff, conversation_id)
