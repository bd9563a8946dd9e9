"""The facade of the knowledge base: open it, search it, change it.

>>> knowledge = KnowledgeBase.open(Path("var"))  # doctest: +SKIP
>>> knowledge.search("没收房要交物业费吗").hits[0].entry.title  # doctest: +SKIP
'没收房要不要交物业费'
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from knowledge_base.build import Index, Progress, build_index, silent
from knowledge_base.embedding import DEFAULT_MODEL, Embedder, Vectors
from knowledge_base.entries import load_entries
from knowledge_base.imported import laws_stamp, load_laws
from knowledge_base.laws import Law
from knowledge_base.live import LiveEntries
from knowledge_base.query import make_query
from knowledge_base.search import BOTH, NOTHING, Masks, masks_of, search_index
from knowledge_base.statutes import Statutes
from knowledge_base.store import Store
from knowledge_base.topics import searched_provisions
from knowledge_base.types import Entry, HitKind, Provision, Scope, SearchResult
from knowledge_base.update import update_entries, update_provisions

log = logging.getLogger(__name__)

ENTRIES = Path(__file__).parent / "entries"
LOOK_EVERY = 0.5  # seconds between looks at what other processes put or removed


@dataclass(frozen=True, slots=True)
class _State:
    """What a search needs, swapped as a whole."""

    index: Index
    day: date
    masks: dict[Scope, Masks]


class KnowledgeBase:
    """Questions in, hits out. Safe to use from many threads; calls block."""

    def __init__(
        self,
        statutes: Statutes,
        embedder: Embedder,
        store: Store,
        live: LiveEntries,
        shipped: Sequence[Entry],
        index: Index,
    ) -> None:
        self.statutes = statutes
        self.embedder = embedder
        self.home = store.home
        self._live = live
        self._shipped = tuple(shipped)
        self._seen = live.stamp()
        self._laws_seen = laws_stamp(store.home)
        self._looked = time.monotonic()
        self._state = _State(index, date.today(), {})
        self._changing = threading.Lock()

    @classmethod
    def open(
        cls,
        home: Path,
        *,
        entries_dir: Path | None = None,
        model: str | None = None,
        on_progress: Progress | None = None,
    ) -> KnowledgeBase:
        """Load the index under ``home/kb``; build what changed first.

        Entries that cannot be read are left out with a warning (``check`` lists them).
        ``on_progress`` gets a Chinese step and a share of 0–1.
        """
        tell = on_progress or silent
        tell("读取法律条文", 0.0)
        statutes = Statutes.open(home)
        entries, errors = load_entries(entries_dir or ENTRIES)
        for error in errors:
            log.warning("跳过无法读取的知识条目：%s", error)
        tell("加载语义模型", 0.0)
        embedder = Embedder(model or DEFAULT_MODEL)
        store, live = Store(home), LiveEntries(home / "kb" / "live")
        index = build_index(
            live.over(entries), searched_provisions(statutes), embedder, store, tell
        )
        return cls(statutes, embedder, store, live, entries, index)

    def search(
        self,
        question: str,
        scope: Scope | None = None,
        limit: int = 5,
        kinds: frozenset[HitKind] = BOTH,
    ) -> SearchResult:
        """The best hits for a question in a scope (default: national knowledge only)."""
        if limit < 1:
            raise ValueError(f"limit must be at least 1, not {limit}")
        query = make_query(question, self.embedder)
        self.follow()
        state = self._today()
        if not query.tokens:
            return NOTHING
        masks = self._masks(state, scope or Scope())
        return search_index(state.index, query, masks, limit, kinds)

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Query vectors, (n, dimension) float32, normalised; cached."""
        return self.embedder.queries(texts)

    def entry(self, entry_id: str) -> Entry | None:
        index = self._state.index
        place = index.positions.get(entry_id)
        return None if place is None else index.entries[place]

    def entries(self) -> tuple[Entry, ...]:
        return self._state.index.entries

    def provision(self, law: str, article: int) -> Provision | None:
        """An article by the law's short or full name; text empty when only known to exist."""
        return self.statutes.provision(law, article)

    def laws(self) -> tuple[Law, ...]:
        return self.statutes.laws()

    @property
    def index(self) -> Index:
        """The index as it is now; it never changes, a later one replaces it."""
        return self._state.index

    def put(self, entry: Entry) -> None:
        """Add or replace an entry; found by the next search."""
        with self._changing:
            self._seen |= self._live.put(entry)
            others = [one for one in self._state.index.entries if one.id != entry.id]
            self._replace(sorted([*others, entry], key=lambda one: one.id))

    def remove(self, entry_id: str) -> None:
        """Forget an entry; an unknown id is no error."""
        with self._changing:
            self._seen |= self._live.remove(entry_id)
            self._replace([one for one in self._state.index.entries if one.id != entry_id])

    def reload_laws(self) -> None:
        """Take over what was imported or taken back; embeds what is new, at some 30 ms each."""
        with self._changing:
            stamp = laws_stamp(self.home)
            self.statutes.take_over(load_laws(self.home / "kb" / "laws"))
            old = self._state.index
            changed = update_provisions(old, searched_provisions(self.statutes), self.embedder)
            self._state = _State(changed, date.today(), {})
            self._laws_seen = stamp

    def follow(self) -> None:
        """Take over what other processes of this home changed; one thread does it, none waits.

        Every search does; who reads entries without searching calls it first. New entries are
        embedded, so it may take part of a second.
        """
        if time.monotonic() - self._looked < LOOK_EVERY or not self._changing.acquire(False):
            return
        try:
            self._looked = time.monotonic()
            stamp = self._live.stamp()
            if stamp != self._seen:
                self._replace(self._live.over(self._shipped))
                self._seen = stamp
            if laws_stamp(self.home) != self._laws_seen:
                # A law takes seconds to embed: nobody's question waits for that.
                threading.Thread(target=self.reload_laws, daemon=True).start()
        finally:
            self._changing.release()

    def _replace(self, entries: Sequence[Entry]) -> None:
        old = self._state.index
        rebuilt = update_entries(old, entries, self.embedder)
        self._state = _State(rebuilt, date.today(), {})

    def _today(self) -> _State:
        """The state with masks of this day: validity can end at midnight."""
        state = self._state
        if state.day != date.today():
            state = _State(state.index, date.today(), {})
            self._state = state
        return state

    def masks(self, scope: Scope) -> Masks:
        """Which entries and provisions a scope may see today."""
        return self._masks(self._today(), scope)

    def _masks(self, state: _State, scope: Scope) -> Masks:
        if scope not in state.masks:
            state.masks[scope] = masks_of(state.index, scope, state.day)
        return state.masks[scope]
