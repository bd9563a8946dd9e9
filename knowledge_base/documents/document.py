"""What is left of a file when its looks are gone."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

Row = tuple[str, ...]
Table = tuple[Row, ...]

_INVISIBLE = re.compile(r"[\u200b-\u200f\u2060\ufeff\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


class DocumentError(ValueError):
    """A file that cannot be used; the message is for the person who chose it."""


@dataclass(frozen=True, slots=True)
class Document:
    """``lines`` are paragraphs in order, headings marked ``# ``; ``tables`` stand apart."""

    name: str  # the file's name
    lines: tuple[str, ...] = ()
    tables: tuple[Table, ...] = ()

    @property
    def text(self) -> str:
        return "\n".join(self.lines)


def tidy(text: str) -> str:
    """One paragraph without invisible characters and double blanks."""
    seen = _INVISIBLE.sub("", unicodedata.normalize("NFC", text)).replace("\xa0", " ")
    return re.sub(r"[ \t\r\n]+", " ", seen).strip(" \u3000")
