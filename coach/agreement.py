"""How far two readers give a draft the same codes.

python -m coach.agreement            agreement a code, then the drafts on which the two differ

``data/second_labels.jsonl`` holds a sample of the drafts with the codes of the first reader and
those of a second pass in shuffled order, made from the table of codes alone: without the first
labels, their reasons or the file a draft lies in. ``other_author`` marks the drafts that the
second reader had not written. What differed in the three oldest sets was then settled by the
table, in ``data/drafts``.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from coach.flags.codes import CODES

SECOND = Path(str(files("coach") / "data" / "second_labels.jsonl"))


@dataclass(frozen=True, slots=True)
class ReadTwice:
    """The codes that two readers gave to one draft."""

    id: str
    other_author: bool
    first: frozenset[str]
    second: frozenset[str]


@dataclass(frozen=True, slots=True)
class Agreement:
    """Counts of one code over ``n`` drafts."""

    n: int
    both: int
    first_only: int
    second_only: int

    @property
    def observed(self) -> float:
        """Share of drafts on which the two agree."""
        return 1 - (self.first_only + self.second_only) / self.n

    @property
    def kappa(self) -> float:
        """Cohen's kappa; 1.0 where neither could differ, as the code never or always occurs."""
        first, second = self.both + self.first_only, self.both + self.second_only
        chance = (first * second + (self.n - first) * (self.n - second)) / self.n**2
        return 1.0 if chance == 1 else (self.observed - chance) / (1 - chance)


def read_sample(path: Path = SECOND) -> list[ReadTwice]:
    rows = map(json.loads, path.read_text(encoding="utf-8").splitlines())
    return [
        ReadTwice(r["id"], r["other_author"], frozenset(r["first"]), frozenset(r["second"]))
        for r in rows
    ]


def agreement(sample: Sequence[ReadTwice], code: str) -> Agreement:
    """ValueError for an empty sample, on which nothing can be said."""
    if not sample:
        raise ValueError("no drafts were read twice")
    seen = [(code in row.first, code in row.second) for row in sample]
    return Agreement(
        n=len(seen),
        both=sum(one and two for one, two in seen),
        first_only=sum(one and not two for one, two in seen),
        second_only=sum(two and not one for one, two in seen),
    )


def table(sample: Sequence[ReadTwice], title: str) -> Iterator[str]:
    """One line a code."""
    yield f"{title}: {len(sample)} drafts"
    for code in CODES:
        found = agreement(sample, code)
        counts = f"both {found.both}, first only {found.first_only}, second {found.second_only}"
        yield f"  {code:20} kappa {found.kappa:.2f}  agree {found.observed:.3f}  {counts}"


def differing(sample: Sequence[ReadTwice]) -> Iterator[str]:
    for row in sample:
        if row.first != row.second:
            first, second = (",".join(sorted(codes)) for codes in (row.first, row.second))
            yield f"{row.id}  first: {first or 'clean'}  second: {second or 'clean'}"


def main() -> None:
    sample = read_sample()
    others = [row for row in sample if row.other_author]
    lines = [*table(sample, "all"), *table(others, "written by another"), *differing(sample)]
    sys.stdout.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
