"""Whole dialogues with the trained model: words in, directives out."""

from __future__ import annotations

import asyncio
import logging
import os
import unittest
import uuid
from pathlib import Path
from typing import Any

import structlog
from rasa.core.agent import Agent
from rasa.core.tracker_store import TrackerStore
from rasa.core.utils import AvailableEndpoints
from rasa.shared.core.domain import Domain

from bot.dialogue import Dialogue, swap_model

BOT = Path(__file__).parent.parent
MODEL = Path(os.environ.get("LINLI_BOT_MODEL", BOT / "models" / "linli.tar.gz"))


def load_agent() -> Agent:
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
    endpoints = AvailableEndpoints.read_endpoints(str(BOT / "endpoints.yml"))
    domain = Domain.load(str(BOT / "domain.yml"))
    return Agent.load(
        str(MODEL),
        generator=endpoints.nlg,
        tracker_store=TrackerStore.create(endpoints.tracker_store, domain),
    )


@unittest.skipUnless(MODEL.exists(), f"no model at {MODEL}: train one, or set LINLI_BOT_MODEL")
class Conversations(unittest.IsolatedAsyncioTestCase):
    @classmethod
    def setUpClass(cls) -> None:
        cls.agent = load_agent()

    def setUp(self) -> None:
        self.sender = uuid.uuid4().hex

    async def say(self, text: str, **metadata: Any) -> dict[str, Any]:
        self.turn = await Dialogue(self.agent).turn(self.sender, text, metadata)
        return self.turn

    async def custom(self, text: str, at: int = -1) -> dict[str, Any]:
        return (await self.say(text))["replies"][at]["custom"]

    async def asks(self, text: str) -> str:
        return (await self.custom(text)).get("asks", "")

    async def test_a_repair_asked_one_by_one(self) -> None:
        self.assertEqual("location", await self.asks("厨房水龙头漏水"))
        self.assertEqual("phone", await self.asks("8栋3单元602"))
        self.assertEqual("confirm", await self.asks("１３８ ００１３ ８０００"))
        order = await self.custom("对")
        expected = {
            "directive": "open_work_order",
            "kind": "repair",
            "location": "8栋3单元602",
            "description": "厨房水龙头漏水",
            "phone": "13800138000",
        }
        self.assertEqual(expected, order)

    async def test_a_matter_that_is_mostly_place_and_telephone(self) -> None:
        self.assertEqual("confirm", await self.asks("厨房灯不亮，10栋801，13800138000"))

    async def test_an_answer_that_nobody_asked_for_is_asked_what_it_is_for(self) -> None:
        for text in ("8栋3单元602", "13800138000", "就在门口那里"):
            self.assertEqual("purpose", await self.asks(text))
            self.sender = uuid.uuid4().hex

    async def test_babble_is_not_taken_for_thanks(self) -> None:
        for text in ("呜哩哇啦叽里咕噜", "啦啦啦"):
            turn = await self.say(text)
            self.assertNotEqual("chitchat", turn["replies"][-1]["custom"].get("route"), text)
        self.assertEqual("chitchat", (await self.custom("辛苦啦"))["route"])

    async def test_words_that_fill_nothing_are_answered_once_and_asked_again(self) -> None:
        for text in (
            "嗯",
            "好的",
            "就是我家",
            "不知道",
            "没有",
            "我要报修",
            "报修",
            "谢谢",
            "你好",
            "😡",
        ):
            with self.subTest(text):
                self.sender = uuid.uuid4().hex
                await self.say("报修")
                replies = (await self.say(text))["replies"]
                self.assertLessEqual(len(replies), 2)
                self.assertTrue((await self.say("8栋3单元602"))["replies"])

    async def test_half_a_page_by_voice_is_a_repair(self) -> None:
        text = "喂你好啊那个我是六号楼二单元三零一的我们家那个厨房水池子底下老是往外渗水好几天了"
        turn = await self.say(text, calm=True)
        self.assertEqual("phone", turn["replies"][-1]["custom"]["asks"])

    async def test_the_time_of_a_complaint_is_kept(self) -> None:
        await self.say("楼上吵死了")
        await self.say("11栋2单元701 楼上就是801")
        self.assertEqual("11栋2单元701", self.turn["state"]["slots"]["location"])
        await self.say("每天晚上10点以后")
        self.assertEqual("每天晚上10点", self.turn["state"]["slots"]["time"])

    async def test_what_is_said_is_not_asked(self) -> None:
        text = "我家8栋3单元602马桶堵了，电话13800138000，今晚七点后在家"
        self.assertEqual("confirm", await self.asks(text))
        self.assertIn("今晚7点后", self.turn["replies"][0]["text"])
        self.assertNotIn("None", self.turn["replies"][0]["text"])

    async def test_a_correction_keeps_the_rest(self) -> None:
        await self.say("我家8栋3单元602马桶堵了，电话13800138000")
        self.assertEqual("confirm", await self.asks("不对是9栋"))
        self.assertEqual("9栋3单元602", (await self.custom("好的"))["location"])

    async def test_a_no_asks_what_is_wrong(self) -> None:
        await self.say("我家8栋3单元602马桶堵了，电话13800138000")
        self.assertEqual("change", await self.asks("不对"))
        self.assertEqual("confirm", await self.asks("电话是13912345678"))
        self.assertEqual("13912345678", (await self.custom("对的"))["phone"])

    async def test_a_declined_telephone_is_no_number(self) -> None:
        await self.say("客厅灯坏了，8栋602")
        self.assertEqual("confirm", await self.asks("不方便留"))
        self.assertNotIn("phone", await self.custom("对"))

    async def test_a_known_telephone_is_not_asked(self) -> None:
        await self.say("客厅灯坏了，8栋602", phone="138 0013 8000")
        self.assertEqual("confirm", self.turn["replies"][-1]["custom"]["asks"])

    async def test_a_question_in_between(self) -> None:
        await self.say("客厅灯坏了")
        replies = (await self.say("物业费一平方多少钱"))["replies"]
        self.assertEqual("consult_knowledge", replies[0]["custom"]["directive"])
        self.assertEqual("location", replies[1]["custom"]["asks"])

    async def test_an_emergency_breaks_out(self) -> None:
        await self.say("客厅灯坏了")
        emergency = await self.custom("8栋602家里好大的煤气味", 0)
        self.assertEqual(("raise_emergency", "gas"), (emergency["directive"], emergency["kind"]))
        self.assertEqual("8栋602", emergency["location"])
        self.assertIsNone(self.turn["state"]["form"])

    async def test_a_person_breaks_out(self) -> None:
        await self.say("客厅灯坏了，8栋602")
        self.assertEqual("hand_off", (await self.custom("转人工"))["directive"])
        self.assertEqual("location", await self.asks("卫生间漏水"))

    async def test_a_cancelled_form_leaves_nothing(self) -> None:
        await self.say("客厅灯坏了，8栋602")
        self.assertTrue((await self.custom("算了不报了"))["cancelled"])
        self.assertEqual("location", await self.asks("卫生间漏水"))

    async def test_a_sent_order_leaves_nothing(self) -> None:
        await self.say("我家8栋3单元602马桶堵了，电话13800138000")
        await self.say("对")
        self.assertEqual("location", await self.asks("卫生间漏水"))
        self.assertEqual("卫生间漏水", self.turn["state"]["slots"]["description"])

    async def test_more_is_added(self) -> None:
        await self.say("卫生间水管漏水，8栋602")
        await self.say("还有厨房水龙头也漏水")
        self.assertIn("；还有厨房水龙头", self.turn["state"]["slots"]["description"])

    async def test_a_complaint(self) -> None:
        self.assertEqual("phone", await self.asks("楼上天天半夜装修吵死了"))
        await self.say("8栋1201")
        self.assertEqual("confirm", await self.asks("幺三八零零幺三八零零零"))
        order = await self.custom("是的")
        self.assertEqual(("complaint", "8栋1201"), (order["kind"], order["location"]))

    async def test_braces_stay_as_they_are(self) -> None:
        await self.say("客厅{phone}灯坏了，8栋602，13800138000")
        self.assertIn("{phone}", self.turn["replies"][-1]["text"])

    async def test_the_number_of_an_order(self) -> None:
        status = await self.custom("工单2611230042修得怎么样了")
        self.assertEqual("2611230042", status["number"])
        self.assertNotIn("number", await self.custom("我上次报的修得怎么样了"))

    async def test_a_new_model_drops_no_turn_and_no_form(self) -> None:
        await self.say("我家8栋3单元602马桶堵了")
        before = self.agent.processor
        swap = asyncio.create_task(swap_model(self.agent))
        turns = 0
        while not swap.done():
            turn = await Dialogue(self.agent).turn(f"other{turns}", "物业费怎么交", {})
            self.assertTrue(turn["replies"])
            turns += 1
            await asyncio.sleep(0.2)  # as people do: the loading thread gets its turn, too
        await swap
        self.assertIsNot(before, self.agent.processor)
        self.assertGreater(turns, 0)
        self.assertEqual("confirm", await self.asks("13800138000"))
        self.assertEqual("8栋3单元602", (await self.custom("对"))["location"])

    async def test_there_is_always_a_reply(self) -> None:
        for text in (
            "😡😡😡",
            "？",
            "<script>alert(1)</script>",
            "a",
            "0",
            "8",
            "漏" * 2000,
            "ﷺ" * 2000,
        ):
            with self.subTest(text[:10]):
                self.assertTrue((await self.say(text))["replies"])


if __name__ == "__main__":
    unittest.main()
