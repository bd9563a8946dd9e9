"""Reading evaluation files."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any


class EvaluationFileError(Exception):
    """The file cannot be read; the message names the line."""


def read_lines(path: Path) -> list[dict[str, Any]]:
    """Every object of a JSON-lines file, in order."""
    rows = []
    for number, line in enumerate(path.read_text("utf-8").splitlines(), start=1):
        if not line.strip():
            continue
        try:
            rows.append(json.loads(line))
        except ValueError as error:
            raise EvaluationFileError(f"{path} 第 {number} 行不是 JSON：{error}") from error
    return rows
