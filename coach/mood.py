"""How the resident feels and whether something has to be done, read from what they wrote."""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import StrEnum

from coach.types import Role, Turn


class Mood(StrEnum):
    CALM = "calm"
    UPSET = "upset"
    ANGRY = "angry"
    AFRAID = "afraid"


_AFRAID = re.compile(
    r"害怕|好怕|怕(?:死|得|他|她|出事|有人|摔|爆)|吓(?:死|坏|到|得|哭|人)|不敢|心慌|发抖|恐怖|"
    r"(?:太|很|好|非常)危险|会不会(?:爆炸|塌|出事|触电)|救命|被(?:跟踪|尾随|威胁|困)|"
    r"困在|跟着我|不想活"
)
_ANGRY = re.compile(
    r"到底(?:管|有没有|什么时候|还|想|谁|能|修|干)|凭什么|投诉|举报|曝光|12345|太过分|"
    r"过分|忍无可忍|"
    r"垃圾(?:物业|公司)|什么(?:玩意|态度|物业|破)|骗(?:子|人|钱)|不要脸|气(?:死|人|愤|炸)|"
    r"(?:你们|物业)(?:就|都|是|这)?(?:这么|怎么|干什么|干嘛|吃什么|白拿|光|只会|"
    r"只知道|不作为|不管)|"
    r"有没有人管|没人管|推来推去|踢皮球|糊弄|敷衍|退钱|赔(?:钱|我|偿)|差评|起诉|维权|拒交|不交了|"
    r"太离谱|离谱|无语|岂有此理|说法|交代|火大|滚|混蛋|王八|他妈|tmd|md|[!！]{2,}|"
    r"[?？]{2,}|😡|🤬|💢",
    re.IGNORECASE,
)
_UPSET = re.compile(
    r"崩溃|受不了|睡不(?:着|好|成)|没睡|失眠|神经衰弱|难受|难过|伤心|委屈|失望|心疼|"
    r"哭|烦(?:死|透|人)?|头疼|"
    r"急(?:死|用|着)|着急|焦虑|折磨|[摔撞磕砸划烫夹绊咬](?:了|到|伤|破|倒|坏|断)|受伤|"
    r"流血|骨折|住院|推倒|"
    r"泡(?:了|水|坏)|淹|漏(?:水|到|成|得)|发霉|损失|被偷|丢了|不见了|"
    r"(?:[两二三四五六七八九十半几]|\d+)个?(?:天|周|星期|礼拜|月|小时|多月|次|遍|"
    r"回)(?:了|都|没|还)|好几|又(?:坏|停|漏|堵|来)|"
    r"还没(?:修|来|人|回|好|处理)|一直没|没人(?:来|理|回|修)|怎么还|天天|每天|半夜|凌晨|"
    r"老人|孕妇|轮椅|宝宝|孩子|中考|高考|发烧|生病|去世|走了没|[!！]|唉|😭|😢|😔|💔"
)
# Insults at whoever reads, as opposed to anger about a matter.
_ABUSE = re.compile(
    r"废物|白痴|傻[逼叉子]|脑残|蠢(?:货|猪)|畜生|王八|混蛋|混账|狗(?:东西|腿|日)|不要脸|下贱|贱人|"
    r"(?:你|他)妈的?|去死|滚(?:蛋|开|吧|$|[!！，。])|有病吧|脑子有(?:病|坑|问题)|"
    r"吃屎|狗屁|tmd|nmsl|s\s*b(?![a-z])",
    re.IGNORECASE,
)
# Told of others, it is a report and no insult.
_QUOTED = re.compile(r"(?:骂|说|喊|叫|称)(?:我|他|她|我们|人|孩子|老人)|有人(?:骂|写|喊)|被骂")
_CALMING = re.compile(r"谢谢|麻烦(?:您|你|问)?|请问|想问|咨询|了解一下|辛苦")
_NEEDS_ACTION = re.compile(
    r"坏|漏|堵|停(?:水|电|气|了)|没(?:水|电|气|信号|人)|不(?:亮|通|走|动|制冷|热|工作|"
    r"能用|好用)|卡(?:住|了|死)|"
    r"修|报修|维修|换|清(?:理|洗|运)|打扫|保洁|垃圾|臭|味道|噪音|噪声|吵|扰民|跳舞|"
    r"拖桌子|装修.{0,6}(?:声|吵)|"
    r"投诉|举报|处理|解决|管管|管不管|派人|来人|上门|什么时候(?:来|修|好|能)|到哪了|"
    r"多久|进度|赔|退|"
    r"推倒|打了|偷|丢|摔|受伤|淹|水(?:都)?流|冒烟|着火|掉下来|脱落|裂|占(?:了|用|道|"
    r"我)|堵(?:门|车|路)|"
    r"狗.{0,4}(?:咬|屎|叫|吓)|困|催|没(?:收到|处理|回复)|帮(?:我|忙)|能不能|开(?:个|"
    r"下)门|登记|办理|查一下"
)
_EMERGENCY = {
    "lift": re.compile(
        r"困(?:在|人|住)?.{0,6}电梯|电梯.{0,10}(?:困|关(?:在|住)|里面有人|出不(?:来|去)|坠|掉)"
    ),
    "gas": re.compile(
        r"(?:煤气|燃气|天然气|瓦斯).{0,8}(?:味|漏|泄)|(?:闻到|有).{0,6}(?:煤气|燃气)"
    ),
    "fire": re.compile(r"着火|起火|失火|火灾|冒(?:浓|黑)?烟|烧起来|火苗"),
    "electric": re.compile(r"漏电|触电|电(?:到|着)(?:人|我|了)|打火花|冒火花|麻手"),
    "water": re.compile(
        r"爆(?:水)?管|水管(?:爆|炸)|水(?:都|已经|全)?(?:流|淌|漫|灌)(?:到|进|得|了)|喷水|"
        r"淹(?:了|到|成|水)|漏(?:得|成)(?:很|像|瀑布|到处)|哗哗"
    ),
    "falling": re.compile(
        r"(?:高空|楼上).{0,6}(?:抛|坠|掉|扔)|(?:外墙|瓷砖|玻璃|墙皮).{0,6}(?:掉|脱落|砸)"
    ),
    "injury": re.compile(
        r"晕(?:倒|过去|了)|昏(?:倒|迷)|流(?:了好多)?血|骨折|喘不(?:上|过)|心脏|抽搐|"
        r"动不了|没(?:有)?反应|咬(?:了|伤)"
    ),
    "selfharm": re.compile(r"不想活|想死|轻生|自杀|跳楼|要跳下"),
    "crime": re.compile(
        r"持刀|拿刀|抢劫|有?小偷|入室|撬(?:门|锁)|打(?:人|架|起来)|尾随|跟踪|砸(?:门|车)"
    ),
}


