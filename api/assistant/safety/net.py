"""The net that the app hangs out: the rules and a small classifier that weighs what they see.

It needs no dialogue engine. A check takes a millisecond besides the embedding of the message,
which the search asks for as well and which is remembered.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np

from api.assistant.safety import words
from api.assistant.safety.alarm import Alarm, Level
from api.assistant.safety.rules import Reading, rules
from api.assistant.safety.training import OnProgress, Trained, open_trained, quiet
from coach.embedding import Embedder
from knowledge_base.query import clean

# Where no word names a danger, a doubt has to be more than what any unusual wording leaves.
_FAINT_UNNAMED = 0.2
# What the words name for sure is certain from here on, though the model is not quite: of 328
# emergencies so named three more, of 20 harmless messages two more.
_SURE_NAMED = 0.55


class SafetyModel:
    """Messages in, alarms out; blocking, safe to call from many threads."""

    def __init__(self, embedder: Embedder, trained: Trained) -> None:
        self._embedder = embedder
        self._model = trained.model
        self._thresholds = trained.thresholds

    @classmethod
    def open(cls, home: Path, embedder: Embedder, on_progress: OnProgress = quiet) -> SafetyModel:
        """Loads the classifier under ``home/safety``; trains it when its inputs changed."""
        return cls(embedder, open_trained(home / "safety", embedder, on_progress))

    def check(self, text: str) -> Alarm | None:
        """The emergency that is going on by these words, if any."""
        reading = rules().read(text)
        if not reading.text:
            return None
        vector = np.asarray(self._embedder.embed([clean(text)]), dtype=np.float64)
        probability = float(self._model.probabilities([reading], vector)[0])
        level = self._level(reading, probability)
        if level is None:
            return None
        likeliest = self._model.kinds([reading], vector)[0]
        return Alarm(_kind(reading, likeliest), level, probability)

    def _level(self, reading: Reading, probability: float) -> Level | None:
        named = words.judge(reading)
        sure = named is not None and named.level is Level.CERTAIN
        certain = self._thresholds.certain
        if probability >= (min(_SURE_NAMED, certain) if sure else certain):
            return Level.CERTAIN
        # What the words name for sure is never dropped in silence, whatever the model thinks.
        faint = self._thresholds.possible if reading.dangers else _FAINT_UNNAMED
        if sure or probability >= max(faint, self._thresholds.possible):
            return Level.POSSIBLE
        return None


def _kind(reading: Reading, likeliest: str) -> str:
    """The model's kind where the words name it too; else what they name first."""
    named = words.live_dangers(reading) or list(reading.dangers)
    sure = {danger.kind for danger in named if danger.sure}
    if not sure or likeliest in sure:
        return likeliest
    return words.main_kind(named)
