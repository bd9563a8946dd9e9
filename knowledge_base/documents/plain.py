"""Text and Markdown files."""

from __future__ import annotations

import re

from knowledge_base.documents.document import Document, DocumentError, Row, Table, tidy

_HEAD = re.compile(r"\A\ufeff?---\n.*?\n---\n", re.S)
_COMMENT = re.compile(r"<!--.*?-->", re.S)
_RULE = re.compile(r"\|?[\s:|-]+\|?")


def decode(name: str, content: bytes) -> str:
    """UTF-8, or the encodings of older Chinese programs."""
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text.replace("\r\n", "\n").replace("\r", "\n")
    raise DocumentError(f"{name}：无法读取文字，请另存为 UTF-8 编码")


def read_text(name: str, content: bytes) -> Document:
    """Markdown or plain text, a line a paragraph; Markdown tables stand apart."""
    text = _COMMENT.sub("", _HEAD.sub("", decode(name, content), count=1))
    lines: list[str] = []
    tables: list[Table] = []
    rows: list[Row] = []
    for raw in [*text.split("\n"), ""]:
        line = tidy(raw)
        if line.startswith("|") and line.endswith("|"):
            if not _RULE.fullmatch(line):
                rows.append(tuple(cell.strip() for cell in line.strip("|").split("|")))
            continue
        if rows:
            tables.append(tuple(rows))
            rows = []
        if line:
            lines.append(line)
    return Document(name, tuple(lines), tuple(tables))
