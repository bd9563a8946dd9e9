"""Thresholds that travel with the drafts, so that a first start trains once and not six times.

``python -m coach.figures --thresholds`` finds them anew.
"""

from __future__ import annotations

import json
from importlib.resources import files
from pathlib import Path

from coach.classifier.thresholds import Threshold, Thresholds

THRESHOLDS = Path(str(files("coach") / "data" / "thresholds.json"))


def load(mark: str, path: Path = THRESHOLDS) -> Thresholds | None:
    """What was found for exactly these inputs; None when they have changed since."""
    kept = json.loads(path.read_text("utf-8"))
    if kept["mark"] != mark:
        return None
    return {code: Threshold(**pair) for code, pair in kept["thresholds"].items()}


def save(mark: str, thresholds: Thresholds, path: Path = THRESHOLDS) -> None:
    pairs = {
        code: {"alone": round(one.alone, 6), "with_rule": round(one.with_rule, 6)}
        for code, one in thresholds.items()
    }
    text = json.dumps({"mark": mark, "thresholds": pairs}, indent=1)
    path.write_text(text + "\n", encoding="utf-8")
