"""The instruction for an emergency as it stands now: a trainer's wording, the estate's numbers."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import replace

import structlog

from api.assistant.answers import fill
from api.assistant.outcome import Outcome
from api.assistant.playbooks import Playbook
from api.conversations.schemas import Reply
from api.estates.records import EstateRecords
from api.playbooks.store import PlaybookStore

log = structlog.get_logger(__name__)

DUTY_PHONE = "duty_phone"
PATIENCE = 0.5  # seconds for edits and records: an instruction waits for nobody


async def as_it_stands(
    outcome: Outcome, edits: PlaybookStore, records: EstateRecords, estate_id: str
) -> Outcome:
    """The same outcome, its instruction as edited and with what the estate has on record.

    Sources that fail or are slow cost the edit or the line with the number, never the
    instruction.
    """
    playbook, facts = await asyncio.gather(
        _edited(edits, outcome.emergency), _facts(records, estate_id)
    )
    replies = tuple(_current(reply, playbook, facts) for reply in outcome.replies)
    return replace(outcome, replies=replies)


async def _edited(edits: PlaybookStore, kind: str) -> Playbook | None:
    try:
        async with asyncio.timeout(PATIENCE):
            return await edits.edited(kind)
    except Exception as error:
        log.warning("playbook_edit_missing", kind=kind, cause=repr(error))
        return None


async def _facts(records: EstateRecords, estate_id: str) -> Mapping[str, str]:
    try:
        async with asyncio.timeout(PATIENCE):
            return await records.facts(estate_id)
    except Exception as error:  # a connector may be a company's own and raise anything
        log.warning("facts_missing_in_emergency", estate=estate_id, cause=repr(error))
        return {}


def _current(reply: Reply, playbook: Playbook | None, facts: Mapping[str, str]) -> Reply:
    if "emergency" not in reply.payload:
        return reply
    text = playbook.text if playbook else reply.text
    call = list(playbook.call) if playbook else reply.payload["call"]
    phone = facts.get(DUTY_PHONE)
    payload = {**reply.payload, "call": [*call, *([phone] if phone else [])]}
    return replace(reply, text=fill(text, facts)[0], payload=payload)
