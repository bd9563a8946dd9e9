"""no_empathy and no_next_step: what a draft lacks, seen against what the resident wrote."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from coach.flags.draft import Draft
from coach.flags.finding import Finding
from coach.mood import Mood

EMPATHY = re.compile(
    r"抱歉|对不起|不好意思|道歉|过意不去|理解|明白您|能体会|体谅|换(?:了|成|做|"
    r"作)?(?:谁|我|我们)|谁(?:遇|碰|家|都|听)|"
    r"(?:您|你)(?:先)?(?:别|不要)(?:着|太)?(?:急|担心|慌|怕|害怕|难过|生气|气)|(?:别|"
    r"不)(?:担心|怕|慌)|难怪|"
    r"(?:确实|真|太|挺|很|实在|够)(?:是)?(?:糟心|闹心|难受|折磨|难熬|着急|让人|不容易|"
    r"不方便|委屈|遭罪|受罪|辛苦|急人|气人|心疼|吓人|害怕|担心|烦|煎熬|影响|不像话|"
    r"不应该|不该)|"
    r"受(?:罪|累|苦|惊|委屈)|辛苦(?:您|了|阿姨|老人)|让(?:您|你|阿姨|老人|孩子|您家|"
    r"大家)[^，。！？]{0,10}(?:久等|受|费心|跑|担心|着急|等|操心|不便|困扰|失望|难|困|"
    r"白|为难|没法|睡不)|久等|"
    r"心疼|揪心|难受|着急是|急坏|吓坏|吓着|替(?:您|你)|(?:听着|看着|看了|听了)(?:都|"
    r"也)?|没(?:照顾|做|处理|管)好|我们(?:的)?(?:疏忽|失误|责任|错|不对|没)|"
    r"伤(?:得|到|着|口|势)?(?:怎么样|严重吗|要紧吗|重不重|重吗)|要紧(?:吗|不)|没事吧|"
    r"还好吗|还疼|疼(?:吗|不|坏)|人(?:怎么样|没事)|身体(?:怎么样|要紧|还好)|"
    r"保重|节哀|别怕|我陪|陪着您|知道您|您说得对|您的心情|气(?:愤|坏)|担忧|惦记|委屈|"
    r"添(?:麻烦|堵)|给您(?:带来|造成|添)|感同身受|糟心|闹心"
)
INSTRUCTION = re.compile(
    r"(?:请|先|马上|立即|立刻|赶紧|快|千万|务必)(?:您|你|不要|别|把|关|开|离|撤|打|拨|"
    r"到|远|按|切|拉|让|带|往|断|用|坐|靠|保|疏|站|下楼|躲|压|捂|待|移|找|去|用|就)|"
    r"(?:不要|别|勿|切勿|禁止)(?:碰|动|开|用|乘|坐|扒|靠|踩|点|扳|撬|触|移|挪|打|慌|"
    r"自己|站|走|进|出|挤)|(?:关(?:掉|上|闭|好|总|阀|了吗|气|电|水|燃)|撤离|离开|疏散|"
    r"远离|报警|拨(?:打)?1|打1[12]|119|120|110)|按(?:住|下|一下|紧急|五方)"
)
_WHEN = re.compile(
    r"(?:今|明|后|当)(?:天|晚|早|日|夜)|(?:上|下|中)午|早上|晚上|傍晚|(?:周|星期|"
    r"礼拜)[一二三四五六日天末]|[\d一二两三四五六七八九十半]+(?:点|时|:|：)|"
    r"[\d一二两三四五六七八九十半几]+个?(?:分钟|小时|钟头|天|工作日|刻钟)(?:内|之内|"
    r"左右|后|就|到|前)?|马上(?:到|过|上|去|出|联系|安排)|现在(?:就|去|给|帮|在|马上)|"
    r"立(?:即|刻|马)|这就|正(?:在)?(?:赶|去|往|路上|修|处理)|已(?:经)?(?:出发|在路上|"
    r"到|派|安排|上楼|赶)|"
    r"\d+\s*[月号日]|下班前|天黑前|之前(?:给|回|告|联)|分钟"
)
_WHO = re.compile(
    r"(?:师傅|主管|经理|工程|保安|保洁|电工|水工|维保|同事|负责人|财务|工程部|秩序|"
    r"管家|专员|值班|物业|[一-龥](?:工|师|队|主任|经理|主管))[^，。！？]{0,10}(?:去|"
    r"到|来|上门|联系|回|会|负责|处理|跟|过|给|赶|查|核|看|换|修|出发|在|打|盯)|"
    r"我(?:来|去|现在|马上|这就|会|先|已|已经|帮|给|让|叫|请|把|和|跟|陪|亲自|今|明|"
    r"负责|安排|联系|派|们(?:派|安排|来|去|现在|马上|会在|今|明|已经|已))"
)
_DOES = re.compile(
    r"(?:上门|到场|现场|回(?:复|话|电|您|你)|答复|告诉|告知|联系|通知|核(?:实|对|查)|"
    r"查(?:监控|一下|清|看|明|完|到)?|调(?:监控|取|解)|派|安排|更换|换|维修|修|"
    r"清(?:理|掏|运|洗)|登记|报(?:给|修|备|到)|开(?:单|门)|送|陪|协调|沟通|拦|劝|巡|"
    r"跟进|盯|发(?:给|您|到)|退|拖|处理|赶|出发|转(?:给|交|接)|催)"
)
_ASKS = re.compile(
    r"(?:请|麻烦|方便|能|可以)(?:您|你)?(?:把|先)?(?:提供|告诉|告知|说|发|报|留|给|拍|"
    r"描述|看|确认)|(?:您|你)(?:看|几点|哪|什么|是|方便|家)[^。！]{0,16}[?？吗呢]|"
    r"(?:房号|楼栋|哪[栋层个里边]|几(?:栋|楼|点|号|单元)|什么(?:时候|时间|位置|地方)|"
    r"电话|方便)[^。！]{0,10}[?？吗]|报(?:下|一下)?(?:房号|楼|门牌|姓名)"
)
_SELF_SERVICE = re.compile(
    r"(?:您|你)(?:可以|可|先|直接|到|在|带|打开|点|登录|凭|携|拨|打)|(?:到|在|"
    r"去)(?:前台|服务中心|物业中心|公众号|小程序|APP|app)|步骤|链接|点(?:击|开)|打开|"
    r"扫码|带(?:上|身份证|房产证|钥匙)"
)
_VAGUE = re.compile(
    r"尽快|尽早|(?:加强|加大|提高|督促|严肃|认真|重视|注意|关注|改进|整改|研究|考虑|"
    r"留意)(?:管理|巡|力度|对待|处理|服务|质量|督促|的|$)?|已(?:经)?(?:反馈|反映|上报|"
    r"收到|记录|转|通知|知晓|知悉)|"
    r"会(?:反馈|反映|处理|安排|跟进|注意|重视|解决|转达|上报|协调|改进|改善|加强|督促|"
    r"考虑|留意)|(?:相关|有关)(?:部门|人员|同事)|耐心等|等(?:通知|消息|待)|"
    r"感谢(?:您的)?(?:反馈|监督|来信|建议|支持)"
)


@dataclass(frozen=True, slots=True)
class Reading:
    """What a draft offers: counts and marks, also read by the classifier."""

    empathy: int
    instruction: bool
    when: bool
    who: bool
    does: bool
    asks: bool
    self_service: bool
    vague: int


def read(draft: Draft) -> Reading:
    text = draft.said
    return Reading(
        empathy=len(EMPATHY.findall(text)),
        instruction=INSTRUCTION.search(text) is not None,
        when=_WHEN.search(text) is not None,
        who=_WHO.search(text) is not None,
        does=_DOES.search(text) is not None,
        asks=_ASKS.search(text) is not None,
        self_service=_SELF_SERVICE.search(text) is not None,
        vague=len(_VAGUE.findall(text)),
    )


def names_next_step(reading: Reading) -> bool:
    """Someone acts, with a time or a name; or the resident is asked or told what to do."""
    if reading.asks or reading.self_service or reading.instruction:
        return True
    return reading.does and (reading.when or reading.who)


def suspects(draft: Draft) -> Iterator[Finding]:
    """What the rules alone would say; the classifier has the last word."""
    reading = read(draft)
    spared = bool(draft.emergency) and reading.instruction
    if draft.mood is not Mood.CALM and not reading.empathy and not spared:
        yield no_empathy(draft)
    if draft.needs_action and not names_next_step(reading):
        yield no_next_step(draft, reading)


_FEELING = {
    Mood.ANGRY: ("住户在生气", "给您添堵了，很抱歉，换作是我也会着急。"),
    Mood.AFRAID: ("住户在害怕", "您先别怕，我在这儿，先确认您和家人的安全。"),
    Mood.UPSET: ("住户遇到了难处", "让您受累了，很抱歉，这种情况确实难受。"),
    Mood.CALM: ("住户带着情绪", "给您添麻烦了，很抱歉。"),
}


def no_empathy(draft: Draft, confidence: float = 1.0) -> Finding:
    state, opening = _FEELING[draft.mood]
    reason = f"{state}，回复里没有一句体谅或道歉，先接住情绪再说事情。"
    return Finding("no_empathy", None, reason, opening + draft.text, confidence=confidence)


def no_next_step(draft: Draft, reading: Reading, confidence: float = 1.0) -> Finding:
    if reading.vague:
        reason = "只说了会处理，没有说谁来做、什么时候有结果，住户还得再问一遍。"
    else:
        reason = "住户的事还没着落，请写明接下来谁做什么、什么时候回复。"
    step = "我现在登记并联系负责的同事，两小时内告诉您安排到哪一步。"
    kept = draft.text.rstrip("。！!~～ ")
    return Finding("no_next_step", None, reason, f"{kept}。{step}", confidence=confidence)
