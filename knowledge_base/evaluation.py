"""Figures on question sets: provisions found, questions answered. Pure; prints nothing.

Files hold one JSON object a line; laws may be named short or in full.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import mean, median
from typing import Any

import numpy as np

from knowledge_base.entries import first_paragraph, parse_citation, placeholders
from knowledge_base.fusion import Matrix
from knowledge_base.provisions import PROVISION_FEATURES, ProvisionIndex
from knowledge_base.query import Query, make_query
from knowledge_base.service import KnowledgeBase
from knowledge_base.sparse import top_rows
from knowledge_base.statutes import Statutes
from knowledge_base.training import provision_candidates
from knowledge_base.types import Citation, Confidence, HitKind, Scope, SearchResult

DEPTH = 10
HIT_RANKS = (1, 3, 5, 10)
RRF_CONSTANT = 60
# The last is the product's own: the others are what it is made of, each alone.
STATUTE_METHODS = ("bm25", "dense", "fused", "bridged", "topics", "reranked")
ANSWERED = frozenset({Confidence.ANSWER, Confidence.CONFIRM})
ONLY_ENTRIES = frozenset({HitKind.ENTRY})
ONLY_PROVISIONS = frozenset({HitKind.PROVISION})


@dataclass(frozen=True, slots=True)
class StatuteQuestion:
    id: str
    question: str
    gold: frozenset[Citation]


@dataclass(frozen=True, slots=True)
class StatuteFigures:
    """Retrieval of provisions by one method."""

    method: str
    hits: Mapping[int, float]  # rank → share of questions with a gold article that high
    mrr: float
    ms_median: float
    ms_p95: float
    n: int
    without_gold_in_index: int

    def to_json(self) -> dict[str, Any]:
        figures: dict[str, Any] = {f"hit@{rank}": share for rank, share in self.hits.items()}
        return figures | {
            "mrr": self.mrr,
            "ms_median": self.ms_median,
            "n": self.n,
            "without_gold_in_index": self.without_gold_in_index,
        }


@dataclass(frozen=True, slots=True)
class AnswerQuestion:
    id: str
    question: str
    must_kw: tuple[tuple[str, ...], ...]
    gold: frozenset[Citation]
    answerable: bool


@dataclass(frozen=True, slots=True)
class Reply:
    """What the knowledge base would say to one question."""

    id: str
    question: str
    answerable: bool
    confidence: Confidence
    probability: float
    entry: str
    answer: str
    citations: tuple[Citation, ...]


@dataclass(frozen=True, slots=True)
class AnswerFigures:
    """How much is answered, and how well; shares are None where nothing was asked."""

    n: int
    answered_of_answerable: float | None
    cited_gold_of_answered: float | None
    keyword_floor_of_answered: float | None
    declined_of_unanswerable: float | None
    replies: tuple[Reply, ...]

    def to_json(self) -> dict[str, Any]:
        return {
            "n": self.n,
            "answered_of_answerable": self.answered_of_answerable,
            "cited_gold_of_answered": self.cited_gold_of_answered,
            "keyword_floor_of_answered": self.keyword_floor_of_answered,
            "declined_of_unanswerable": self.declined_of_unanswerable,
        }


def read_rows(path: Path) -> list[dict[str, Any]]:
    """JSON lines; ValueError names the line that is broken."""
    rows = []
    for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
        if line.strip():
            try:
                rows.append(json.loads(line))
            except json.JSONDecodeError as error:
                raise ValueError(f"{path.name} 第 {number} 行不是 JSON：{error}") from error
    return rows


def read_statute_questions(path: Path, statutes: Statutes) -> list[StatuteQuestion]:
    """Questions with gold articles; ``gold_civil_code`` (numbers only) is read as well."""
    found = []
    for row in read_rows(path):
        pairs = [(one["law"], one["article"]) for one in row.get("gold", ())]
        pairs += [("民法典", article) for article in row.get("gold_civil_code", ())]
        gold = frozenset(_citation(statutes, law, int(article)) for law, article in pairs)
        found.append(StatuteQuestion(str(row["id"]), row["question"], gold))
    return found


def _citation(statutes: Statutes, law: str, article: int) -> Citation:
    return Citation(statutes.resolve(law) or law, article)


def evaluate_statutes(
    knowledge: KnowledgeBase,
    questions: Sequence[StatuteQuestion],
    methods: Iterable[str] = STATUTE_METHODS,
    scope: Scope | None = None,
) -> tuple[StatuteFigures, ...]:
    """Figures of every method over the same questions."""
    rankers = {
        "bm25": lambda query: _direct(knowledge, query, _bm25),
        "dense": lambda query: _direct(knowledge, query, _dense),
        "fused": lambda query: _direct(knowledge, query, _reciprocal),
        "bridged": lambda query: _by_feature(knowledge, query, scope, "bridge_place"),
        "topics": lambda query: _by_feature(knowledge, query, scope, "topic"),
        "reranked": lambda query: _reranked(knowledge, query, scope),
    }
    return tuple(_figures(knowledge, name, rankers[name], questions) for name in methods)


Ranker = Callable[[str], list[Citation]]


def _figures(
    knowledge: KnowledgeBase, method: str, ranker: Ranker, questions: Sequence[StatuteQuestion]
) -> StatuteFigures:
    ranks, times = [], []
    for one in questions:
        start = time.perf_counter()
        found = ranker(one.question)
        times.append((time.perf_counter() - start) * 1000)
        ranks.append(next((i for i, hit in enumerate(found, 1) if hit in one.gold), 0))
    index = knowledge.index.provision_index
    missing = sum(not any(index.row(gold) is not None for gold in q.gold) for q in questions)
    return StatuteFigures(
        method,
        {k: _share(0 < rank <= k for rank in ranks) or 0.0 for k in HIT_RANKS},
        mean(1 / rank if rank else 0.0 for rank in ranks) if ranks else 0.0,
        median(times) if times else 0.0,
        float(np.percentile(times, 95)) if times else 0.0,
        len(questions),
        missing,
    )


def _direct(
    knowledge: KnowledgeBase, question: str, score: Callable[[ProvisionIndex, Query], Matrix]
) -> list[Citation]:
    index = knowledge.index.provision_index
    scores = score(index, make_query(question, knowledge.embedder)).astype(np.float32)
    return [index.provisions[row].citation for row in top_rows(scores, DEPTH, None)]


def _bm25(index: ProvisionIndex, query: Query) -> Matrix:
    return np.asarray(index.sparse.scores(query.tokens), dtype=np.float64)


def _dense(index: ProvisionIndex, query: Query) -> Matrix:
    return np.asarray(index.dense.vectors @ query.vector, dtype=np.float64)


def _reciprocal(index: ProvisionIndex, query: Query) -> Matrix:
    """Reciprocal rank fusion of both: the usual untrained yardstick."""
    total = np.zeros(len(index.provisions))
    for scores in (_bm25(index, query), _dense(index, query)):
        ranks = np.empty(len(scores))
        ranks[np.argsort(-scores, kind="stable")] = np.arange(1, len(scores) + 1)
        total += 1 / (RRF_CONSTANT + ranks)
    return total


def _by_feature(
    knowledge: KnowledgeBase, question: str, scope: Scope | None, name: str
) -> list[Citation]:
    """Provisions in the order of one feature of the reranker, without those it says nothing of."""
    index, masks = knowledge.index, knowledge.masks(scope or Scope())
    query = make_query(question, knowledge.embedder)
    entries = index.candidates(query, masks.entries)
    found = provision_candidates(
        index.entries,
        query,
        entries,
        index.provision_index,
        index.models.entry,
        masks.provisions,
    )
    values = found.features[:, PROVISION_FEATURES.index(name)]
    order = [place for place in np.argsort(-values, kind="stable") if values[place] > 0]
    return [index.provision_index.provisions[found.rows[i]].citation for i in order[:DEPTH]]


def _reranked(knowledge: KnowledgeBase, question: str, scope: Scope | None) -> list[Citation]:
    found = knowledge.search(question, scope, DEPTH, ONLY_PROVISIONS)
    return [hit.provision.citation for hit in found.hits if hit.provision]


def read_answer_questions(path: Path, statutes: Statutes) -> list[AnswerQuestion]:
    found = []
    for row in read_rows(path):
        gold = [parse_citation(text) for text in row.get("gold_articles", ())]
        found.append(
            AnswerQuestion(
                str(row["id"]),
                row["question"],
                tuple(tuple(group) for group in row.get("must_kw", ())),
                frozenset(_citation(statutes, one.law, one.article) for one in gold),
                bool(row["answerable"]),
            )
        )
    return found


def evaluate_answers(
    knowledge: KnowledgeBase, questions: Sequence[AnswerQuestion], scope: Scope | None = None
) -> AnswerFigures:
    """Ask everything; an answer counts at ``answer`` and ``confirm``."""
    replies = [_reply(knowledge, one, scope) for one in questions]
    pairs = list(zip(questions, replies, strict=True))
    answered = [(q, r) for q, r in pairs if q.answerable and r.confidence in ANSWERED]
    return AnswerFigures(
        n=len(questions),
        answered_of_answerable=_share(r.confidence in ANSWERED for q, r in pairs if q.answerable),
        cited_gold_of_answered=_share(bool(q.gold & {*r.citations}) for q, r in answered if q.gold),
        keyword_floor_of_answered=_share(_floor_met(q, r) for q, r in answered if q.must_kw),
        declined_of_unanswerable=_share(
            r.confidence not in ANSWERED for q, r in pairs if not q.answerable
        ),
        replies=tuple(replies),
    )


def _reply(knowledge: KnowledgeBase, one: AnswerQuestion, scope: Scope | None) -> Reply:
    found: SearchResult = knowledge.search(one.question, scope, 3, ONLY_ENTRIES)
    hit = found.hits[0] if found.hits else None
    entry = hit.entry if hit else None
    resolve = knowledge.statutes
    cited = entry.citations if entry else ()
    confidence = found.confidence
    if entry and confidence in ANSWERED and placeholders(first_paragraph(entry.answer)):
        # No estate stands behind these questions: the resident is told that the fact is not on
        # record and is offered a person, which is no answer.
        confidence = Confidence.NONE
    return Reply(
        id=one.id,
        question=one.question,
        answerable=one.answerable,
        confidence=confidence,
        probability=hit.probability if hit else 0.0,
        entry=entry.id if entry else "",
        answer=entry.answer if entry and confidence in ANSWERED else "",
        citations=tuple(_citation(resolve, item.law, item.article) for item in cited),
    )


def _floor_met(question: AnswerQuestion, reply: Reply) -> bool:
    return all(any(word in reply.answer for word in group) for group in question.must_kw)


def _share(values: Iterable[bool]) -> float | None:
    found = list(values)
    return sum(found) / len(found) if found else None
