"""Training of the net's classifier, in seconds, once a change of its inputs."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path

import numpy as np

from api.assistant.safety.examples import Example, load_examples, sources
from api.assistant.safety.model import EmergencyModel, Thresholds, choose, unseen_probabilities
from api.assistant.safety.rules import RULES, rules
from coach.classifier import store
from coach.classifier.vectors import PROBES, StoredVectors
from coach.embedding import Embedder
from knowledge_base.query import clean

FOLDER = Path(__file__).parent
VECTORS = FOLDER / "vectors.npz"
THRESHOLDS = FOLDER / "thresholds.json"
# What the coach's classifier lends to the net's.
_SHARED = tuple(store.ROOT / "coach" / "classifier" / name for name in ("features.py", "net.py"))
OnProgress = Callable[[str, float], None]


@dataclass(frozen=True, slots=True)
class Trained:
    """All that is kept of a training."""

    model: EmergencyModel
    thresholds: Thresholds


def quiet(what: str, share: float) -> None:
    """Progress that nobody hears."""


def open_trained(folder: Path, embedder: Embedder, on_progress: OnProgress = quiet) -> Trained:
    """Loads what was trained on these inputs, or trains it now."""
    mark = fingerprint(embedder)
    found = store.load(folder, mark)
    if isinstance(found, Trained):
        return found
    trained = train(load_examples(), embedder, on_progress, shipped(mark))
    store.save(folder, mark, trained)
    return trained


def train(
    examples: Sequence[Example],
    embedder: Embedder,
    on_progress: OnProgress = quiet,
    thresholds: Thresholds | None = None,
) -> Trained:
    """The model on all examples, its thresholds from models that had not seen the message.

    To find them takes five trainings more; those that are given are taken as they are.
    """
    readings = [rules().read(example.text) for example in examples]
    kinds = [example.kind for example in examples]
    vectors = _vectors(examples, embedder, on_progress)
    on_progress("训练紧急情况模型", 0.8)
    if thresholds is None:
        thresholds = choose(unseen_probabilities(readings, vectors, kinds), kinds)
    model = EmergencyModel().fit(readings, vectors, kinds)
    on_progress("训练紧急情况模型", 1.0)
    return Trained(model, thresholds)


def shipped(mark: str) -> Thresholds | None:
    """Those found for exactly these inputs; None when they have changed since."""
    kept = json.loads(THRESHOLDS.read_text("utf-8"))
    return Thresholds(kept["possible"], kept["certain"]) if kept["mark"] == mark else None


def _vectors(
    examples: Sequence[Example], embedder: Embedder, on_progress: OnProgress
) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
    """(n, d); only what is not kept beside the examples is embedded."""
    texts = [clean(example.text) for example in examples]
    stored = StoredVectors.open(VECTORS, embedder)
    stored.learn(texts, lambda share: on_progress("训练紧急情况模型", share * 0.8))
    return np.asarray(stored.embed(texts), dtype=np.float64)


def fingerprint(embedder: Embedder) -> str:
    """Changes with the examples, the rules, the code and the embedding model."""
    probe = np.round(embedder.embed(PROBES[:1])[0][:16], 2).tolist()
    digest = sha256(f"{probe}{version('scikit-learn')}".encode())
    for path in (*sources(), RULES, *sorted(FOLDER.glob("*.py")), *_SHARED):
        digest.update(path.name.encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:20]
