"""The page on which trainers keep what the assistant knows; it works through `/v1/knowledge`."""

from __future__ import annotations

from fastapi import Request, Response
from fastapi.responses import RedirectResponse
from nicegui import ui
from nicegui.dependencies import register_esm
from nicegui.element import Element

from api.desk.pages import assets
from api.desk.pages.guard import member_of, to_login
from api.desk.pages.host import PATH, STATIC
from api.models import StaffRole
from api.staff.service import StaffMember

EDITORS = frozenset({StaffRole.TRAINER, StaffRole.MANAGER})


class KnowledgeDesk(Element, component="static/knowledge.js"):
    """Entries, drafts and imports in the browser."""

    def __init__(self, staff: StaffMember) -> None:
        super().__init__()
        self._props["staff"] = {"id": staff.id, "name": staff.name, "role": staff.role.value}


def register() -> None:
    register_esm("linli-kb", STATIC / "kb", max_time=assets.version())
    ui.page("/knowledge", title="知识库 · 邻里")(knowledge)


async def knowledge(request: Request) -> Response | None:
    staff = await member_of(request)
    if staff is None:
        return to_login(request)
    if staff.role not in EDITORS:
        return RedirectResponse(f"{PATH}/", 303)
    assets.add_head()
    sheet = f"{PATH}/static/knowledge.css?{assets.version():.0f}"
    ui.add_head_html(f'<link rel="stylesheet" href="{sheet}">')
    KnowledgeDesk(staff)
    return None
