"""How the command line speaks."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console

console = Console(highlight=False)
errors = Console(stderr=True, highlight=False)


@contextmanager
def step(number: int, total: int, what: str, about: str = "") -> Iterator[None]:
    """One line while it happens, one when it is done: what, how far, about how long."""
    title = f"[bold]{number}/{total}[/bold] {what}"
    hint = f"（约 {about}）" if about else ""
    started = time.monotonic()
    console.print(f"{title} …{hint}")
    yield
    console.print(f"    [green]完成[/green]，{time.monotonic() - started:.1f} 秒")
