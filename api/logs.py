"""Logs: JSON lines in a file, warnings on the terminal; never a resident's words."""

from __future__ import annotations

import logging
import logging.handlers
import sys
from pathlib import Path

import structlog

MAX_BYTES = 10 * 1024 * 1024
KEPT = 5


def configure_logs(home: Path) -> None:
    """Everything to `home/log/linli.log`, rotated; warnings also to stderr."""
    folder = home / "log"
    folder.mkdir(parents=True, exist_ok=True)
    file = logging.handlers.RotatingFileHandler(
        folder / "linli.log", maxBytes=MAX_BYTES, backupCount=KEPT, encoding="utf-8"
    )
    terminal = logging.StreamHandler(sys.stderr)
    terminal.setLevel(logging.WARNING)
    logging.basicConfig(level=logging.INFO, format="%(message)s", handlers=[file, terminal])
    # Request lines of the client library would repeat every turn.
    logging.getLogger("httpx").setLevel(logging.WARNING)
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso"),
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
    )
