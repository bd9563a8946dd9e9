"""Looking something up beside a conversation, in the scope of its estate."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping

from api.assistant.answers import citation_out, fill
from api.components import Components
from api.desk.schemas import KnowledgeHit, KnowledgeOut
from api.errors import NotFoundError
from api.models import Estate
from api.staff.service import StaffMember
from knowledge_base.service import KnowledgeBase
from knowledge_base.types import Entry, Hit, Provision, Scope

HITS = 6
NO_TEXT = "（原文尚未收录，请以官方公布的文本为准。）"


async def search(
    app: Components, staff: StaffMember, estate_id: str, question: str
) -> KnowledgeOut:
    """Entries and articles for the agent's own question, best first."""
    staff.require_estate(estate_id)
    async with app.database.read() as session:
        estate = await session.get(Estate, estate_id)
    if estate is None:
        raise NotFoundError
    facts = await app.records.facts(estate_id)
    scope = Scope(estate=estate.id, city=estate.city)
    result = await asyncio.to_thread(app.knowledge.search, question, scope, HITS)
    hits = [_hit_out(hit, facts, app.knowledge) for hit in result.hits]
    return KnowledgeOut(confidence=result.confidence.value, hits=hits)


def _hit_out(hit: Hit, facts: Mapping[str, str], knowledge: KnowledgeBase) -> KnowledgeHit:
    if hit.entry is not None:
        return _entry_out(hit.entry, hit.probability, facts, knowledge)
    assert hit.provision is not None
    return _provision_out(hit.provision, hit.probability, knowledge)


def _entry_out(
    entry: Entry, probability: float, facts: Mapping[str, str], knowledge: KnowledgeBase
) -> KnowledgeHit:
    text, missing = fill(entry.answer, facts)
    citations = [item for one in entry.citations for item in citation_out(knowledge, one)]
    return KnowledgeHit(
        id=entry.id,
        kind="entry",
        title=entry.title,
        text=text,
        citations=citations,
        probability=probability,
        missing_fact=missing,
    )


def _provision_out(
    provision: Provision, probability: float, knowledge: KnowledgeBase
) -> KnowledgeHit:
    return KnowledgeHit(
        id=str(provision.citation),
        kind="provision",
        title=f"《{provision.law}》{provision.label}",
        text=provision.text or NO_TEXT,
        citations=citation_out(knowledge, provision.citation),
        probability=probability,
    )
