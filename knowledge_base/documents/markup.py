"""HTML to lines and tables; Word files come through here, too."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable

import mammoth
from bs4 import BeautifulSoup
from bs4.element import NavigableString, Tag

from knowledge_base.documents.document import Document, DocumentError, Row, Table, tidy

# Elements that stand around the words of a page, and those that border a paragraph.
_FURNITURE = re.compile(
    "script|style|nav|header|footer|aside|form|noscript|iframe|svg|template|button|select"
)
_BLOCK = re.compile(
    "p|div|section|article|main|h[1-6]|li|ul|ol|d[ltd]|blockquote|pre|t[dhr]|table|body|center"
    "|address|figure|figcaption"
)
_ARTICLE = re.compile(r"^\s*第[〇零一二三四五六七八九十百千\d]+条")


def read_html(name: str, content: bytes) -> Document:
    """A web page: its words without menus and footers."""
    # Beautiful Soup finds the encoding that the page names, GB2312 as well.
    soup = BeautifulSoup(content, "lxml")
    title = tidy(soup.title.get_text()) if soup.title else ""
    heading = soup.find("h1")
    title = tidy(heading.get_text()) if heading else title
    for one in soup(lambda tag: _FURNITURE.fullmatch(tag.name) is not None):
        one.decompose()
    document = _document(name, _articles_only(soup.body or soup))
    lines = document.lines
    if title and not any(line.startswith("# ") for line in lines):
        lines = (f"# {title}", *lines)
    return Document(name, lines, document.tables)


def read_docx(name: str, content: bytes) -> Document:
    """A Word file of the present format; deletions under review are left out, insertions kept."""
    try:
        html = mammoth.convert_to_html(io.BytesIO(content), convert_image=_no_image).value
    except Exception as error:  # mammoth passes on whatever zip and XML readers raise
        raise DocumentError(f"{name}：无法打开，请用 Word 或 WPS 另存为 docx 后再试") from error
    return _document(name, BeautifulSoup(html, "lxml"))


def _no_image(_: object) -> list[object]:
    return []


def _articles_only(body: Tag) -> Tag:
    """The smallest part of a page that holds all its articles, else the page.

    What stands around a law on a page would end up in its last article.
    """
    starts = [one for one in body.find_all(string=_ARTICLE) if one.parent is not None]
    if len(starts) < 3:
        return body
    chains = [[one, *one.parents] for one in starts]
    common = [
        part
        for part in chains[0]
        if isinstance(part, Tag)
        and all(any(part is other for other in chain) for chain in chains[1:])
    ]
    return common[0] if common else body


def _document(name: str, root: Tag) -> Document:
    tables = tuple(_table(one) for one in root.find_all("table") if not one.find("table"))
    tables = tuple(one for one in tables if one)
    for one in root.find_all("table"):
        if not one.find("table") and _is_data(one):
            one.decompose()
    return Document(name, tuple(_lines(root)), tables)


def _is_data(table: Tag) -> bool:
    """A table of several columns; one cell around a text is only a frame."""
    return any(len(row.find_all(("td", "th"))) > 1 for row in table.find_all("tr"))


def _table(table: Tag) -> Table:
    rows: list[Row] = []
    for row in table.find_all("tr"):
        cells = [tidy(cell.get_text("\n")) for cell in row.find_all(("td", "th"))]
        if len(cells) > 1 and any(cells):
            rows.append(tuple(cells))
    return tuple(rows)


def _lines(root: Tag) -> Iterable[str]:
    """Paragraphs in order: text between the borders of blocks and line breaks."""
    for kind, text in _runs(root):
        line = tidy(text)
        if line:
            yield f"{kind}{line}" if kind and not _ARTICLE.match(line) else line


def _runs(root: Tag) -> Iterable[tuple[str, str]]:
    """Stretches of text that stand in one block without a line break, with its mark."""
    owner: Tag | None = None
    text = ""
    for part in root.descendants:
        if isinstance(part, Tag) and part.name == "br":
            yield _mark(owner), text
            text = ""
        elif type(part) is NavigableString:
            block = _block_of(part, root)
            if block is not owner:
                yield _mark(owner), text
                owner, text = block, ""
            text += str(part)
    yield _mark(owner), text


def _block_of(part: NavigableString, root: Tag) -> Tag:
    blocks = (one for one in part.parents if one is root or _BLOCK.fullmatch(one.name))
    return next(blocks, root)


def _mark(block: Tag | None) -> str:
    if block is None or not re.fullmatch(r"h[1-6]", block.name):
        return ""
    return "# " if block.name == "h1" else "## "
