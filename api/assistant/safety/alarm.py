"""What the net says of one message."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    CERTAIN = "certain"  # act at once
    POSSIBLE = "possible"  # whoever is asked next decides; act when there is none to ask


@dataclass(frozen=True, slots=True)
class Alarm:
    """``probability`` (0–1) is that of an emergency now; 0 where no model was asked."""

    kind: str
    level: Level
    probability: float = 0.0
