from __future__ import annotations

import pytest

from coach.flags.modality import flips

CUT = "物业服务人不得采取停止供电、供水、供热、供燃气等方式催交物业费。"
PAY = "业主应当按照约定向物业服务人支付物业费。"


@pytest.mark.parametrize(
    ("claim", "article", "turned"),
    [
        ("物业可以停止供电催费", CUT, True),
        ("物业不得停止供电", CUT, False),
        ("不能用停止供水的办法催您", CUT, False),
        ("业主无需支付物业费", PAY, True),
        ("业主应该支付物业费", PAY, False),
        ("我今天把明细发您", PAY, False),
    ],
)
def test_a_claim_that_turns_the_article_round(claim: str, article: str, turned: bool) -> None:
    assert (flips(claim, article) > 0) is turned
