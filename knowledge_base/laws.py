"""What a law is called and whether it binds: the catalogue behind the statutes."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from knowledge_base.types import LawStatus

DATA = Path(__file__).parent / "data"
STATE_PREFIX = "中华人民共和国"
_VERSION_SUFFIX = re.compile(r"[（(](?:\d{4}.*|.*(?:修订|修正|版))[)）]$")
_BRACKETS = str.maketrans({"《": None, "》": None, "〈": None, "〉": None, "(": "（", ")": "）"})


@dataclass(frozen=True, slots=True)
class Law:
    """A law as a whole; ``articles`` is its highest article number."""

    name: str  # short, 民法典
    full_name: str
    articles: int
    status: LawStatus
    effective_date: date | None
    source: str
    has_text: bool
    region: str = ""


@dataclass(frozen=True, slots=True)
class SearchedLaw:
    """A law whose provisions are searched; no ranges means all of it."""

    name: str
    ranges: tuple[tuple[int, int], ...]

    def covers(self, article: int) -> bool:
        return not self.ranges or any(low <= article <= high for low, high in self.ranges)


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The hand-kept list of laws: searched ones, ones known without text, and aliases."""

    searched: tuple[SearchedLaw, ...]
    known: tuple[Law, ...]
    aliases: Mapping[str, str]


def fold_name(name: str) -> str:
    """Bring a law's name to one spelling: no brackets, blanks, version or 中华人民共和国."""
    bare = re.sub(r"\s+", "", name).translate(_BRACKETS)
    bare = _VERSION_SUFFIX.sub("", bare)
    if bare.startswith(STATE_PREFIX) and len(bare) > len(STATE_PREFIX):
        bare = bare[len(STATE_PREFIX) :]
    return bare.replace("适用" + STATE_PREFIX, "适用")


@cache
def load_catalogue(today: date | None = None) -> Catalogue:
    """Read ``data/laws.toml``; ``today`` decides what is in force (default: the current day)."""
    table = tomllib.loads((DATA / "laws.toml").read_text("utf-8"))
    known = tuple(_known_law(row, today or date.today()) for row in table["known"])
    aliases = {fold_name(key): value for key, value in table["aliases"].items()}
    aliases |= {fold_name(law.full_name): law.name for law in known}
    aliases |= {fold_name(law.name): law.name for law in known}
    searched = tuple(_searched_law(row) for row in table["searched"])
    return Catalogue(searched, known, aliases)


def _searched_law(row: dict[str, Any]) -> SearchedLaw:
    pairs = [text.split("-") for text in row.get("articles", [])]
    return SearchedLaw(row["law"], tuple((int(low), int(high)) for low, high in pairs))


def _known_law(row: dict[str, Any], today: date) -> Law:
    status = LawStatus.REPEALED if row.get("repealed", date.max) <= today else LawStatus.IN_FORCE
    if row["effective"] > today:
        status = LawStatus.NOT_YET
    return Law(
        name=row["law"],
        full_name=row.get("full_name", row["law"]),
        articles=row["articles"],
        status=status,
        effective_date=row["effective"],
        source="法规目录（无正文）",
        has_text=False,
    )
