"""What travels with the net's examples, so that a first start embeds nothing and trains once.

python -m api.assistant.safety.shipped    renews vectors.npz and thresholds.json, after messages
                                          were added or the net's code changed
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from api.assistant.safety.examples import load_examples
from api.assistant.safety.model import Thresholds
from api.assistant.safety.training import THRESHOLDS, VECTORS, fingerprint, train
from coach.classifier.vectors import PROBES, StoredVectors
from coach.embedding import Embedder
from coach.figures import Bare
from knowledge_base.query import clean


def renew_vectors(embedder: Embedder, path: Path = VECTORS) -> int:
    """Embed what the file lacks, drop what is no longer used; returns how many examples."""
    texts = [clean(example.text) for example in load_examples()]
    stored = StoredVectors.open(path, embedder)
    stored.learn([*texts, *PROBES])
    stored.save(path, texts)
    return len(texts)


def renew_thresholds(embedder: Embedder, path: Path = THRESHOLDS) -> Thresholds:
    found = train(load_examples(), embedder).thresholds
    kept = {
        "mark": fingerprint(embedder),
        "possible": round(found.possible, 6),
        "certain": round(found.certain, 6),
    }
    path.write_text(json.dumps(kept, indent=1) + "\n", encoding="utf-8")
    return found


def main() -> None:
    knowledge = Bare.open()
    sys.stdout.write(f"{renew_vectors(knowledge)} vectors\n")
    sys.stdout.write(f"{renew_thresholds(knowledge)}\n")


if __name__ == "__main__":
    main()
