"""privacy_leak: another person's phone, home, plate, identity number or account."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from coach.flags.draft import Draft
from coach.flags.finding import Finding
from coach.text import sentence_at

_SURNAMES = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕"
    "苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史"
    "顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文欧"
)
_MOBILE = re.compile(r"(?<!\d)1[3-9]\d(?:[\s\-]?[\d*xX]{4}){2}(?!\d)")
_LANDLINE = re.compile(r"(?<!\d)0\d{2,3}[\-\s]?\d{7,8}(?!\d)")
_ID_NUMBER = re.compile(r"(?<!\d)\d{6}(?:19|20)\d{2}\d{2}\d{2}\d{3}[\dXx](?!\d)")
_ACCOUNT = re.compile(r"(?<!\d)(?:\d{16,19}|\d{4}(?:\s\d{4}){3}(?:\s\d{1,3})?)(?!\d)")
_WECHAT = re.compile(r"(?:微信(?:号)?|QQ|vx|VX)(?:是|：|:|号|为)*\s*[A-Za-z0-9][A-Za-z0-9_\-]{4,}")
_PLATE = re.compile(
    r"[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-Z][·\s\-]?[A-Z0-9]{4,6}(?![A-Za-z0-9])"
)
_ROOM = re.compile(
    r"(?:\d{1,3}|[一二三四五六七八九十]{1,3}|[A-Z])(?:号楼|栋|幢|座|"
    r"号)(?:[\d一二三四五六七八九十]{1,2}单元)?(?:\d{2,4})(?:室|号|户)?"
    r"|[\d一二三四五六七八九十]{1,2}单元\d{3,4}|"
    r"(?<![\d\-:：.])\d{1,3}-\d{1,2}-\d{3,4}(?!\d)|"
    r"(?<![\d\-])\d{1,2}-\d{3,4}(?![\d\-])"
    r"|(?<![\d.第\-])\d{3,4}(?:室|房|户|(?=的?(?:业主|住户|租客|房东|那户|那家|邻居|"
    r"家|阿姨|大爷|先生|女士|小伙|姑娘|老)))"
)
_NAME = re.compile(
    rf"(?:叫|姓名(?:是|：)?|名叫|业主|住户|租客|房东|邻居|"
    rf"车主)(?P<full>[{_SURNAMES}][一-龥]{{1,2}})(?![一-龥]*(?:公司|小区|物业))"
    rf"|(?P<polite>[{_SURNAMES}](?:先生|女士|大爷|大妈|阿姨|叔叔|姐|哥|老师|太太|小姐|某))"
    rf"|(?P<plain>[{_SURNAMES}][一-龥]{{2}})(?=[，,、（(]?(?:电话|手机|的电话|的手机|住|身份证))"
)
_WHO_REPORTED = re.compile(r"(?:投诉|举报|反映|告)(?:您|你)(?:的|家)?(?:人|的是|就是)?")
_PUBLIC = re.compile(
    r"前台|服务(?:中心|台|热线|电话)|客服(?:中心|热线|电话)?|热线|值班(?:室|电话|"
    r"热线)|物业(?:中心|办公室|电话|热线|前台)|"
    r"办公室|监控室|消控室|门岗|岗亭|总机|公司电话|公众号|官方|400|项目部|"
    r"社区(?:居委会)?(?:电话)?|居委会|派出所|街道|"
    r"维保(?:公司|单位)|厂家|报修(?:电话|热线)|24小时|对公|公司账户|收款账户|公共|公开"
)
_PRIVATE = re.compile(r"私人|个人|自己的|本人|私下|家里的|他手机|她手机|他的手机|她的手机|私号")
_OURS = re.compile(r"(?:我的|我手机|本人的?)(?:手机|电话|号码|微信)?|我是")
_OWN_HOME = re.compile(
    r"(?:您|你)(?:家|这边|的|住|登记|本人|户|报修|留|反映|那边|车|名下|们家)|您是|"
    r"确认一下|核对|是(?:吗|吧|么)|对(?:吗|吧)"
)
_OTHERS = re.compile(
    r"楼上|楼下|隔壁|对面|对门|邻居|那户|那家|那位|他家|她家|别家|人家|他的|她的|他叫|"
    r"她叫|他是|她是|他住|她住|他本人|"
    r"业主|住户|租客|房东|车主|同事|师傅|保安|投诉(?:您|你|人)|举报|另一|其他|那个|"
    r"这户|这家|机主|他妈|她妈|老公|老婆|丈夫|妻子"
)
_OWN_RECORD = re.compile(r"登记|预留|绑定|系统里|(?:您|你)的(?:号码|手机|电话)")
_DIGITS = re.compile(r"\D")

_REWRITE = (
    "对方的信息我们不便透露。我来联系对方，有结果后把进展告诉您；"
    "需要当面沟通的，我们可以约双方到服务中心。"
)


@dataclass(frozen=True, slots=True)
class _Trace:
    kind: str
    span: tuple[int, int]
    text: str


def _digits(text: str) -> str:
    return _DIGITS.sub("", text)


def _is_own_phone(draft: Draft, number: str) -> bool:
    digits = _digits(number)
    if any(digits == _digits(own) for own in draft.own.phones):
        return True
    # The resident wrote it, or the bot read it back: it is theirs to hear again.
    return any(digits in _digits(turn.text) for turn in draft.context)


def _is_known(text: str, own: frozenset[str], draft: Draft) -> bool:
    bare = re.sub(r"[\s\-·号室栋幢楼单元]", "", text).upper()
    if any(bare == re.sub(r"[\s\-·号室栋幢楼单元]", "", item).upper() for item in own):
        return True
    return any(text in turn.text for turn in draft.context)


def _numbers(draft: Draft) -> Iterator[_Trace]:
    text = draft.said
    for kind, pattern in (
        ("身份证号", _ID_NUMBER),
        ("手机号", _MOBILE),
        ("账号", _ACCOUNT),
        ("微信号", _WECHAT),
    ):
        for match in pattern.finditer(text):
            yield _Trace(kind, match.span(), match.group(0))
    for match in _LANDLINE.finditer(text):
        if _PRIVATE.search(text[max(0, match.start() - 14) : match.start()]):
            yield _Trace("电话", match.span(), match.group(0))


def _public_number(draft: Draft, trace: _Trace) -> bool:
    """A number given as that of a desk or an office; 私人 or 个人 before it takes that back."""
    sentence = sentence_at(draft.said, trace.span[0])
    before = draft.said[max(sentence.start, trace.span[0] - 24) : trace.span[0]]
    if _PRIVATE.search(before):
        return False
    if _OWN_RECORD.search(before) and "您" in before and not _OTHERS.search(sentence.text):
        return True  # what this resident has put down, read back to them
    return _PUBLIC.search(before) is not None or _OURS.search(before) is not None


def _number_leaks(draft: Draft) -> Iterator[_Trace]:
    taken: list[tuple[int, int]] = []
    for trace in _numbers(draft):
        if any(a < trace.span[1] and trace.span[0] < b for a, b in taken):
            continue
        taken.append(trace.span)
        if not _is_own_phone(draft, trace.text) and not _public_number(draft, trace):
            yield trace


def _plates(draft: Draft) -> Iterator[_Trace]:
    for match in _PLATE.finditer(draft.said):
        sentence = sentence_at(draft.said, match.start())
        own = re.search(r"(?:您|你)(?:的|家的?|名下的?|登记的?)?(?:爱车|车|车牌)", sentence.text)
        own = own or re.search(r"(?:您|你)(?:的|家的?)?$", draft.said[: match.start()])
        if _is_known(match.group(0), draft.own.plates, draft) or own:
            continue
        yield _Trace("车牌", match.span(), match.group(0))


def _homes(draft: Draft) -> Iterator[_Trace]:
    """A room given away as somebody else's: with 楼上、业主… or with a name beside it."""
    for match in _ROOM.finditer(draft.said):
        sentence = sentence_at(draft.said, match.start())
        if _is_known(match.group(0), draft.own.rooms, draft):
            continue
        before = draft.said[max(sentence.start, match.start() - 12) : match.start()]
        after = draft.said[match.end() : min(sentence.end, match.end() + 14)]
        if _OWN_HOME.search(before) and not _OTHERS.search(before):
            continue
        if (
            _OTHERS.search(before + after)
            or _NAME.search(before + after)
            or _WHO_REPORTED.search(sentence.text)
        ):
            yield _Trace("房号", match.span(), match.group(0))


