"""What the net says of one message."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    CERTAIN = "certain"  # act at once
    POSSIBLE = "possible"  # whoever is asked next decides; act when there is none to ask


@dataclass(frozen=True, slots=True)
class Alarm:
    kind: str
    level: Level
