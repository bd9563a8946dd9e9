"""Wordings that give a code away, kept as data: ``coach/data/patterns/*.yaml``.

Each rule has a ``code``, a ``match`` (regular expression on the agent's own words), and may have
``unless`` (in the same sentence it takes the match back), ``unless_draft`` (anywhere),
``reason`` with ``{quote}``, ``rewrite``, ``basis`` and ``certain: false`` for wordings that only
inform the classifier; ``always: true`` for those that are raised whatever the classifier says.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from coach.flags.codes import CODES
from coach.flags.draft import Draft
from coach.flags.finding import Finding
from coach.text import sentence_at, widen

_QUOTE_LENGTH = 18  # characters of the draft repeated in a reason


@dataclass(frozen=True, slots=True)
class Rule:
    code: str
    match: re.Pattern[str]
    unless: re.Pattern[str] | None
    unless_draft: re.Pattern[str] | None
    reason: str
    rewrite: str
    basis: str
    certain: bool
    always: bool


def parse_rule(raw: Mapping[str, Any]) -> Rule:
    """A rule from its YAML mapping; ValueError names what is wrong."""
    if raw.get("code") not in CODES:
        raise ValueError(f"unknown code {raw.get('code')!r} in a pattern rule")

    def compiled(key: str) -> re.Pattern[str] | None:
        try:
            return re.compile(raw[key]) if key in raw else None
        except re.error as error:
            raise ValueError(f"bad {key} of a {raw['code']} rule: {error}") from error

    match = compiled("match")
    if match is None:
        raise ValueError(f"a {raw['code']} rule without match")
    return Rule(
        code=raw["code"],
        match=match,
        unless=compiled("unless"),
        unless_draft=compiled("unless_draft"),
        reason=raw.get("reason", ""),
        rewrite=raw.get("rewrite", ""),
        basis=raw.get("basis", ""),
        certain=bool(raw.get("certain", True)),
        always=bool(raw.get("always", False)),
    )


@cache
def load_rules(family: str) -> tuple[Rule, ...]:
    """The rules of one file in ``coach/data/patterns``."""
    source = files("coach") / "data" / "patterns" / f"{family}.yaml"
    rows = yaml.safe_load(source.read_text(encoding="utf-8"))
    return tuple(parse_rule(row) for row in rows)


def quote(draft: Draft, span: tuple[int, int]) -> str:
    """The words of a span, shortened for a reason."""
    words = draft.text[slice(*span)]
    return words if len(words) <= _QUOTE_LENGTH else words[:_QUOTE_LENGTH] + "…"


def find(draft: Draft, rules: Iterable[Rule]) -> Iterator[Finding]:
    for rule in rules:
        if rule.unless_draft is not None and rule.unless_draft.search(draft.said):
            continue
        for match in rule.match.finditer(draft.said):
            sentence = sentence_at(draft.said, match.start())
            if rule.unless is not None and rule.unless.search(sentence.text):
                continue
            span = widen(draft.said, *match.span())
            yield Finding(
                code=rule.code,
                span=span,
                reason=rule.reason.replace("{quote}", quote(draft, span)),
                rewrite=rule.rewrite,
                basis=rule.basis,
                certain=rule.certain,
                always=rule.always,
            )
