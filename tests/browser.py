"""Finding and starting the system's Chromium, and taking pictures of what it shows."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

ARGUMENTS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
)
NAMES = ("chromium", "chromium-browser", "google-chrome")
ADVICE = "没有找到 Chromium：apt-get install chromium fonts-noto-cjk，或用 LINLI_CHROMIUM 指定路径"


def find_chromium() -> str | None:
    named = os.environ.get("LINLI_CHROMIUM")
    return named or next((path for name in NAMES if (path := shutil.which(name))), None)


@contextmanager
def chromium() -> Iterator[Browser]:
    """A browser; skips where none is installed, fails where one is required."""
    path = find_chromium()
    if path is None:
        if os.environ.get("LINLI_REQUIRE_BROWSER"):
            pytest.fail(ADVICE)
        pytest.skip(ADVICE)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(ARGUMENTS))
        yield browser
        browser.close()


def picture(page: Page, name: str) -> None:
    """A picture for the documents, in few colours; none where LINLI_SCREENSHOTS names no folder."""
    folder = os.environ.get("LINLI_SCREENSHOTS")
    if not folder:
        return
    page.wait_for_function("!document.querySelector('.toast')")
    page.wait_for_timeout(400)  # transitions
    taken = Image.open(BytesIO(page.screenshot())).convert("RGB")
    few = taken.quantize(128, dither=Image.Dither.NONE)
    few.save(Path(folder) / f"{name}.png", optimize=True)