def resident_words(turns: Sequence[Turn], last: int = 3) -> str:
    """The resident's last messages, one a line; empty where they wrote nothing."""
    words = [turn.text for turn in turns if turn.role is Role.RESIDENT]
    return "\n".join(words[-last:])


def read_mood(turns: Sequence[Turn]) -> Mood:
    """The strongest feeling in the resident's last three messages."""
    text = resident_words(turns)
    angry, upset = len(_ANGRY.findall(text)), len(_UPSET.findall(text))
    if _AFRAID.search(text):
        return Mood.AFRAID
    calming = 1 if _CALMING.search(text) else 0
    if angry > calming:
        return Mood.ANGRY
    if angry + upset > calming:
        return Mood.UPSET
    return Mood.CALM


def needs_action(turns: Sequence[Turn]) -> bool:
    """Whether something must be done or found out, beyond answering a question."""
    return _NEEDS_ACTION.search(resident_words(turns)) is not None


def emergency_kind(turns: Sequence[Turn]) -> str:
    """The kind of the directive ``raise_emergency`` that fits; empty where there is none."""
    text = resident_words(turns, last=2)
    return next((kind for kind, pattern in _EMERGENCY.items() if pattern.search(text)), "")


def is_abusive(text: str) -> bool:
    """Whether the words insult whoever reads them."""
    return bool(_ABUSE.search(text)) and not _QUOTED.search(text)
