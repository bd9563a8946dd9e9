"""The app: what is mounted for which role."""

from __future__ import annotations

from fastapi import FastAPI
from fastapi.middleware.cors import CORSMiddleware

from api.canned_replies import routes as canned_routes
from api.channels.web import routes as web_routes
from api.channels.web import socket as web_socket
from api.coaching import routes as coaching_routes
from api.coaching import staff_routes as coaching_staff_routes
from api.desk import callback_routes, group_routes, history, level_routes, notes, team_routes
from api.desk import pages as desk_pages
from api.desk import routes as desk_routes
from api.errors import install_error_handlers
from api.health import router as health_router
from api.incidents import routes as incident_routes
from api.knowledge import editor_routes
from api.knowledge import routes as knowledge_routes
from api.language_model import routes as language_model_routes
from api.lifespan import Builder, build, lifespan
from api.playbooks import routes as playbook_routes
from api.promises import routes as promise_routes
from api.satisfaction import routes as satisfaction_routes
from api.settings import Settings
from api.staff import routes as staff_routes
from api.uploads import routes as upload_routes
from api.work_orders import routes as work_order_routes


def create_app(settings: Settings | None = None, *, build: Builder = build) -> FastAPI:
    """An app for the settings' role; models load when it starts, not here."""
    settings = (settings or Settings()).resolved()
    app = FastAPI(title="Linli 邻里", lifespan=lifespan, docs_url="/docs", redoc_url=None)
    app.state.settings = settings
    app.state.build = build
    install_error_handlers(app)
    app.include_router(health_router)
    app.include_router(knowledge_routes.router)
    if settings.role in ("residents", "all"):
        _mount_residents(app, settings)
    if settings.role in ("staff", "all"):
        _mount_staff(app, settings)
    return app


def _mount_residents(app: FastAPI, settings: Settings) -> None:
    # The widget runs on other people's pages and authenticates by token, never by cookie.
    app.add_middleware(
        CORSMiddleware,
        allow_origins=settings.allowed_origins,
        allow_methods=["GET", "POST"],
        allow_headers=["Authorization", "Content-Type"],
    )
    app.include_router(web_routes.router)
    app.include_router(web_socket.router)
    app.include_router(upload_routes.residents)
    app.include_router(satisfaction_routes.router)


def _mount_staff(app: FastAPI, settings: Settings) -> None:
    app.include_router(staff_routes.router)
    for feature in (desk_routes, team_routes, callback_routes, level_routes, history, notes):
        app.include_router(feature.router)
    app.include_router(group_routes.router)
    app.include_router(incident_routes.router)
    app.include_router(canned_routes.router)
    app.include_router(work_order_routes.router)
    app.include_router(upload_routes.staff)
    app.include_router(editor_routes.router)
    app.include_router(coaching_routes.router)
    app.include_router(coaching_staff_routes.router)
    app.include_router(promise_routes.router)
    app.include_router(language_model_routes.router)
    app.include_router(playbook_routes.router)
    desk_pages.mount(app, settings)
