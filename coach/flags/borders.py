"""Where one code ends and the next begins; the only place where findings silence each other."""

from __future__ import annotations

import re
from collections.abc import Sequence

from coach.flags import collection
from coach.flags.draft import Draft
from coach.flags.finding import Finding
from coach.flags.missing import INSTRUCTION

_BEYOND_CUT = re.compile(
    r"报修|维修|排(?:到)?(?:最)?后|投诉|差评|公示|曝光|黑名单|名单|贴|挂|群里|孩子|"
    r"单位|不客气|好看|瞧|后悔|收拾|征信"
)
_GREETING = (
    r"(?:您|你)好|(?:早上|上午|下午|晚上)好|在[呢的]?|请(?:讲|说|进|问)|什么事|(?:您|你)说|"
    r"有什么(?:可以|能)?(?:帮|为)(?:您|你)(?:的|服务)?(?:吗|呢)?|不(?:客气|用谢|谢)|"
    r"应该的|您客气了|祝您.{0,8}|再见|开了|有事(?:请|您)?随时(?:在这里)?(?:找|联系|叫)我们?"
)
# A particle alone is no talk: 哦 to an open complaint is as cold as it gets.
_SMALL_TALK = re.compile(
    rf"(?=.*(?:{_GREETING}))(?:{_GREETING}|好的|[呀啊哦哈呢的。，！!？?~～、\s])+"
)
_NO_GUARANTEE = re.compile(
    r"(?:不(?:能|敢|好|便)|没法|无法|没办法)[^，。]{0,4}(?:保证|承诺|打包票|答应|担保)"
)
_DISCRETION = re.compile(
    r"(?:不(?:方便|便|能|可以|好|会)|无法|没法)[^，。]{0,8}(?:给您?|说|提供|透露|查|告诉)(?=$|[，。！])|不含姓名"
)
_YET = re.compile(r"但|不过|只能|就住|欠了")
_UNTOUCHED = re.compile(r"(?:水|电|暖|气|门禁)[^，。]{0,8}(?:不受影响|照常|照样|正常使用)")
# Talk about privacy or arrears sounds much like the offence: without somebody else, or without a
# means of pressure and money, nothing is raised.
_SOMEBODY = re.compile(
    r"\d{3}|[A-Z]\d|[他她姓叫]|隔壁|楼[上下]|对[门面]|邻居|业主|住户|租|师傅|保安|保洁|同事|老板|"
    r"队长|经理|阿姨|大爷|先生|女士|名单|那[户家位对]|这[户家]|单元|家的|栋|老师|备案|里头|监控|录像"
)
_MEANS = re.compile(r"[水电气暖热闸阀表泵卡梯杆锁车门黑充停冻]|远程开|权限|钥匙|快递|盖章|充值")
_MONEY = re.compile(r"费|欠|交|缴|钱|款|账|结清|补|到位|押金|清了|签|租|表现|心里")
_LIES_IN = 0.5  # share of a span covered by another, from which both speak of the same words


def never(code: str, draft: Draft, cites_doubtfully: bool) -> bool:
    """Whether a code is out of the question, however the words may sound to the classifier."""
    if _SMALL_TALK.fullmatch(draft.said):
        return True
    if code == "unlawful_collection":
        untouched = collection.denies(draft) or _UNTOUCHED.search(draft.said) is not None
        return untouched or not _presses(draft)
    if code == "privacy_leak":
        declined = _DISCRETION.search(draft.said)
        discreet = declined is not None and not _YET.search(draft.said)
        return discreet or _SOMEBODY.search(draft.said) is None
    if code == "overpromise":
        return _NO_GUARANTEE.search(draft.said) is not None
    if code == "no_empathy":
        return bool(draft.emergency) and INSTRUCTION.search(draft.said) is not None
    return code == "wrong_citation" and not cites_doubtfully


def _presses(draft: Draft) -> bool:
    """Whether there is something to withhold, and money that is spoken of by either side."""
    money = _MONEY.search(draft.said) or _MONEY.search(draft.resident)
    return money is not None and _MEANS.search(draft.said) is not None


def _overlap(one: tuple[int, int] | None, other: tuple[int, int] | None) -> float:
    """Share of the shorter span that both cover; 0 where one has none."""
    if one is None or other is None:
        return 0.0
    shared = min(one[1], other[1]) - max(one[0], other[0])
    return max(0, shared) / max(1, min(one[1] - one[0], other[1] - other[0]))


def _same_words(finding: Finding, others: Sequence[Finding]) -> bool:
    return any(_overlap(finding.span, other.span) >= _LIES_IN for other in others)


def _stands(finding: Finding, draft: Draft, by_code: dict[str, list[Finding]]) -> bool:
    """Whether a finding survives beside the others."""
    if finding.code == "threatening" and (cuts := by_code.get("unlawful_collection")):
        # A cut as the price of not paying is no second threat.
        words = draft.said[slice(*finding.span)] if finding.span else ""
        return not _same_words(finding, cuts) or _BEYOND_CUT.search(words) is not None
    if finding.code == "rights_misstated":
        louder = by_code.get("wrong_citation", []) + by_code.get("unlawful_collection", [])
        return not _same_words(finding, louder)
    if finding.code == "dismissive":
        return not _same_words(finding, by_code.get("buck_passing", []))
    if finding.code == "no_next_step":
        return "buck_passing" not in by_code
    return True


def _one_a_code(findings: Sequence[Finding]) -> list[Finding]:
    """The most confident finding of each code; a longer span wins a draw."""
    best: dict[str, Finding] = {}
    for finding in findings:
        held = best.get(finding.code)
        if held is None or _weight(finding) > _weight(held):
            best[finding.code] = finding
    return list(best.values())


def _weight(finding: Finding) -> tuple[bool, float, int]:
    length = finding.span[1] - finding.span[0] if finding.span else 0
    return finding.certain, finding.confidence, length


def settle(findings: Sequence[Finding], draft: Draft) -> tuple[Finding, ...]:
    """One finding a code, those that only repeat another code left out, in reading order."""
    chosen = _one_a_code(findings)
    by_code: dict[str, list[Finding]] = {}
    for finding in chosen:
        by_code.setdefault(finding.code, []).append(finding)
    kept = [finding for finding in chosen if _stands(finding, draft, by_code)]
    return tuple(sorted(kept, key=lambda f: (f.span is None, f.span or (0, 0), f.code)))
