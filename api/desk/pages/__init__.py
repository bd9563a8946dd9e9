"""The staff's pages under `/desk`, served by NiceGUI in the same process."""

from __future__ import annotations

from fastapi import FastAPI

from api.desk.pages import advice, knowledge, login, people, shift
from api.desk.pages.host import mount_host
from api.settings import Settings

__all__ = ["mount"]


def mount(app: FastAPI, settings: Settings) -> None:
    """Put the pages on `app`; may be called for any number of apps in one process."""
    pages = (login, shift, knowledge, advice, people)
    mount_host(app, tuple(page.register for page in pages))
