"""Chromium, the running app, and an agent's page."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from api.assistant.safety import SafetyModel
from api.staff.routes import COOKIE
from coach.service import Coach
from knowledge_base.service import KnowledgeBase
from tests.browser import chromium

from .server import FIRST, Running, serving

SignIn = Callable[..., Page]

expect.set_options(timeout=10_000)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as one:
        yield one


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
