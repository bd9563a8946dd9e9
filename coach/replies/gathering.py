"""Replies of a closed conversation that are worth a trainer's look."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from coach.conversation import matters
from coach.masking import has_personal_data
from coach.types import Flag, Role, Severity, Turn

_SHORTEST, _LONGEST = 8, 400  # characters
# What held on that day only: an order's number, an hour, a day, a sum.
_OF_THE_DAY = re.compile(
    r"\d{6,}|\d{1,2}[:：点]\d{0,2}|[今明后昨]天|[上下]午|今晚|明早|\d+月\d+[日号]|\d+(?:\.\d+)?元"
)
Check = Callable[[str, Sequence[Turn]], Sequence[Flag]]


@dataclass(frozen=True, slots=True)
class Gathered:
    """A reply with the words it answered; ``place`` is its index in the transcript."""

    place: int
    question: str
    text: str


def gather_replies(
    transcript: Sequence[Turn], check: Check, names: Sequence[str] = ()
) -> Iterator[Gathered]:
    """Agents' replies that answer a matter, hold beyond the day and pass the same flags.

    Nothing with personal data is gathered; ``names`` are those of resident and agent.
    """
    for place, turn in enumerate(transcript):
        question = _asked_before(transcript, place)
        if turn.role is not Role.AGENT or not question or not _lasting(turn.text):
            continue
        before = transcript[:place]
        if any(flag.severity is not Severity.INFO for flag in check(turn.text, before)):
            continue
        if not has_personal_data(f"{question}\n{turn.text}", names):
            yield Gathered(place, question, turn.text.strip())


def _asked_before(transcript: Sequence[Turn], place: int) -> str:
    """What the resident said since the last person's reply, as far as it carries a matter.

    The assistant's words between are passed over: it handed over what it could not answer.
    """
    said: list[str] = []
    for turn in reversed(transcript[:place]):
        if turn.role is Role.AGENT:
            break
        if turn.role is Role.RESIDENT and matters(turn.text):
            said.append(turn.text.strip())
    return "\n".join(reversed(said))


def _lasting(text: str) -> bool:
    return _SHORTEST <= len(text.strip()) <= _LONGEST and _OF_THE_DAY.search(text) is None
