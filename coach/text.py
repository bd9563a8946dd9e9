"""Sentences, clauses and quotations of a short Chinese message, with their offsets."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

_SENTENCE = re.compile(r"[^。！？!?；;\n]+(?:[。！？!?；;]|\n|$)*")
_CLAUSE = re.compile(r"[^，,。！？!?；;：:\n]+")
_TRIM = " \t\r\n。！？!?；;，,、：:~～"
_QUOTE = re.compile(r"“([^”]*)”|「([^」]*)」|『([^』]*)』|‘([^’]*)’|\"([^\"]*)\"")
_REPORTED = re.compile(
    r"(?:说|讲|提到|骂|称|写|叫|喊|问|原话|所谓|听到|反映|转达|评论|留言|"
    r"贴|标题|规定|约定|这句|那句|类似|等|这种|这样)(?:过|的|了|着|是|出|为|您|你|我|他|她|人)*[：:，,]?\s*$"
)
_SHORT_QUOTE = 3  # up to this many characters quotation marks are more often scorn than a quotation
MASK = "□"


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a text: ``text == whole[start:end]``."""

    text: str
    start: int
    end: int

    @property
    def span(self) -> tuple[int, int]:
        return self.start, self.end

    def holds(self, start: int, end: int) -> bool:
        """Whether the stretch lies (at least partly) in this piece."""
        return start < self.end and end > self.start


def _trimmed(text: str, start: int, end: int) -> Piece | None:
    while start < end and text[start] in _TRIM:
        start += 1
    while end > start and text[end - 1] in _TRIM:
        end -= 1
    return Piece(text[start:end], start, end) if end > start else None


def _cut(pattern: re.Pattern[str], text: str) -> tuple[Piece, ...]:
    pieces = (_trimmed(text, *match.span()) for match in pattern.finditer(text))
    return tuple(piece for piece in pieces if piece is not None)


@lru_cache(maxsize=4096)
def sentences(text: str) -> tuple[Piece, ...]:
    """Sentences without their closing punctuation."""
    return _cut(_SENTENCE, text)


@lru_cache(maxsize=4096)
def clauses(text: str) -> tuple[Piece, ...]:
    """Stretches between commas, colons and full stops."""
    return _cut(_CLAUSE, text)


def clauses_between(text: str, start: int, end: int) -> tuple[Piece, ...]:
    return tuple(piece for piece in clauses(text) if piece.holds(start, end))


def widen(text: str, start: int, end: int) -> tuple[int, int]:
    """The span of the whole clauses that a stretch touches."""
    touched = clauses_between(text, start, end)
    if not touched:
        return start, end
    return touched[0].start, touched[-1].end


def sentence_at(text: str, start: int) -> Piece:
    """The sentence in which an offset lies; the whole text where there is none."""
    for piece in sentences(text):
        if piece.start <= start < piece.end:
            return piece
    return Piece(text, 0, len(text))


def mask_quotations(text: str) -> str:
    """The text with other people's words blanked out, every offset unchanged.

    >>> mask_quotations('您说“等着吧”，我很抱歉')
    '您说“□□□”，我很抱歉'

    A short word in quotation marks that nobody is said to have said stays: it is scorn
    (您可真“会”挑时间), not a quotation.
    """

    def blank(match: re.Match[str]) -> str:
        inner = match.group(0)[1:-1]
        reported = _REPORTED.search(text[: match.start()]) is not None
        if len(inner) <= _SHORT_QUOTE and not reported:
            return match.group(0)
        return match.group(0)[0] + MASK * len(inner) + match.group(0)[-1]

    return _QUOTE.sub(blank, text)
