"""Where photos lie: `<home>/uploads/ab/abcd….jpg`, and a small one beside it."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Literal

from api.uploads.images import Picture

Size = Literal["full", "small"]
_ID = re.compile(r"[0-9a-f]{32}")


def path_of(home: Path, photo_id: str, size: Size = "full") -> Path:
    """Raises ValueError for anything but an id of ours: no path is ever built from it."""
    if not _ID.fullmatch(photo_id):
        raise ValueError("not a photo's id")
    ending = ".jpg" if size == "full" else "-small.jpg"
    return home / "uploads" / photo_id[:2] / (photo_id + ending)


def keep(home: Path, photo_id: str, picture: Picture) -> None:
    """On disk for good when this returns: a message that is acknowledged has its picture."""
    path = path_of(home, photo_id)
    path.parent.mkdir(parents=True, exist_ok=True)
    _write(path, picture.full)
    _write(path_of(home, photo_id, "small"), picture.small)


def drop(home: Path, photo_id: str) -> None:
    path_of(home, photo_id).unlink(missing_ok=True)
    path_of(home, photo_id, "small").unlink(missing_ok=True)


def _write(path: Path, data: bytes) -> None:
    with path.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
