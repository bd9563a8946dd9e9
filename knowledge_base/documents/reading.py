"""A file, whatever its kind, to a ``Document``."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import PurePath

from knowledge_base.documents.document import Document, DocumentError
from knowledge_base.documents.markup import read_docx, read_html
from knowledge_base.documents.pdf import read_pdf
from knowledge_base.documents.plain import read_text
from knowledge_base.documents.sheets import read_csv, read_xlsx

MOST_BYTES = 20 * 1024 * 1024
_READERS: dict[str, Callable[[str, bytes], Document]] = {
    ".md": read_text,
    ".txt": read_text,
    ".docx": read_docx,
    ".pdf": read_pdf,
    ".html": read_html,
    ".htm": read_html,
    ".xlsx": read_xlsx,
    ".csv": read_csv,
}
SUFFIXES = tuple(_READERS)
_OLD = {".doc": "docx", ".wps": "docx", ".xls": "xlsx", ".et": "xlsx"}
_PICTURES = (".jpg", ".jpeg", ".png", ".bmp", ".tif", ".tiff", ".heic")


def read_document(name: str, content: bytes) -> Document:
    """Read a file by the end of its name. Raises ``DocumentError``."""
    suffix = PurePath(name).suffix.lower()
    reader = _READERS.get(suffix)
    if reader is None:
        raise DocumentError(f"{name}：{_refusal(suffix)}")
    if len(content) > MOST_BYTES:
        raise DocumentError(f"{name}：文件超过 {MOST_BYTES // 1024 // 1024} MB，请拆开后再导入")
    if not content.strip():
        raise DocumentError(f"{name}：文件是空的")
    document = reader(name, content)
    if not document.lines and not document.tables:
        raise DocumentError(f"{name}：里面没有读到文字")
    return document


def _refusal(suffix: str) -> str:
    if suffix in _OLD:
        return f"是旧格式，请用 Word、Excel 或 WPS 另存为 {_OLD[suffix]} 后再导入"
    if suffix in _PICTURES:
        return "是图片，请先用文字识别（OCR）转成 Word 或文本，核对后再导入"
    return "不支持这种文件，可以导入 Word（docx）、PDF、网页、Excel（xlsx）、CSV 和文本"
