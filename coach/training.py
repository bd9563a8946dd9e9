"""Training of the coach's classifier from the labelled drafts in ``data/drafts``."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray
from sklearn.model_selection import GroupKFold

from coach.classifier import shipped, store
from coach.classifier.evidence import Evidence, gather, texts_of
from coach.classifier.features import Bools
from coach.classifier.model import ORDER, Labels, ToneModel
from coach.classifier.thresholds import Thresholds, choose
from coach.classifier.vectors import PROBES, StoredVectors
from coach.embedding import Embedder
from coach.examples import LabelledDraft, read_folder
from coach.flags.citing import Statutes
from coach.flags.draft import read_draft
from coach.types import OwnData

DRAFTS = Path(str(files("coach") / "data" / "drafts"))
VECTORS = Path(str(files("coach") / "data" / "vectors.npz"))
_FOLDS = 5
_NOBODY = OwnData()
OnProgress = Callable[[str, float], None]


@dataclass(frozen=True, slots=True)
class Trained:
    """All that is kept of a training."""

    model: ToneModel
    thresholds: Thresholds


def quiet(what: str, share: float) -> None:
    """Progress that nobody hears."""


def texts_to_embed(drafts: Sequence[LabelledDraft]) -> list[str]:
    found = [*PROBES]
    for row in drafts:
        found += texts_of(read_draft(row.draft, row.context, _NOBODY))
    return found


def gather_all(
    drafts: Sequence[LabelledDraft],
    embedder: Embedder,
    statutes: Statutes,
    on_progress: OnProgress = quiet,
) -> list[Evidence]:
    """Evidence of every draft; what has to be embedded is embedded in batches."""
    vectors = StoredVectors.open(VECTORS, embedder)
    vectors.learn(texts_to_embed(drafts), lambda share: on_progress("读取训练样例", share))
    return [gather(row.draft, row.context, _NOBODY, vectors, statutes) for row in drafts]


def labels_of(drafts: Sequence[LabelledDraft]) -> Labels:
    codes = np.array([[code in row.labels for code in ORDER] for row in drafts])
    return Labels(
        codes, _numbered(row.group for row in drafts), _numbered(d.author for d in drafts)
    )


def _numbered(names: Iterable[str]) -> NDArray[np.int64]:
    """A number a name, counted as they come."""
    numbers: dict[str, int] = {}
    return np.array([numbers.setdefault(name, len(numbers)) for name in names])


def ruled(rows: Sequence[Evidence]) -> Bools:
    """(n, 14): whether a certain rule met the draft."""
    met = [{finding.code for finding in row.findings if finding.certain} for row in rows]
    return np.array([[code in codes for code in ORDER] for codes in met])


def train(rows: Sequence[Evidence], labels: Labels, on_progress: OnProgress = quiet) -> Trained:
    """The model on all rows, its thresholds from models that had not seen the row's author."""
    thresholds = find_thresholds(rows, labels, on_progress)
    return Trained(ToneModel().fit(rows, labels), thresholds)


def find_thresholds(
    rows: Sequence[Evidence], labels: Labels, on_progress: OnProgress = quiet
) -> Thresholds:
    """Thresholds for drafts of people whose drafts no training has read, as at any real desk.

    Takes five trainings; see ``classifier/shipped.py`` for what spares a first start them.
    """
    unseen = np.zeros(labels.codes.shape)
    folds = list(GroupKFold(_FOLDS).split(unseen, groups=labels.authors))
    for number, (learn, rest) in enumerate(folds):
        chosen = np.zeros(len(rows), dtype=bool)
        chosen[learn] = True
        model = ToneModel().fit([rows[i] for i in learn], labels.take(chosen))
        unseen[rest] = model.probabilities([rows[i] for i in rest])
        on_progress("训练语气模型", (number + 1) / (len(folds) + 1))
    return choose(unseen, labels.codes, ruled(rows))


class Knowledge(Embedder, Statutes, Protocol):
    """Vectors and provisions."""


def learnable(drafts: Sequence[LabelledDraft]) -> list[LabelledDraft]:
    """All but the held-back fold, which no shipped model has ever seen."""
    return [row for row in drafts if not row.held_back]


def open_trained(folder: Path, knowledge: Knowledge, on_progress: OnProgress = quiet) -> Trained:
    """Loads what was trained on these inputs, or trains it now."""
    mark = mark_of(knowledge)
    found = store.load(folder, mark)
    if isinstance(found, Trained):
        return found
    drafts = learnable(read_folder(DRAFTS))
    rows = gather_all(drafts, knowledge, knowledge, on_progress)
    labels = labels_of(drafts)
    thresholds = shipped.load(mark) or find_thresholds(rows, labels, on_progress)
    trained = Trained(ToneModel().fit(rows, labels), thresholds)
    store.save(folder, mark, trained)
    on_progress("训练语气模型", 1.0)
    return trained


def mark_of(embedder: Embedder) -> str:
    """Changes with all that a training depends on.

    Of the embedding model it holds a coarse print of the vector of one sentence.
    """
    row = embedder.embed(PROBES[:1])[0]
    return store.fingerprint(f"{row.shape[0]}:{np.round(row[:16], 2).tolist()}")
