"""One question, prepared once for every method."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from knowledge_base.embedding import Embedder, Vectors
from knowledge_base.words import words

# Longer messages tell a story; the model reads 512 tokens, and time grows with length.
MAX_CHARACTERS = 400
_INVISIBLE = re.compile(r"[\u200b-\u200f\u202a-\u202e\u2060\ufeff\x00-\x08\x0b-\x1f\x7f]")
_SPACES = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Query:
    """``vector`` is (dimension,) float32, normalised."""

    text: str
    tokens: tuple[str, ...]
    vector: Vectors


def clean(question: str) -> str:
    """Drop what carries no words and cut what is too long: keep beginning and end."""
    text = _INVISIBLE.sub("", unicodedata.normalize("NFC", question))
    text = _SPACES.sub(" ", text).strip()
    if len(text) <= MAX_CHARACTERS:
        return text
    half = MAX_CHARACTERS // 2
    return f"{text[:half]} {text[-half:]}"


def make_query(question: str, embedder: Embedder) -> Query:
    text = clean(question)
    return Query(text, words(text), embedder.queries([text])[0])


@lru_cache(maxsize=65_536)  # a search asks this of every question of two dozen entries
def bare(question: str) -> str:
    """Letters and digits only, for telling whether two questions are the same words."""
    return "".join(char for char in clean(question) if char.isalnum()).lower()
