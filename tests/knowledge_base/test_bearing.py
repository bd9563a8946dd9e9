"""What the citation checker says of a text: exists, in force, bears on the claim, not checked."""

from __future__ import annotations

import pytest

from knowledge_base.bearing import BearingState, check_claims
from knowledge_base.citations import CitationState
from knowledge_base.statutes import Statutes

RIGHT = (
    ("民法典", 944, "业主应当按约定支付物业费"),
    ("民法典", 944, "物业不能用停水停电的方式催交物业费"),
    ("民法典", 278, "使用维修资金要由业主共同决定"),
    ("民法典", 1254, "禁止从建筑物中抛掷物品"),
    ("民法典", 942, "物业应当妥善维修养护共有部分，维护秩序"),
    ("民法典", 946, "解聘物业应当提前六十日书面通知"),
    ("民法典", 282, "利用共有部分产生的收入扣除成本后归业主共有"),
    ("民法典", 188, "诉讼时效是三年"),
    ("民法典", 275, "占用共有道路停放汽车的车位属于业主共有"),
    ("消防法", 28, "不得占用、堵塞消防车通道"),
    ("民法典", 1246, "没有对动物采取安全措施造成别人损害要赔"),
    ("民法典", 943, "物业应当定期公开收费项目和维修资金使用情况"),
)
TURNED = (
    ("民法典", 944, "物业可以停水停电催交物业费"),
    ("民法典", 944, "业主不用支付物业费"),
    ("民法典", 946, "解聘物业应当提前三十日书面通知"),
    ("民法典", 188, "诉讼时效是两年"),
    ("消防法", 28, "消防车通道可以临时占用"),
    ("民法典", 1254, "可以从建筑物中抛掷物品"),
)


def states(rows: tuple[tuple[str, int, str], ...], statutes: Statutes) -> list[BearingState]:
    texts = (f"根据《{law}》第{article}条，{claim}。" for law, article, claim in rows)
    return [found.bearing.state for text in texts for found in check_claims(text, statutes)]


def test_articles_that_carry_the_claim(statutes: Statutes) -> None:
    assert states(RIGHT, statutes) == [BearingState.CARRIED] * len(RIGHT)


def test_articles_that_say_the_opposite(statutes: Statutes) -> None:
    assert states(TURNED, statutes) == [BearingState.CONTRADICTED] * len(TURNED)


def test_articles_of_another_matter_are_never_taken_for_a_basis(statutes: Statutes) -> None:
    """Each claim under the article of another one."""
    for step in (2, 5, 7):
        moved = tuple((*RIGHT[i - step][:2], row[2]) for i, row in enumerate(RIGHT))
        swapped = tuple(one for one, own in zip(moved, RIGHT, strict=True) if one[:2] != own[:2])
        found = states(swapped, statutes)
        assert BearingState.CARRIED not in found
        assert found.count(BearingState.FOREIGN) >= 0.75 * len(found)


@pytest.mark.parametrize(
    ("text", "state", "bearing", "left_open"),
    [
        ("《民法典》第九千条写明业主可以不交费。", "no_article", "unchecked", "条文找不到"),
        ("按照物权法第七十六条，业主共同决定重大事项。", "repealed", "unchecked", "原文尚未收录"),
        ("《滨江市物业办法》第三条规定停车免费两小时。", "unknown_law", "unchecked", "是否存在"),
        ("依据《物业管理条例》第七条，业主应当交费。", "valid", "unchecked", "原文尚未收录"),
        ("见《民法典》第944条。", "valid", "unchecked", "没有写条文说了什么"),
        ("第1254条讲的是高空抛物的责任。", "no_law", "unchecked", "是否存在"),
    ],
)
def test_what_could_not_be_checked_is_said(
    statutes: Statutes, text: str, state: str, bearing: str, left_open: str
) -> None:
    (found,) = check_claims(text, statutes)
    assert found.finding.state is CitationState(state)
    assert found.bearing.state is BearingState(bearing)
    assert any(left_open in one for one in found.unchecked)
    assert found.wrong is (state in ("no_article", "repealed"))


def test_several_citations_are_judged_each_by_its_own_sentence(statutes: Statutes) -> None:
    text = "《民法典》第944条禁止停电催交物业费；按第946条，解聘要提前九十日书面通知。没有别的了。"
    first, second = check_claims(text, statutes)
    assert first.bearing.claim == "禁止停电催交物业费"
    assert (first.wrong, second.wrong) == (False, True)
    assert "六十日" in second.bearing.detail
    assert text[slice(*second.finding.span)] == "第946条"


def test_a_text_without_citations_has_none(statutes: Statutes) -> None:
    assert check_claims("请到前台登记。", statutes) == ()
