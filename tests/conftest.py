"""What every test may lean on: real models, loaded once; a database of its own."""

from __future__ import annotations

import os

os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
os.environ.setdefault("HF_HUB_OFFLINE", "1")

from collections.abc import Iterator
from pathlib import Path

import pytest

from api.assistant.safety import SafetyModel
from coach.service import Coach
from knowledge_base.service import KnowledgeBase

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def model_home() -> Path:
    """Where trained models and the index are kept between runs, apart from the product's."""
    home = Path(os.environ.get("LINLI_TEST_HOME", ROOT / "var" / "tests"))
    home.mkdir(parents=True, exist_ok=True)
    return home


@pytest.fixture(scope="session")
def knowledge(model_home: Path) -> KnowledgeBase:
    return KnowledgeBase.open(model_home)


@pytest.fixture(scope="session")
def coach(model_home: Path, knowledge: KnowledgeBase) -> Coach:
    return Coach.open(model_home, knowledge)


@pytest.fixture(scope="session")
def safety_net(model_home: Path, knowledge: KnowledgeBase) -> SafetyModel:
    return SafetyModel.open(model_home, knowledge)


@pytest.fixture
def editable(knowledge: KnowledgeBase) -> Iterator[KnowledgeBase]:
    """The knowledge base for a test that changes it; afterwards everything is as before."""
    before = {entry.id: entry for entry in knowledge.entries()}
    parts = [knowledge.home / "kb" / name for name in ("live", "drafts", "imports", "laws")]
    kept = {path: path.read_bytes() for part in parts for path in part.glob("*")}
    yield knowledge
    for entry in knowledge.entries():
        if before.get(entry.id) != entry:
            knowledge.remove(entry.id)
    for entry_id in before.keys() - {entry.id for entry in knowledge.entries()}:
        knowledge.put(before[entry_id])
    for path in {path for part in parts for path in part.glob("*")} - kept.keys():
        path.unlink()
    for path, content in kept.items():
        path.write_bytes(content)
    knowledge.reload_laws()
