"""What was promised to a resident: what, by whom, until when."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from coach.masking import SURNAMES
from coach.text import MASK, Piece, clauses_between, mask_quotations, sentences
from coach.times import Moment, find_moment

_LONGEST = 80  # characters of what was promised
# Words to the resident afterwards: promised even where no time is named but 马上 or 尽快.
_ANSWER = (
    r"(?:回复|答复|回|告诉|通知|联系|告知|反馈给|同步给|打给|发给|致电)(?:给)?[您你]|"
    r"给[您你](?:[^，。]{0,4})(?:回|答|打|发|说|消息|结果|个准信|反馈|电话|一个)|"
    r"发[您你]|[把将][^，。]{1,12}发|回电|向您"
)
_DEED = (
    r"上门|到场|到(?:您|你)?家|过(?:去|来)|到位|到现场|派(?:人|师傅|过去|单)|安排|核实|核对|查(?:清|明|看|一)?|"
    r"处理|维修|修|更换|换|清理|打扫|巡查|跟进|协调|沟通|谈|登记|退(?:回|还|到)?|送(?:到|过)|恢复|完成|解决|办好|办理|"
    r"公示|到(?=$)|赶到|来(?=$|看|修|查)|去(?=$|看|修|查|您)|盯"
)
_ANSWERS, _DEEDS = re.compile(_ANSWER), re.compile(_DEED)
_NOT_OURS = re.compile(
    r"(?:请|麻烦|烦请)[您你]|[您你](?:先|再|可以|需要|要|得|今天|明天|到时|直接|来|去|带|有空|方便)|"
    r"[?？]|吗|如果|要是|假如|若|万一|是否|没(?:能|有)|不(?:能|会|了|到)|无法|未能|超过|"
    r"已经?|刚才|昨天|前天|上次|上周|^之前|开门|上班|营业|下班时间|施工时间|规定|每[天周月]|停[水电气]"
)
_OWNER = re.compile(
    rf"(?:[{SURNAMES}]?(?:师傅|主管|经理|主任|工(?=今|明|会|上|下|在))|财务(?:同事)?|保安(?:队长)?|保洁(?:主管|阿姨)?|"
    r"电工(?:师傅)?|(?:电梯|装修)管理员|工程(?:部|主管|师傅)|维修(?:师傅|工|人员)|维保(?:单位|人员|公司)|"
    r"秩序主管|值班(?:主管|人员|同事|保安|经理)|负责人|(?:相关|负责的)?同事|项目经理|客服主管)"
)
_SELF = "我"
_COLON = re.compile(r"(?<=\d)[:：](?=[0-5]\d)")


@dataclass(frozen=True, slots=True)
class Promise:
    """``owner`` as the words name them, 我 for whoever speaks; ``due`` in the zone of the words.

    ``exact`` is false where the due time is ours, as the words only said 马上 or 尽快.
    """

    what: str
    owner: str
    due: datetime
    exact: bool = True


def find_promises(text: str, said_at: datetime) -> tuple[Promise, ...]:
    """The promises of one message, in reading order; other people's words are not ours.

    ``said_at`` is the local time of the message: 今天18点前 depends on it.
    """
    # A clock's colon is none between clauses; every offset stays.
    said = _COLON.sub("∶", mask_quotations(text))
    found = [one for sentence in sentences(said) for one in _in_sentence(said, sentence, said_at)]
    return tuple(_merged(found))


def _in_sentence(said: str, sentence: Piece, at: datetime) -> Iterator[Promise]:
    """A time goes with the deed in its clause, or else with the next one: 18点前，我回复您."""
    pending: tuple[Moment, Piece] | None = None
    # A question mark belongs to its sentence, though the piece ends before it.
    asked = said[sentence.end : sentence.end + 1] in ("?", "？")
    for clause in () if asked else clauses_between(said, *sentence.span):
        moment = find_moment(clause.text, at)
        ours = not _NOT_OURS.search(clause.text) and MASK not in clause.text
        if not ours:
            pending = None
            continue
        if moment is None and pending is not None:
            moment, start = pending[0], pending[1].start
        else:
            start = clause.start
        if moment is not None and _promises(clause.text, moment):
            what = said[start : clause.end].strip("，, ")
            yield Promise(what.replace("∶", ":")[:_LONGEST], _owner(what), moment.due, moment.exact)
            pending = None
        elif moment is not None and moment.exact:
            pending = moment, Piece(clause.text, start, clause.end)


def _promises(clause: str, moment: Moment) -> bool:
    if _ANSWERS.search(clause):
        return True
    return moment.exact and _DEEDS.search(clause) is not None


def _owner(text: str) -> str:
    match = _OWNER.search(text)
    if match is None or re.search(r"我(?:[^，。]{0,10})(?:回|告诉|联系|发|通知|答|跟)", text):
        return _SELF
    return match.group(0)


def _merged(found: list[Promise]) -> Iterator[Promise]:
    """What 马上 began and a time ends is one promise; the same hour twice is one, too."""
    exact = [one for one in found if one.exact]
    kept: dict[datetime, Promise] = {}
    for one in exact or found:
        kept.setdefault(one.due, one)
    return iter(kept.values())
