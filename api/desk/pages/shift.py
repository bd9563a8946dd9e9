"""The page on which a shift is worked: one element, fed by what happens."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Any

from fastapi import Request, Response
from nicegui import background_tasks, events, ui
from nicegui.element import Element

from api.desk import presence
from api.desk.pages import assets
from api.desk.pages.guard import member_of, to_login
from api.desk.pages.host import components_of
from api.desk.pages.relay import Relay
from api.staff.routes import COOKIE
from api.staff.service import StaffMember


class Desk(Element, component="static/desk.js"):
    """The desk in the browser; it reads and acts through `/v1/desk`, and hears through us."""

    def __init__(self, staff: StaffMember) -> None:
        super().__init__()
        self._props["staff"] = {
            "id": staff.id,
            "name": staff.name,
            "role": staff.role.value,
            "estates": staff.estates,
        }

    def hear(self, news: dict[str, Any]) -> None:
        self.run_method("hear", news)

    def expire(self) -> None:
        self.run_method("expire")


def register() -> None:
    assets.register_modules()
    ui.page("/", title="坐席工作台 · 邻里")(desk)


async def desk(request: Request) -> Response | None:
    staff = await member_of(request)
    if staff is None:
        return to_login(request)
    assets.add_head()
    element = Desk(staff)
    relay = Relay(components_of(request), request.cookies[COOKIE], element)
    element.on("watch", lambda event: _watch(relay, event))
    app = components_of(request)
    # Relay and signs of life last as long as their page, not longer.
    tasks = [
        background_tasks.create(relay.run(staff), name="desk relay"),
        background_tasks.create(presence.keep(app.database, staff.id), name="desk presence"),
    ]
    ui.context.client.on_delete(lambda: _stop(tasks))
    return None


def _watch(relay: Relay, event: events.GenericEventArguments) -> None:
    ids = event.args.get("ids", []) if isinstance(event.args, dict) else []
    relay.watch([one for one in ids if isinstance(one, str)])


def _stop(tasks: Sequence[asyncio.Task[None]]) -> None:
    for task in tasks:
        task.cancel()
