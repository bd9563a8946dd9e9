"""PDF files with text: lines put back together into paragraphs.

A PDF knows where letters stand, not which lines belong together. A line begins a paragraph when
it is set in, when it begins like an article or an item, or when the line before ended early.
"""

from __future__ import annotations

import re
import threading
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from knowledge_base.documents.document import Document, DocumentError, tidy

_pdfium = threading.Lock()  # PDFium must not be used by two threads at once

_PAGE_NUMBER = re.compile(
    r"[-—–·\s]*(?:第\s*)?\d{1,4}(?:\s*页)?(?:[/\s,，]*(?:共\s*)?\d+\s*页?)?[-—–·\s]*"
)
_NUMERAL = "〇零一二三四五六七八九十百千"
# 第二条规定的… and （二）项 also come first in a line of running text.
_BEGINS = re.compile(
    rf"第[{_NUMERAL}\d]+[编章节](?:\s|$)|第[{_NUMERAL}\d]+条(?=\s)|[（(][{_NUMERAL}\d]+[)）](?!项)"
    rf"|[{_NUMERAL}]+、|\d+[、.．]\s*\D|[问答][:：]|[QA][:：]|[-•●■◆*]\s"
)
_CLOSING = "。；：！？，、）》”’…;:!?,)"
_ASCII_END = re.compile(r"[A-Za-z0-9,.;:]$")
SCAN_CHARACTERS = 20  # fewer a page than this is no text but a stray stamp or number


@dataclass(frozen=True, slots=True)
class Line:
    """One printed line; left, right and size in points."""

    text: str
    left: float
    right: float
    size: float


Page = Sequence[Line]


def read_pdf(name: str, content: bytes) -> Document:
    """Raises ``DocumentError`` for locked, broken and scanned files."""
    pages = _read_pages(name, content)
    letters = sum(len(line.text) for page in pages for line in page)
    if letters < SCAN_CHARACTERS * max(len(pages), 1):
        raise DocumentError(
            f"{name}：这份 PDF 是扫描的图片，里面没有文字，读不出来。"
            "请先用文字识别（OCR）转成 Word 或带文字的 PDF，核对后再导入。"
        )
    return Document(name, tuple(_paragraphs(_without_edges(pages))))


def _read_pages(name: str, content: bytes) -> list[list[Line]]:
    with _pdfium:
        try:
            file = pdfium.PdfDocument(content)
        except pdfium.PdfiumError as error:
            locked = "password" in str(error).lower()
            reason = "有打开密码，请去掉密码后再导入" if locked else "无法打开，文件可能不完整"
            raise DocumentError(f"{name}：这份 PDF {reason}") from error
        try:
            return [list(_page_lines(page)) for page in file]
        finally:
            file.close()


def _page_lines(page: pdfium.PdfPage) -> Iterable[Line]:
    text_page = page.get_textpage()
    text, boxes = "", list[tuple[float, float, float, float]]()
    for index in range(text_page.count_chars()):
        char = chr(raw.FPDFText_GetUnicode(text_page, index))
        if char in "\r\n":
            yield from _line(text, boxes)
            text, boxes = "", []
        else:
            text += char
            if not char.isspace():
                boxes.append(text_page.get_charbox(index))
    yield from _line(text, boxes)


def _line(text: str, boxes: Sequence[tuple[float, float, float, float]]) -> Iterable[Line]:
    words = tidy(text)
    if not words or not boxes:
        return
    size = median(max(right - left, top - bottom) for left, bottom, right, top in boxes)
    yield Line(words, min(box[0] for box in boxes), max(box[2] for box in boxes), size)


def _without_edges(pages: Sequence[Page]) -> list[Line]:
    """All lines but page numbers and what is printed at the edge of most pages.

    A header may come last on its page: letters are stored in any order.
    """
    bodies = [[line for line in page if not _PAGE_NUMBER.fullmatch(line.text)] for page in pages]
    edges = Counter(
        words for page in bodies for words in {_no_digits(one) for one in (*page[:2], *page[-2:])}
    )
    often = len(pages) // 2 + 1 if len(pages) > 3 else max(2, len(pages))
    repeated = {words for words, count in edges.items() if count >= often}
    return [line for page in bodies for line in page if _no_digits(line) not in repeated]


def _no_digits(line: Line) -> str:
    return re.sub(r"\d+", "#", line.text)


def _paragraphs(lines: Sequence[Line]) -> Iterable[str]:
    if not lines:
        return
    margin = Counter(round(line.left) for line in lines).most_common(1)[0][0]
    edge = max(line.right for line in lines)
    text = lines[0].text
    for before, line in pairwise(lines):
        if _starts(before, line, margin, edge):
            yield text
            text = line.text
        else:
            text += (" " if _ASCII_END.search(text) and line.text[0].isascii() else "") + line.text
    yield text


def _starts(before: Line, line: Line, margin: float, edge: float) -> bool:
    if line.text[0] in _CLOSING:
        return False
    set_in = line.left > margin + 0.8 * line.size
    room = (edge - before.right) / before.size  # in characters
    ended = room > 2.2 and before.text[-1] in _CLOSING
    other = abs(before.size - line.size) > 0.2 * line.size
    return set_in or ended or room > 6 or other or bool(_BEGINS.match(line.text))
