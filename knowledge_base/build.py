"""Entries and statutes to a searchable index: embed what is new, train when inputs changed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np

from knowledge_base.candidates import Candidates, EntryIndex, Mask
from knowledge_base.embedding import Embedder, Vectors
from knowledge_base.files import digest
from knowledge_base.laws import DATA
from knowledge_base.passages import all_passages, provision_text
from knowledge_base.provisions import ProvisionIndex
from knowledge_base.query import Query
from knowledge_base.store import Store, StoredModels
from knowledge_base.topics import Topics, topic_rows
from knowledge_base.training import strangers, train
from knowledge_base.types import Entry, Provision

# Raise when the code that builds changes what is built.
INDEX_FORMAT = "7"

Progress = Callable[[str, float], None]


def silent(step: str, share: float) -> None:
    """A progress listener that shows nothing."""


@dataclass(frozen=True, slots=True)
class Index:
    """Everything a search reads; never changed, only replaced."""

    entries: tuple[Entry, ...]
    entry_index: EntryIndex
    provision_index: ProvisionIndex
    models: StoredModels
    positions: dict[str, int] = field(default_factory=dict)

    def candidates(self, query: Query, allowed: Mask | None = None) -> Candidates:
        """Entries for a query with all features; ``allowed`` masks entries."""
        found = self.entry_index.candidates(query, allowed)
        return found.told(self.models.domain.marks([query])[0])


def fingerprint(model: str, entries: Sequence[Entry], provisions: Sequence[Provision]) -> str:
    """One name for all that goes into an index."""
    asked = [
        f"{one.id}\n{one.title}\n{one.questions}\n{one.answer}\n{one.citations}" for one in entries
    ]
    law = [f"{one.citation}\n{one.text}" for one in provisions]
    data = [(DATA / name).read_bytes() for name in ("out_of_domain.txt", "topics.txt", "words.txt")]
    return digest([INDEX_FORMAT, model, *asked, "\0", *law, "\0", *data])


def build_index(
    entries: Sequence[Entry],
    provisions: Sequence[Provision],
    embedder: Embedder,
    store: Store,
    on_progress: Progress = silent,
) -> Index:
    """Load from the store what is there, make and store the rest."""
    name = fingerprint(embedder.name, entries, provisions)
    parts = embed_index(entries, provisions, embedder, store, on_progress)
    models = store.load_models(name)
    if models is None:
        models = train_models(entries, *parts, on_progress)
        store.save_models(name, models)
    on_progress("知识库就绪", 1.0)
    return assemble(entries, *parts[:2], models)


def train_models(
    entries: Sequence[Entry],
    entry_index: EntryIndex,
    provision_index: ProvisionIndex,
    strange: Vectors,
    on_progress: Progress = silent,
) -> StoredModels:
    """Takes a minute or two; ``strange`` are the strangers' vectors."""
    step = "校准检索"
    on_progress(step, 0.0)
    trained = train(
        entries, entry_index, provision_index, strange, lambda share: on_progress(step, share)
    )
    return StoredModels.of(trained, len(entries))


def assemble(
    entries: Sequence[Entry],
    entry_index: EntryIndex,
    provision_index: ProvisionIndex,
    models: StoredModels,
) -> Index:
    positions = {entry.id: place for place, entry in enumerate(entries)}
    return Index(tuple(entries), entry_index, provision_index, models, positions)


def index_texts(entries: Sequence[Entry], provisions: Sequence[Provision]) -> list[tuple[str, str]]:
    """All that an index needs vectors of, as (side, text).

    In this order: entries, provisions, topics, strangers.
    """
    texts = [(row.side, row.text) for row in all_passages(entries)]
    texts += [("passage", provision_text(one)) for one in provisions]
    texts += [("query", text) for _, text in topic_rows()]
    return [*texts, *(("query", text) for text in strangers())]


def embed_index(
    entries: Sequence[Entry],
    provisions: Sequence[Provision],
    embedder: Embedder,
    store: Store,
    on_progress: Progress = silent,
) -> tuple[EntryIndex, ProvisionIndex, Vectors]:
    """Both indexes and the strangers' vectors; only texts unknown to the store are embedded."""
    rows = all_passages(entries)
    vectors = store.vectors(embedder, index_texts(entries, provisions), on_progress)
    lay = topic_rows()
    ends = np.cumsum([len(rows), len(provisions), len(lay)])
    asked, law, said, strange = np.split(vectors, ends)
    entry_index = EntryIndex(rows, asked, [one.answer for one in entries])
    citations, texts = (one for one, _ in lay), (text for _, text in lay)
    topics = Topics(tuple(citations), tuple(texts), said, entry_index.whitening)
    return entry_index, ProvisionIndex(provisions, law, topics), strange
