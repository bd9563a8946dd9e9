"""Tables: Excel workbooks and CSV."""

from __future__ import annotations

import csv
import io
import warnings
from collections.abc import Iterable
from datetime import date, datetime

import openpyxl

from knowledge_base.documents.document import Document, DocumentError, Row, Table
from knowledge_base.documents.plain import decode

MOST_ROWS = 20_000


def read_xlsx(name: str, content: bytes) -> Document:
    """Every sheet that is not empty becomes a table."""
    try:
        with warnings.catch_warnings():
            # openpyxl warns of decorations it drops; they hold no words.
            warnings.simplefilter("ignore")
            book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
            sheets = [_rows(sheet.iter_rows(values_only=True)) for sheet in book.worksheets]
            book.close()
    except Exception as error:  # openpyxl passes on whatever zip and XML readers raise
        raise DocumentError(f"{name}：无法打开，请用 Excel 或 WPS 另存为 xlsx 后再试") from error
    return Document(name, tables=tuple(sheet for sheet in sheets if sheet))


def read_csv(name: str, content: bytes) -> Document:
    text = decode(name, content)
    sample = text[:4000]
    try:
        dialect: type[csv.Dialect] = csv.Sniffer().sniff(sample, delimiters=",;\t")
    except csv.Error:
        dialect = csv.excel
    rows = _rows(csv.reader(io.StringIO(text, newline=""), dialect))
    return Document(name, tables=(rows,) if rows else ())


def _rows(rows: Iterable[Iterable[object]]) -> Table:
    found: list[Row] = []
    for row in rows:
        cells = tuple(_cell(value) for value in row)
        if any(cells):
            found.append(cells)
        if len(found) >= MOST_ROWS:
            break
    return tuple(found)


def _cell(value: object) -> str:
    """Text as people see it: whole numbers without .0, days without midnight."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "\n".join(line.strip() for line in str(value).strip().splitlines())
