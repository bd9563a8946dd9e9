from __future__ import annotations

import pytest

from coach.conversation import parse_turn
from coach.mood import Mood, emergency_kind, needs_action, read_mood


@pytest.mark.parametrize(
    ("text", "mood"),
    [
        ("请问物业费怎么交", Mood.CALM),
        ("谢谢，麻烦您了", Mood.CALM),
        ("孩子摔了一跤，膝盖破了", Mood.UPSET),
        ("到底管不管！！我要投诉", Mood.ANGRY),
        ("晚上被人尾随，我好害怕", Mood.AFRAID),
    ],
)
def test_mood(text: str, mood: Mood) -> None:
    assert read_mood([parse_turn(f"住户: {text}")]) is mood


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("电梯里困了人", "lift"),
        ("厨房有煤气味", "gas"),
        ("地下室着火了", "fire"),
        ("爆水管了，水漫到客厅了", "water"),
        ("电梯坏了三天了", ""),
        ("停车费怎么算", ""),
    ],
)
def test_emergency(text: str, kind: str) -> None:
    assert emergency_kind([parse_turn(text)]) == kind


def test_needs_action() -> None:
    assert needs_action([parse_turn("住户: 楼道灯坏了")])
    assert not needs_action([parse_turn("住户: 物业费多少钱一平")])
