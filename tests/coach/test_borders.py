from __future__ import annotations

import pytest

from coach.flags.borders import never
from coach.flags.draft import read_draft
from coach.types import OwnData, Role, Turn


def out_of_the_question(code: str, text: str, resident: str = "") -> bool:
    context = [Turn(Role.RESIDENT, resident)] if resident else []
    return never(code, read_draft(text, context, OwnData()), False)


@pytest.mark.parametrize(
    ("text", "resident", "out"),
    [
        ("等款项落实，热水泵马上开。", "", False),
        ("把上季的补上，杆子自然抬。", "", False),
        ("师傅下午三点带新水阀来。", "厨房水阀坏了", True),
        ("我们不会停水停电，您放心。", "欠着费会停水吗", True),
    ],
)
def test_collection_needs_money_and_a_means(text: str, resident: str, out: bool) -> None:
    assert out_of_the_question("unlawful_collection", text, resident) is out


@pytest.mark.parametrize(
    ("text", "out"),
    [
        ("是对门做早点的那家反映的。", False),
        ("他的电话不方便给您。", True),
        ("他的电话不方便给，不过他就在西门开理发店。", False),
        ("请您稍等，我看一下记录。", True),
    ],
)
def test_a_leak_needs_somebody(text: str, out: bool) -> None:
    assert out_of_the_question("privacy_leak", text) is out
