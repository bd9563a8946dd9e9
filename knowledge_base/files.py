"""Files that are either the old or the new version, whatever happens in between."""

from __future__ import annotations

import hashlib
import os
import tempfile
import time
from collections.abc import Iterable
from pathlib import Path

LEFT_OVER_AFTER = 3600.0  # seconds


def write_atomic(path: Path, content: bytes) -> None:
    """Replace ``path`` with ``content`` in one step; survives a kill at any moment."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


def sweep(folder: Path) -> int:
    """Remove what killed writers left beside their files; returns how many.

    Younger ones may belong to a writer that is still at work.
    """
    old = [
        path
        for path in folder.glob(".*")
        if path.is_file() and time.time() - path.stat().st_mtime > LEFT_OVER_AFTER
    ]
    for path in old:
        path.unlink(missing_ok=True)
    return len(old)


def digest(parts: Iterable[str | bytes]) -> str:
    """One SHA-256 over parts, in order; parts cannot run into each other."""
    total = hashlib.sha256()
    for part in parts:
        data = part.encode() if isinstance(part, str) else part
        total.update(len(data).to_bytes(8, "big") + data)
    return total.hexdigest()
