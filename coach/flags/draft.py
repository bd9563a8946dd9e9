"""A draft as the detectors see it: read once, shared by all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from coach.mood import Mood, emergency_kind, needs_action, read_mood, resident_words
from coach.text import Piece, clauses, mask_quotations, sentences
from coach.types import OwnData, Turn


@dataclass(frozen=True, slots=True)
class Draft:
    """What is about to be sent and what it answers.

    ``said`` is the text with other people's words blanked out, of the same length: a pattern
    that matches there matches the agent's own words, at the same offsets.
    """

    text: str
    said: str
    context: tuple[Turn, ...]
    own: OwnData
    mood: Mood
    needs_action: bool
    emergency: str
    resident: str
    sentences: tuple[Piece, ...] = field(repr=False)
    clauses: tuple[Piece, ...] = field(repr=False)


def read_draft(text: str, context: Sequence[Turn], own: OwnData) -> Draft:
    said = mask_quotations(text)
    return Draft(
        text=text,
        said=said,
        context=tuple(context),
        own=own,
        mood=read_mood(context),
        needs_action=needs_action(context),
        emergency=emergency_kind(context),
        resident=resident_words(context),
        sentences=sentences(said),
        clauses=clauses(said),
    )
