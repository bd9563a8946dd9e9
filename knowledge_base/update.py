"""A new index from an old one when a few entries changed."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from knowledge_base.build import Index, assemble
from knowledge_base.candidates import EntryIndex
from knowledge_base.embedding import Embedder, Vectors
from knowledge_base.passages import Passage, all_passages
from knowledge_base.types import Entry


def update_entries(index: Index, entries: Sequence[Entry], embedder: Embedder) -> Index:
    """The same provisions and models over other entries; only new texts are embedded."""
    rows = all_passages(entries)
    old = {
        (row.side, row.text): vector
        for row, vector in zip(index.entry_index.passages, index.entry_index.vectors, strict=True)
    }
    vectors = [_vector(row, old, embedder) for row in rows]
    shape = (0, embedder.dimension)
    stacked = np.stack(vectors) if vectors else np.empty(shape, dtype=np.float32)
    entry_index = EntryIndex(rows, stacked, [one.answer for one in entries], index.entry_index)
    return assemble(entries, entry_index, index.provision_index, index.models)


def _vector(row: Passage, old: dict[tuple[str, str], Vectors], embedder: Embedder) -> Vectors:
    known = old.get((row.side, row.text))
    if known is not None:
        return known
    encode = embedder.queries if row.side == "query" else embedder.passages
    vector: Vectors = encode([row.text])[0]
    return vector
