"""What a message asks for, and what a reply gives: an amount, a time, a place, yes or no, …"""

from __future__ import annotations

import re

_NUMBER = r"(?:\d[\d.]*|[一二两三四五六七八九十百千万半]{1,4})"
_ASKS = {
    "amount": r"多少|几(?!点|天|时|楼|栋|号|月|层)|多大|多高|费用|价|怎么(?:收|卖|算)|贵|便宜",
    "time": r"什么时[候间]|几点|几号|多久|几天|何时|多长时间|哪天|几月|啥时|时间",
    "place": r"哪(?!位|个人|天)|什么地方|位置|几楼|几层|几栋|几号楼|地址|远",
    "who": r"谁|哪位|找哪个|联系方式|电话|怎么联系",
    "how": r"怎么(?!样|这么|还|没|不|就|收|卖|算)|如何|需要(?:带|什么)|流程|手续|步骤",
    "why": r"为什么|为啥|怎么(?:这么|还|没|不|就)|凭什么|原因",
    "opinion": r"怎么样|如何|咋样|好不好",
    "choice": r"还是",
    "yes": (
        r"吗|[嘛么](?:$|[?？])|是不是|能不能|可不可以|有没有|会不会|要不要|行不行|好不好|对不对|"
        r"没有?[?？]|不[?？]|(?:可以|能|行|有|是|还)[^，。]{0,12}[?？]$|了没|了吧"
    ),
}
_GIVES = {
    "amount": (
        rf"{_NUMBER}\s*(?:万|元|块|平|米|%|个|户|部|张|间|成|度|吨|折|人|$)|"
        r"免费|不(?:收|要)(?:钱|费)"
    ),
    "time": (
        rf"{_NUMBER}\s*(?:点|天|分钟|小时|号|月|年|周|个工作日)|[今明后昨]天|[上下]午|早上|"
        r"晚上|周[一二三四五六日末]|随时|现在|马上|刚|平时"
    ),
    "place": r"[东南西北]|楼|层|栋|旁边|对面|附近|门口|里面|前台|路|站",
    "who": r"\d{3,}|主管|师傅|经理|同事|我(?:是|来)|电话|业主|负责|联系",
    "how": r"先|再|带|登记|扫|填|可以|需要|到|通过|直接",
    "why": r"因为|由于|是因|所以|检修|抢修|故障|坏|堵|主要",
    "opinion": r"好|不错|差|可以|方便|满意|舒服|挺|很|比较|还行",
    "choice": r"都|是|两",
    "yes": (
        r"^(?:嗯+|哦)?[，, ]?(?:是|不|没|有|可以|能|对|行|好|会|需要|要|可|还没|已经|目前|暂|"
        r"都|应该|差不多|当然)|不(?:是|能|可|行|用|要|会|收|对|含|算)|没有|可以|[是有能]的"
    ),
}
_ASKING = {kind: re.compile(pattern) for kind, pattern in _ASKS.items()}
_GIVING = {kind: re.compile(pattern) for kind, pattern in _GIVES.items()}


def asked(text: str) -> frozenset[str]:
    """The kinds of answer that a message asks for; empty where it only tells something."""
    return frozenset(kind for kind, pattern in _ASKING.items() if pattern.search(text))


def given(text: str) -> frozenset[str]:
    """The kinds of answer that a reply could be."""
    return frozenset(kind for kind, pattern in _GIVING.items() if pattern.search(text))
