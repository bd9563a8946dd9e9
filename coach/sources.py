"""The articles and entries behind an advice, as a person reads them."""

from __future__ import annotations

from collections.abc import Sequence

from coach.types import Source
from knowledge_base.types import Hit


def sources_of(hits: Sequence[Hit], limit: int = 3) -> tuple[Source, ...]:
    """The first hits, each with the articles it stands on, none twice."""
    found: dict[str, Source] = {}
    for hit in hits[:limit]:
        for source in _of(hit):
            found.setdefault(source.ref, source)
    return tuple(found.values())


def _of(hit: Hit) -> tuple[Source, ...]:
    if hit.provision is not None:
        title = f"《{hit.provision.law}》{hit.provision.label}"
        return (Source("provision", str(hit.provision.citation), title),)
    assert hit.entry is not None
    articles = tuple(
        Source("provision", str(cited), f"《{cited.law}》第{cited.article}条")
        for cited in hit.entry.citations
    )
    return (Source("entry", hit.entry.id, hit.entry.title), *articles)
