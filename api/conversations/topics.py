"""What a conversation is about, as coarsely as people share their work."""

from __future__ import annotations

import re

from api.models import Conversation

TOPIC_NAMES = {
    "emergency": "紧急",
    "complaint": "投诉",
    "repair": "报修",
    "fees": "收费",
    "parking": "车位充电",
    "decoration": "装修",
    "neighbours": "邻里",
}
# The folder of an approved entry says it better than words do.
_OF_CATEGORY = {
    "fees": "fees",
    "income": "fees",
    "maintenance_fund": "fees",
    "repair": "repair",
    "leaks": "repair",
    "lifts": "repair",
    "water_power": "repair",
    "parking": "parking",
    "charging": "parking",
    "decoration": "decoration",
    "noise": "neighbours",
    "neighbours": "neighbours",
    "pets": "neighbours",
    "falling_objects": "neighbours",
}
_WORDS = (
    ("decoration", re.compile(r"装修|建筑垃圾|施工")),
    ("parking", re.compile(r"车位|停车|充电|车库|道闸|挪车")),
    ("fees", re.compile(r"物业费|缴费|欠费|发票|收据|账单|费用|退费|公摊|维修资金|公维金")),
    ("repair", re.compile(r"报修|维修|修|漏水?|坏了|堵|停水|停电|没水|没电|电梯|不亮|不热|渗水")),
    ("neighbours", re.compile(r"邻居|楼上|楼下|噪音|扰民|宠物|遛狗|广场舞")),
)


def topic_of(conversation: Conversation) -> str:
    """One of `TOPIC_NAMES`, or empty when nothing says."""
    if conversation.emergency:
        return "emergency"
    if conversation.reason == "complaint":
        return "complaint"
    entries = conversation.memory.get("entries") or [""]
    category = str(entries[0]).partition("/")[0]
    return _OF_CATEGORY.get(category) or topic_in(str(conversation.brief.get("what", "")))


def topic_in(text: str) -> str:
    return next((topic for topic, words in _WORDS if words.search(text)), "")
