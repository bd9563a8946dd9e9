"""Up to three replies: from knowledge, from approved replies, from the way the talk stands."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from coach.conversation import topic_of, unanswered
from coach.replies.uses import UseTable
from coach.situations import Situational, fill, fitting, kind_of, marks
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

    def like(self, transcript: Sequence[Turn], estate: str, limit: int) -> Sequence[Suggestion]:
        """The best first; empty where none is similar."""
        ...


@dataclass(frozen=True, slots=True)
class Material:
    """What suggestions are made of, beside the conversation itself."""

    hits: Sequence[Hit]
    examples: Examples
    uses: UseTable


def suggest(
    transcript: Sequence[Turn], situation: Situation, material: Material, check: Check
) -> tuple[Suggestion, ...]:
    """At most three, best first; none when the resident is not waiting for an answer."""
    if not unanswered(transcript):
        return ()
    held = marks(transcript, situation)
    kind = kind_of(held)
    candidates = _weighed(list(_candidates(transcript, situation, held, material)), kind, material)
    offered: list[Suggestion] = []
    for candidate in candidates:
        if len(offered) == _LIMIT:
            break
        if _is_new(candidate, offered) and _passes(candidate, check):
            offered.append(replace(candidate, situation=kind))
    return tuple(offered)


@dataclass(frozen=True, slots=True)
class _Candidate:
    suggestion: Suggestion
    base: float  # how good its kind is where nobody has used it yet
    always: bool = False  # an instruction in an emergency is not up for a vote


def _weighed(
    candidates: Sequence[_Candidate], kind: str, material: Material
) -> Iterator[Suggestion]:
    """Best first, by what it is and by what agents made of it in such a situation."""

    def worth(candidate: _Candidate) -> tuple[bool, float]:
        factor = material.uses.factor(candidate.suggestion.key, kind)
        return candidate.always, candidate.base * factor

    for candidate in sorted(candidates, key=worth, reverse=True):
        wanted = not material.uses.of(candidate.suggestion.key, kind).unwanted
        if candidate.always or wanted:
            yield candidate.suggestion


# A known answer, then what colleagues said, then the playbook. The steps are small enough
# that use (a factor from 0 to 2.5) changes the order after a dozen offers.
_KNOWN, _EXAMPLE, _SITUATION, _SECOND, _GENERALLY, _STEP = 1.0, 0.9, 0.8, 0.6, 0.4, 0.02


def _candidates(
    transcript: Sequence[Turn],
    situation: Situation,
    held: frozenset[str],
    material: Material,
) -> Iterator[_Candidate]:
    fit = [(row, _from_row(row, transcript, situation)) for row in fitting(held)]
    yield from (_Candidate(said, 1.0, always=True) for row, said in fit if row.urgent)
    known = list(_from_knowledge(material.hits, situation, held))
    for place, said in enumerate(known):
        yield _Candidate(said, (_SECOND if place else _KNOWN) - _STEP * place)
    like = material.examples.like(transcript, situation.estate, _LIMIT)
    for place, said in enumerate(like):
        yield _Candidate(said, _EXAMPLE - _STEP * place)
    specific = [said for row, said in fit if not row.urgent and row.name not in _GENERAL]
    for place, said in enumerate(specific[: _LIMIT - 1]):
        yield _Candidate(said, _SITUATION - _STEP * place)
    if not known and not specific and not like:
        general = [said for row, said in fit if row.name in _GENERAL]
        yield from (_Candidate(said, _GENERALLY - _STEP * i) for i, said in enumerate(general))


def _from_row(row: Situational, transcript: Sequence[Turn], situation: Situation) -> Suggestion:
    text = fill(row, topic_of(transcript), situation)
    return Suggestion(text, "situation", row.why, key=f"situation:{row.name}")


def _from_knowledge(
    hits: Sequence[Hit], situation: Situation, held: frozenset[str]
) -> Iterator[Suggestion]:
    opening = next((text for mood, text in _OPENINGS.items() if mood in held), "")
    for hit in hits:
        if hit.entry is None or hit.probability < _WORTH_SAYING:
            continue
        answer = _with_facts(hit.entry.answer, situation)
        if answer:
            key = f"entry:{hit.entry.id}"
            yield Suggestion(
                opening + answer, "knowledge", "依据知识条目", sources_of([hit]), key=key
            )


def _with_facts(answer: str, situation: Situation) -> str:
    """The answer with the estate's facts filled in; empty where one is not known."""
    for key, value in situation.facts.items():
        answer = answer.replace("{" + key + "}", value)
    return "" if _PLACEHOLDER.search(answer) else answer.strip()


def _is_new(candidate: Suggestion, offered: Sequence[Suggestion]) -> bool:
    return all(candidate.text != other.text for other in offered)


def _passes(candidate: Suggestion, check: Check) -> bool:
    return all(flag.severity is Severity.INFO for flag in check(candidate.text))
