"""What agents make of suggestions, and what that is worth for the order."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

# Of three offers at most one can be taken: to be passed over says little, to be put away much.
_TAKEN, _EDITED, _IGNORED = 1.0, 0.7, 0.2
_MIDDLE = 0.4  # the worth of an offer nobody has seen yet
_PRIOR = 8.0  # so many offers weigh as much as not knowing
_SILENT_FROM = 25  # offers after which a suggestion that is never used is left away
_SILENT_BELOW = 0.1


@dataclass(frozen=True, slots=True)
class Uses:
    """How often each outcome followed an offer."""

    taken: int = 0
    edited: int = 0
    ignored: int = 0
    dismissed: int = 0

    @property
    def offered(self) -> int:
        return self.taken + self.edited + self.ignored + self.dismissed

    @property
    def worth(self) -> float:
        """0 to 1, drawn to the middle while little is known."""
        gained = _TAKEN * self.taken + _EDITED * self.edited + _IGNORED * self.ignored
        return (gained + _MIDDLE * _PRIOR) / (self.offered + _PRIOR)

    @property
    def unwanted(self) -> bool:
        """Whether agents have had enough of it."""
        used = self.taken + self.edited
        return self.offered >= _SILENT_FROM and used / self.offered < _SILENT_BELOW


_NONE = Uses()


@dataclass(frozen=True, slots=True)
class UseTable:
    """Uses by (key of the suggestion, kind of situation)."""

    rows: Mapping[tuple[str, str], Uses] = field(default_factory=dict)

    def of(self, key: str, situation: str) -> Uses:
        return self.rows.get((key, situation), _NONE)

    def factor(self, key: str, situation: str) -> float:
        """Around 1: more for what agents take in this situation, less for what they put away."""
        return self.of(key, situation).worth / _MIDDLE


NO_USES = UseTable()
