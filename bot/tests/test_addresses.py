"""Places as residents write them."""

from __future__ import annotations

import unittest

from bot.understanding.addresses import best_address, find_addresses, merge_addresses

SAID = {
    "8栋3单元602": "8栋3单元602",
    "八栋三单元六零二": "8栋3单元602",
    "８栋３单元６０２": "8栋3单元602",
    "8 栋 3 单元 602": "8栋3单元602",
    "我在8栋。3单元。602": "8栋3单元602",
    "8棟3單元": "8栋3单元",
    "五号楼": "5号楼",
    "五号楼二单元": "5号楼2单元",
    "十二栋十五零二": "12栋1502",
    "二十三栋一百零二": "23栋102",
    "幺栋二单元幺零二": "1栋2单元102",
    "十一栋二单元二十楼": "11栋2单元20楼",
    "18号楼1单元10层1003": "18号楼1单元10层1003",
    "二期16幢": "2期16幢",
    "西苑3栋": "西苑3栋",
    "12弄5号601室": "12弄5号601室",
    "17栋B座1204A": "17栋B座1204A",
    "A座2203": "A座2203",
    "B3栋东户": "B3栋东户",
    "6#602": "6#602",
    "6#楼顶楼": "6#楼顶楼",
    "3-2-501": "3-2-501",
    "3#楼 1-1202": "3#楼1单元1202",
    "五号楼2-301": "5号楼2单元301",
    "香樟苑3座B1502": "3座B1502",
    "地下二层C区": "地下2层C区",
    "配电间在冒烟": "配电间",
    "3/2/501": "3/2/501",
    "8-602水管堵了": "8-602",
    "602室": "602室",
    "三单元门口": "3单元门口",
    "2单元电梯停了": "2单元",
    "我住9栋一单元四楼左手边": "9栋1单元4楼左手边",
    "12号楼东侧": "12号楼东侧",
    "8栋和9栋之间": "8栋和9栋之间",
    "3楼走廊": "3楼走廊",
    "5层电梯口积水": "5层电梯口",
    "地下车库B区": "地下车库B区",
    "负二层C区118车位": "负二层C区118车位",
    "车库B区23号车位": "车库B区23号车位",
    "B2车库C区": "B2车库C区",
    "负一楼车库入口": "负一楼车库入口",
    "地库电梯口": "地库电梯口",
    "小区南门": "小区南门",
    "北门岗亭": "北门岗亭",
    "大门口岗亭": "大门口岗亭",
    "儿童乐园滑梯断了": "儿童乐园",
    "垃圾桶旁边": "垃圾桶旁边",
    "不是6栋是8栋": "8栋",
    "不对，是8栋不是6栋": "8栋",
    "我住8栋3单元602，3楼走廊灯坏了": "3楼走廊",
    "8栋602，13800138000": "8栋602",
    "5樓水压小": "5楼",
    "二十六楼水压小": "26楼",
    "十二层那户天天装修": "12层",
    "花园凉亭边上有人摔倒": "花园凉亭",
    "广场舞太吵，就在中心花园": "中心花园",
}
NO_PLACE = (
    "9-18点都在家",
    "9-18点",
    "2024-12-05",
    "10-120元",
    "电话0571-88001234",
    "010-65521234",
    "3月8号楼下没水",
    "那栋楼一直吵",
    "两栋楼都停电",
    "物业费2.5元一平",
    "交了2024年的物业费",
    "楼上十点还在吵",
    "三个师傅来了两次",
    "13800138000",
    "工单号1024",
    "爬了18楼",
    "落了三层灰",
    "六层以上都没水",
    "跳广场舞的太吵",
)
ASKED = {"602": "602", "我家602": "602", "1203": "1203"}
MERGED = (
    ("6栋3单元602", "8栋", "8栋3单元602"),
    ("3-2-501", "8栋", "8栋2单元501"),
    ("8栋602", "3单元", "8栋3单元602"),
    ("8栋", "602", "8栋602"),
    ("8栋602", "地下车库B区", "地下车库B区"),
    ("8栋3单元602", "603室", "8栋3单元603室"),
    ("3楼走廊", "8栋", "8栋3楼走廊"),
)


class Addresses(unittest.TestCase):
    def test_places_in_plain_form(self) -> None:
        for text, plain in SAID.items():
            with self.subTest(text):
                best = best_address(text, find_addresses(text))
                self.assertEqual(plain, best.value if best else None)

    def test_numbers_that_are_no_places(self) -> None:
        for text in NO_PLACE:
            with self.subTest(text):
                self.assertEqual([], find_addresses(text))

    def test_bare_rooms_only_when_asked(self) -> None:
        for text, plain in ASKED.items():
            with self.subTest(text):
                self.assertEqual([], find_addresses(text))
                self.assertEqual([plain], [s.value for s in find_addresses(text, asked=True)])

    def test_a_part_corrects_its_part(self) -> None:
        for old, new, whole in MERGED:
            with self.subTest(f"{old} + {new}"):
                self.assertEqual(whole, merge_addresses(old, new))

    def test_spans_point_into_the_original(self) -> None:
        text = "我家在８棟３單元６０２，廚房漏水"
        span = find_addresses(text)[0]
        self.assertEqual("８棟３單元６０２", text[span.start : span.end])


if __name__ == "__main__":
    unittest.main()
