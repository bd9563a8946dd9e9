from __future__ import annotations

import pytest

from coach.agreement import ReadTwice, agreement, differing, read_sample, table
from coach.examples import read_folder
from coach.flags.codes import CODES
from coach.training import DRAFTS


def read(first: set[str], second: set[str], name: str = "a") -> ReadTwice:
    return ReadTwice(name, True, frozenset(first), frozenset(second))


def test_kappa_from_known_counts() -> None:
    """20 both, 5 first only, 10 second only, 15 neither: a textbook table with kappa 0.4."""
    sample = (
        [read({"abusive"}, {"abusive"})] * 20
        + [read({"abusive"}, set())] * 5
        + [read(set(), {"abusive"})] * 10
        + [read(set(), set())] * 15
    )
    found = agreement(sample, "abusive")
    assert found.observed == pytest.approx(0.7)
    assert found.kappa == pytest.approx(0.4)


def test_a_code_nobody_gave_is_no_disagreement() -> None:
    assert agreement([read(set(), set())], "abusive").kappa == 1.0


def test_nothing_read_twice_says_nothing() -> None:
    with pytest.raises(ValueError, match="read twice"):
        agreement([], "abusive")


def test_the_sample_is_large_known_and_agreed_on() -> None:
    sample = read_sample()
    known = {row.id for row in read_folder(DRAFTS)}
    assert len(sample) >= 300
    assert {row.id for row in sample} <= known
    assert sum(row.other_author for row in sample) >= 100
    for code in CODES:
        assert agreement(sample, code).kappa >= 0.7, code


def test_the_table_names_every_code_and_each_difference() -> None:
    sample = [read({"abusive"}, set(), "b-1"), read(set(), set(), "b-2")]
    assert len(list(table(sample, "all"))) == len(CODES) + 1
    assert list(differing(sample)) == ["b-1  first: abusive  second: clean"]
