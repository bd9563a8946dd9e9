"""Approved answers as Markdown files with a YAML head: read, write, fill in.

Format errors are ``EntryError`` with the file and a Chinese line for the person who wrote it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from knowledge_base.facts import FACTS
from knowledge_base.types import Citation, Entry

_FRONT = re.compile(r"\A---\n(.*?)\n---\n(.*)\Z", re.S)
_PLACEHOLDER = re.compile(r"\{([a-z_]+)\}")
_ID = re.compile(r"[a-z0-9_:-]+(?:/[a-z0-9_-]+)+")
_SCOPE = re.compile(r"national|city:\S+|estate:[\w-]+")


class EntryError(ValueError):
    """An entry that cannot be read."""


def parse_entry(text: str, entry_id: str) -> Entry:
    """Read one entry; ``entry_id`` is ``<category>/<slug>``. Raises EntryError."""
    match = _FRONT.match(text.replace("\r\n", "\n").lstrip("\ufeff"))
    if match is None:
        raise EntryError(f"{entry_id}：缺少 --- 之间的条目头部")
    try:
        head = yaml.safe_load(match[1])
        return _entry(entry_id, head, match[2].strip())
    except (yaml.YAMLError, KeyError, TypeError, ValueError, AttributeError) as error:
        raise EntryError(f"{entry_id}：{_reason(error)}") from error


def _reason(error: Exception) -> str:
    if isinstance(error, KeyError):
        return f"头部缺少 {error.args[0]}"
    return f"头部格式不对（{error}）"


def _entry(entry_id: str, head: Mapping[str, Any], answer: str) -> Entry:
    if not _ID.fullmatch(entry_id):
        raise ValueError(f"编号 {entry_id} 应为 类别/英文短名")
    if not answer:
        raise ValueError("没有答案正文")
    scope = str(head.get("scope", "national"))
    if not _SCOPE.fullmatch(scope):
        raise ValueError(f"scope {scope} 应为 national、city:城市 或 estate:小区编号")
    return Entry(
        id=entry_id,
        title=str(head["title"]).strip(),
        category=str(head.get("category", entry_id.split("/")[0])),
        scope=scope,
        questions=tuple(str(item).strip() for item in head["questions"]),
        answer=answer,
        citations=tuple(parse_citation(str(item)) for item in head.get("citations") or ()),
        owner=str(head["owner"]),
        valid_from=_day(head["valid_from"]),
        valid_to=_day(head["valid_to"]) if head.get("valid_to") else None,
        review_on=_day(head["review_on"]),
        facts=tuple(str(item) for item in head.get("facts") or ()),
        basis=tuple((str(ref), str(words)) for ref, words in (head.get("basis") or {}).items()),
    )


def _day(value: Any) -> date:
    return value if isinstance(value, date) else date.fromisoformat(str(value))


def parse_citation(text: str) -> Citation:
    """``民法典:944`` → Citation. Raises ValueError."""
    law, separator, article = text.replace("：", ":").rpartition(":")
    if not separator or not law or not article.strip().isdecimal():
        raise ValueError(f"引用 {text} 应写成 法名:条号")
    return Citation(law.strip(), int(article))


def read_entry(path: Path, root: Path) -> Entry:
    """Read the entry in one file under ``root``."""
    return parse_entry(path.read_text("utf-8"), path.relative_to(root).with_suffix("").as_posix())


def load_entries(root: Path) -> tuple[list[Entry], list[EntryError]]:
    """Every entry under a folder, and what could not be read."""
    entries: list[Entry] = []
    errors: list[EntryError] = []
    for path in sorted(root.glob("*/**/*.md")):
        try:
            entries.append(read_entry(path, root))
        except EntryError as error:
            errors.append(error)
    return entries, errors


def render_entry(entry: Entry) -> str:
    """The Markdown of an entry: ``parse_entry(render_entry(e), e.id) == e``."""
    head: dict[str, Any] = {
        "title": entry.title,
        "category": entry.category,
        "scope": entry.scope,
        "valid_from": entry.valid_from,
        "owner": entry.owner,
        "review_on": entry.review_on,
        "citations": [str(citation) for citation in entry.citations],
        "questions": list(entry.questions),
        "facts": list(entry.facts),
    }
    if entry.valid_to:
        head["valid_to"] = entry.valid_to
    if entry.basis:
        head["basis"] = dict(entry.basis)
    front = yaml.safe_dump(head, allow_unicode=True, sort_keys=False, width=10_000)
    return f"---\n{front}---\n\n{entry.answer}\n"


def placeholders(answer: str) -> tuple[str, ...]:
    """The fact keys an answer needs, in order of first use."""
    return tuple(dict.fromkeys(_PLACEHOLDER.findall(answer)))


def first_paragraph(answer: str) -> str:
    return answer.split("\n\n", 1)[0].strip()


def fill_facts(entry: Entry, facts: Mapping[str, str]) -> tuple[Entry, tuple[str, ...]]:
    """Put an estate's facts into a template.

    Returns the entry with every known ``{key}`` replaced, each sentence with an unknown one
    left out, and the Chinese names of what is unknown.
    """
    missing = tuple(key for key in placeholders(entry.answer) if not facts.get(key, "").strip())
    paragraphs = [_without(part, missing) for part in entry.answer.split("\n")]
    text = re.sub(r"\n{3,}", "\n\n", "\n".join(paragraphs)).strip()
    # A replacement function: a fact may itself contain braces or backslashes.
    text = _PLACEHOLDER.sub(lambda match: facts[match[1]].strip(), text)
    return replace(entry, answer=text), tuple(FACTS.get(key, key) for key in missing)


def _without(line: str, missing: tuple[str, ...]) -> str:
    if not any(f"{{{key}}}" in line for key in missing):
        return line
    sentences = re.findall(r"[^。！？；]*[。！？；]?", line)
    return "".join(
        sentence for sentence in sentences if not any(f"{{{key}}}" in sentence for key in missing)
    )
