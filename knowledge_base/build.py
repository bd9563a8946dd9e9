"""Entries and statutes to a searchable index: embed what is new, train when inputs changed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from knowledge_base.candidates import EntryIndex
from knowledge_base.embedding import Embedder
from knowledge_base.files import digest
from knowledge_base.laws import DATA
from knowledge_base.passages import all_passages, provision_text
from knowledge_base.provisions import ProvisionIndex
from knowledge_base.store import Store, StoredModels
from knowledge_base.training import train
from knowledge_base.types import Entry, Provision

# Raise when the code that builds changes what is built.
INDEX_FORMAT = "2"

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


def fingerprint(model: str, entries: Sequence[Entry], provisions: Sequence[Provision]) -> str:
    """One name for all that goes into an index."""
    asked = [
        f"{one.id}\n{one.title}\n{one.questions}\n{one.answer}\n{one.citations}" for one in entries
    ]
    law = [f"{one.citation}\n{one.text}" for one in provisions]
    data = [(DATA / name).read_bytes() for name in ("out_of_domain.txt", "words.txt")]
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
    entry_index, provision_index = embed_index(entries, provisions, embedder, store, on_progress)
    models = store.load_models(name)
    if models is None:
        on_progress("校准检索", 0.0)
        trained = train(
            entries,
            entry_index,
            provision_index,
            embedder,
            lambda share: on_progress("校准检索", share),
        )
        models = StoredModels.of(trained, len(entries))
        store.save_models(name, models)
    on_progress("知识库就绪", 1.0)
    return assemble(entries, entry_index, provision_index, models)


def assemble(
    entries: Sequence[Entry],
    entry_index: EntryIndex,
    provision_index: ProvisionIndex,
    models: StoredModels,
) -> Index:
    positions = {entry.id: place for place, entry in enumerate(entries)}
    return Index(tuple(entries), entry_index, provision_index, models, positions)


def embed_index(
    entries: Sequence[Entry],
    provisions: Sequence[Provision],
    embedder: Embedder,
    store: Store,
    on_progress: Progress = silent,
) -> tuple[EntryIndex, ProvisionIndex]:
    """Both indexes, with vectors from the store where their texts are unchanged."""
    rows = all_passages(entries)
    texts = [(row.side, row.text) for row in rows]
    texts += [("passage", provision_text(one)) for one in provisions]
    vectors = store.vectors(embedder, texts, on_progress)
    entry_index = EntryIndex(rows, vectors[: len(rows)], [one.answer for one in entries])
    return entry_index, ProvisionIndex(provisions, vectors[len(rows) :])
