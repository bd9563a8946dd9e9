"""What is wrong, in the resident's own words, without what belongs elsewhere."""

from __future__ import annotations

import re

from bot.understanding.text import Span, fold

LONGEST = 500  # characters that a work order keeps

_LEAD = (
    r"(?:(?:我们?家?|俺家?|家)?(?:是|在|住在|住|位于|这里是|这边是|这里)?|地址|位置|房号|地点|电话|手机号?|联系电话|联系方式"
    r"|号码|打这个|工单号?|单号)?(?:是|在|为|[:：])?\s*$"
)
_TRAIL = re.compile(r"^(?:的(?!话)|这边|这里|这儿|那边|联系我?|打给我|找我)")
_GREETING = re.compile(
    r"^(?:你好|您好|喂|哈喽|hi|hello|在吗|在不在|有人吗|物业|师傅|客服|管家|请问(?:一下)?|麻烦(?:你们?|一下)?"
    r"|不好意思|打扰了?|[啊呀哦嗯那个,，。.!！~～\s])+",
    re.IGNORECASE,
)
_REQUEST = re.compile(
    r"我们?|俺|咱|这里|这边|家里?|有个?|东西|问题|情况|事情?|一个|一下|想要?|需要|要|得|能不能|可不可以|可以|帮忙|帮|给|请|麻烦"
    r"|来个?|报个?|报?修个?|维修|投诉|举报|反映|反馈|提|意见|建议|登记|申请|工单|单子?|叫|找|派|喊|安排|人|师傅|工人|电工|水电工"
    r"|过来|上门|修|看看?|处理|解决|弄|搞|快点?|赶紧|尽快|谢谢|多谢|感谢|辛苦了?|你们?|您|物业|好|了|吗|呢|吧|啊|呀|哦|嘛|的|不对"
    r"|不是|错了|说错|改|成|应该|是|在|对|刚才|写错|电话|手机|号码?|地址|联系|方式|房号|时间|没错|没问题|正确|对的|再?(?:确认|核对|核实)(?:一?[下遍])?|来|换|用|也|都|就|又|和|跟|里|打"
)
_CORRECTION = re.compile(
    r"^(?:等等|等一?下|哦不|不对|不是|错了|说错了?|写错了?|我?说的是|更正一?下?|改[成为]|应该是|是|[,，。\s啊哦呀])+"
)
_WORDS = re.compile(r"[\w\u4e00-\u9fff]", re.UNICODE)
_PUNCTUATION = " ,，。.、;；:：!！~～-—\n\t"


# What is left of a clause about a visit once its time is cut out.
_PRESENCE = re.compile(
    r"(?:我|家里?|都|会|才|就|大概|一般|可以|能|有人|没人|有空|在家|在|不在|方便|过来|来修|来|上门|随时|行|吧|的|哈|哦)+"
)


def describe(text: str, facts: list[Span], *, correcting: bool = False) -> str:
    """The matter itself; empty when the message only says that something is to be reported.

    ``facts`` are the spans of places, telephones and numbers, which have slots of
    their own and are cut out with the words that lead to them.
    """
    cut = _without(text, facts)
    cut = _GREETING.sub("", cut)
    if correcting:
        cut = _CORRECTION.sub("", cut)
    # Messages of a burst come as lines of one.
    cut = re.sub(r"[,，\s]*\n\s*", "，", re.sub(r"[ \t]{2,}", " ", cut).strip(_PUNCTUATION))
    return cut[:LONGEST] if _says_something(cut) else ""


def add_detail(old: str, new: str) -> str:
    """``old`` and ``new`` in one line; nothing twice."""
    if not old or new.startswith(old):
        return new
    return old if new in old else f"{old}；{new}"[:LONGEST]


def _without(text: str, facts: list[Span]) -> str:
    pieces: list[str] = []
    at = 0
    for fact in sorted(facts, key=lambda span: span.start):
        if fact.start < at:
            continue
        pieces.append(re.sub(_LEAD, "", text[at : fact.start]))
        at = fact.end
        trail = _TRAIL.match(text[at:])
        at += trail.end() if trail else 0
    pieces.append(text[at:])
    return _join([piece.strip(_PUNCTUATION) for piece in pieces])


def _join(pieces: list[str]) -> str:
    return "，".join(
        piece for piece in pieces if _WORDS.search(piece) and not _PRESENCE.fullmatch(piece)
    )


def _says_something(cut: str) -> bool:
    rest = "".join(_WORDS.findall(_REQUEST.sub("", fold(cut))))
    return len(rest) >= 2 or len(_WORDS.findall(cut)) >= 14
