"""`linli run` ends on SIGTERM, also where a shell has it ignore Ctrl-C."""

from __future__ import annotations

import asyncio
import os
import signal

import pytest

from api.cli.run import _end_on_sigterm


async def _prepares_for_long() -> None:
    _end_on_sigterm()
    os.kill(os.getpid(), signal.SIGTERM)
    await asyncio.sleep(60)


def test_sigterm_ends_the_start_though_ctrl_c_is_ignored() -> None:
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        with pytest.raises(asyncio.CancelledError):
            asyncio.run(_prepares_for_long())
    finally:
        signal.signal(signal.SIGINT, before)
