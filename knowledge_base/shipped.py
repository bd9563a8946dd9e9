"""Vectors of the product's own texts, kept in the package so that a first start is quick.

Embedding some seven thousand texts takes minutes on two cores. ``data/vectors.npz`` holds the
vectors of the entries, the searched provisions with their topics, and the strangers, a byte a
number, each under the hash of its model, side and text: a text that changed is simply not found
and is embedded anew. After a change of entries ``python -m knowledge_base.shipped`` brings the
file up to date, trains the models of exactly these entries (``data/models.json``), and takes
down what the cited articles say (``basis``).
"""

from __future__ import annotations

import io
import logging
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from knowledge_base.embedding import Embedder, Vectors, vector_key
from knowledge_base.files import write_atomic
from knowledge_base.laws import DATA

log = logging.getLogger(__name__)

PATH = DATA / "vectors.npz"
KEY_BYTES = 16
PROBES = (("query", "楼道灯坏了找谁修"), ("passage", "业主应当按时交纳物业费。"))
SAME = 0.98  # cosine from which a stored probe and a fresh one come from the same model


def load_shipped(embedder: Embedder, path: Path = PATH) -> dict[bytes, Vectors]:
    """Vectors by key; empty when there is no file or it is of another model."""
    try:
        with np.load(io.BytesIO(path.read_bytes()), allow_pickle=False) as data:
            keys, rows = data["keys"], data["rows"]
        known = {key.tobytes(): row for key, row in zip(keys, _widen(rows), strict=True)}
    except FileNotFoundError:
        return {}
    except (ValueError, KeyError, OSError, EOFError, BadZipFile) as error:
        log.warning("随产品附带的语义向量 %s 无法读取（%s），将重新计算", path.name, error)
        return {}
    return known if _same_model(embedder, known) else {}


def save_shipped(vectors: Mapping[bytes, Vectors], path: Path = PATH) -> None:
    """Replace the file by these vectors, in order of their keys."""
    ordered = sorted(vectors)
    keys = np.frombuffer(b"".join(ordered), dtype=np.uint8).reshape(-1, KEY_BYTES)
    rows = np.stack([vectors[key] for key in ordered])
    buffer = io.BytesIO()
    np.savez_compressed(buffer, keys=keys, rows=_narrow(rows))
    write_atomic(path, buffer.getvalue())


def with_probes(embedder: Embedder, vectors: Mapping[bytes, Vectors]) -> dict[bytes, Vectors]:
    """These vectors and those by which the model is known again."""
    return {**vectors, **dict(zip(_probe_keys(embedder), _probe_vectors(embedder), strict=True))}


def _probe_keys(embedder: Embedder) -> list[bytes]:
    return [vector_key(embedder.name, side, text) for side, text in PROBES]


def _probe_vectors(embedder: Embedder) -> Iterable[Vectors]:
    for side, text in PROBES:
        encode = embedder.queries if side == "query" else embedder.passages
        yield encode([text])[0]


def _same_model(embedder: Embedder, known: Mapping[bytes, Vectors]) -> bool:
    stored = [known.get(key) for key in _probe_keys(embedder)]
    for old, fresh in zip(stored, _probe_vectors(embedder), strict=True):
        if old is None or old.shape != fresh.shape or float(old @ fresh) < SAME:
            return False
    return True


def _narrow(rows: Vectors) -> NDArray[np.int8]:
    scaled = rows / np.maximum(np.abs(rows).max(axis=1, keepdims=True), 1e-9) * 127
    return np.asarray(np.round(scaled), dtype=np.int8)


def _widen(rows: NDArray[np.int8]) -> Vectors:
    wide = rows.astype(np.float32)
    lengths = np.maximum(np.linalg.norm(wide, axis=1, keepdims=True), 1e-9)
    return np.asarray(wide / lengths, dtype=np.float32)


def refresh() -> int:
    """Embed what the file does not hold yet, drop what is no longer used, train the models.

    Returns the count of vectors.
    """
    # Building needs this module, so what builds is only known here once it is called.
    from knowledge_base.basis import save_basis  # noqa: PLC0415
    from knowledge_base.build import (  # noqa: PLC0415
        embed_index,
        fingerprint,
        index_texts,
        train_models,
    )
    from knowledge_base.entries import load_entries  # noqa: PLC0415
    from knowledge_base.statutes import Statutes  # noqa: PLC0415
    from knowledge_base.store import SHIPPED_MODELS, Store, write_models  # noqa: PLC0415
    from knowledge_base.topics import searched_provisions  # noqa: PLC0415

    embedder = Embedder()
    entries, _ = load_entries(DATA.parent / "entries")
    statutes = Statutes()
    save_basis(entries, statutes)
    provisions = searched_provisions(statutes)
    texts = index_texts(entries, provisions)
    keys = [vector_key(embedder.name, side, text) for side, text in texts]
    with tempfile.TemporaryDirectory() as home:
        store = Store(Path(home))
        rows = store.vectors(embedder, texts, lambda step, share: None)
        found = dict(zip(keys, rows, strict=True))
        save_shipped(with_probes(embedder, found))
        models = train_models(entries, *embed_index(entries, provisions, embedder, store))
    write_models(SHIPPED_MODELS, fingerprint(embedder.name, entries, provisions), models)
    return len(found)


if __name__ == "__main__":
    print(f"{refresh()} vectors in {PATH}")
