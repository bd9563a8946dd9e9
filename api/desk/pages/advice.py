"""The coach's page for trainers and managers: replies to approve, and what agents take."""

from __future__ import annotations

from fastapi import Request, Response
from fastapi.responses import RedirectResponse
from nicegui import ui
from nicegui.element import Element

from api.desk.pages import assets
from api.desk.pages.guard import member_of, to_login
from api.desk.pages.host import PATH
from api.models import StaffRole


class AdvicePage(Element, component="static/advice.js"):
    """Reads and decides through `/v1/desk/coach`."""


def register() -> None:
    ui.page("/advice", title="推荐与采用 · 邻里")(advice)


async def advice(request: Request) -> Response | None:
    staff = await member_of(request)
    if staff is None:
        return to_login(request)
    if staff.role is StaffRole.AGENT:
        return RedirectResponse(f"{PATH}/", 303)
    assets.add_head()
    AdvicePage()
    return None
