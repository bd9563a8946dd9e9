"""What is wrong, and what an answer means after a question."""

from __future__ import annotations

import unittest

from bot.understanding.answers import Question, intent_in_form
from bot.understanding.descriptions import add_detail
from bot.understanding.facts import is_bare, read_facts, read_matter
from bot.understanding.text import fold

MATTERS = {
    "我家8栋3单元602厨房水龙头漏水，电话13800138000": "厨房水龙头漏水",
    "3楼走廊灯不亮了": "灯不亮了",
    "五号楼二单元电梯从昨晚开始停的": "电梯从昨晚开始停的",
    "麻烦师傅看下，马桶堵了": "看下，马桶堵了",
    "8栋602 漏水": "漏水",
    "马桶堵了，今晚七点后在家，8栋602": "马桶堵了",
    "灯从昨晚开始就不亮了": "灯从昨晚开始就不亮了",
    "灯坏了": "灯坏了",
    "家里马桶堵了": "家里马桶堵了",
}
NOTHING_SAID = (
    "我要报修",
    "你好，我想投诉",
    "麻烦派个师傅来修一下",
    "帮我报个修，8栋602",
    "反映个问题",
)
REPAIR = "repair_form"
ANSWERS = (
    ("8栋3单元602", "knowledge", "location", "inform"),
    ("602", "nlu_fallback", "location", "inform"),
    ("快递柜那一排最里头", "knowledge", "location", "inform"),
    ("厨房水管", "knowledge", "description", "inform"),
    ("物业费多少钱", "knowledge", "location", "knowledge"),
    ("我要找真人", "human", "phone", "human"),
    ("家里有煤气味", "emergency_gas", "phone", "emergency_gas"),
    ("算了", "deny", "location", "cancel"),
    ("不用来了，又好了", "inform", "phone", "cancel"),
    ("不留", "cancel", "phone", "deny"),
    ("不方便", "deny", "phone", "deny"),
    ("不修了", "deny", "phone", "cancel"),
    ("12345678", "inform", "phone", "unclear"),
    ("138", "inform", "phone", "unclear"),
    ("一三八零零一三八", "inform", "phone", "unclear"),
    ("不对", "deny", "phone", "correct"),
    ("没有", "deny", "phone", "deny"),
    ("13800138000", "nlu_fallback", "phone", "inform"),
    ("嗯嗯好的", "thanks", "confirmed", "affirm"),
    ("可以的，麻烦了", "thanks", "confirmed", "affirm"),
    ("不对", "deny", "confirmed", "correct"),
    ("不对，是8栋", "deny", "confirmed", "correct"),
    ("算了不报了", "deny", "confirmed", "cancel"),
    ("没错，今晚七点后来", "nlu_fallback", "confirmed", "inform"),
    ("嗯", "affirm", "location", "unclear"),
    ("可以", "affirm", "phone", "unclear"),
    ("我也不知道", "deny", "location", "unclear"),
    ("我要报修", "repair", "location", "inform"),
    ("马桶堵了", "repair", "location", "repair"),
    ("你们会保密吧", "nlu_fallback", "phone", "nlu_fallback"),
    ("保密", "nlu_fallback", "phone", "deny"),
)


class Descriptions(unittest.TestCase):
    def test_the_matter_without_place_and_telephone(self) -> None:
        for text, matter in MATTERS.items():
            with self.subTest(text):
                self.assertEqual(matter, read_matter(text, read_facts(text)))

    def test_nothing_but_the_wish_to_report(self) -> None:
        for text in NOTHING_SAID:
            with self.subTest(text):
                self.assertEqual("", read_matter(text, read_facts(text)))

    def test_details_are_added_once(self) -> None:
        self.assertEqual("灯坏了；门也坏了", add_detail("灯坏了", "门也坏了"))
        self.assertEqual("灯坏了", add_detail("灯坏了", "灯坏了"))

    def test_what_only_checks_the_address_is_no_matter(self) -> None:
        text = "地址再确认下是9栋1单元201哈"
        self.assertEqual("", read_matter(text, read_facts(text), correcting=True))

    def test_a_burst_is_one_line(self) -> None:
        text = "两件事，\n卫生间灯不亮了 5栋3单元1102\n水管也漏"
        matter = read_matter(text, read_facts(text))
        self.assertEqual("两件事，卫生间灯不亮了，水管也漏", matter)

    def test_half_a_page_is_cut(self) -> None:
        text = "水管漏" * 600
        self.assertEqual(500, len(read_matter(text, read_facts(text))))

    def test_bare_facts(self) -> None:
        for text in ("13800138000", "我电话是13800138000", "不对，是8栋", "下午三点以后都在家"):
            with self.subTest(text):
                self.assertTrue(is_bare(text, read_facts(text)))
        self.assertFalse(is_bare("8栋602漏水", read_facts("8栋602漏水")))


class Answers(unittest.TestCase):
    def test_meaning_after_a_question(self) -> None:
        for text, intent, slot, meant in ANSWERS:
            with self.subTest(f"{slot}? {text}"):
                facts = read_facts(text, asked=slot)
                question = Question(REPAIR, slot)
                self.assertEqual(meant, intent_in_form(text, facts, intent, question))


class Fold(unittest.TestCase):
    def test_keeps_every_position(self) -> None:
        text = "８棟３單元，電話：１３８ 轉人工😡"
        self.assertEqual(len(text), len(fold(text)))
        self.assertEqual("8栋3单元,电话:138 转人工😡", fold(text))


if __name__ == "__main__":
    unittest.main()
