"""rights_misstated: the law stated wrongly without naming an article."""

from __future__ import annotations

from collections.abc import Iterator

from coach.flags.draft import Draft
from coach.flags.finding import Finding
from coach.flags.patterns import find, load_rules


def detect(draft: Draft) -> Iterator[Finding]:
    return find(draft, load_rules("rights"))
