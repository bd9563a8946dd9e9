"""What the cited articles said when an entry was reviewed, so that an amendment shows.

An article is remembered by a short hash of its words, never by its text. Entries approved in the
product carry the hashes of that day in their head; for the shipped ones they stand together in
``data/basis.json``, which ``python -m knowledge_base.shipped`` brings up to date.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path

from knowledge_base.files import digest, write_atomic
from knowledge_base.laws import DATA
from knowledge_base.statutes import Statutes
from knowledge_base.types import Citation, Entry

PATH = DATA / "basis.json"


def hash_of(citation: Citation, statutes: Statutes) -> str:
    """Ten hex digits of an article's words; "" where its text is not here."""
    found = statutes.provision(citation.law, citation.article)
    words = "".join(found.text.split()) if found else ""
    return digest([words])[:10] if words else ""


def reviewed(entry: Entry, statutes: Statutes) -> Entry:
    """The entry with the hashes of what it cites as of now."""
    hashes = ((str(one), hash_of(one, statutes)) for one in entry.citations)
    return replace(entry, basis=tuple((ref, words) for ref, words in hashes if words))


def amended(entry: Entry, statutes: Statutes) -> tuple[Citation, ...]:
    """The cited articles whose words changed since the entry was reviewed."""
    known = dict(entry.basis) if entry.basis else shipped_basis()
    return tuple(
        one
        for one in entry.citations
        if str(one) in known and known[str(one)] != hash_of(one, statutes)
    )


@cache
def shipped_basis() -> Mapping[str, str]:
    """Hash by citation, as of the last review of the shipped entries."""
    found: dict[str, str] = json.loads(PATH.read_text("utf-8"))
    return found


def save_basis(entries: Iterable[Entry], statutes: Statutes, path: Path = PATH) -> int:
    """Take the articles as they are now for reviewed; returns how many were kept."""
    cited = sorted({one for entry in entries for one in entry.citations})
    found = {str(one): words for one in cited if (words := hash_of(one, statutes))}
    write_atomic(path, (json.dumps(found, ensure_ascii=False, indent=0) + "\n").encode())
    return len(found)
