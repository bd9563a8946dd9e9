"""What is indexed: the sentences by which an entry or a provision is found."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum

from knowledge_base.entries import first_paragraph, placeholders
from knowledge_base.topics import lay_questions
from knowledge_base.types import Entry, Provision

# A longer article says its point early, and the model reads no more than 512 tokens anyway.
PROVISION_CHARACTERS = 360


class Role(IntEnum):
    """Which part of an entry a passage is; questions meet questions better than answers do."""

    QUESTION = 0
    ANSWER = 1


@dataclass(frozen=True, slots=True)
class Passage:
    """One row of the entry index; ``owner`` is the entry's position."""

    owner: int
    role: Role
    text: str

    @property
    def side(self) -> str:
        """Which side of the embedding model reads it."""
        return "query" if self.role is Role.QUESTION else "passage"


def entry_passages(owner: int, entry: Entry) -> list[Passage]:
    """Title and question variants, then the first paragraph of the answer."""
    asked = dict.fromkeys((*entry.questions, entry.title))
    rows = [Passage(owner, Role.QUESTION, text) for text in asked]
    answer = first_paragraph(entry.answer)
    for key in placeholders(answer):
        answer = answer.replace(f"{{{key}}}", "")
    return [*rows, Passage(owner, Role.ANSWER, f"{entry.title}：{answer}")]


def all_passages(entries: Sequence[Entry]) -> list[Passage]:
    return [row for owner, entry in enumerate(entries) for row in entry_passages(owner, entry)]


def provision_text(provision: Provision) -> str:
    """What stands for a provision in the index: law, chapter and the beginning of its text.

    Without a text, the lay questions that it settles.
    """
    head = " ".join(part for part in (provision.law, provision.chapter) if part)
    text = provision.text or "；".join(lay_questions().get(provision.citation, ()))
    return f"{head}：{text[:PROVISION_CHARACTERS]}"
