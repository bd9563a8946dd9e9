"""A net under the classifier: words that mean danger now, whatever the dialogue is doing.

It needs no model, so it works while Rasa is down. `CERTAIN` acts at once; `POSSIBLE` lets
the classifier decide, and acts when there is none to ask: missing an emergency is worse
than crying wolf.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    CERTAIN = "certain"
    POSSIBLE = "possible"


@dataclass(frozen=True, slots=True)
class Alarm:
    kind: str
    level: Level


_PERSON = r"(人|我|孩子|小孩|老人|宝宝|娃|妈|爸|奶奶|爷爷|阿姨|邻居|儿子|女儿|老婆|老公|师傅)"

# Order matters where two kinds meet in one sentence: what kills fastest comes first.
DANGER: dict[str, str] = {
    "selfharm": r"不想活|想死(?!心|守|磕)|自杀|轻生|跳楼|割腕|活不下去|结束(自己|生命)|死了算了|烧炭",
    "gas": r"(煤气|燃气|天然气|液化气|瓦斯|煤氣|燃氣).{0,8}(味|泄|漏|洩|臭|报警|报了警|响)"
    r"|(闻到|闻着|聞到|好大|一股).{0,6}(煤气|燃气|天然气|液化气|臭鸡蛋)|一氧化碳",
    "fire": r"着火|起火|失火|火灾|着了火|烧起来|燒起來|冒(黑|浓|白)?烟|冒煙|浓烟|濃煙|火苗"
    r"|着起来了|(很大|好大|全是|都是|有)(的)?烟(?!味|头|花)|(电池|电动车|电瓶车|插座|厨房|楼道).{0,6}(炸|爆炸|爆燃)"
    r"|走水了|爆炸了",
    "lift": r"(困|关|關|卡|夹|锁|堵)(在|到|進|进)?(了)?(电|電)梯"
    r"|(电|電)梯.{0,10}(困|关住|關|关了|卡住|卡人|夹住|夹人|出不(来|去)|打不开门|开不了门|坠|往下掉|急坠)"
    rf"|{_PERSON}.{{0,6}}(困|关|卡)(在|住).{{0,4}}(电|電)梯",
    "electric": r"触电|觸電|电到人|电死|被电(了|到|倒|着|击)|漏电.{0,8}(麻|人|电)|(冒|打|迸|喷)(火|电)(花|星)"
    r"|电线.{0,6}(掉|断|垂|着|冒)|麻手|電到",
    "injury": r"晕倒|昏倒|昏迷|暈倒|没(有)?(呼吸|意识|反应|脉搏)了?|叫不醒|倒(在|地)(地上|楼道|路边|门口|不起|了)?.{0,4}(不动|不醒|起不来|没反应)"
    r"|(流|出)(了)?(好多|很多|大量)?血不止|(好多|很多|一地|满地|大量)(的)?血|心脏病发|抽搐|抽筋倒|口吐白沫|摔(下|倒).{0,8}(动不了|起不来|不能动|流血|骨折)"
    r"|溺水|掉(进|到)(水池|泳池|池塘|湖|井|窨井|化粪池)|中风|噎住|喘不上气",
    "falling": r"(高空抛物|高空坠物|墙皮|瓷砖|外墙|玻璃|花盆|空调外机|砖头|广告牌|窗户|窗扇).{0,12}(砸|掉下来|掉落|坠落|往下掉|快掉|要掉|摇摇欲坠|脱落|坠下|砸到|砸中)"
    r"|(砸|差点砸)(到|中|伤|着)(了)?(人|我|孩子|小孩|老人)|(楼上|上面).{0,6}(扔|丢|抛|砸|掉)(下来|下|了).{0,8}(瓶|砖|刀|花盆|重物|玻璃|差点)",
    "water": r"爆管|水管.{0,4}(爆|炸|裂|断)|(水|污水).{0,4}(喷|狂喷|哗哗|涌|漫|倒灌)(出|上|进|个|的|到|得)?|淹(了|水|到|进)|水漫|喷水|成河了|倒灌|发大水|被水泡",
    "crime": r"(有|来)(小偷|贼|人撬)|(正在|在)(撬|砸|踹)(我|门|锁|车)|入室|抢劫|持刀|拿(着)?刀|捅人|砍人|打人了|(在|正)(打架|斗殴|打人|家暴)|打起来了|被(人)?打(了|伤)|跟踪我|尾随|强奸|猥亵|绑架|救命|家暴",
}

# Told as past, planned, quoted, asked about or denied: not danger now.
_NOT_NOW = (
    r"(昨天|前天|前几天|上次|上回|上周|上个?月|去年|前年|那次|之前|以前|曾经|当时|早就|已经(修|处理|解决)|刚修好|已修好|后来)"
    r"|(如果|要是|万一|假如|假设|倘若|若是)"
    r"|(演练|演习|培训|宣传|讲座|灭火器|消防栓|保险|新闻|视频里|听说|别的小区|隔壁小区|网上|电影|电视)"
    r"|(多久|年检|规定|责任|赔偿|谁赔|谁负责|赔不赔|怎么赔|能不能|可以吗|合法|违法吗|怎么预防|如何预防|怎么防|注意什么|是什么意思|怎么办理)"
    r"|(担心|害怕|怕|怀疑|会不会|容易|以免|防止|避免|小心|当心|预防|隐患)"
)
_DENIED = (
    r"(没有?|并非|不是|未|无|没人|沒有|不存在)(真的)?[^，。！!,.]{0,4}"
    r"(着火|起火|漏气|漏水|被困|困人|受伤|触电|爆管|淹|味|危险|自杀|打架|砸到|砸中|火|事)"
)
_NOW = r"现在|正在|正|马上|快来|赶紧|救命|快点|急急|怎么办|还在|刚刚|刚才|不停|一直在|出不来|啊{2,}|！|!{1,}"

_DANGER = {kind: re.compile(pattern) for kind, pattern in DANGER.items()}
_CALM = re.compile(_NOT_NOW)
_DENIAL = re.compile(_DENIED)
_URGENT = re.compile(_NOW)


def check(text: str) -> Alarm | None:
    """The emergency that the words name, if any; microseconds, no model."""
    flat = re.sub(r"\s+", "", text)
    for kind, pattern in _DANGER.items():
        if pattern.search(flat):
            return Alarm(kind, _level(kind, flat))
    return None


def _level(kind: str, text: str) -> Level:
    if _DENIAL.search(text):
        return Level.POSSIBLE
    if kind == "selfharm":
        return Level.CERTAIN
    if _CALM.search(text) and not _URGENT.search(text):
        return Level.POSSIBLE
    return Level.CERTAIN
