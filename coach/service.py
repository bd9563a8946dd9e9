"""The coach: one object for whoever has a transcript and wants advice."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from coach.brief import write_brief
from coach.classifier.evidence import gather, message_text
from coach.embedding import RememberingEmbedder
from coach.flags.checker import decide
from coach.replies.approved import Examples
from coach.replies.uses import NO_USES, UseTable
from coach.suggestions import Material, suggest
from coach.training import Knowledge, OnProgress, Trained, open_trained, quiet
from coach.types import Brief, Flag, OwnData, Situation, Suggestion, Turn
from knowledge_base.types import Hit

_NOBODY = OwnData()


class Coach:
    """Checks drafts, suggests replies, writes briefs. Pure: no web, no database, thread-safe."""

    def __init__(self, knowledge: Knowledge, trained: Trained) -> None:
        self._embedder = RememberingEmbedder(knowledge)
        self._statutes = knowledge
        self._trained = trained
        # Filled by whoever keeps the approved replies; empty until then.
        self.examples = Examples(self._embedder)

    @classmethod
    def open(
        cls,
        home: Path,
        knowledge: Knowledge,
        *,
        on_progress: OnProgress = quiet,
    ) -> Coach:
        """Loads the classifier under ``home/coach``, or trains it when its inputs have changed.

        ``on_progress`` hears what is done and how far (0 to 1).
        """
        trained = open_trained(home / "coach", knowledge, on_progress)
        return cls(knowledge, trained)

    def check(
        self, draft: str, context: Sequence[Turn] = (), *, own: OwnData = _NOBODY
    ) -> tuple[Flag, ...]:
        """What is wrong with a draft, in reading order; empty for a good or an empty one."""
        if not draft.strip():
            return ()
        seen = gather(draft, context, own, self._embedder, self._statutes)
        return decide(seen, self._trained.model, self._trained.thresholds)

    def get_ready(self, context: Sequence[Turn]) -> None:
        """Reads the resident's message before the first draft to it is typed, to answer faster."""
        if words := message_text(context):
            self._embedder.embed([words])

    def suggest(
        self,
        transcript: Sequence[Turn],
        hits: Sequence[Hit],
        situation: Situation,
        uses: UseTable = NO_USES,
    ) -> tuple[Suggestion, ...]:
        """At most three replies, best first, each free of warnings; none where none is due.

        ``uses`` says what agents made of earlier suggestions and moves them up or down.
        """

        def passes(text: str) -> tuple[Flag, ...]:
            return self.check(text, transcript)

        return suggest(transcript, situation, Material(hits, self.examples, uses), passes)

    def brief(
        self, transcript: Sequence[Turn], slots: Mapping[str, str], hits: Sequence[Hit]
    ) -> Brief:
        """Who, where, what, what was said, what is open, and the sources."""
        return write_brief(transcript, slots, hits)
