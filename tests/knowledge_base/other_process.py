"""What the tests of several processes run beside themselves.

python -m tests.knowledge_base.other_process write HOME     writes without end
python -m tests.knowledge_base.other_process listen HOME QUESTION ENTRY
"""

from __future__ import annotations

import sys
import time
from itertools import count
from pathlib import Path

import numpy as np

from knowledge_base.calibration import Thresholds
from knowledge_base.domain import Domain, Line
from knowledge_base.embedding import Vectors
from knowledge_base.fusion import Fusion
from knowledge_base.live import LiveEntries
from knowledge_base.service import KnowledgeBase
from knowledge_base.store import Store, StoredModels
from tests.knowledge_base.conftest import make_entry

ROWS = 3000  # a file of a megabyte, so that a kill often meets the writing
KINDS = 3


def models_of(size: int) -> StoredModels:
    """Models that tell by their size which write they are of."""
    row = np.full(5000, float(size))
    fusion = Fusion(row, row, row, row, row, float(size), row, row)
    domain = Domain(Line(row, 0.0), Line(row, 0.0))
    return StoredModels(domain, fusion, fusion, Thresholds(), size, 0.0, ())


def vectors_of(number: int) -> dict[bytes, Vectors]:
    """The vectors of a write: each kind has other keys, and rows that tell its number."""
    rows = np.zeros((ROWS, 64), dtype=np.float32)
    rows[:, number % KINDS] = 1.0
    keys = (f"{number % KINDS:04}{row:012}".encode() for row in range(ROWS))
    return dict(zip(keys, rows, strict=True))


def write(home: Path) -> None:
    """Vectors, models and one entry, over and over; each time others."""
    store, live = Store(home), LiveEntries(home / "kb" / "live")
    kinds = [vectors_of(number) for number in range(KINDS)]
    for number in count():
        store._save_vectors(kinds[number % KINDS])
        store.save_models(f"inputs {number}", models_of(number))
        live.put(make_entry("fees/lamp", title=f"第{number}次", answer=f"第{number}次。" * 2000))


def listen(home: Path, question: str, entry_id: str) -> None:
    """Tell the time when the entry is first found."""
    knowledge = KnowledgeBase.open(home)
    knowledge.search(question)
    print("ready", flush=True)
    while not any(hit.id == entry_id for hit in knowledge.search(question).hits):
        time.sleep(0.05)
    print(time.time(), flush=True)


if __name__ == "__main__":
    listen(Path(sys.argv[1]), *sys.argv[2:])
