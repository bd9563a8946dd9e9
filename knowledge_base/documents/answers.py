"""Questions and answers in a document: rows of a FAQ table, 问/答 pairs, sections of a notice."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from knowledge_base.documents.asking import bare_question, is_question
from knowledge_base.documents.document import Document, DocumentError, Row, Table

_COLUMNS = {
    "question": ("问题", "标准问题", "标准问", "常见问题", "提问", "问", "咨询问题", "标题"),
    "answer": ("答案", "回答", "答复", "解答", "标准答案", "参考答案", "答", "回复", "内容"),
    "variants": ("相似问", "相似问题", "相似问法", "其他问法", "扩展问", "扩展问法", "问法"),
    "category": ("分类", "类别", "类目", "栏目", "所属分类"),
    "basis": ("依据", "法律依据", "政策依据", "法规依据"),
    "owner": ("负责部门", "部门", "责任部门", "负责人"),
}
_NAMES = {name: key for key, names in _COLUMNS.items() for name in names}
_SPLIT = re.compile(r"[\n|；;]+")
_ASKED = re.compile(r"^[#*\s]*(?:问题?\d*|Q\d*)\s*[:：]\s*(.+?)\**$", re.I)
_ANSWERED = re.compile(r"^[*\s]*(?:答案?\d*|A\d*)\s*[:：]\s*(.*)$", re.I)
_HEADING = re.compile(r"^(?:#+\s+(.+)|([一二三四五六七八九十]+、[^。；]{2,30}))$")
_SHORT = 12  # a section with fewer characters says nothing on its own


@dataclass(frozen=True, slots=True)
class Answered:
    """A question (or a notice's title) with its answer, as a document has it."""

    question: str
    answer: str
    variants: tuple[str, ...] = ()
    category: str = ""
    basis: str = ""
    owner: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """What a document answers, and in Chinese what had to be left out."""

    found: tuple[Answered, ...]
    skipped: tuple[str, ...] = ()


def read_answers(document: Document) -> Reading:
    """Everything a document answers. Raises ``DocumentError`` when that is nothing."""
    tables = [_table(table) for table in document.tables]
    found = [one for reading in tables for one in reading.found]
    skipped = tuple(words for reading in tables for words in reading.skipped)
    found += list(_pairs(document.lines)) or list(_sections(document, bool(found)))
    if not found:
        raise DocumentError(
            f"{document.name}：没有找到可用的问答。表格请有“问题”和“答案”两列；通知请有标题和正文。"
        )
    return Reading(tuple(found), skipped)


def _table(table: Table) -> Reading:
    columns, rows = _header(table)
    if not columns:
        return Reading(())
    found: list[Answered] = []
    skipped: list[str] = []
    for number, row in rows:
        cells = {key: row[place] for key, place in columns.items() if place < len(row)}
        question, answer = cells.get("question", ""), cells.get("answer", "")
        if question and answer:
            found.append(_answered(question, answer, cells))
        elif question or answer:
            skipped.append(f"第{number}行{'没有答案' if question else '没有问题'}，已跳过")
    return Reading(tuple(found), tuple(skipped))


def _header(table: Table) -> tuple[Mapping[str, int], Iterable[tuple[int, Row]]]:
    """Columns by what they hold, and the rows below with their numbers."""
    for number, row in enumerate(table[:5]):
        columns: dict[str, int] = {}
        for place, cell in enumerate(row):
            key = _NAMES.get(re.sub(r"[\s（(].*|[:：*]", "", cell))
            if key:
                columns.setdefault(key, place)
        if {"question", "answer"} <= columns.keys():
            return columns, enumerate(table[number + 1 :], number + 2)
    asked = sum(is_question(row[0]) for row in table)
    if table and len(table[0]) == 2 and asked * 2 > len(table):
        return {"question": 0, "answer": 1}, enumerate(table, 1)
    return {}, ()


def _answered(question: str, answer: str, cells: Mapping[str, str]) -> Answered:
    variants = (bare_question(part) for part in _SPLIT.split(cells.get("variants", "")))
    return Answered(
        bare_question(question.replace("\n", "")),
        answer,
        tuple(part for part in variants if part),
        cells.get("category", ""),
        cells.get("basis", ""),
        cells.get("owner", ""),
    )


def _pairs(lines: Sequence[str]) -> Iterable[Answered]:
    """问：… 答：… and Q: … A: …; an answer runs until the next question."""
    question, answer = "", list[str]()
    for line in lines:
        asked, answered = _ASKED.match(line), _ANSWERED.match(line)
        if asked:
            if question and answer:
                yield Answered(question, "\n".join(answer))
            question, answer = bare_question(asked[1]), []
        elif question and answered:
            answer = [answered[1]] if answered[1] else []
        elif question and answer:
            answer.append(line)
    if question and answer:
        yield Answered(question, "\n".join(answer))


def _sections(document: Document, has_table: bool) -> Iterable[Answered]:
    """The sections of a notice under its headings, or the notice as a whole."""
    title, lines = _title(document)
    parts = [part for part in _parts(lines) if len("".join(part[1])) >= _SHORT]
    named = [part for part in parts if part[0]]
    if len(named) >= 2 or (named and is_question(named[0][0])):
        for heading, body in named:
            name = bare_question(heading)
            question = name if is_question(name) or not title else f"{title[:30]}：{name}"
            yield Answered(question, "\n".join(body))
    elif title and parts and not has_table:
        yield Answered(bare_question(title), "\n".join(lines))


def _title(document: Document) -> tuple[str, Sequence[str]]:
    """The notice's title and the lines below it."""
    for place, line in enumerate(document.lines[:3]):
        if line.startswith("# "):
            return line[2:], document.lines[place + 1 :]
    first = document.lines[0] if document.lines else ""
    if 2 <= len(first) <= 40 and not first.endswith(("。", "：", "；")):
        return first.lstrip("# "), document.lines[1:]
    return document.name.rsplit(".", 1)[0], document.lines


def _parts(lines: Sequence[str]) -> list[tuple[str, list[str]]]:
    parts: list[tuple[str, list[str]]] = [("", [])]
    for line in lines:
        heading = _HEADING.match(line)
        if heading:
            parts.append((heading[1] or heading[2], []))
        else:
            parts[-1][1].append(line)
    return parts
