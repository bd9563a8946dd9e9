"""Who may open a page: whoever carries a staff cookie that is still good."""

from __future__ import annotations

from urllib.parse import quote

from fastapi import Request
from fastapi.responses import RedirectResponse

from api.desk.pages.host import PATH, components_of
from api.errors import LoginRequiredError
from api.staff import service
from api.staff.routes import COOKIE
from api.staff.service import StaffMember

LOGIN = f"{PATH}/login"


async def member_of(request: Request) -> StaffMember | None:
    """The member behind the request's cookie; None when it is missing or has expired."""
    app = components_of(request)
    token = request.cookies.get(COOKIE, "")
    try:
        return await service.by_token(app.database, app.settings.secret, token)
    except LoginRequiredError:
        return None


def to_login(request: Request) -> RedirectResponse:
    """To the login page, and back to where the request wanted to go."""
    return RedirectResponse(f"{LOGIN}?next={quote(request.url.path)}", 303)


def safe_next(wanted: str) -> str:
    """Where to go after the login: a page of the desk and nothing else."""
    inside = wanted == PATH or wanted.startswith(f"{PATH}/")
    harmless = not any(sign in wanted for sign in ("\\", "//", "..", "\n"))
    return wanted if inside and harmless and not wanted.startswith(LOGIN) else f"{PATH}/"
