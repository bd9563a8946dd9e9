"""Reading a transcript: topic, place, what was said by whom, how long it has been going wrong."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from coach.mood import resident_words
from coach.types import Role, Turn


@dataclass(frozen=True, slots=True)
class Topic:
    """What a conversation is about and who at the company deals with it."""

    key: str
    noun: str  # 漏水的事
    owner: str  # 维修师傅


_OTHER = Topic("other", "您说的这件事", "负责的同事")
_TOPICS: tuple[tuple[re.Pattern[str], Topic], ...] = tuple(
    (re.compile(pattern), Topic(key, noun, owner))
    for pattern, key, noun, owner in (
        (r"电梯", "lift", "电梯的事", "电梯管理员"),
        (r"漏水|渗水|滴水|爆管|淹|水管|下水|马桶|堵(?!车|门)", "water", "水的问题", "维修师傅"),
        (r"停水|没水|水压", "supply", "供水的事", "工程主管"),
        (r"停电|没电|跳闸|断电|路灯|灯(?:坏|不亮)|漏电", "power", "电路的事", "电工师傅"),
        (r"吵|噪|跳舞|拖桌|音响|狗叫|半夜.{0,6}(?:声|响)|扰民", "noise", "噪声的事", "值班主管"),
        (r"车位|停车|占道|道闸|充电桩|剐|刮蹭|车库", "parking", "停车的事", "秩序主管"),
        (r"装修|敲墙|承重", "decoration", "装修的事", "装修管理员"),
        (r"垃圾|保洁|卫生|臭|楼道.{0,6}(?:脏|拖)|蟑螂|老鼠", "cleaning", "卫生的事", "保洁主管"),
        (r"狗|猫|宠物|咬", "pets", "养宠物的事", "秩序主管"),
        (r"保安|门禁|门岗|偷|丢|监控|陌生人|开门|安全", "safety", "安全的事", "秩序主管"),
        (r"物业费|费|账单|发票|押金|退|钱|收据|滞纳金|违约金", "fees", "费用的事", "财务同事"),
        (r"坏|修|故障|报修|没人来|师傅", "repair", "维修的事", "维修师傅"),
    )
)
_PLACE = re.compile(
    r"[\dA-Za-z一二三四五六七八九十]{1,4}(?:号楼|栋|幢|"
    r"座)(?:[\d一二三四五六七八九十]{1,2}单元)?(?:\d{2,4}(?:室|号|户)?)?"
    r"|[\d一二三四五六七八九十]{1,2}单元\d{3,4}(?:室)?|(?<!\d)\d{1,3}-\d{1,2}-\d{3,4}(?!\d)"
    r"|地下(?:车库|室)|[Bb][12]层?|快递柜|大门口?|电梯(?:厅|里|间)|楼道|单元门|游乐场|"
    r"花园|厨房|卫生间|阳台|客厅"
)
_HOME = re.compile(r"\d.*(?:栋|单元|室|楼|幢|座|-)")
_PHONE = re.compile(r"(?<!\d)1[3-9]\d{9}(?!\d)")
_PROMISE = re.compile(
    r"(?:今|明|后)天|[\d一二两三四五六七八九十半]+(?:点|小时|分钟|天)|上门|回复您|"
    r"回您|给您(?:回|答)|联系您|师傅.{0,8}(?:去|到|来)"
)
_ASKS = re.compile(r"[?？]|吗|怎么|多少|什么|哪|几|能不能|可不可以|是不是|有没有|如何|多久")

_PERSON = (
    r"人工(?:客服|服务|坐席)?|真人(?:客服)?|客服(?:人员)?|管家|活人|(?:工作|服务)人员|"
    r"物业(?:的人|人员)?|你们的?人"
)
_IDLE = re.compile(
    # Greets, thanks, takes leave, or only says yes; longer words before shorter ones, as ``++``
    # never goes back (and so never takes long over a long message).
    r"(?:(?:早上|上午|中午|下午|晚上)好|早上|早|(?:您|你)们?好|哈喽|嗨|hi|hello|有人(?:在)?吗|"
    r"在(?:吗|么|不在|不)?|喂|谢谢(?:您|你|啦|了)?|多谢|感谢|辛苦(?:了|您|你)*|"
    r"麻烦(?:了|您|你)*|再见|拜拜|好(?:的|吧|了|嘞|啊)|好(?![多几])|行吧?|嗯|哦|噢|ok|"
    r"知道了|明白了?|收到|没事了?|没有了|不用了?|"
    # asks for a person
    rf"不要机器人|别用机器人|不跟机器人(?:说|聊)?|{_PERSON}|"
    r"转(?:接|到|成|给)?|找个?|换个?|联系|接通?|来个?|有没有|能不能|帮我?|给我|我要|我想|直接|"
    r"还是|赶紧|一?下|说话|聊|通话|回答|回复|人(?!家)|"
    r"[我请能想要快那就你叫让有跟和吗么吧呢啊呀了啦哈嘛的]|可以|[\W_])++",
    re.IGNORECASE,
)


def topic_of(turns: Sequence[Turn]) -> Topic:
    """The first topic that the resident's last messages name; 您说的这件事 where none is."""
    text = resident_words(turns)
    return next((topic for pattern, topic in _TOPICS if pattern.search(text)), _OTHER)


