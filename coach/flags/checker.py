"""All detectors over one draft."""

from __future__ import annotations

from collections.abc import Sequence

from coach.flags import collection, harm, manner, missing, privacy, promises, rights
from coach.flags.borders import settle
from coach.flags.draft import read_draft
from coach.flags.finding import Detector, to_flag
from coach.types import Flag, OwnData, Turn

RULES: tuple[Detector, ...] = (
    collection.detect,
    privacy.detect,
    promises.detect,
    harm.detect,
    manner.detect,
    rights.detect,
    missing.suspects,
)


def check(text: str, context: Sequence[Turn], own: OwnData) -> tuple[Flag, ...]:
    draft = read_draft(text, context, own)
    found = [finding for detect in RULES for finding in detect(draft) if finding.certain]
    return tuple(to_flag(finding) for finding in settle(found, draft))
