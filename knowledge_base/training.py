"""Teach the fusion models from the project's own questions; same input, same model.

Three kinds of query, all retrieved by the code that serves residents:

- *variant*: a question variant, asked of an index that was built without it;
- *gap*: a variant whose whole entry is hidden, so that nothing in the index is its answer;
- *stranger*: a line of ``data/out_of_domain.txt``.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cache

import numpy as np
from numpy.typing import NDArray

from knowledge_base.calibration import Thresholds, choose_thresholds
from knowledge_base.candidates import Candidates, EntryIndex, Mask
from knowledge_base.domain import Domain, fit_domain
from knowledge_base.embedding import Vectors
from knowledge_base.fusion import SEED, Fusion, Matrix, fit_knots, fit_logistic
from knowledge_base.laws import DATA
from knowledge_base.provisions import ProvisionCandidates, ProvisionIndex, bridges
from knowledge_base.query import Query
from knowledge_base.types import Entry
from knowledge_base.words import words

FOLDS = 5
# Of the messages a desk gets, about so many are none of its business. The project's own strangers
# are far fewer than its questions, and are weighed up to that share.
STRANGE_SHARE = 0.25
PARTS = 5  # variants are asked of an index without a fifth of all variants
GAP_EVERY = 3
CALIBRATED_RANKS = 3
CALIBRATED_PROVISIONS = 5
BRIDGE_ENTRIES = 8

Progress = Callable[[float], None]


@dataclass(frozen=True, slots=True)
class Sample:
    """One training query with its candidates; ``owner`` is −1 when nothing is right."""

    query: Query
    kind: str
    owner: int
    group: int  # queries of one entry stay in one fold
    candidates: Candidates
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Outcome:
    """Out of fold: the best hit of a query, its probability, and whether it was right."""

    probability: float
    right: bool
    in_top: bool  # among the first three
    kind: str
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Models:
    """What search needs besides the index."""

    domain: Domain
    entry: Fusion
    provision: Fusion
    thresholds: Thresholds
    outcomes: tuple[Outcome, ...]


@cache
def strangers() -> tuple[str, ...]:
    """The project's own questions that no entry should answer."""
    lines = (DATA / "out_of_domain.txt").read_text("utf-8").splitlines()
    return tuple(line.strip() for line in lines if line.strip() and not line.startswith("#"))


def train(
    entries: Sequence[Entry],
    index: EntryIndex,
    provisions: ProvisionIndex,
    stranger_vectors: Vectors,
    on_progress: Progress = lambda share: None,
) -> Models:
    """Fit both fusion models. With fewer than ten entries nothing can be learned: ValueError."""
    if len(entries) < 10:
        raise ValueError("知识条目少于 10 条，无法校准")
    asked = list(_samples(index, stranger_vectors, on_progress))
    samples = _told(asked)
    out_of_fold = _out_of_fold(samples)
    entry_model = _fit(samples)
    x, y = fit_knots(*_calibration_set(samples, out_of_fold))
    entry_model = replace(entry_model, knots_x=x, knots_y=y)
    outcomes = tuple(_outcomes(samples, out_of_fold))
    provision_model = _train_provisions(entries, samples, provisions, entry_model)
    domain = fit_domain([one.query for one in asked], _inside(asked))
    return Models(domain, entry_model, provision_model, choose_thresholds(outcomes), outcomes)


def _samples(index: EntryIndex, strange: Vectors, on_progress: Progress) -> list[Sample]:
    rows = np.flatnonzero(index.questions)
    parts = np.random.default_rng(SEED).integers(0, PARTS, len(index.passages))
    found: list[Sample] = []
    for part in range(PARTS):
        hidden = (parts == part) & index.questions
        rest = index.without(hidden)
        for row in np.flatnonzero(hidden).tolist():
            found += _asked(index, rest, row)
        on_progress((part + 1) / (PARTS + 1))
    assert sum(one.kind == "variant" for one in found) == len(rows)
    return found + _strangers(index, strange)


def _asked(index: EntryIndex, rest: EntryIndex, row: int) -> list[Sample]:
    """One variant asked of an index without it, and for some also without their entry."""
    owner = int(index.owners[row])
    text = index.passages[row].text
    query = Query(text, index.words_of(text), index.vectors[row])
    samples = [Sample(query, "variant", owner, owner, rest.candidates(query))]
    if row % GAP_EVERY == 0:
        allowed = np.arange(len(index.answers)) != owner
        samples.append(Sample(query, "gap", -1, owner, rest.candidates(query, allowed)))
    return samples


def _strangers(index: EntryIndex, vectors: Vectors) -> list[Sample]:
    texts = strangers()
    weight = int(index.questions.sum()) * STRANGE_SHARE / (1 - STRANGE_SHARE) / max(len(texts), 1)
    groups = range(len(index.answers), len(index.answers) + len(texts))
    found = []
    for group, text, vector in zip(groups, texts, vectors, strict=True):
        query = Query(text, words(text), vector)
        found.append(Sample(query, "stranger", -1, group, index.candidates(query), weight))
    return found


def _inside(samples: Sequence[Sample]) -> Mask:
    """A gap is still a question for the desk: only the answer is missing."""
    return np.array([one.kind != "stranger" for one in samples], dtype=np.bool_)


def _told(samples: Sequence[Sample]) -> list[Sample]:
    """The samples with the marks of the domain, each by a model that never saw its entry."""
    folds = _folds(samples)
    inside = _inside(samples)
    found = list(samples)
    for fold in range(FOLDS):
        learn, rest = np.flatnonzero(folds != fold).tolist(), np.flatnonzero(folds == fold).tolist()
        domain = fit_domain([samples[i].query for i in learn], inside[learn])
        marks = domain.marks([samples[i].query for i in rest])
        for place, row in zip(rest, marks, strict=True):
            told = samples[place].candidates.told(row)
            found[place] = replace(samples[place], candidates=told)
    return found


