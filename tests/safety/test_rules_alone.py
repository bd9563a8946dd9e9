"""Without any model the rules are still good."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from api.assistant.safety import check

Rows = Sequence[dict[str, Any]]


def test_most_is_found_by_the_rules(development: Rows, fresh: Rows) -> None:
    rows = [row for row in (*development, *fresh) if row["route"] == "emergency"]
    assert sum(check(row["text"]) is not None for row in rows) / len(rows) >= 0.95


def test_few_alarms_by_the_rules(development: Rows, fresh: Rows) -> None:
    rows = [row for row in (*development, *fresh) if row["route"] != "emergency"]
    assert sum(check(row["text"]) is not None for row in rows) / len(rows) <= 0.08
