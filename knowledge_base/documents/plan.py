"""What importing files would change; nothing is written here."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from knowledge_base.documents.answers import read_answers
from knowledge_base.documents.document import Document, DocumentError
from knowledge_base.documents.reading import read_document
from knowledge_base.drafting import Origin, draft_of
from knowledge_base.drafts import Draft, Drafts
from knowledge_base.importer import Change, LawReport, compare, is_law, known_laws, law_of
from knowledge_base.statutes import Statutes


@dataclass(frozen=True, slots=True)
class File:
    """A chosen file: its name and what it holds."""

    name: str
    content: bytes

    @classmethod
    def read(cls, path: Path) -> File:
        """Raises ``DocumentError`` for a path that cannot be read."""
        try:
            return cls(path.name, path.read_bytes())
        except OSError as error:
            raise DocumentError(f"{path}：找不到或打不开这个文件") from error


@dataclass(frozen=True, slots=True)
class Target:
    """For whom files are imported; ``region`` overrides what a law's name says."""

    scope: str = "national"
    region: str | None = None


@dataclass(frozen=True, slots=True)
class DraftReport:
    draft: Draft
    change: Change


@dataclass(frozen=True, slots=True)
class Plan:
    """``problems`` and ``skipped`` are Chinese lines; with problems nothing is imported."""

    laws: tuple[LawReport, ...] = ()
    drafts: tuple[DraftReport, ...] = ()
    problems: tuple[str, ...] = ()
    skipped: tuple[str, ...] = ()

    @property
    def changes(self) -> int:
        """How many laws and drafts applying it would write."""
        kinds = [one.change for one in self.laws] + [one.change for one in self.drafts]
        return sum(kind in (Change.NEW, Change.UPDATED) for kind in kinds)


def plan_import(files: Iterable[File], home: Path, target: Target | None = None) -> Plan:
    """Read the files and compare them with what is there."""
    planner = _Planner(home, target or Target())
    for file in files:
        try:
            planner.add(read_document(file.name, file.content))
        except DocumentError as error:
            planner.problems.append(str(error))
    return Plan(
        tuple(planner.laws.values()),
        tuple(planner.reports.values()),
        tuple(planner.problems),
        tuple(planner.skipped),
    )


class _Planner:
    """Collects over several files."""

    def __init__(self, home: Path, target: Target) -> None:
        self._target = target
        self._statutes = Statutes.open(home)
        self._known = known_laws(home)
        self._drafts = Drafts(home)
        self.laws: dict[str, LawReport] = {}
        self.reports: dict[str, DraftReport] = {}
        self.problems: list[str] = []
        self.skipped: list[str] = []

    def add(self, document: Document) -> None:
        """Raises ``DocumentError``."""
        if is_law(document):
            self._add_law(document)
        else:
            self._add_answers(document)

    def _add_law(self, document: Document) -> None:
        report = compare(law_of(document, self._target.region), self._known, self._statutes)
        name = report.law.name
        if name in self.laws and report.change is not Change.COVERED:
            other = self.laws[name].law.source
            raise DocumentError(f"{document.name}：与 {other} 是同一部法规，请只选一个")
        self.laws[f"{name} {document.name}" if name in self.laws else name] = report

    def _add_answers(self, document: Document) -> None:
        reading = read_answers(document)
        origin = Origin(document.name, self._target.scope, date.today())
        for one in reading.found:
            draft = draft_of(one, origin, self._statutes)
            if draft.entry.id in self.reports:
                self.skipped.append(f"{document.name}：“{one.question}”重复，只取第一个")
            else:
                self.reports[draft.entry.id] = DraftReport(draft, self._change(draft))
        self.skipped += [f"{document.name}：{words}" for words in reading.skipped]

    def _change(self, draft: Draft) -> Change:
        """Compared with what the file said last time, not with what people made of it."""
        old = self._drafts.get(draft.entry.id)
        if old is None:
            return Change.NEW
        return Change.UNCHANGED if old.origin == draft.origin else Change.UPDATED
