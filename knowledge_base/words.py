"""Chinese text to words for BM25: jieba's search cut and character pairs."""

from __future__ import annotations

import logging
import re
import threading
import unicodedata
from functools import lru_cache

import jieba

from knowledge_base.laws import DATA

_CHUNK = re.compile(r"[0-9a-z]+|[\u4e00-\u9fff]+")
_lock = threading.Lock()
STOP_WORDS = frozenset((DATA / "stop_words.txt").read_text("utf-8").split())


def fold(text: str) -> str:
    """Full width to half width, lower case."""
    return unicodedata.normalize("NFKC", text).lower()


@lru_cache(maxsize=1)
def _tokenizer() -> jieba.Tokenizer:
    jieba.setLogLevel(logging.WARNING)
    tokenizer = jieba.Tokenizer()
    tokenizer.initialize()
    for word in (DATA / "words.txt").read_text("utf-8").split():
        tokenizer.add_word(word)
    return tokenizer


def words(text: str) -> tuple[str, ...]:
    """Words and character pairs of a text, repetitions kept.

    Pairs catch what the dictionary cuts differently in question and answer (没收房, 收房).
    """
    found: list[str] = []
    with _lock:
        tokenizer = _tokenizer()
    for chunk in _CHUNK.findall(fold(text)):
        if chunk[0].isascii():
            found.append(chunk)
            continue
        found += [word for word in tokenizer.cut_for_search(chunk) if word not in STOP_WORDS]
        found += ["·" + chunk[i : i + 2] for i in range(len(chunk) - 1)]
    return tuple(found)
