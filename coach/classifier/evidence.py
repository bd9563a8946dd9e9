"""What is known of one draft before anything is decided: words, vectors, rules, signs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from coach.embedding import Embedder, Vectors
from coach.flags import citing, collection, harm, manner, missing, privacy, promises, rights
from coach.flags.draft import Draft, read_draft
from coach.flags.finding import Detector, Finding
from coach.types import OwnData, Role, Turn

RULES: tuple[Detector, ...] = (
    collection.detect,
    privacy.detect,
    promises.detect,
    harm.detect,
    manner.detect,
    rights.detect,
)
# A check may take as long as a pause of the typing. What lies beyond is read by rules and n-grams.
_MANY_SENTENCES = 24
_LONG_SENTENCE = 150  # characters
_LONG_MESSAGE = 400  # characters of the resident's message


@dataclass(frozen=True, slots=True, eq=False)
class Evidence:
    """``sentences`` is float32 (s, d), one row a sentence; ``context`` is (d,)."""

    draft: Draft
    findings: tuple[Finding, ...]
    reading: missing.Reading
    cited: tuple[citing.Cited, ...]
    signs: citing.CitationSigns
    sentences: Vectors
    context: Vectors


def context_text(context: Sequence[Turn]) -> str:
    """The resident's last message: what the draft answers."""
    words = (turn.text for turn in reversed(context) if turn.role is Role.RESIDENT)
    return next(words, "")


def texts_of(draft: Draft) -> list[str]:
    """What has to be embedded: the resident's last message, then the sentences."""
    sentences = (piece.text[:_LONG_SENTENCE] for piece in draft.sentences[:_MANY_SENTENCES])
    return [message_text(draft.context), *sentences]


def message_text(context: Sequence[Turn]) -> str:
    """As much of the resident's last message as is embedded."""
    return context_text(context)[:_LONG_MESSAGE]


def gather(
    text: str,
    context: Sequence[Turn],
    own: OwnData,
    embedder: Embedder,
    statutes: citing.Statutes,
) -> Evidence:
    draft = read_draft(text, context, own)
    vectors = embedder.embed(texts_of(draft))
    cited = tuple(citing.find_cited(draft.said, statutes))
    found = [finding for detect in RULES for finding in detect(draft)]
    return Evidence(
        draft=draft,
        findings=(*found, *citing.findings(cited)),
        reading=missing.read(draft),
        cited=cited,
        signs=citing.read_signs(cited),
        sentences=vectors[1:],
        context=vectors[0] if context_text(context) else np.zeros_like(vectors[0]),
    )