def _folds(samples: Sequence[Sample]) -> NDArray[np.int64]:
    """(n,) 0 to ``FOLDS`` − 1; all queries of one entry in one."""
    by_group = np.random.default_rng(SEED).permutation(max(one.group for one in samples) + 1)
    return by_group[[one.group for one in samples]] % FOLDS


def _stack(samples: Sequence[Sample]) -> tuple[Matrix, Matrix, Matrix]:
    """Features, labels and weights of all candidates of all samples."""
    features = np.concatenate([one.candidates.features for one in samples])
    labels = np.concatenate([one.candidates.owners == one.owner for one in samples])
    sizes = [len(one.candidates.owners) for one in samples]
    weights = np.repeat([one.weight for one in samples], sizes)
    return features, labels.astype(np.float64), weights


def _fit(samples: Sequence[Sample]) -> Fusion:
    return fit_logistic(*_stack(samples))


def _out_of_fold(samples: Sequence[Sample]) -> list[Matrix]:
    """For every sample the logits of its candidates by a model that never saw its entry."""
    folds = _folds(samples)
    logits: list[Matrix] = [np.empty(0)] * len(samples)
    for fold in range(FOLDS):
        model = _fit([samples[i] for i in np.flatnonzero(folds != fold).tolist()])
        for place in np.flatnonzero(folds == fold).tolist():
            logits[place] = model.logits(samples[place].candidates.features)
    return logits


def _calibration_set(
    samples: Sequence[Sample], out_of_fold: Sequence[Matrix]
) -> tuple[Matrix, Matrix, Matrix]:
    """The first ranks of every query: logits, whether right, and weights."""
    logits, right, weights = [], [], []
    for one, values in zip(samples, out_of_fold, strict=True):
        for place in np.argsort(-values)[:CALIBRATED_RANKS]:
            logits.append(values[place])
            right.append(float(one.candidates.owners[place] == one.owner))
            weights.append(one.weight)
    return np.array(logits), np.array(right), np.array(weights)


def _outcomes(samples: Sequence[Sample], out_of_fold: Sequence[Matrix]) -> list[Outcome]:
    """Each query's best hit, calibrated by knots that did not see it (two halves, crossed)."""
    halves = np.array([one.group % 2 for one in samples])
    found: list[Outcome] = []
    for half in (0, 1):
        learn = [i for i in range(len(samples)) if halves[i] != half]
        pairs = [samples[i] for i in learn], [out_of_fold[i] for i in learn]
        knots = fit_knots(*_calibration_set(*pairs))
        for i in np.flatnonzero(halves == half).tolist():
            found.append(_outcome(samples[i], out_of_fold[i], knots))
    return found


def _outcome(sample: Sample, logits: Matrix, knots: tuple[Matrix, Matrix]) -> Outcome:
    order = np.argsort(-logits)[:CALIBRATED_RANKS]
    owners = sample.candidates.owners[order]
    probability = float(np.interp(logits[order[0]], *knots)) if len(order) else 0.0
    right = bool(len(owners) and owners[0] == sample.owner)
    return Outcome(probability, right, sample.owner in owners.tolist(), sample.kind, sample.weight)


def _train_provisions(
    entries: Sequence[Entry],
    samples: Sequence[Sample],
    provisions: ProvisionIndex,
    model: Fusion,
) -> Fusion:
    """Which provisions stand behind a question, learned where no entry answers it.

    With its own entry in the index the bridge explains everything and the direct ways learn to
    be ignored; residents' questions often have no such entry.
    """
    chosen = [one for one in samples if one.kind != "variant"]
    found = [
        provision_candidates(entries, one.query, one.candidates, provisions, model)
        for one in chosen
    ]
    labels = [_cited(entries, *pair, provisions) for pair in zip(chosen, found, strict=True)]
    fused = fit_logistic(np.concatenate([one.features for one in found]), np.concatenate(labels))
    logits, right = [], []
    for one, cited in zip(found, labels, strict=True):
        values = fused.logits(one.features)
        first = np.argsort(-values)[:CALIBRATED_PROVISIONS]
        logits.append(values[first])
        right.append(cited[first])
    x, y = fit_knots(np.concatenate(logits), np.concatenate(right))
    return replace(fused, knots_x=x, knots_y=y)


def _cited(
    entries: Sequence[Entry],
    sample: Sample,
    found: ProvisionCandidates,
    provisions: ProvisionIndex,
) -> NDArray[np.float64]:
    # A gap query's own entry is hidden, but what it cites is still the law on the matter.
    owner = sample.group if sample.kind == "gap" else sample.owner
    cited = set(entries[owner].citations) if owner >= 0 else set()
    met = [provisions.provisions[row].citation in cited for row in found.rows]
    return np.array(met, dtype=np.float64)


def provision_candidates(
    entries: Sequence[Entry],
    query: Query,
    candidates: Candidates,
    provisions: ProvisionIndex,
    model: Fusion,
    allowed: Mask | None = None,
) -> ProvisionCandidates:
    """Provisions for a query, with the entries met as a bridge."""
    probabilities = model.probability(candidates.features)
    best = np.argsort(-probabilities)[:BRIDGE_ENTRIES]
    met = [(entries[candidates.owners[i]], float(probabilities[i])) for i in best]
    return provisions.candidates(query, bridges(met), allowed)
