"""One spelling for phones and rooms, so that the same home is recognised."""

from __future__ import annotations

import re
import unicodedata

from knowledge_base.numerals import NUMERAL_CHARS, parse_number

_NUMERAL = re.compile(f"[{NUMERAL_CHARS}]+")
_BUILDING = re.compile(r"号楼|栋|幢|座|楼(?=\d)")
_TAIL = re.compile(r"[室号户房]$")
_COUNTRY = re.compile(r"^(?:\+|00)?86(?=1\d{10}$)")


def phone_key(phone: str) -> str:
    """Digits only, without the country: `+86 138-1234 5678` and `13812345678` are one."""
    digits = re.sub(r"[^\d+]", "", unicodedata.normalize("NFKC", phone))
    return _COUNTRY.sub("", digits).lstrip("+")[:30]


def house_key(room: str) -> str:
    """`八号楼３单元602室` and `8栋3单元602` are one; empty for what names no home.

    A home is a building and a number of three digits at least: 3楼走廊 is none, and 602 alone
    may be anybody's.
    """
    text = re.sub(r"[\s,，、#-]+", "-", unicodedata.normalize("NFKC", room).strip())
    text = _NUMERAL.sub(lambda found: str(parse_number(found.group())), text)
    text = re.sub(r"(栋|单元)-|-(?=单元)", r"\1", _BUILDING.sub("栋", text))
    text = re.sub("-+", "-", re.sub("栋|单元", "-", _TAIL.sub("", text))).strip("-").upper()
    return text[:60] if re.fullmatch(r"(?:[A-Z\d]+-)+[A-Z]?\d{3,4}", text) else ""
