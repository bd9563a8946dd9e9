"""Provisions are met over entries and by themselves, and neither way silences the other."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from knowledge_base.provisions import (
    NO_TOPIC,
    PROVISION_FEATURES,
    Bridge,
    ProvisionCandidates,
    ProvisionIndex,
    bridges,
)
from knowledge_base.query import Query
from knowledge_base.statutes import Statutes
from knowledge_base.topics import Topics
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


def feature(found: ProvisionCandidates, name: str) -> Any:
    return found.features[:, PROVISION_FEATURES.index(name)]


def test_an_entry_brings_in_what_the_words_do_not(index: ProvisionIndex, letters: Any) -> None:
    query = ask(letters, "今天")
    bridged = {NEIGHBOUR: Bridge(0.9, 0.9, 0.9)}
    found = index.candidates(query, bridged)
    place = found.rows.tolist().index(index.row(NEIGHBOUR))
    assert found.features[place][PROVISION_FEATURES.index("bridge")] == 0.9


def test_ranks_are_best_where_a_provision_is_asked_in_its_own_words(
    index: ProvisionIndex, letters: Any
) -> None:
    fee = index.provisions[index.row(FEE) or 0]
    found = index.candidates(ask(letters, fee.text), {})
    best = index.provisions[found.rows[int(np.argmax(feature(found, "dense_rank")))]]
    assert best == fee
    assert np.allclose(feature(found, "topic"), NO_TOPIC)


def test_a_lay_question_leads_to_an_article_without_text(statutes: Statutes, letters: Any) -> None:
    duties = statutes.provision("物业管理条例", 7)
    fee = statutes.provision("民法典", 944)
    assert duties
    assert fee
    assert duties.text == ""
    said = ("当业主要做到什么", "谁都要守规矩")
    topics = replace(
        Topics.none(letters.dimension),
        citations=(duties.citation, Citation("民法典", 1)),  # the second is not searched
        texts=said,
        vectors=letters.queries(said),
    )
    rows = [fee, duties]
    index = ProvisionIndex(rows, letters.passages([row.text or "无" for row in rows]), topics)
    found = index.candidates(ask(letters, said[0]), {})
    place = found.rows.tolist().index(1)
    assert feature(found, "topic")[place] == pytest.approx(1.0, abs=1e-5)
    assert feature(found, "topic_coverage")[place] == pytest.approx(1.0)
    assert feature(found, "textless")[place] == 1.0
    assert feature(found, "topic_rank")[place] == max(feature(found, "topic_rank"))


def test_a_masked_provision_never_comes(index: ProvisionIndex, letters: Any) -> None:
    allowed = np.array([row.citation != FEE for row in index.provisions])
    bridged = {FEE: Bridge(1.0, 1.0, 1.0)}
    found = index.candidates(ask(letters, "业主应当支付物业费"), bridged, allowed)
    assert index.row(FEE) not in found.rows.tolist()


def test_an_empty_index_finds_nothing(letters: Any) -> None:
    empty = ProvisionIndex([], np.empty((0, letters.dimension), dtype=np.float32))
    found = empty.candidates(ask(letters, "物业费"), {})
    assert len(found.rows) == len(found.features) == 0
