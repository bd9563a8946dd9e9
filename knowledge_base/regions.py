"""Which cities lie in which province: a province's rules bind its cities."""

from __future__ import annotations

import re
import tomllib
from functools import cache

from knowledge_base.laws import DATA

_PREFIX = re.compile(r"^([\u4e00-\u9fff]{2,10}?)(?:省|市|自治区|自治州|地区|县|盟)")
_PEOPLES = re.compile(r"(?:壮族|回族|维吾尔)$")


def region_of(name: str) -> str:
    """The province or city a law's name begins with, "" when there is none.

    >>> region_of("杭州市物业管理条例"), region_of("广西壮族自治区物业管理条例")
    ('杭州', '广西')
    """
    match = _PREFIX.match(name)
    if match:
        return _PEOPLES.sub("", match[1])
    return next((one for one in _known() if name.startswith(one)), "")


@cache
def provinces() -> dict[str, frozenset[str]]:
    """Cities by province, all by their short names."""
    table = tomllib.loads((DATA / "regions.toml").read_text("utf-8"))
    return {name: frozenset(text.split()) for name, text in table["provinces"].items()}


@cache
def _known() -> tuple[str, ...]:
    return (*provinces(), *(city for cities in provinces().values() for city in cities))


def holds_in(region: str, city: str) -> bool:
    """Whether the rules of a region (a city or a province) hold in a city.

    >>> holds_in("浙江", "杭州市"), holds_in("浙江", "北京")
    (True, False)
    """
    short = re.sub(r"市$", "", city)
    return bool(short) and (region == short or short in provinces().get(region, ()))
