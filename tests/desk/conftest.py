"""Chromium, the running app, and an agent's page."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from api.assistant.safety import SafetyModel
from api.staff.routes import COOKIE
from coach.service import Coach
from knowledge_base.service import KnowledgeBase

from .server import FIRST, Running, serving

ARGUMENTS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
]
SignIn = Callable[..., Page]

expect.set_options(timeout=10_000)


def find_chromium() -> str | None:
    named = os.environ.get("LINLI_CHROMIUM")
    found = (shutil.which(name) for name in ("chromium", "chromium-browser", "google-chrome"))
    return named or next((path for path in found if path), None)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    path = find_chromium()
    if path is None:
        pytest.skip(
            "no Chromium found: `apt-get install chromium`, or set LINLI_CHROMIUM to its path"
        )
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def running(
    tmp_path: Path, knowledge: KnowledgeBase, coach: Coach, safety_net: SafetyModel
) -> Iterator[Running]:
    with serving(tmp_path, knowledge, coach, safety_net) as one:
        yield one


@pytest.fixture
def new_context(browser: Browser) -> Iterator[Callable[..., BrowserContext]]:
    """A browser of its own for each agent; the test fails if a page throws anything."""
    contexts: list[BrowserContext] = []
    errors: list[str] = []

    def open_one(width: int = 1440, height: int = 900) -> BrowserContext:
        context = browser.new_context(
            viewport={"width": width, "height": height}, locale="zh-CN", timezone_id="Asia/Shanghai"
        )
        context.on("weberror", lambda error: errors.append(str(error.error)))
        contexts.append(context)
        return context

    yield open_one
    for context in contexts:
        context.close()
    assert errors == []


@pytest.fixture
def sign_in(running: Running, new_context: Callable[..., BrowserContext]) -> SignIn:
    """A page on which the agent's shift has begun."""

    def sign_one_in(username: str = FIRST, **size: int) -> Page:
        context = new_context(**size)
        context.add_cookies(
            [{"name": COOKIE, "value": running.token(username), "url": running.origin}]
        )
        page = context.new_page()
        page.goto(f"{running.origin}/desk")
        expect(page.get_by_role("heading", name="等待接入")).to_be_visible()
        return page

    return sign_one_in
