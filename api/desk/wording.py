"""Where a reply's words came from: marked on the message, and kept for the rates."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from api.desk.schemas import ReplyIn, SuggestionUse
from api.models import CoachRecord
from api.staff.service import StaffMember
from coach.types import Flag, Severity

USED = ("taken", "edited")


def mark(body: ReplyIn) -> dict[str, str]:
    """`worded_by` for the message: `ai`, also where the agent changed some words; `suggestion`
    where one was sent as it stood; nothing where a person wrote."""
    used = [use for use in body.suggestions if use.outcome in USED]
    if any(_by_model(use) for use in used):
        return {"worded_by": "ai"}
    if any(use.text.strip() == body.text.strip() for use in used):
        return {"worded_by": "suggestion"}
    return {}


def keep(
    session: AsyncSession,
    staff: StaffMember,
    conversation_id: str,
    body: ReplyIn,
    flags: Sequence[Flag],
) -> None:
    """What was offered and flagged, and what became of it."""
    left = {flag.code for flag in flags}
    records = [
        *(_of_use(use) for use in body.suggestions),
        *(_of_flag(flag, body) for flag in flags),
        *(
            CoachRecord(kind="flag", outcome="fixed", code=one.code, text=one.text)
            for one in body.fixed
            if one.code not in left
        ),
    ]
    for record in records:
        record.conversation_id, record.staff_id = conversation_id, staff.id
        session.add(record)


def _by_model(use: SuggestionUse) -> bool:
    return use.key.startswith("ai:")


def _of_use(use: SuggestionUse) -> CoachRecord:
    return CoachRecord(
        kind="suggestion",
        outcome=use.outcome,
        source=use.key,
        situation=use.situation,
        text=use.text,
    )


def _of_flag(flag: Flag, body: ReplyIn) -> CoachRecord:
    overridden = flag.severity is Severity.BLOCK
    return CoachRecord(
        kind="flag",
        outcome="overridden" if overridden else "sent",
        code=flag.code,
        text=body.text,
        reason=body.override if overridden else "",
    )
