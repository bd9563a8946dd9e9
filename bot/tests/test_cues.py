"""The signs that turn a dangerous word."""

from __future__ import annotations

import unittest

from bot.understanding.cues import NAMES, cues
from bot.understanding.masking import mask

HOLDS = (
    ("电梯里困了三个人", "danger_lift", "danger_plain"),
    ("厨房一股煤气味", "danger_gas", "danger_plain"),
    ("楼道冒烟了快来", "danger_fire", "urgent"),
    ("水管爆了水漫到客厅", "danger_water", "danger_plain"),
    ("洗衣机外壳电人", "danger_electric"),
    ("楼上往下扔酒瓶砸到车了", "danger_falling"),
    ("有个大爷晕倒了没反应", "danger_injury"),
    ("我不想活了", "danger_selfharm"),
    ("有人拿刀砍人", "danger_crime"),
    ("没有煤气味，你别紧张", "danger_gas", "denied", "danger_denied"),
    ("如果电梯困人了怎么办", "danger_lift", "supposed", "danger_supposed"),
    ("昨天水管爆了已经修好了", "danger_past", "danger_over"),
    ("消防演习着火怎么跑", "danger_study"),
    ("梦见着火", "danger_story"),
    ("着火了物业有责任吗", "danger_rules", "question"),
)
LACKS = (
    ("物业费多少钱", "danger_plain"),
    ("电梯里困了三个人", "denied"),
    ("如果电梯困人了怎么办", "danger_plain"),
    ("灯坏了", "danger_electric"),
)


def found(text: str) -> set[str]:
    return {name for name, value in zip(NAMES, cues(text), strict=True) if value}


class Cues(unittest.TestCase):
    def test_what_holds(self) -> None:
        for text, *names in HOLDS:
            with self.subTest(text):
                self.assertLessEqual(set(names), found(text))

    def test_what_does_not(self) -> None:
        for text, name in LACKS:
            with self.subTest(text):
                self.assertNotIn(name, found(text))

    def test_one_value_a_name(self) -> None:
        self.assertEqual(len(NAMES), len(cues("")))
        self.assertEqual(len(NAMES), len(set(NAMES)))


class Masking(unittest.TestCase):
    def test_places_and_numbers_become_one_word(self) -> None:
        self.assertEqual("我家某栋漏水,某电话", mask("我家８棟３單元602漏水，138 0013 8000"))
        self.assertEqual("某单号到哪了", mask("2611230042到哪了"))
        self.assertEqual("灯坏了", mask("灯坏了"))


if __name__ == "__main__":
    unittest.main()