def _names(draft: Draft) -> Iterator[_Trace]:
    """A full name of a neighbour; a polite 王先生 leaks only as the one who complained."""
    for match in _NAME.finditer(draft.said):
        name = match.group("full") or match.group("plain") or match.group("polite")
        if _is_known(name, draft.own.names, draft):
            continue
        sentence = sentence_at(draft.said, match.start())
        polite = match.group("polite") is not None
        if polite and not _WHO_REPORTED.search(sentence.text):
            continue
        if not polite and not _OTHERS.search(sentence.text):
            continue
        yield _Trace("姓名", (match.start(), match.end()), name)


def detect(draft: Draft) -> Iterator[Finding]:
    """One finding a draft: from the first to the last thing given away in a sentence."""
    traces = [*_number_leaks(draft), *_plates(draft), *_homes(draft), *_names(draft)]
    if not traces:
        return
    first = min(traces, key=lambda trace: trace.span)
    sentence = sentence_at(draft.said, first.span[0])
    same = [trace for trace in traces if trace.span[0] < sentence.end]
    kinds = "、".join(dict.fromkeys(trace.kind for trace in sorted(same, key=lambda t: t.span)))
    span = (min(t.span[0] for t in same), max(t.span[1] for t in same))
    yield Finding(
        "privacy_leak", span, f"这里透露了他人的{kinds}，未经同意不能告诉别人。", _REWRITE
    )
