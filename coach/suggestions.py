"""Up to three replies: from knowledge, and from the way the conversation stands."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Protocol

from coach.conversation import topic_of, unanswered
from coach.situations import Situational, fill, fitting, marks
from coach.sources import sources_of
from coach.types import Flag, Severity, Situation, Suggestion, Turn
from knowledge_base.types import Hit

_LIMIT = 3
_WORTH_SAYING = (
    0.35  # probability from which an entry is shown to a person, who judges for themselves
)
_PLACEHOLDER = re.compile(r"\{[a-z_]+\}")
_OPENINGS = {
    "angry": "给您添堵了，很抱歉。",
    "afraid": "您先别怕。",
    "upset": "让您受累了，很抱歉。",
}
_GENERAL = frozenset({"unknown", "repair"})  # said only where nothing better fits

Check = Callable[[str], tuple[Flag, ...]]


class Examples(Protocol):
    """Where approved replies of similar conversations come from."""

    def like(self, transcript: Sequence[Turn], limit: int) -> Sequence[Suggestion]:
        """The best first; empty where none is similar."""
        ...


class NoExamples:
    """Until replies are collected and approved, nothing is offered from them."""

    def like(self, transcript: Sequence[Turn], limit: int) -> Sequence[Suggestion]:
        return ()


def suggest(
    transcript: Sequence[Turn],
    hits: Sequence[Hit],
    situation: Situation,
    check: Check,
    examples: Examples,
) -> tuple[Suggestion, ...]:
    """At most three, best first; none when the resident is not waiting for an answer."""
    if not unanswered(transcript):
        return ()
    held = marks(transcript, situation)
    offered: list[Suggestion] = []
    for candidate in _ranked(transcript, hits, situation, held, examples):
        if len(offered) == _LIMIT:
            break
        if _is_new(candidate, offered) and _passes(candidate, check):
            offered.append(candidate)
    return tuple(offered)


def _ranked(
    transcript: Sequence[Turn],
    hits: Sequence[Hit],
    situation: Situation,
    held: frozenset[str],
    examples: Examples,
) -> Iterator[Suggestion]:
    """An instruction in an emergency comes first; then a known answer; then the situation."""
    rows = fitting(held)
    known = list(_from_knowledge(hits, situation, held))
    fit = [(row, _from_row(row, transcript, situation)) for row in rows]
    yield from (said for row, said in fit if row.urgent)
    yield from known[:1]
    yield from examples.like(transcript, _LIMIT)
    specific = [said for row, said in fit if not row.urgent and row.name not in _GENERAL]
    yield from specific[: _LIMIT - 1]
    yield from known[1:]
    if not known and not specific:
        yield from (said for row, said in fit if row.name in _GENERAL)


def _from_row(row: Situational, transcript: Sequence[Turn], situation: Situation) -> Suggestion:
    return Suggestion(fill(row, topic_of(transcript), situation), "situation", row.why)


def _from_knowledge(
    hits: Sequence[Hit], situation: Situation, held: frozenset[str]
) -> Iterator[Suggestion]:
    opening = next((text for mood, text in _OPENINGS.items() if mood in held), "")
    for hit in hits:
        if hit.entry is None or hit.probability < _WORTH_SAYING:
            continue
        answer = _with_facts(hit.entry.answer, situation)
        if answer:
            yield Suggestion(opening + answer, "knowledge", "依据知识条目", sources_of([hit]))


def _with_facts(answer: str, situation: Situation) -> str:
    """The answer with the estate's facts filled in; empty where one is not known."""
    for key, value in situation.facts.items():
        answer = answer.replace("{" + key + "}", value)
    return "" if _PLACEHOLDER.search(answer) else answer.strip()


def _is_new(candidate: Suggestion, offered: Sequence[Suggestion]) -> bool:
    return all(candidate.text != other.text for other in offered)


def _passes(candidate: Suggestion, check: Check) -> bool:
    return all(flag.severity is Severity.INFO for flag in check(candidate.text))
