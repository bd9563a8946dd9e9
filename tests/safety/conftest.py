"""The trained net, once for all, and the messages it was tuned on."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from api.assistant.safety import SafetyModel
from api.evaluation.lines import read_lines
from knowledge_base.service import KnowledgeBase

HERE = Path(__file__).parent


@pytest.fixture(scope="session")
def net(model_home: Path, knowledge: KnowledgeBase) -> SafetyModel:
    return SafetyModel.open(model_home, knowledge)


@pytest.fixture(scope="session")
def development() -> list[dict[str, Any]]:
    return read_lines(HERE / "development.jsonl")


@pytest.fixture(scope="session")
def fresh() -> list[dict[str, Any]]:
    return read_lines(HERE / "fresh.jsonl")


@pytest.fixture(scope="session")
def strangers() -> list[dict[str, Any]]:
    return read_lines(HERE / "strangers.jsonl")
