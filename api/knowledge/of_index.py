"""What is worked out of a whole index and kept while neither index nor day change."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import date
from typing import Generic, TypeVar

from knowledge_base.build import Index
from knowledge_base.service import KnowledgeBase
from knowledge_base.statutes import Statutes

T = TypeVar("T")


class OfIndex(Generic[T]):
    """Remarks take a second and contradictions several: nobody works them out twice."""

    def __init__(self, work_out: Callable[[Index, Statutes], T]) -> None:
        self._work_out = work_out
        self._kept: tuple[Index, date, T] | None = None
        self._lock = threading.Lock()

    def of(self, knowledge: KnowledgeBase) -> T:
        """Blocks while it is worked out."""
        with self._lock:
            index, today = knowledge.index, date.today()
            kept = self._kept
            if kept is None or kept[0] is not index or kept[1] != today:
                kept = self._kept = (index, today, self._work_out(index, knowledge.statutes))
            return kept[2]
