"""Proposals for how residents may ask what an entry answers.

Rules, not a language model: each proposal is the question itself in other common words. A person
keeps those that sound right.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

MOST = 10

# What people say for one another. One character is never exchanged: 修 also stands in 装修.
_ALIKE = (
    ("怎么办理", "如何办理", "办理流程是什么"),
    ("怎么", "如何", "咋"),
    ("是否可以", "能不能", "可不可以", "可以吗"),
    ("多少钱", "怎么收费", "收费标准是多少"),
    ("什么时候", "啥时候", "哪天"),
    ("几点", "什么时间", "几点钟"),
    ("在哪里", "在哪儿", "在什么地方"),
    ("需要什么材料", "要带什么", "要准备哪些资料"),
    ("找谁", "联系谁", "打什么电话"),
    ("是否需要", "要不要", "用不用"),
    ("缴纳", "交"),
    ("物业管理费", "物业费"),
    ("机动车", "汽车", "车"),
    ("电动自行车", "电动车", "电瓶车"),
    ("装修", "装潢"),
    ("垃圾", "废弃物"),
    ("停水", "没水"),
    ("停电", "没电"),
    ("维修", "修"),
    ("访客", "客人"),
)
_POLITE = re.compile(r"^(?:请问|您好|你好|问一下|咨询一下|想问下?)[，,：:\s]*")
_NUMBER = re.compile(
    r"^(?:[（(]?[〇零一二三四五六七八九十\d]+[)）]?[、.．\s]|Q\d*[:：.]|问[:：])\s*"
)
_NOTICE = re.compile(
    r"^(?:关于)?(.+?)(?:的)?(?:通知|公告|告知书|温馨提示|须知|指南|说明|规定|办法|安排|流程)$"
)
_ASKS = re.compile(
    r"[?？]$|怎么|如何|什么|哪|几|多少|吗|能不能|可不可以|是否|要不要|谁|为何|为什么"
)
_ABOUT = (
    "{0}怎么办",
    "{0}是怎么安排的",
    "{0}有什么规定",
    "{0}的时间是什么时候",
    "{0}找谁",
    "想问一下{0}的事",
    "小区{0}有通知吗",
)


def bare_question(text: str) -> str:
    """Without numbering, greeting and final mark: ``3. 请问怎么交费？`` → ``怎么交费``."""
    return _POLITE.sub("", _NUMBER.sub("", text.strip())).strip(" ?？。.：:")


def is_question(text: str) -> bool:
    return bool(_ASKS.search(text))


def proposals(title: str) -> tuple[str, ...]:
    """Up to ``MOST`` ways to ask for what stands under a title or question, without itself."""
    asked = bare_question(title)
    if not asked:
        return ()
    topic = _NOTICE.sub(r"\1", asked)
    ways = _reworded(asked) if is_question(asked) else _about(topic)
    found = dict.fromkeys(way for way in ways if way != title.strip())
    return tuple(found)[:MOST]


def _reworded(asked: str) -> Iterable[str]:
    """Each common word exchanged, one at a time."""
    yield asked
    for group in _ALIKE:
        yield from _exchanged(asked, group)
    yield f"请问{asked}"
    yield f"{asked}，谢谢"
    yield f"我想问一下{asked}"
    yield f"麻烦问下，{asked}"


def _about(topic: str) -> Iterable[str]:
    yield topic
    yield from (pattern.format(topic) for pattern in _ABOUT)
    for group in _ALIKE:
        yield from _exchanged(topic, group)


def _exchanged(text: str, group: Sequence[str]) -> Iterable[str]:
    said = max((word for word in group if len(word) > 1 and word in text), key=len, default="")
    return (text.replace(said, other) for other in group if said and other != said)
