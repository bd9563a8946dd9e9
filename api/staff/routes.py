"""Sign in and out."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Cookie, Depends, Header, Response
from pydantic import BaseModel, StringConstraints

from api.components import Components, components
from api.models import StaffRole
from api.staff import service
from api.staff.service import StaffMember
from api.tokens import sign_staff

COOKIE = "linli_staff"

router = APIRouter(prefix="/v1/staff")
App = Annotated[Components, Depends(components)]


class LoginIn(BaseModel):
    username: Annotated[str, StringConstraints(min_length=1, max_length=40)]
    password: Annotated[str, StringConstraints(min_length=1, max_length=200)]


class StaffOut(BaseModel):
    id: str
    name: str
    role: StaffRole
    estates: dict[str, str]
    token: str | None = None


async def signed_in(
    app: App,
    linli_staff: Annotated[str, Cookie()] = "",
    authorization: Annotated[str, Header()] = "",
) -> StaffMember:
    scheme, _, bearer = authorization.partition(" ")
    token = bearer if scheme.lower() == "bearer" else linli_staff
    return await service.by_token(app.database, app.settings.secret, token)


Member = Annotated[StaffMember, Depends(signed_in)]


@router.post("/login")
async def log_in(app: App, body: LoginIn, response: Response) -> StaffOut:
    """Sets an http-only cookie, and returns the same token for programs."""
    staff = await service.log_in(app.database, body.username, body.password)
    token = sign_staff(app.settings.secret, staff.id, app.settings.staff_token_hours)
    response.set_cookie(
        COOKIE,
        token,
        max_age=app.settings.staff_token_hours * 3600,
        httponly=True,
        samesite="lax",
        secure=app.settings.secure_cookies,
    )
    return _out(staff, token)


@router.post("/logout", status_code=204)
async def log_out(response: Response) -> None:
    response.delete_cookie(COOKIE)


@router.get("/me")
async def who_am_i(staff: Member) -> StaffOut:
    return _out(staff)


def _out(staff: StaffMember, token: str | None = None) -> StaffOut:
    return StaffOut(
        id=staff.id, name=staff.name, role=staff.role, estates=staff.estates, token=token
    )
