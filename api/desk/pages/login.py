"""The login page; the login itself is the REST call that sets the http-only cookie."""

from __future__ import annotations

from fastapi import Request, Response
from fastapi.responses import RedirectResponse
from nicegui import ui
from nicegui.element import Element

from api.desk.pages import assets
from api.desk.pages.guard import member_of, safe_next


class LoginForm(Element, component="static/login.js"):
    """Asks for name and password, and goes to `next_page` afterwards."""

    def __init__(self, next_page: str) -> None:
        super().__init__()
        self._props["nextPage"] = next_page


def register() -> None:
    ui.page("/login", title="登录 · 邻里坐席工作台")(login)


async def login(request: Request) -> Response | None:
    next_page = safe_next(request.query_params.get("next", ""))
    if await member_of(request) is not None:
        return RedirectResponse(next_page, 303)
    assets.add_head()
    LoginForm(next_page)
    return None
