"""The estate's duty phone in the instruction for an emergency."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import replace

import structlog

from api.assistant.answers import fill
from api.assistant.outcome import Outcome
from api.conversations.schemas import Reply
from api.estates.records import EstateRecords

log = structlog.get_logger(__name__)

DUTY_PHONE = "duty_phone"
PATIENCE = 0.5  # seconds for the records: an instruction waits for nobody


async def with_facts(outcome: Outcome, records: EstateRecords, estate_id: str) -> Outcome:
    """The same outcome, its instruction with what the estate has on record.

    Records that fail or are slow cost the line with the number, never the instruction.
    """
    try:
        async with asyncio.timeout(PATIENCE):
            facts = await records.facts(estate_id)
    except Exception as error:  # a connector may be a company's own and raise anything
        log.warning("facts_missing_in_emergency", estate=estate_id, cause=repr(error))
        facts = {}
    return replace(outcome, replies=tuple(_filled(reply, facts) for reply in outcome.replies))


def _filled(reply: Reply, facts: Mapping[str, str]) -> Reply:
    if "emergency" not in reply.payload:
        return reply
    phone = facts.get(DUTY_PHONE)
    call = [*reply.payload["call"], *([phone] if phone else [])]
    return replace(reply, text=fill(reply.text, facts)[0], payload={**reply.payload, "call": call})
