"""A real coach: real embeddings, real statutes, trained once for all tests of the folder."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from coach.figures import Bare
from coach.service import Coach
from coach.types import Flag, OwnData, Role, Turn


@pytest.fixture(scope="session")
def knowledge() -> Bare:
    return Bare.open()


@pytest.fixture(scope="session")
def coach(knowledge: Bare, model_home: Path) -> Coach:
    return Coach.open(model_home, knowledge)


def resident(text: str) -> list[Turn]:
    return [Turn(Role.RESIDENT, text)] if text else []


Codes = Callable[..., set[str]]


@pytest.fixture
def codes(coach: Coach) -> Codes:
    """The codes raised for a draft that answers one message."""

    def raised(draft: str, asked: str = "", own: OwnData | None = None) -> set[str]:
        flags: tuple[Flag, ...] = coach.check(draft, resident(asked), own=own or OwnData())
        return {flag.code for flag in flags}

    return raised
