"""How well drafts are flagged, measured on labelled ones."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import mean

from coach.examples import LabelledDraft, read_drafts
from coach.flags.codes import BLOCKING, CODES, QUIET
from coach.types import Flag, Turn

Check = Callable[[str, Sequence[Turn]], Sequence[Flag]]


@dataclass(frozen=True, slots=True)
class Counted:
    """A labelled draft and what was flagged in it."""

    row: LabelledDraft
    flags: tuple[Flag, ...]

    @property
    def codes(self) -> frozenset[str]:
        return frozenset(flag.code for flag in self.flags)


@dataclass(frozen=True, slots=True)
class CodeFigures:
    """Precision, recall and F1 from counts; 0 where nothing was found or nothing was there."""

    hits: int
    false_alarms: int
    misses: int

    @property
    def n(self) -> int:
        return self.hits + self.misses

    @property
    def precision(self) -> float:
        return _share(self.hits, self.hits + self.false_alarms)

    @property
    def recall(self) -> float:
        return _share(self.hits, self.n)

    @property
    def f1(self) -> float:
        return _share(2 * self.hits, 2 * self.hits + self.false_alarms + self.misses)


@dataclass(frozen=True, slots=True)
class FlagFigures:
    """The figures of one file; shares between 0 and 1."""

    n: int
    codes: Mapping[str, CodeFigures]
    macro_f1: float  # over the codes that the file holds
    micro_f1: float
    block_precision: float
    block_recall: float
    clean_flagged: float  # clean drafts with any flag above info
    clean_n: int
    span_overlap: float  # mean overlap (intersection over union) of found spans with marked ones
    misses: tuple[Mapping[str, object], ...] = field(repr=False, default=())

    def as_dict(self) -> dict[str, object]:
        """What ``--json`` prints."""
        return {
            "n": self.n,
            "macro_f1": round(self.macro_f1, 4),
            "micro_f1": round(self.micro_f1, 4),
            "codes": {code: _rounded(figures) for code, figures in self.codes.items()},
            "block_precision": round(self.block_precision, 4),
            "block_recall": round(self.block_recall, 4),
            "clean_flagged": round(self.clean_flagged, 4),
            "clean_n": self.clean_n,
            "span_overlap": round(self.span_overlap, 4),
            "misses": list(self.misses),
        }


def evaluate_file(path: Path, check: Check) -> FlagFigures:
    """Figures of ``check`` on a file in the format of labelled drafts."""
    return evaluate(read_drafts(path), check)


def evaluate(rows: Iterable[LabelledDraft], check: Check) -> FlagFigures:
    return figures([Counted(row, tuple(check(row.draft, row.context))) for row in rows])


def figures(counted: Sequence[Counted]) -> FlagFigures:
    by_code = {code: _count(counted, frozenset({code})) for code in CODES}
    present = [row.f1 for row in by_code.values() if row.n]
    all_codes, block = _pooled(by_code.values()), _pooled(by_code[code] for code in BLOCKING)
    clean = [row for row in counted if not row.row.labels]
    return FlagFigures(
        n=len(counted),
        codes=by_code,
        macro_f1=mean(present) if present else 0.0,
        micro_f1=all_codes.f1,
        block_precision=block.precision,
        block_recall=block.recall,
        clean_flagged=_share(sum(bool(row.codes - QUIET) for row in clean), len(clean)),
        clean_n=len(clean),
        span_overlap=_mean_overlap(counted),
        misses=tuple(_misses(counted)),
    )


def _share(part: float, whole: float) -> float:
    return part / whole if whole else 0.0


def _rounded(row: CodeFigures) -> dict[str, float | int]:
    return {
        "precision": round(row.precision, 4),
        "recall": round(row.recall, 4),
        "f1": round(row.f1, 4),
        "n": row.n,
    }


def _count(counted: Sequence[Counted], codes: frozenset[str]) -> CodeFigures:
    pairs = [(bool(row.row.labels & codes), bool(row.codes & codes)) for row in counted]
    return CodeFigures(
        hits=sum(meant and found for meant, found in pairs),
        false_alarms=sum(found and not meant for meant, found in pairs),
        misses=sum(meant and not found for meant, found in pairs),
    )


def _pooled(rows: Iterable[CodeFigures]) -> CodeFigures:
    held = list(rows)
    return CodeFigures(
        hits=sum(row.hits for row in held),
        false_alarms=sum(row.false_alarms for row in held),
        misses=sum(row.misses for row in held),
    )


def overlap(one: tuple[int, int], other: tuple[int, int]) -> float:
    """Intersection over union of two stretches."""
    shared = max(0, min(one[1], other[1]) - max(one[0], other[0]))
    return _share(shared, max(one[1], other[1]) - min(one[0], other[0]))


def _mean_overlap(counted: Sequence[Counted]) -> float:
    found = [
        overlap(flag.span, marked)
        for row in counted
        for flag in row.flags
        if flag.span and (marked := row.row.span_of(flag.code))
    ]
    return mean(found) if found else 0.0


def _misses(counted: Sequence[Counted]) -> Iterable[dict[str, object]]:
    for row in counted:
        if row.codes != row.row.labels:
            yield {
                "id": row.row.id,
                "missed": sorted(row.row.labels - row.codes),
                "extra": sorted(row.codes - row.row.labels),
            }
