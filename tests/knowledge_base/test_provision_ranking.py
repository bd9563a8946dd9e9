"""Provisions are met over entries and by themselves, and neither way silences the other."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from knowledge_base.provisions import PROVISION_FEATURES, Bridge, ProvisionIndex, bridges
from knowledge_base.query import Query
from knowledge_base.statutes import Statutes
from knowledge_base.types import Citation
from knowledge_base.words import words
from tests.knowledge_base.conftest import make_entry

FEE = Citation("民法典", 944)
NEIGHBOUR = Citation("民法典", 288)


def test_bridge_carries_the_best_entry_and_the_sum() -> None:
    sure = make_entry("fees/a", citations=(FEE, NEIGHBOUR))
    doubtful = make_entry("fees/b", citations=(NEIGHBOUR,))
    found = bridges([(sure, 0.8), (doubtful, 0.5)])
    assert found[FEE] == Bridge(0.8, 0.8, 0.8)
    assert found[NEIGHBOUR].best == 0.8
    assert found[NEIGHBOUR].total == pytest.approx(1.3)
    assert found[NEIGHBOUR].placed == 0.5  # second in the sure entry, first in the other


@pytest.fixture
def index(statutes: Statutes, letters: Any) -> ProvisionIndex:
    rows = [statutes.provision("民法典", number) for number in (288, 944, 1245, 1254)]
    provisions = [row for row in rows if row]
    return ProvisionIndex(provisions, letters.passages([row.text for row in provisions]))


def ask(letters: Any, text: str) -> Query:
    return Query(text, words(text), letters.queries([text])[0])


def test_an_entry_brings_in_what_the_words_do_not(index: ProvisionIndex, letters: Any) -> None:
    query = ask(letters, "今天")
    bridged = {NEIGHBOUR: Bridge(0.9, 0.9, 0.9)}
    found = index.candidates(query, bridged)
    place = found.rows.tolist().index(index.row(NEIGHBOUR))
    assert found.features[place][PROVISION_FEATURES.index("bridge")] == 0.9


def test_agreement_is_highest_where_both_ways_agree(index: ProvisionIndex, letters: Any) -> None:
    fee = index.provisions[index.row(FEE) or 0]
    found = index.candidates(ask(letters, fee.text), {})
    assert index.provisions[found.rows[int(np.argmax(found.agreement))]] == fee
    assert (found.agreement > 0).all()


def test_a_masked_provision_never_comes(index: ProvisionIndex, letters: Any) -> None:
    allowed = np.array([row.citation != FEE for row in index.provisions])
    bridged = {FEE: Bridge(1.0, 1.0, 1.0)}
    found = index.candidates(ask(letters, "业主应当支付物业费"), bridged, allowed)
    assert index.row(FEE) not in found.rows.tolist()


def test_an_empty_index_finds_nothing(letters: Any) -> None:
    empty = ProvisionIndex([], np.empty((0, letters.dimension), dtype=np.float32))
    found = empty.candidates(ask(letters, "物业费"), {})
    assert len(found.rows) == len(found.features) == len(found.agreement) == 0
