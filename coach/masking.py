"""Personal data out of a text and back in: phones, numbers, homes, plates, names.

Wider than the flag `privacy_leak`, which asks whose data it is: here anybody's goes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import partial

SURNAMES = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢"
    "蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟"
    "龙万段雷钱汤尹黎易常武乔贺赖龚文欧"
)
_CN = "[一二三四五六七八九十]"
_PATTERNS = tuple(
    (kind, re.compile(pattern))
    for kind, pattern in (
        ("邮箱", r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"),
        ("号码", r"(?<!\d)\d{17}[\dXx](?!\d)|(?<![\d.])\+?\d(?:[\s-]?\d){6,18}(?!\d)"),
        ("微信", r"(?i:微信|QQ|vx)号?(?:是|：|:|为)?\s*(?P<v>[A-Za-z0-9][\w-]{4,})"),
        (
            "车牌",
            "[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼]"
            r"[A-Z][·\s-]?[A-Z0-9]{4,6}(?![A-Za-z0-9])",
        ),
        (
            "房号",
            rf"(?:\d{{1,3}}|{_CN}{{1,3}}|[A-Za-z])(?:号楼|栋|幢|座)"
            rf"(?:(?:\d{{1,2}}|{_CN}{{1,2}})单元)?(?:\d{{1,2}}[层楼])?(?:\d{{2,4}})?(?:室|号|户)?"
            rf"|(?:\d{{1,2}}|{_CN}{{1,2}})单元(?:\d{{2,4}})?(?:室|号|户)?"
            r"|(?<![\d.:：-])\d{1,3}-(?:\d{1,2}-)?\d{3,4}(?![\d-])|(?<![\d第.])\d{3,4}(?:室|房|户)",
        ),
        (
            "姓名",
            rf"(?:我叫|名叫|姓名[是：:]?|联系人[是：:]?)(?P<v>[{SURNAMES}][一-龥]{{1,2}})"
            rf"|[{SURNAMES}](?:先生|女士|大爷|大妈|阿姨|叔叔|老师|太太|小姐|师傅|经理|主管|某)",
        ),
    )
)
_TOKEN = re.compile(r"〔(?:邮箱|号码|微信|车牌|房号|姓名)\d+〕")


class Masker:
    """Gives the same datum the same token through all texts of one use."""

    def __init__(self, names: Iterable[str] = ()) -> None:
        long_enough = (name for name in names if len(name) > 1)
        self._names = tuple(sorted(long_enough, key=len, reverse=True))
        self._tokens: dict[tuple[str, str], str] = {}

    @property
    def hidden(self) -> dict[str, str]:
        """Token → what it stands for."""
        return {token: value for (_, value), token in self._tokens.items()}

    def mask(self, text: str) -> str:
        """The text with 〔号码1〕, 〔房号1〕 … for personal data; a token of old is left alone."""
        for name in self._names:
            if name in text:
                text = text.replace(name, self._token("姓名", name))
        for kind, pattern in _PATTERNS:
            text = pattern.sub(partial(self._hide, kind), text)
        return text

    def unmask(self, text: str) -> str:
        """Raises ValueError for a token that was never given out."""
        return _TOKEN.sub(self._shown, text)

    def _hide(self, kind: str, match: re.Match[str]) -> str:
        value = match.groupdict().get("v") or match.group(0)
        return match.group(0).replace(value, self._token(kind, value))

    def _token(self, kind: str, value: str) -> str:
        count = sum(known == kind for known, _ in self._tokens)
        return self._tokens.setdefault((kind, value), f"〔{kind}{count + 1}〕")

    def _shown(self, match: re.Match[str]) -> str:
        hidden = self.hidden
        if match.group(0) not in hidden:
            raise ValueError(f"unknown token {match.group(0)}")
        return hidden[match.group(0)]


def has_personal_data(text: str, names: Iterable[str] = ()) -> bool:
    masker = Masker(names)
    masker.mask(text)
    return bool(masker.hidden)


def tokens_of(text: str) -> Iterator[str]:
    return (match.group(0) for match in _TOKEN.finditer(text))
