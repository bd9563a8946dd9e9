"""What an answer to the form's question means, whatever it would mean on its own."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.understanding.facts import Facts, is_bare, read_matter
from bot.understanding.numerals import NUMERAL
from bot.understanding.text import fold

_YES = re.compile(
    r"(?:嗯+|恩+|对+|是的?|好+的?|可以的?|行|没错|没问题|正确|确认|确定|提交|就这样|ok|okay|yes|要|要得|得|中|妥|係|是滴"
    r"|报吧|发吧|对头|没毛病|都对|信息|麻烦了?|谢谢|多谢|了|吧|啊|呀|哒|哦|噢|嘞|呢|👌|👍|[,，。.!！~～\s])+",
    re.IGNORECASE,
)
_NO = re.compile(
    r"(?:不|不对|不是|不行|有错|错了?|错误|不可以|没有?|否|no|的|啊|呀|哦|等等|等一下|[,，。.!！~～\s])+",
    re.IGNORECASE,
)
_CANCEL = re.compile(
    r"^(?:那|哎呀?|唉|还是|我|先|就|,|，|\s)*(?:算[了哒啦]|取消|不(?:用|要|想|必)?(?:再)?(?:报|修|弄|搞|投诉|填|来|麻烦)了?"
    r"|不用了|不必了|不需要了|别(?:报|来|弄|填|派)|撤[销回]|作罢|停|终止|退出|按错了?|点错了?|好了不用|不说了)"
)
_FIXED = re.compile(
    r"(?:自己|已经|又|现在).{0,6}(?:好|修好|亮|正常|通|解决).{0,2}了|不用(?:来|修|派|麻烦|管)"
)
_CORRECT = re.compile(
    r"^(?:不对|不是|错了|说错|写错|打错|搞错|更正|纠正|改一?下|改成|应该是|等下|等等|哦?不)"
)
_REFUSED = re.compile(
    r"没有?(?:电话|手机)?$|不(?:方便|想|愿意?|太想)|不(?:留|给|告诉|说)|(?<!会)保密|匿名|隐私|没带|用不着|不用(?:了|留)?$|算了"
)
_QUESTION = re.compile(
    r"[?？吗呢嘛]\s*$|怎么|怎样|咋|为什么|为啥|多少|几点|几块|哪|谁|什么|能不能|可不可以|是不是|有没有|多久|何时|啥|会.{1,6}吧$"
)
_UNKNOWN = re.compile(
    r"(?:我也?|也|真|都)*(?:不知道|不清楚|不晓得|忘了|不记得|记不[得清])[了的啊呀呢]*"
)
# Digits that are no telephone number: some are missing, or one too many was typed.
_NO_NUMBER = re.compile(rf"\d{{5,}}|^[\d -]{{2,}}$|^[{NUMERAL}幺]{{3,}}$")
_ABOUT_THE_ORDER = re.compile(r"报|修|投诉|取消|来了?$")
UNCLEAR = "unclear"  # given to an answer that cannot be used; no classifier gives it
_BREAKS_OUT = ("emergency_", "human", "abuse", "progress", "show_source", "not_meant")
_VAGUE = (
    "knowledge",
    "nlu_fallback",
    "repair",
    "complaint",
    "inform",
    "correct",
    "deny",
    "affirm",
    "out_of_scope",
    "follow_up",
    "greet",
    "who_are_you",
)
_ASKED_OPENLY = ("location", "description", "phone")  # a bare yes or no answers none of them
_LONGEST_ANSWER = 24  # characters of a bare answer to where or what


@dataclass(frozen=True)
class Question:
    """The form that is open and the slot it asked for; empty when there is none."""

    form: str = ""
    slot: str = ""


def intent_in_form(text: str, facts: Facts, intent: str, question: Question) -> str:
    """``intent`` as it is meant after ``question``."""
    plain = fold(text).strip()
    if intent.startswith(_BREAKS_OUT):
        return intent
    if _gives_up(plain, facts, question):
        return "cancel"
    for judge in (
        _not_known,
        _after_phone,
        _after_cancel,
        _after_confirmation,
        _bare_answer,
        _free_answer,
        _empty_answer,
    ):
        meant = judge(plain, facts, intent, question)
        if meant:
            return meant
    return intent


def is_question(text: str) -> bool:
    return bool(_QUESTION.search(text))


def _gives_up(plain: str, facts: Facts, question: Question) -> bool:
    if facts.named() or is_question(plain) or len(plain) > 20:
        return False
    if question.slot == "phone" and _REFUSED.search(plain) and not _ABOUT_THE_ORDER.search(plain):
        return False
    return bool(_CANCEL.search(plain) or _FIXED.search(plain))


def _after_cancel(plain: str, facts: Facts, intent: str, question: Question) -> str:
    """Whoever gives a place or a number does not give up."""
    return "cancel" if intent == "cancel" and not is_bare(plain, facts) else ""


def _after_confirmation(plain: str, facts: Facts, intent: str, question: Question) -> str:
    if question.slot != "confirmed" or facts.named():
        return ""
    if _YES.fullmatch(plain):
        return "affirm"
    if intent == "nlu_fallback" and not is_question(plain) and len(plain) <= 20:
        return UNCLEAR
    # A no to 可以吗 says that something is wrong, not yet what.
    return "correct" if _NO.fullmatch(plain) or intent == "deny" else ""


def _not_known(plain: str, facts: Facts, intent: str, question: Question) -> str:
    known = question.slot not in ("location", "description") or facts.named()
    return "" if known or not _UNKNOWN.fullmatch(plain) else UNCLEAR


def _after_phone(plain: str, facts: Facts, intent: str, question: Question) -> str:
    if question.slot != "phone" or facts.phone:
        return ""
    if is_question(plain) or len(plain) > 20 or _ABOUT_THE_ORDER.search(plain):
        return ""
    if _REFUSED.search(plain):
        return "deny"
    if _CORRECT.search(plain):
        return "correct"
    if intent == "nlu_fallback" or _NO_NUMBER.search(plain):
        return UNCLEAR
    return "deny" if intent == "deny" else ""


def _bare_answer(plain: str, facts: Facts, intent: str, question: Question) -> str:
    """A place, a number or a time, and the words that carry it."""
    if not facts.named() or facts.work_order_number:
        return ""
    if _CORRECT.search(plain):
        return "correct"
    return "inform" if is_bare(plain, facts) and not is_question(plain) else ""


def _free_answer(plain: str, facts: Facts, intent: str, question: Question) -> str:
    """The answer to where or what in words that the classifier may take for anything."""
    if _CORRECT.search(plain) and intent in _VAGUE and not is_question(plain):
        return "correct"
    if question.slot not in ("location", "description") or is_question(plain):
        return ""
    takes_any = intent in _VAGUE and intent not in ("affirm", "deny", "greet")
    if question.slot == "description" and takes_any and intent not in ("repair", "complaint"):
        return "inform" if len(plain) <= 4 * _LONGEST_ANSWER else ""
    short = len(plain) <= _LONGEST_ANSWER and intent not in ("repair", "complaint")
    return "inform" if takes_any and short else ""


def _empty_answer(plain: str, facts: Facts, intent: str, question: Question) -> str:
    """Words that fill no slot: left as they are, the form would be tried again without end."""
    if facts.named() or question.slot not in _ASKED_OPENLY:
        return ""
    if intent == "affirm" or (intent == "deny" and question.slot != "phone"):
        return UNCLEAR
    tells = intent not in ("repair", "complaint") or read_matter(plain, facts)
    return "" if tells else "inform"
