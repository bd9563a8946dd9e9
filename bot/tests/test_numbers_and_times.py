"""Telephones, work order numbers and times as residents write them."""

from __future__ import annotations

import time
import unittest

from bot.understanding.facts import read_facts
from bot.understanding.numerals import to_digits
from bot.understanding.phones import find_phones
from bot.understanding.work_orders import find_work_order_numbers

PHONES = {
    "13800138000": "13800138000",
    "138 0013 8000": "13800138000",
    "138-0013-8000": "13800138000",
    "138.0013.8000": "13800138000",
    "１３８００１３８０００": "13800138000",
    "+86 139 8765 4321": "13987654321",
    "＋86 139-1234-5678": "13912345678",
    "8613912345678": "13912345678",
    "0086 13912345678": "13912345678",
    "幺三八零零幺三八零零零": "13800138000",
    "一三九 一二三四 五六七八": "13912345678",
    "一三8零零13八零零零": "13800138000",
    "我電話係１５９１２３４０９８７": "15912340987",
    "8栋602 13800138000": "13800138000",
    "电话0571-88001234": "0571-88001234",
    "010 6552 1234": "010-65521234",
    "打400-800-1234": "400-8001234",
    "联系我老婆的号码 17712349876": "17712349876",
}
NO_PHONES = ("第138001380001号", "1380013800", "2024120508001", "8栋3单元602", "物业费1234567元")
NUMBERS = {
    "工单号1024处理了吗": "1024",
    "2611230042 到哪了": "2611230042",
    "单号是 WO20260102-03": "WO20260102-03",
    "wo202601020003修了没": "WO202601020003",
    "#20483 怎么还没人来": "20483",
}
TIMES = {
    "今晚七点后": "今晚7点后",
    "今晚7点后在家": "今晚7点后",
    "周六都在家": "周六",
    "明天上午": "明天上午",
    "下午三点以后": "下午3点以后",
    "10点-11点": "10点-11点",
    "9-18点都在家": "9-18点",
    "后天中午12点到2点": "后天中午12点到2点",
    "12月3号下午方便": "12月3号下午",
    "水龙头漏水，明天下午两点半以后有人": "明天下午2点半以后",
    "随时可以": "随时可以",
    "周三上午九点之后有人": "周三上午9点之后",
    "今天晚上八点以后都在": "今天晚上8点以后",
    "墙皮掉了，周六上午来看看": "周六上午",
    "水龙头坏了，这周日上午九点以前来": "这周日上午9点以前",
    "纱窗掉了，下班后七点多到家": "下班后7点多",
    "周日没人，周六全天行": "周日没人,周六全天",
    "最好赶在礼拜四之前修好": "礼拜四之前",
    "15号前弄好就成": "15号前",
    "这两天家里都有人，来修窗户": "这2天",
    "我每天上午都在家，修个灯": "每天上午",
    "周一到周四六点半以后在家，来修对讲": "周一到周四6点半以后",
    "能不能明天就来，水槽堵了": "明天",
    "越快越好，家里有人": "越快越好",
    "下班后六七点在家": "下班后六七点",
    "吃过午饭两点来钟来修吧": "2点来钟",
    "过几天来修，我出差": "过几天",
    "听日下昼得闲，嚟整下水喉": "听日下昼",
    "半小时后到家，来开锁": "半小时后",
    "下礼拜一大早来人就行": "下礼拜一大早",
    "除夕前能来把灯换了吗": "除夕前",
    "清早家里有人，暖气不热": "清早",
    "灯坏了，晚上7.30以后来": "晚上7.30以后",
    "龙头坏了，随便哪天来都行": "随便哪天",
}
NO_TIMES = (
    "今早就停水了",
    "从昨晚开始漏的",
    "每天晚上十一点多楼上装修",
    "上个礼拜就坏了",
    "晚上十点还在打钻",
    "26号晚上停过电",
    "后半夜三点狗叫",
    "前门坏了，今天发现的",
)
HAPPENED = {
    "从昨天晚上就这样了": "昨天晚上",
    "每天晚上十一点多楼上装修": "每天晚上11点多",
    "水压小，从上周三开始": "上周三",
    "楼上半夜拖椅子": "半夜",
    "坏了三个月没修": "3个月",
    "灯不亮半个月了": "半个月",
    "路灯灭了俩礼拜了": "俩礼拜",
    "打从上礼拜起对讲就没声": "上礼拜",
    "从上个月中旬起没人扫": "上个月中旬",
    "每个周五周六都吵": "每个周五周六",
    "入冬以来就没热过": "入冬以来",
    "去年冬天起就不热": "去年冬天",
    "礼拜天一大早就电钻": "礼拜天一大早",
    "停水五个小时了": "5个小时",
    "每天早上六点不到就打桩": "每天早上6点不到",
    "每次下雨窗台都渗": "每次下雨",
    "一到夏天全是蚊子": "一到夏天",
    "工地从早到晚地敲": "从早到晚",
    "被困十分钟了": "10分钟",
    "今早被拦了十分钟": "今早",
    "寻晚开始没热水": "寻晚",
    "从年后就没人扫": "从年后",
    "连着三晚都吵": "3晚",
}
SPOTS = {
    "主卧墙皮掉了": "主卧",
    "厨房水龙头漏水": "厨房",
    "顶楼天台有人": "顶楼天台",
    "水压太小": None,
}


