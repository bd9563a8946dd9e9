"""What a message means after the one before: 租客呢 after 没收房要交物业费吗.

A change alone finds nothing. It is put into the question it changes: in place of the word it
stands for where there is one (业主 → 租客), else beside it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

LONGEST_CHANGE = 18  # characters; more is a question of its own
_OPENING = re.compile(
    r"^(?:哦+|噢|嗯+|好的?|知道了|明白了?|[，,。\s])*(?:那么?|如果是?|要是|若是|换成|换做|假如是?|对于|[，,\s])*"
)
_CLOSING = re.compile(
    r"(?:的话|的|也|是不是|都|是|一样|同样|这样|适用|算|行|可以|要交?|可|怎么[样说算办]|咋[样说算办])*"
    r"(?:呢|吗|么|嘛|不|吧|咧|捏)?[？?。！!~～\s]*$"
)
_SIGN = re.compile(
    r"^(?:哦+|嗯+|好的?|[，,\s])*(?:那|换成|换做|要是|如果是)|呢[？?。\s]*$|(?:一样|同样|也是|也要|也算|也行|适用)"
    r"(?:的)?[吗么嘛不]?[？?。\s]*$"
)
_OWN_QUESTION = re.compile(r"怎么(?!样|说|算|办)|多少|几[点天号次]|哪|为什么|为啥|谁|多久|什么时候")
_FEES = "物业费 停车费 水费 电费 燃气费 暖气费 取暖费 装修押金 清运费 公摊"
# Words of one class stand in for each other; the longest that is found is taken.
_CLASSES = tuple(
    tuple(words.split())
    for words in (
        "业主 租客 租户 房东 二房东 承租人 开发商 物业公司 物业 业委会 邻居 访客 老人 小孩",
        "第一次 第二次 第三次 第四次 首次 再次 多次",
        "地下车位 地上车位 地面车位 人防车位 产权车位 固定车位 临时车位 车位",
        "储藏室 商铺 住宅 空置房 毛坯房 房子",
        "白天 晚上 夜里 中午 周末 周六 周日 工作日 节假日 平时",
        "大型犬 猫 狗 鸽子 鸡",
        "电动自行车 电动车 摩托车 自行车 汽车 新能源车",
        "阳台 露台 窗户 厨房 卫生间 客厅 楼顶 外墙 地下室 车库",
        "微信 支付宝 现金 银行卡",
        _FEES,
        "装修 搬家 租房 买房",
        "一年 半年 三个月 一个月",
    )
)


def changed_question(previous: str, text: str) -> str:
    """The question that ``text`` asks when it only changes ``previous``; empty if it does not.

    >>> changed_question("业主没收房要交物业费吗", "那租客呢")
    '租客没收房要交物业费吗'
    """
    change = core(text)
    if not previous or not change or not is_change(text):
        return ""
    return _replaced(previous, change) or f"{change}，{previous}"


def is_change(text: str) -> bool:
    """Whether the message is nothing but a change: 租客呢, 地下车位也一样吗."""
    plain = text.strip()
    if len(plain) > LONGEST_CHANGE or "\n" in plain or _OWN_QUESTION.search(plain):
        return False
    return bool(_SIGN.search(plain)) and bool(core(plain))


_CHOICE = re.compile(
    r"^(?:就?是?|选|我?[想要]?问?的?是?)*第?(?:([一1①])|([二2两②])|([三3③]))(?:个|条|项|种)?[的吧啊呀。.！!\s]*$"
)
_ASSENT = re.compile(r"^(?:对+|是的?|嗯+|没错|就是这个?|就这个)[的了吧啊呀呢。！!\s]*$")
_REFUSAL = re.compile(
    r"^(?:还是|都|也|这|那|全|好像|不好意思|[，,\s])*(?:不是|不对|不沾边|答非所问)"
    r"(?:吧|啊|呀|的|呢|这[个些]|我想?问的|我要的|一个|[，,。.！!~\s])*$"
)
# A change as answers may put it.
_ALIKE = {
    "周末": ("周末", "周六", "周日"),
    "租客": ("租客", "租户", "承租人"),
    "租户": ("租客", "租户", "承租人"),
    "晚上": ("晚上", "夜间", "夜里"),
    "夜里": ("晚上", "夜间", "夜里"),
    "节假日": ("节假日", "节日"),
}


def picked(memory: Mapping[str, Any], text: str) -> bool:
    """Whether the words are a title offered just now, as a tap on its button sends them."""
    return text.strip() in (memory.get("offered") or ())


def chosen(memory: Mapping[str, Any], text: str) -> str:
    """The title that 第二个 names among those just offered, or 对 when there was one."""
    offered = list(memory.get("offered") or ())
    if len(offered) == 1 and _ASSENT.match(text):
        return str(offered[0])
    match = _CHOICE.match(text.strip())
    at = next((n for n, found in enumerate(match.groups()) if found), 0) if match else len(offered)
    return str(offered[at]) if at < len(offered) else ""


def refuses(memory: Mapping[str, Any], text: str) -> bool:
    """Whether a bare no is one to what was answered or offered just now."""
    return bool(memory.get("answered")) and bool(_REFUSAL.match(text.strip()))


def words_for(change: str) -> tuple[str, ...]:
    """The words of a change under which an answer may treat it; none for a whole sentence."""
    if not change or len(change) > LONGEST_CHANGE:
        return ()
    return next((words for key, words in _ALIKE.items() if key in change), (change.rstrip("的"),))


def is_topic(text: str) -> bool:
    """Whether the change names what can be asked about alone: 停车费呢."""
    return core(text) in _FEES.split()


def last_question(memory: Mapping[str, Any]) -> str:
    return str(memory.get("question") or "")


def core(text: str) -> str:
    """租客 of 那租客呢."""
    return _CLOSING.sub("", _OPENING.sub("", text.strip())).strip("，,。？?！! ")


def _replaced(previous: str, change: str) -> str:
    """``previous`` with the word of the same class exchanged; empty when there is none."""
    for words in _CLASSES:
        new = _longest(words, change)
        old = _longest(words, previous)
        if new and old and new != old:
            return previous.replace(old, change if len(change) <= 2 * len(new) else new, 1)
    return ""


def _longest(words: tuple[str, ...], text: str) -> str:
    return max((word for word in words if word in text), key=len, default="")
