"""The managers' page on their colleagues: how they fare, and which groups they form."""

from __future__ import annotations

from fastapi import Request, Response
from fastapi.responses import RedirectResponse
from nicegui import ui
from nicegui.element import Element

from api.conversations.topics import TOPIC_NAMES
from api.desk.pages import assets
from api.desk.pages.guard import member_of, to_login
from api.desk.pages.host import PATH
from api.models import StaffRole


class PeoplePage(Element, component="static/people.js"):
    """Reads `/v1/desk/people`, keeps `/v1/desk/groups`."""

    def __init__(self) -> None:
        super().__init__()
        self._props["topics"] = TOPIC_NAMES


def register() -> None:
    ui.page("/people", title="团队 · 邻里")(people)


async def people(request: Request) -> Response | None:
    staff = await member_of(request)
    if staff is None:
        return to_login(request)
    if staff.role is not StaffRole.MANAGER:
        return RedirectResponse(f"{PATH}/", 303)
    assets.add_head()
    PeoplePage()
    return None
