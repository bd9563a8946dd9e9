"""impatient, blaming, dismissive, buck_passing, condescending: wordings of a bad tone."""

from __future__ import annotations

from collections.abc import Iterator

from coach.flags.draft import Draft
from coach.flags.finding import Finding
from coach.flags.patterns import find, load_rules


def detect(draft: Draft) -> Iterator[Finding]:
    return find(draft, load_rules("manner"))
