"""NiceGUI under one path of any number of apps.

NiceGUI is one application a process, while `create_app` may be called many times (tests
do). So NiceGUI is set up once, on a host of its own, and every app mounts that host with a
note of whose components it serves.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from functools import lru_cache
from pathlib import Path
from typing import Any

from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse, Response
from nicegui import app as nicegui_app
from nicegui import ui
from starlette.types import ASGIApp, Receive, Scope, Send

from api.components import Components

PATH = "/desk"
STATIC = Path(__file__).parent / "static"
# How long a page survives without its socket: a lift, a tunnel, a laptop's lid.
RECONNECT_SECONDS = 15.0
Register = Callable[[], None]


class ForApp:
    """Tells the shared pages which app they are asked through."""

    def __init__(self, host: ASGIApp, app: FastAPI) -> None:
        self._host = host
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        scope["linli_app"] = self._app
        await self._host(scope, receive, send)


def components_of(request: Request) -> Components:
    """The components of the app through which a page was asked for."""
    found: Components = request.scope["linli_app"].state.components
    return found


def mount_host(app: FastAPI, pages: Sequence[Register]) -> None:
    host = _host(tuple(pages))
    app.mount(PATH, ForApp(host, app))
    inner = app.router.lifespan_context

    @asynccontextmanager
    async def with_pages(outer: Any) -> AsyncIterator[Any]:
        async with _running(), inner(outer) as state:
            yield state

    app.router.lifespan_context = with_pages


@lru_cache(maxsize=1)
def _host(pages: tuple[Register, ...]) -> FastAPI:
    """The one host of this process, with every page registered."""
    host = FastAPI(openapi_url=None, docs_url=None, redoc_url=None)
    for register in pages:
        register()
    nicegui_app.add_static_files("/static", STATIC, max_cache_age=0)
    nicegui_app.add_exception_handler(404, _not_found)
    ui.run_with(
        host,
        title="邻里 坐席工作台",
        language="zh-CN",
        favicon=STATIC / "favicon.svg",
        reconnect_timeout=RECONNECT_SECONDS,
        binding_refresh_interval=None,  # nothing here is bound: no loop ten times a second
        tailwind=False,
        show_welcome_message=False,
    )
    return host


_users: dict[int, int] = {}


@asynccontextmanager
async def _running() -> AsyncIterator[None]:
    """NiceGUI's own start and stop, once for all apps of this event loop.

    The lifespan that `run_with` gives the host would do the same, but only after a look at
    every object in memory for a uvicorn server: with torch loaded, that takes a second.
    """
    loop = id(asyncio.get_running_loop())
    if _users.get(loop):
        _users[loop] += 1
        try:
            yield
        finally:
            _users[loop] -= 1
        return
    async with nicegui_app.router.lifespan_context(nicegui_app):
        _users[loop] = 1
        try:
            yield
        finally:
            del _users[loop]


async def _not_found(request: Request, _: Exception) -> Response:
    if "/_nicegui" in request.url.path or "/static/" in request.url.path:
        return Response(status_code=404)
    return HTMLResponse((STATIC / "missing.html").read_text("utf-8"), 404)
