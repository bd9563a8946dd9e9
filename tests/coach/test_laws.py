from __future__ import annotations

import pytest

from coach.flags.laws import is_gone, lies_elsewhere


@pytest.mark.parametrize(
    ("law", "gone"),
    [("合同法", True), ("中华人民共和国物权法", True), ("劳动合同法", False), ("民法典", False)],
)
def test_a_law_is_gone_by_its_own_name(law: str, gone: bool) -> None:
    assert is_gone(law) is gone


@pytest.mark.parametrize(
    ("law", "elsewhere"),
    [
        ("住宅室内装饰装修管理办法", True),
        ("浙江省物业管理条例", True),
        ("电动车管理法", False),
        ("业主大会法", False),
    ],
)
def test_rules_that_exist_outside_the_collection(law: str, elsewhere: bool) -> None:
    assert lies_elsewhere(law) is elsewhere