def place_of(turns: Sequence[Turn]) -> str:
    """Where it is, by the resident's own words: a home before a room or a corner."""
    found = [m.group(0) for m in _PLACE.finditer(resident_words(turns, last=20))]
    homes = [place for place in found if _HOME.search(place)]
    return (homes or found or [""])[-1]


def matters(text: str) -> bool:
    """Whether a message carries a matter: more than a greeting, thanks or the call for a person."""
    return bool(text.strip()) and _IDLE.fullmatch(text.strip()) is None


def question_of(turns: Sequence[Turn]) -> str:
    """The resident's last words that carry a matter; "" where none of them does.

    A phone number or a bare home answers a question of ours and is passed over too.
    """
    said = [turn.text.strip() for turn in turns if turn.role is Role.RESIDENT and turn.text.strip()]
    asked = (text for text in reversed(said) if matters(text) and not _only_data(text))
    return next(asked, "")


def _only_data(text: str) -> bool:
    """Whether nothing is left of a message without its phone numbers and places."""
    rest = _PLACE.sub("", _PHONE.sub("", text))
    return re.search(r"[^\W\d_]", rest) is None


def phone_of(turns: Sequence[Turn]) -> str:
    found = _PHONE.findall(resident_words(turns, last=20))
    return found[-1] if found else ""


def unanswered(turns: Sequence[Turn]) -> tuple[str, ...]:
    """The resident's messages after the last reply of the bot or an agent."""
    tail: list[str] = []
    for turn in reversed(turns):
        if turn.role in (Role.BOT, Role.AGENT):
            break
        if turn.role is Role.RESIDENT:
            tail.append(turn.text)
    return tuple(reversed(tail))


def promises(turns: Sequence[Turn]) -> tuple[str, ...]:
    """What bot or agent said would happen."""
    ours = (turn.text for turn in turns if turn.role in (Role.BOT, Role.AGENT))
    return tuple(text for text in ours if _PROMISE.search(text))


def is_question(text: str) -> bool:
    return _ASKS.search(text) is not None


def parse_turn(line: str) -> Turn:
    """A line of an evaluation file, ``住户: …``; without a known name it is the resident's."""
    roles = {
        "住户": Role.RESIDENT,
        "业主": Role.RESIDENT,
        "机器人": Role.BOT,
        "客服": Role.AGENT,
        "系统": Role.SYSTEM,
    }
    role = Role.RESIDENT
    while match := re.match(r"\s*(住户|业主|机器人|客服|系统)\s*[:：]\s*", line):
        role, line = roles[match.group(1)], line[match.end() :]
    return Turn(role, line)
