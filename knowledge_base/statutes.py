"""Every law the product can cite: by name, by article, with its status today.

Three sources, the best first: the wheel's database (text and status), laws imported from files
(text), and the catalogue (existence only).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path

from knowledge_base.imported import ImportedLaw, load_laws
from knowledge_base.laws import Catalogue, Law, fold_name, load_catalogue
from knowledge_base.numerals import article_label
from knowledge_base.types import LawStatus, Provision
from knowledge_base.wheel import Wheel


class Statutes:
    """Look up laws and provisions.

    >>> statutes = Statutes()
    >>> statutes.provision("中华人民共和国民法典", 944).label
    '第九百四十四条'
    """

    def __init__(
        self,
        imported: Iterable[ImportedLaw] = (),
        *,
        wheel: Wheel | None = None,
        today: date | None = None,
    ) -> None:
        self._today = today or date.today()
        self._wheel = wheel or Wheel(today=self._today)
        self._catalogue: Catalogue = load_catalogue(self._today)
        self._known = {law.name: law for law in self._catalogue.known}
        self._imported = {law.name: law for law in imported}

    @classmethod
    def open(cls, home: Path | None, today: date | None = None) -> Statutes:
        """With the laws imported under ``home/kb/laws``."""
        folder = home / "kb" / "laws" if home else None
        return cls(load_laws(folder) if folder and folder.is_dir() else (), today=today)

    def take_over(self, imported: Iterable[ImportedLaw]) -> None:
        """Exchange the imported laws, for everybody who holds these statutes."""
        self._imported = {law.name: law for law in imported}

    def in_database(self, name: str) -> bool:
        """Whether the wheel's database has the text of this law, whatever was imported."""
        return self._wheel.law(name) is not None

    def resolve(self, name: str) -> str | None:
        """The short name of a law however it is written, None when it is not known."""
        folded = fold_name(name)
        folded = self._catalogue.aliases.get(folded, folded)
        known = folded in self._known or folded in self._imported
        return folded if known or self._wheel.law(folded) else None

    def law(self, name: str) -> Law | None:
        """The law as a whole, None when it is not known."""
        short = self.resolve(name)
        if short is None:
            return None
        return self._wheel.law(short) or self._imported_law(short) or self._known[short]

    def laws(self) -> tuple[Law, ...]:
        """Every law that can be cited, by short name."""
        names = {law.name for law in self._wheel.laws()} | set(self._known) | set(self._imported)
        found = (self.law(name) for name in sorted(names))
        return tuple(law for law in found if law)

    def provision(self, law: str, article: int) -> Provision | None:
        """One article; ``text`` is empty when only its existence is known."""
        short = self.resolve(law)
        record = self.law(law)
        if short is None or record is None:
            return None
        if self._wheel.law(short):
            found = self._wheel.provision(short, article)
        else:
            found = self._imported_provision(record, article)
        if found or not 1 <= article <= record.articles:
            return found
        # A gap in the database or a law without text: it exists, its text is not here.
        return _bare_provision(record, article)

    def searched(self) -> list[Provision]:
        """The provisions in force that the search index holds."""
        found: list[Provision] = []
        for law in self._catalogue.searched:
            if self._wheel.law(law.name):
                rows = self._wheel.provisions(law.name)
                found += [row for row in rows if law.covers(row.article)]
        for name in sorted(self._imported):
            if not self._wheel.law(name):
                found += self._imported_provisions(name)
        return [row for row in found if row.status is LawStatus.IN_FORCE and row.text]

    def _imported_law(self, name: str) -> Law | None:
        law = self._imported.get(name)
        if law is None:
            return None
        known = self._known.get(name)
        started = law.effective_date is None or law.effective_date <= self._today
        return Law(
            name=name,
            full_name=law.full_name,
            articles=max(item.number for item in law.articles),
            status=LawStatus.REPEALED
            if law.repealed
            else known.status
            if known
            else _by_date(started),
            effective_date=law.effective_date or (known.effective_date if known else None),
            source=f"导入文件：{law.source}",
            has_text=True,
            region=law.region,
        )

    def _imported_provisions(self, name: str) -> list[Provision]:
        record = self._imported_law(name)
        assert record is not None
        numbers = [item.number for item in self._imported[name].articles]
        rows = (self._imported_provision(record, number) for number in numbers)
        return [row for row in rows if row]

    def _imported_provision(self, law: Law, article: int) -> Provision | None:
        source = self._imported.get(law.name)
        item = source.article(article) if source else None
        if item is None:
            return None
        return Provision(
            law=law.name,
            article=article,
            label=article_label(article),
            text=item.text,
            status=law.status,
            effective_date=law.effective_date,
            source=law.source,
            chapter=item.chapter,
            region=law.region,
        )


def _by_date(started: bool) -> LawStatus:
    return LawStatus.IN_FORCE if started else LawStatus.NOT_YET


def _bare_provision(law: Law, article: int) -> Provision:
    return Provision(
        law=law.name,
        article=article,
        label=article_label(article),
        text="",
        status=law.status,
        effective_date=law.effective_date,
        source=law.source,
        region=law.region,
    )
