"""The coach: one object for whoever has a transcript and wants advice."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from coach.brief import write_brief
from coach.embedding import Embedder, RememberingEmbedder
from coach.flags.checker import check
from coach.suggestions import Examples, NoExamples, suggest
from coach.types import Brief, Flag, OwnData, Situation, Suggestion, Turn
from knowledge_base.types import Hit

if TYPE_CHECKING:
    from knowledge_base.service import KnowledgeBase

_NOBODY = OwnData()


class Coach:
    """Checks drafts, suggests replies, writes briefs. Pure: no web, no database, thread-safe."""

    def __init__(self, embedder: Embedder, examples: Examples | None = None) -> None:
        self._embedder = RememberingEmbedder(embedder)
        self._examples = examples or NoExamples()

    @classmethod
    def open(cls, home: Path, knowledge: KnowledgeBase) -> Coach:
        """Loads the classifier under ``home/coach``, or trains it when its inputs have changed."""
        return cls(knowledge)

    def check(
        self, draft: str, context: Sequence[Turn] = (), *, own: OwnData = _NOBODY
    ) -> tuple[Flag, ...]:
        """What is wrong with a draft, in reading order; empty for a good or an empty one."""
        return check(draft, context, own) if draft.strip() else ()

    def suggest(
        self, transcript: Sequence[Turn], hits: Sequence[Hit], situation: Situation
    ) -> tuple[Suggestion, ...]:
        """At most three replies, best first, each free of warnings."""

        def passes(text: str) -> tuple[Flag, ...]:
            return self.check(text, transcript)

        return suggest(transcript, hits, situation, passes, self._examples)

    def brief(
        self, transcript: Sequence[Turn], slots: Mapping[str, str], hits: Sequence[Hit]
    ) -> Brief:
        """Who, where, what, what was said, what is open, and the sources."""
        return write_brief(transcript, slots, hits)
