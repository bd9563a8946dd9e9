"""What every test may lean on: real models, loaded once; a database of its own."""

from __future__ import annotations

import os

os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
os.environ.setdefault("HF_HUB_OFFLINE", "1")

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from filelock import FileLock

from api.assistant.safety import SafetyModel
from coach.service import Coach
from knowledge_base.service import KnowledgeBase

ROOT = Path(__file__).resolve().parent.parent
TRAINED = Path(os.environ.get("LINLI_TEST_HOME", ROOT / "var" / "tests"))

# Tests of one file share a worker and what its fixtures made; the journeys share one Rasa.
TOGETHER = {"journeys"}
MODELS = ("kb", "coach", "safety", "bot")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        folder = item.path.parent.name
        item.add_marker(pytest.mark.xdist_group(folder if folder in TOGETHER else str(item.path)))


@pytest.fixture(scope="session")
def model_home(worker_id: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where trained models and the index lie, apart from the product's.

    They are kept between runs; each worker has a copy of its own, as tests change the index.
    """
    if worker_id == "master":
        TRAINED.mkdir(parents=True, exist_ok=True)
        return TRAINED
    own = tmp_path_factory.mktemp("models")
    train(TRAINED)
    for name in MODELS:
        if (TRAINED / name).exists():
            shutil.copytree(TRAINED / name, own / name)
    return own


def train(home: Path) -> None:
    """Builds and trains what is missing or of other inputs; one process at a time."""
    home.mkdir(parents=True, exist_ok=True)
    with FileLock(home / "training.lock"):
        knowledge = KnowledgeBase.open(home)
        Coach.open(home, knowledge)
        SafetyModel.open(home, knowledge)


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
