"""What a detector hands back, and how it becomes a flag."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from coach.flags.codes import CODES
from coach.flags.draft import Draft
from coach.types import Flag, Severity


@dataclass(frozen=True, slots=True)
class Finding:
    """One suspicion; ``certain`` ones become flags, the others only inform the classifier."""

    code: str
    span: tuple[int, int] | None
    reason: str
    rewrite: str = ""
    basis: str = ""
    severity: Severity | None = None  # None: as the table of codes says
    certain: bool = True
    confidence: float = 1.0
    always: bool = False  # needs no second opinion of the classifier


Detector = Callable[[Draft], Iterable[Finding]]


def to_flag(finding: Finding) -> Flag:
    code = CODES[finding.code]
    return Flag(
        code=code.code,
        severity=finding.severity or code.severity,
        span=None if code.missing else finding.span,
        reason=finding.reason,
        rewrite=finding.rewrite,
        basis=finding.basis or code.basis,
        confidence=finding.confidence,
    )