HOSTILE = ("1-", "1 ", "8.", "一", "8栋", "1点", "一点到", "13800138000", "1月1号", "不是", " ")


class Hostile(unittest.TestCase):
    def test_no_message_holds_up_the_others(self) -> None:
        for piece in HOSTILE:
            with self.subTest(piece):
                text = (piece * 2000)[:2000]
                start = time.perf_counter()
                for asked in ("", "location", "phone", "time"):
                    read_facts(text, asked=asked)
                # What runs away takes minutes; the rest is the machine's mood.
                self.assertLess(time.perf_counter() - start, 20.0)


class Phones(unittest.TestCase):
    def test_plain_digits(self) -> None:
        for text, plain in PHONES.items():
            with self.subTest(text):
                self.assertEqual([plain], [span.value for span in find_phones(text)])

    def test_other_numbers(self) -> None:
        for text in NO_PHONES:
            with self.subTest(text):
                self.assertEqual([], find_phones(text))

    def test_a_local_number_only_when_asked(self) -> None:
        self.assertEqual([], find_phones("88001234"))
        self.assertEqual("88001234", find_phones("88001234", asked=True)[0].value)

    def test_the_denied_number_is_left_out(self) -> None:
        facts = read_facts("不是13800138000，是13912345678")
        self.assertEqual("13912345678", facts.named()["phone"].value)


class Numbers(unittest.TestCase):
    def test_work_orders(self) -> None:
        for text, plain in NUMBERS.items():
            with self.subTest(text):
                self.assertEqual([plain], [s.value for s in find_work_order_numbers(text)])

    def test_a_telephone_is_no_work_order(self) -> None:
        self.assertNotIn("work_order_number", read_facts("电话13800138000").named())

    def test_numerals(self) -> None:
        for said, digits in {
            "十二": "12",
            "二十": "20",
            "一百零二": "102",
            "六零二": "602",
        }.items():
            self.assertEqual(digits, to_digits(said))


class Times(unittest.TestCase):
    def test_visits(self) -> None:
        for text, plain in TIMES.items():
            with self.subTest(text):
                found = read_facts(text).time
                self.assertEqual(plain, found.value if found else None)

    def test_what_is_no_visit(self) -> None:
        for text in NO_TIMES:
            with self.subTest(text):
                self.assertIsNone(read_facts(text).time)

    def test_when_it_happened(self) -> None:
        for text, plain in HAPPENED.items():
            with self.subTest(text):
                found = read_facts(text).happened
                self.assertIn(plain, found.value if found else "")


class Spots(unittest.TestCase):
    def test_rooms_and_parts_of_a_building(self) -> None:
        for text, plain in SPOTS.items():
            with self.subTest(text):
                found = read_facts(text).spot
                self.assertEqual(plain, found.value if found else None)


if __name__ == "__main__":
    unittest.main()
