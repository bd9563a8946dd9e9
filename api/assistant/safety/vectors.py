"""Keeps the vectors of the net's examples beside them, so that a first start embeds nothing.

python -m api.assistant.safety.vectors    renews vectors.npz, after messages were added
"""

from __future__ import annotations

import sys
from pathlib import Path

from api.assistant.safety.examples import load_examples
from api.assistant.safety.training import VECTORS
from coach.classifier.vectors import PROBES, StoredVectors
from coach.embedding import Embedder
from coach.figures import Bare
from knowledge_base.query import clean


def renew(embedder: Embedder, path: Path = VECTORS) -> int:
    """Embed what the file lacks, drop what is no longer used; returns how many examples."""
    texts = [clean(example.text) for example in load_examples()]
    stored = StoredVectors.open(path, embedder)
    stored.learn([*texts, *PROBES])
    stored.save(path, texts)
    return len(texts)


def main() -> None:
    sys.stdout.write(f"{renew(Bare.open())} vectors\n")


if __name__ == "__main__":
    main()
