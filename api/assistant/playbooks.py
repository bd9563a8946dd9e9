"""Fixed, checked instructions by kind of emergency."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

PLAYBOOKS = Path(__file__).with_name("playbooks.yaml")


@dataclass(frozen=True, slots=True)
class Playbook:
    """`call` are public numbers, the first one first."""

    kind: str
    title: str
    text: str
    call: tuple[str, ...]


@cache
def playbooks() -> dict[str, Playbook]:
    raw = yaml.safe_load(PLAYBOOKS.read_text(encoding="utf-8"))
    return {
        kind: Playbook(kind, item["title"], item["text"].strip(), tuple(item["call"]))
        for kind, item in raw.items()
    }
