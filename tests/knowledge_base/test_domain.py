"""Whether a question is one for a desk: learned, kept, and told apart from likeness."""

from __future__ import annotations

import json

import numpy as np
import pytest

from knowledge_base.domain import Domain, fit_domain
from knowledge_base.query import Query, make_query
from knowledge_base.service import KnowledgeBase
from knowledge_base.training import strangers

# Pairs that share their words; only the second is none of a property desk's business.
PAIRS = (
    ("物业费明年要涨价，合法吗", "我们这片的房价明年还会涨吗"),
    ("楼上空调滴水滴到我家窗台怎么办", "卧室空调买哪个牌子省电"),
    ("业委会换届要多少人投票才算数", "班里选班长要多少人投票才算数"),
    ("租客的押金物业能扣吗", "离婚时房子的押金算谁的"),
    ("装修垃圾要放到哪里去", "装修时瓷砖买多大的好看"),
)


@pytest.fixture(scope="module")
def domain(knowledge: KnowledgeBase) -> Domain:
    return knowledge.index.models.domain


def asked(knowledge: KnowledgeBase, *texts: str) -> list[Query]:
    return [make_query(text, knowledge.embedder) for text in texts]


def test_the_same_words_ask_a_desk_or_somebody_else(
    knowledge: KnowledgeBase, domain: Domain
) -> None:
    for ours, theirs in PAIRS:
        here, there = domain.marks(asked(knowledge, ours, theirs)).sum(axis=1)
        assert here > there, (ours, theirs)


def test_what_is_kept_in_a_file_says_the_same(knowledge: KnowledgeBase, domain: Domain) -> None:
    kept = Domain.from_json(json.loads(json.dumps(domain.to_json())))
    queries = asked(knowledge, *(text for pair in PAIRS for text in pair))
    np.testing.assert_allclose(kept.marks(queries), domain.marks(queries), atol=1e-3)


def test_it_is_learned_and_not_built_in(knowledge: KnowledgeBase) -> None:
    """Taught the other way round, it says the other way round."""
    ours = [entry.questions[0] for entry in knowledge.entries()[::4]]
    queries = asked(knowledge, *ours, *strangers()[::12])
    inside = np.arange(len(queries)) < len(ours)
    upright = fit_domain(queries, inside).marks(queries).sum(axis=1)
    turned = fit_domain(queries, ~inside).marks(queries).sum(axis=1)
    assert np.corrcoef(upright, turned)[0, 1] < -0.9
    assert upright[inside].mean() > 0 > upright[~inside].mean()
