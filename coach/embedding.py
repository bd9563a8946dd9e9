"""The one thing the coach wants from an embedding model, and a memory in front of it."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from threading import Lock
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]


class Embedder(Protocol):
    """Turns texts into vectors."""

    def embed(self, texts: Sequence[str]) -> Vectors:
        """float32 (n, d), each row of length 1, in the order of ``texts``."""
        ...


class RememberingEmbedder:
    """Keeps the vectors of the last texts seen.

    A draft is checked at every pause of the typing and differs from the one before by its last
    sentence: with the rest remembered, only that sentence is embedded. Safe across threads.
    """

    def __init__(self, inner: Embedder, capacity: int = 4096) -> None:
        if capacity < 1:
            raise ValueError(f"capacity must be at least 1, got {capacity}")
        self._inner = inner
        self._capacity = capacity
        self._seen: OrderedDict[str, Vectors] = OrderedDict()
        self._lock = Lock()

    def embed(self, texts: Sequence[str]) -> Vectors:
        """float32 (n, d), each row of length 1; (0, 0) for no texts."""
        if not texts:
            return np.zeros((0, 0), dtype=np.float32)
        found = self._recall(texts)
        missing = [text for text in dict.fromkeys(texts) if text not in found]
        if missing:
            found.update(zip(missing, self._inner.embed(missing), strict=True))
            self._remember({text: found[text] for text in missing})
        return np.stack([found[text] for text in texts])

    def _recall(self, texts: Sequence[str]) -> dict[str, Vectors]:
        with self._lock:
            found = {text: self._seen[text] for text in texts if text in self._seen}
            for text in found:
                self._seen.move_to_end(text)
        return found

    def _remember(self, new: dict[str, Vectors]) -> None:
        with self._lock:
            self._seen.update(new)
            while len(self._seen) > self._capacity:
                self._seen.popitem(last=False)
