"""Chromium and the small server, for the tests of the residents' chat."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from .server import Desk, serving

ARGUMENTS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
]
OpenPage = Callable[..., Page]

expect.set_options(timeout=8000)


def find_chromium() -> str | None:
    named = os.environ.get("LINLI_CHROMIUM")
    found = (shutil.which(name) for name in ("chromium", "chromium-browser", "google-chrome"))
    return named or next((path for path in found if path), None)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One browser a module: a living sync Playwright is in the way of async tests elsewhere."""
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
def desk() -> Desk:
    return Desk()


@pytest.fixture
def origin(desk: Desk) -> Iterator[str]:
    with serving(desk) as address:
        yield address


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(viewport={"width": 1100, "height": 800}, locale="zh-CN")
    yield context
    context.close()


@pytest.fixture
def open_page(context: BrowserContext, origin: str) -> Iterator[OpenPage]:
    """Open the host page with the chat on it; the test fails if the page throws anything."""
    errors: list[str] = []

    def open_one(query: str = "open") -> Page:
        page = context.new_page()
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.goto(f"{origin}/host?{query}")
        return page

    yield open_one
    assert errors == []
