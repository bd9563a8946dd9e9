"""Chooses the weights of the fit on own examples: ``python -m coach.replies.choose``."""

from __future__ import annotations

import itertools
import sys
from collections.abc import Iterator, Mapping

import numpy as np
from numpy.typing import NDArray

from coach.embedding import Embedder, RememberingEmbedder
from coach.examples import read_drafts
from coach.figures import Bare
from coach.replies.evaluation import place
from coach.replies.fit import Answered, ReplyFit, Scores, Weights, combine, load_answered
from coach.training import DRAFTS
from coach.types import Role

# Short replies of the wrong kind are hard; they may not be learned at the price of the others.
_MAY_LOSE = 0.03
_OTHERS = 4  # replies to other messages, beside each clean draft
_GRID = {
    "familiar": (0.0, 0.25, 0.5, 0.75, 1.0),
    "words": (0.0, 0.05, 0.1, 0.2),
    "kind": (0.0, 0.01, 0.02, 0.03, 0.04),
}
Row = tuple[Mapping[str, Scores], NDArray[np.bool_]]


def from_drafts() -> list[Answered]:
    """Each clean draft as the right reply to its context, beside replies to other words."""
    clean = [
        (row.context[-1].text, row.draft)
        for row in read_drafts(DRAFTS / "first" / "clean.jsonl")
        if row.context and row.context[-1].role is Role.RESIDENT
    ]
    rng = np.random.default_rng(0)
    return [
        Answered(asked, (said,), tuple(clean[i][1] for i in rng.choice(len(clean), _OTHERS)))
        for asked, said in clean
    ]


def share_right(rows: list[Row], weights: Weights) -> float:
    """How often a right reply is the best of its row."""
    places = [place(combine(signs, weights), right) for signs, right in rows]
    return float(np.mean([one <= 1 for one in places]))


def _rows(fit: ReplyFit, embedder: Embedder, examples: list[Answered]) -> Iterator[Row]:
    for example in examples:
        replies = [*example.good, *example.bad]
        signs = fit.signs(
            example.question,
            replies,
            embedder.embed([example.question])[0],
            embedder.embed(replies),
        )
        yield signs, np.arange(len(replies)) < len(example.good)


def main() -> None:
    embedder = RememberingEmbedder(Bare.open(), capacity=10_000)
    fit = ReplyFit(embedder)
    hard = list(_rows(fit, embedder, list(load_answered())))
    easy = list(_rows(fit, embedder, from_drafts()))
    tried = [
        Weights(**dict(zip(_GRID, row, strict=True))) for row in itertools.product(*_GRID.values())
    ]
    alone = Weights(0, 0, 0)
    floor = share_right(easy, alone) - _MAY_LOSE
    kept = [weights for weights in tried if share_right(easy, weights) >= floor]
    best = max(kept, key=lambda weights: share_right(hard, weights))
    for name, weights in (("sense alone", alone), ("best", best)):
        figures = f"{share_right(hard, weights):.3f} {share_right(easy, weights):.3f}"
        sys.stdout.write(f"{name}: {figures} {weights}\n")


if __name__ == "__main__":
    main()
