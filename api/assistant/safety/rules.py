"""The rules of the net: what a message names, and what makes it not now.

The rules themselves are data (``rules.yaml``, which explains how they are written).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from api.assistant.safety.spelling import Spelling

RULES = Path(__file__).with_name("rules.yaml")
_CLAUSE_END = re.compile(r"[。！？!?，,；;、…~～\n]")
_SENTENCE_END = re.compile(r"[。！？!?\n]")


@dataclass(frozen=True, slots=True)
class Danger:
    """Danger that is named; ``calm`` says why it is not danger now, empty if nothing does."""

    kind: str
    sure: bool
    calm: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Reading:
    """What the rules see in one message; ``calm`` holds every reason met, danger or not."""

    text: str
    dangers: tuple[Danger, ...]
    calm: frozenset[str]
    now: bool
    often: bool
    stop: bool


@dataclass(frozen=True, slots=True)
class Calm:
    scope: str
    words: re.Pattern[str]


class Rules:
    """Reads messages; compiled once."""

    def __init__(self, raw: Mapping[str, Any]) -> None:
        words = {name: str(value) for name, value in raw["words"].items()}
        self.kinds = tuple(raw["dangers"])
        self._spelling = Spelling(raw["spelling"])
        self._figures = _compiled(raw["figures"], words)
        self._dangers = [
            (kind, name == "sure", _compiled(patterns, words))
            for kind, levels in raw["dangers"].items()
            for name, patterns in levels.items()
        ]
        self.calm = {
            name: Calm(item["scope"], _compiled(item["words"], words))
            for name, item in raw["calm"].items()
        }
        self._now = re.compile(raw["now"])
        self._often = re.compile(raw["often"])
        self._stop = re.compile(raw["stop"])

    def read(self, message: str) -> Reading:
        plain = self._spelling.plain(message)
        text = self._figures.sub("~", plain)
        found = tuple(self._danger(kind, sure, hit, text) for kind, sure, hit in self._hits(text))
        calm = frozenset(name for name, calm in self.calm.items() if self._told(calm, text))
        now, often, stop = (_met(words, text) for words in (self._now, self._often, self._stop))
        return Reading(text, found, calm, now, often, stop)

    def _hits(self, text: str) -> list[tuple[str, bool, re.Match[str]]]:
        return [
            (kind, sure, hit)
            for kind, sure, pattern in self._dangers
            for hit in list(pattern.finditer(text))[:4]
        ]

    def _danger(self, kind: str, sure: bool, hit: re.Match[str], text: str) -> Danger:
        reasons = (name for name, calm in self.calm.items() if self._calms(calm, hit, text))
        return Danger(kind, sure, frozenset(reasons))

    def _calms(self, calm: Calm, hit: re.Match[str], text: str) -> bool:
        """Whether the words of ``calm`` reach the danger and nothing behind them says 'now'."""
        if calm.scope == "before":
            start = _last_end(_CLAUSE_END, text, hit.start())
            # "$" in these words stands for the place where the danger begins.
            return calm.words.search(text[start : hit.start()]) is not None
        if calm.scope == "inside":
            return calm.words.search(hit.group()) is not None
        told = self._told(calm, text)
        if told is None:
            return False
        if calm.scope == "clause":
            start = _last_end(_CLAUSE_END, text, hit.start())
            return told.start() >= start
        if calm.scope == "after":
            start = _last_end(_SENTENCE_END, text, hit.start())
            return start <= told.start() < hit.end()
        return True

    def _told(self, calm: Calm, text: str) -> re.Match[str] | None:
        """The first words of ``calm``, unless words behind them lead back to the present."""
        told = calm.words.search(text)
        if told is None or self._now.search(text, told.end()):
            return None
        return told


@cache
def rules() -> Rules:
    return Rules(yaml.safe_load(RULES.read_text(encoding="utf-8")))


def _compiled(patterns: Sequence[str], words: Mapping[str, str]) -> re.Pattern[str]:
    filled = (_filled(pattern, words) for pattern in patterns)
    return re.compile("|".join(f"(?:{pattern})" for pattern in filled))


def _filled(pattern: str, words: Mapping[str, str]) -> str:
    for name, value in words.items():
        pattern = pattern.replace("{" + name + "}", value)
    return pattern


def _last_end(border: re.Pattern[str], text: str, before: int) -> int:
    """Where the clause or sentence around position ``before`` begins."""
    return max((match.end() for match in border.finditer(text, 0, before)), default=0)


def _met(pattern: re.Pattern[str], text: str) -> bool:
    return pattern.search(text) is not None
