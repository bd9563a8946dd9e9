"""A new index from an old one when a few entries changed."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from knowledge_base.build import Index, assemble
from knowledge_base.candidates import EntryIndex
from knowledge_base.embedding import Embedder, Vectors, embed_all
from knowledge_base.passages import Passage, all_passages, provision_text
from knowledge_base.provisions import ProvisionIndex
from knowledge_base.types import Entry, Provision


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


def update_provisions(index: Index, provisions: Sequence[Provision], embedder: Embedder) -> Index:
    """The same entries and models over other provisions; only new texts are embedded."""
    known = index.provision_index
    texts = [provision_text(one) for one in known.provisions]
    vectors = dict(zip(texts, known.dense.vectors, strict=True))
    wanted = [provision_text(one) for one in provisions]
    new = [text for text in dict.fromkeys(wanted) if text not in vectors]
    vectors |= dict(zip(new, embed_all(embedder, "passage", new), strict=True))
    shape = (0, embedder.dimension)
    rows = [vectors[text] for text in wanted]
    stacked = np.stack(rows) if rows else np.empty(shape, dtype=np.float32)
    provision_index = ProvisionIndex(provisions, stacked, known.topics)
    return assemble(index.entries, index.entry_index, provision_index, index.models)


def _vector(row: Passage, old: dict[tuple[str, str], Vectors], embedder: Embedder) -> Vectors:
    known = old.get((row.side, row.text))
    if known is not None:
        return known
    encode = embedder.queries if row.side == "query" else embedder.passages
    vector: Vectors = encode([row.text])[0]
    return vector
