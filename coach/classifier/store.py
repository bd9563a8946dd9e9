"""The trained classifier on disk: found again while its inputs are the same."""

from __future__ import annotations

import os
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from pickle import UnpicklingError
from typing import Any

import joblib

ROOT = Path(__file__).parents[2]
_UNREADABLE = (
    OSError, EOFError, ValueError, KeyError, IndexError, AttributeError, ImportError,
    UnpicklingError,
)  # fmt: skip
# All that a training reads: a test compares the code with what ``coach.training`` imports.
INPUTS = (
    "coach/classifier/*.py",
    "coach/flags/*.py",
    "coach/conversation.py",
    "coach/embedding.py",
    "coach/examples.py",
    "coach/mood.py",
    "coach/text.py",
    "coach/training.py",
    "coach/types.py",
    "coach/data/drafts/*/*.jsonl",
    "coach/data/patterns/*.yaml",
    "knowledge_base/modality.py",
    "knowledge_base/numerals.py",
    "knowledge_base/types.py",
)


def fingerprint(model_mark: str) -> str:
    """Changes with the drafts, the rules, the code that trains and the embedding model."""
    digest = sha256(model_mark.encode())
    digest.update(version("scikit-learn").encode())
    for pattern in INPUTS:
        for path in sorted(ROOT.glob(pattern)):
            digest.update(path.relative_to(ROOT).as_posix().encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()[:20]


def load(folder: Path, mark: str) -> Any | None:
    """What was saved under this fingerprint; None where nothing readable is there.

    The file is one this program wrote itself: a pickle from elsewhere must never lie there.
    """
    path = folder / f"classifier-{mark}.joblib"
    if not path.is_file():
        return None
    try:
        return joblib.load(path)
    except _UNREADABLE:
        return None  # half-written or of an older version: it is trained again


def save(folder: Path, mark: str, trained: object) -> None:
    """Written beside and moved into place, so that a crash leaves no half file; old ones go."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"classifier-{mark}.joblib"
    beside = path.with_suffix(f".{os.getpid()}.tmp")
    joblib.dump(trained, beside, compress=3)
    beside.replace(path)
    for old in folder.glob("classifier-*.joblib"):
        if old != path:
            old.unlink(missing_ok=True)
