"""unlawful_collection: water, power, heat, gas or access used as the price of not paying."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from coach.flags.draft import Draft
from coach.flags.finding import Finding
from coach.text import Piece, clauses_between, sentences
from coach.types import Severity

_UTILITY = (
    r"(?:水|电|气|暖|热|煤气|燃气|天然气|暖气|热水|供水|供电|供热|供暖|供气|水电|水阀|"
    r"电闸|阀门|总闸|闸|电表|水表|空开|保险丝)"
)
_MEANS = (
    r"(?:充电卡|水卡|电卡|气卡|燃气卡|购电卡|充值卡|IC卡|预付费卡|购电|买电|充电|充值|"
    r"购水|售电|水电费|电费|水费|暖费)"
)
_ACCESS = (
    r"(?:门禁卡|门禁|门卡|电梯卡|电梯|梯控|道闸|大门|单元门|刷脸|人脸|车位|车牌|"
    r"蓝牙开门|门锁|快递柜|进小区|进门|车辆?进|进出|出入)"
)
_CUT = r"(?:停|断|关|掐|拉|切|锁|封|限|卸|拆|剪|拔)"
_CUT_UTILITY = re.compile(
    rf"{_CUT}(?:掉|了|你家|您家|你|您|他家|的|家里|你们|止供应|止|止供|供|用)*{_UTILITY}"
    rf"|{_UTILITY}(?:表|阀|闸|源|也|就|都|先|给|您|你|会|要|只能|可能|马上|得|我们|费|"
    rf"给您|直接|自动|统一|一起|全)*(?:停|断|关|掐|拉闸|切|锁|封|限|卸|拆|剪|拔)"
    rf"|拉闸|断供|停供|黑灯瞎火|点蜡烛|没(?:有)?(?:水|电|气|暖气?)(?:可)?(?:用|喝|洗)|"
    rf"供(?:水|电|暖|热|气)(?:就|会|也)?(?:没|停|受影响)|水压|降压|限流"
    rf"|不(?:给|再给|让|予|再|能给)?(?:您|你|他|你家|您家)?(?:通|开|送|供|恢复){_UTILITY}"
    rf"|(?:再|才)(?:给)?(?:您|你|你家|您家)?(?:通|开|送|供|恢复|接|装){_UTILITY}"
    rf"|{_UTILITY}(?:就|可)?(?:别想|甭想|用不(?:了|成)|不给|不能)"
)
_WITHHELD_MEANS = re.compile(
    rf"(?:不(?:给|能|予|让|再|办|卖|可以|会给|会)|没法|无法|别想|停|暂停|暂缓|不准|"
    rf"才(?:给|能|可以|会)?|再(?:给|来|能)?|锁|冻结|限制).{{0,8}}{_MEANS}"
    rf"|{_MEANS}.{{0,10}}(?:不(?:给|能|予|让|发|补|办|卖|了|成)|停|暂停|缓|锁|冻结|限|"
    rf"扣|先不|别想|才(?:给|能)|再(?:给|来|拿|办|补))"
)
_WITHHELD_ACCESS = re.compile(
    rf"(?:不(?:给|能|予|让|再|办|准|许)|没法|别想|停|暂停|暂缓|才(?:给|能|可以|会)|"
    rf"再(?:给|来|能)|锁|冻结|限制|注销|取消|关).{{0,8}}(?:{_ACCESS}|开门|放行|办卡|"
    rf"录入)"
    rf"|{_ACCESS}.{{0,10}}(?:不(?:给|能|予|让|发|补|办|了|开)|停|暂停|缓|锁|冻结|限|扣|"
    rf"先不|别想|失效|关|消磁|注销|取消|刷不|用不|进不|才(?:给|能)|再(?:给|来|拿|办|"
    rf"补))"
    r"|换锁|锁换了|车轮锁|地锁|(?:不|才|再)放行|车[^，。！？]{0,6}(?:进不来|别想)|(?:门|车|锁|杆)[^，。！？]{0,4}(?:才|再)(?:开|起|放)"
)
_DEBT = re.compile(
    r"欠|不(?:交|缴|付|结|补)|没(?:交|缴|付|结清|补)|未(?:交|缴|付|结)|逾期|拖(?:着|"
    r"一天|下去|欠|费)|"
    r"(?:交|缴|付|补|结)(?:清|完|齐|上|了|费|钱|物业费|款|够|到位)|先把[^，。！？]{0,10}(?:费|欠|钱|款|账|结|交|补)|先(?:交|缴|付|补|结|去交)|"
    r"(?:再|还)不(?:交|缴|付|结)|赖(?:账|着|费)|物业费|停车费|费用|滞纳金|账单|"
    r"什么时候(?:交|缴)|钱(?:到|不到|没)|款"
)
_DEBTOR = re.compile(r"欠|不(?:想)?(?:交|缴)|没(?:交|缴)|晚(?:几天|点)?(?:交|缴)|少交|催费|交不起")
_AT_THEIR_HOME = re.compile(r"(?:给|把)(?:您|你)|(?:您|你)家")
_NEGATED = re.compile(
    r"(?:不会|不得|不能|不可以|不允许|绝不|从不|从来不|没有权利|无权|没权|不应该?|"
    r"不该|不许|不是要|不敢|没有|没|从没|并非|并不是|"
    r"禁止|严禁|违法|违规|不合法|不因|不会因|不影响|照常|照样|正常|依法不)"
)
_PLANNED = re.compile(
    r"检修|维修|抢修|改造|更换|清洗|施工|维护|保养|水箱|管网|市政|计划|通知停|停水通知|停电通知|"
    r"自来水(?:公司|厂)|供电(?:公司|局|所)|电力(?:公司|局)|燃气公司|热力公司|国家电网|"
    r"水务|供水公司|漏水|抢险|爆管|故障|危险|安全|防汛|泡水"
)
_THEIR_CUT = re.compile(
    r"(?:自来水|供电|电力|燃气|热力|水务|供水)(?:公司|局|集团|厂|所|部门).{0,12}(?:停|断|关)"
)
_ASKING = re.compile(r"(?:有没有|是不是|是否|谁).{0,12}(?:停|断|关)")
# Said so outright: 再不交费就把你家电停了. Nothing is left for the classifier to weigh.
_OUTRIGHT = re.compile(
    rf"(?:不|没|未)(?:交|缴|付|结|补)[^。！？]{{0,10}}(?:就|便|直接|马上|立刻|只能|只好|我们)"
    rf"[^。！？]{{0,8}}(?:(?:停|断|掐|拉|关)(?:掉|了)?(?:您|你)?(?:家)?(?:的)?{_UTILITY}"
    rf"|{_UTILITY}(?:给|都|也)?(?:您|你)?(?:停|断|掐|关))"
)

_REWRITE = (
    "您家的物业费目前还有未结清的部分，水电和门禁都照常使用。您看是费用有疑问，还是近期不方便？"
    "我可以把明细发给您；确有分歧的，也可以通过调解、诉讼或仲裁解决。"
)


def _debt_near(draft: Draft, piece: Piece) -> bool:
    """Money owed is spoken of in the sentence, the one before or after it, or by the resident."""
    all_sentences = sentences(draft.said)
    index = all_sentences.index(piece)
    near = all_sentences[max(0, index - 1) : index + 2]
    if any(_DEBT.search(sentence.text) for sentence in near):
        return True
    answers_a_debtor = _DEBTOR.search(draft.resident) is not None
    return answers_a_debtor and _AT_THEIR_HOME.search(piece.text) is not None


def _negated(sentence: Piece, start: int, said: str) -> bool:
    """Whether the cut is denied: a negation in the clause of the cut, or right before it."""
    local = clauses_between(said, start, start + 1)
    begin = local[0].start if local else sentence.start
    window = said[max(sentence.start, begin) : start + 2]
    after = said[start : min(sentence.end, start + 24)]
    if re.search(
        r"违法|(?:是|做)(?:错|得不对)|对不起|不允许|不合法|禁止|不会发生|是不对的|不行的|没有这(?:回事|种)|"
        r"不应?该|没有?因|不是我们",
        after,
    ):
        return True
    return _NEGATED.search(window) is not None


def _exempt(draft: Draft, sentence: Piece, start: int) -> bool:
    text = sentence.text
    if _THEIR_CUT.search(text) or _ASKING.search(text):
        return True
    planned = _PLANNED.search(text) is not None
    strong_debt = re.search(r"欠|不交|没交|不缴|未交|交清|缴清|结清|先交|先把", text) is not None
    return (planned and not strong_debt) or _negated(sentence, start, draft.said)


def _span(draft: Draft, sentence: Piece) -> tuple[int, int]:
    """The clauses from the debt to the cut."""
    touched = [
        clause
        for clause in clauses_between(draft.said, sentence.start, sentence.end)
        if any(
            p.search(clause.text) for p in (_DEBT, _CUT_UTILITY, _WITHHELD_MEANS, _WITHHELD_ACCESS)
        )
    ]
    return (touched[0].start, touched[-1].end) if touched else sentence.span


def _kind(sentence: Piece) -> tuple[re.Match[str], Severity] | None:
    for pattern in (_CUT_UTILITY, _WITHHELD_MEANS):
        if match := pattern.search(sentence.text):
            return match, Severity.BLOCK
    if match := _WITHHELD_ACCESS.search(sentence.text):
        return match, Severity.WARN
    return None


def detect(draft: Draft) -> Iterator[Finding]:
    """One finding a sentence that ties a cut or a refusal of access to money owed."""
    for sentence in draft.sentences:
        kind = _kind(sentence)
        if kind is None or not _debt_near(draft, sentence):
            continue
        match, severity = kind
        if _exempt(draft, sentence, sentence.start + match.start()):
            continue
        outright = severity is Severity.BLOCK and _OUTRIGHT.search(sentence.text) is not None
        yield replace(_finding(draft, sentence, severity), always=outright)


def _finding(draft: Draft, sentence: Piece, severity: Severity) -> Finding:
    if severity is Severity.BLOCK:
        reason = "不得用停水、停电、停热、停气（含不给充值、不给卡）催交费用，这样写违法。"
    else:
        reason = (
            "用门禁、电梯、道闸卡住住户来催费容易引发纠纷，也缺少法律依据，请换成合法的催告方式。"
        )
    return Finding(
        "unlawful_collection", _span(draft, sentence), reason, _REWRITE, severity=severity
    )


def denies(draft: Draft) -> bool:
    """Whether the draft speaks of a cut, and each time to say that there is none."""
    matches = [
        (sentence, match)
        for sentence in draft.sentences
        for match in _CUT_UTILITY.finditer(sentence.text)
    ]
    return bool(matches) and all(
        _negated(sentence, sentence.start + match.start(), draft.said)
        for sentence, match in matches
    )
