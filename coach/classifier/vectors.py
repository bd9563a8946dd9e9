"""Vectors of the training drafts, computed once and kept beside them.

Embedding a few thousand sentences takes minutes on one core; with ``data/vectors.npz`` a first
start trains in seconds. The file is only trusted when the model in use gives the same vectors.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from hashlib import sha256
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from coach.embedding import Embedder, Vectors

PROBES = ("请您稍等，我现在就去核实。", "这事不归我们管。")
_SAME = 0.98  # cosine with the stored vector of a probe, from which the model is the same
_BATCH = 32
Progress = Callable[[float], None]


def _key(text: str) -> int:
    return int(sha256(text.encode()).hexdigest()[:16], 16)


class StoredVectors:
    """An embedder that knows some texts by heart and asks ``inner`` for the others."""

    def __init__(self, inner: Embedder, known: dict[int, Vectors]) -> None:
        self._inner = inner
        self._known = known

    @classmethod
    def open(cls, path: Path, inner: Embedder) -> StoredVectors:
        """Knows nothing where the file is missing or of another model."""
        if not path.is_file():
            return cls(inner, {})
        with np.load(path) as stored:
            known = dict(zip(stored["keys"].tolist(), _widen(stored["rows"]), strict=True))
        return cls(inner, known if _same_model(inner, known) else {})

    def embed(self, texts: Sequence[str]) -> Vectors:
        missing = [text for text in dict.fromkeys(texts) if _key(text) not in self._known]
        if missing:
            self.learn(missing)
        return np.stack([self._known[_key(text)] for text in texts])

    def learn(self, texts: Iterable[str], on_progress: Progress | None = None) -> None:
        """Embeds what is not known yet, in batches of like length."""
        fresh = sorted({text for text in texts if _key(text) not in self._known}, key=len)
        for start in range(0, len(fresh), _BATCH):
            batch = fresh[start : start + _BATCH]
            self._known |= zip(map(_key, batch), self._inner.embed(batch), strict=True)
            if on_progress is not None:
                on_progress(min(1.0, (start + _BATCH) / len(fresh)))

    def save(self, path: Path, texts: Iterable[str]) -> None:
        """Keeps the vectors of these texts and of the probes, a byte a number."""
        wanted = sorted({_key(text) for text in (*texts, *PROBES)})
        rows = np.stack([self._known[key] for key in wanted])
        path.parent.mkdir(parents=True, exist_ok=True)
        np.savez_compressed(path, keys=np.array(wanted, dtype=np.uint64), rows=_narrow(rows))


def _narrow(rows: Vectors) -> NDArray[np.int8]:
    scaled = rows / np.abs(rows).max(axis=1, keepdims=True) * 127
    return np.asarray(np.round(scaled), dtype=np.int8)


def _widen(rows: NDArray[np.int8]) -> Vectors:
    wide = rows.astype(np.float32)
    return np.asarray(wide / np.linalg.norm(wide, axis=1, keepdims=True))


def _same_model(inner: Embedder, known: dict[int, Vectors]) -> bool:
    if any(_key(probe) not in known for probe in PROBES):
        return False
    fresh = inner.embed(PROBES)
    kept = np.stack([known[_key(probe)] for probe in PROBES])
    return fresh.shape == kept.shape and bool(((fresh * kept).sum(axis=1) > _SAME).all())
