"""Keep summaries beside the message at which they stood."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from api.models import Conversation, Staff, Summary
from api.summaries.schemas import Content, SummaryOut, content_of

HANDOFF = "handoff"
CLOSE = "close"
RESULTS = {"solved": "已解决", "work_order": "已转工单", "referred": "已转介", "unsolved": "未解决"}


def at_handoff(
    session: AsyncSession,
    conversation: Conversation,
    brief: Mapping[str, Any],
    *,
    staff_id: str | None = None,
    edited: bool = False,
) -> None:
    """What the coach wrote for whoever takes over, or a colleague put right; nothing without."""
    if not brief:
        return
    content = content_of(brief).model_dump()
    session.add(
        Summary(
            conversation_id=conversation.id,
            seq=conversation.last_seq,
            kind=HANDOFF,
            staff_id=staff_id,
            content={**content, "edited": edited} if edited else content,
        )
    )


def at_close(
    session: AsyncSession,
    conversation: Conversation,
    content: Content,
    *,
    result: str,
    staff_id: str,
    edited: bool,
) -> None:
    kept = {**content.model_dump(), "edited": edited}
    session.add(
        Summary(
            conversation_id=conversation.id,
            seq=conversation.last_seq,
            kind=CLOSE,
            staff_id=staff_id,
            result=result,
            content=kept,
        )
    )


async def of_conversations(
    session: AsyncSession, conversation_ids: Sequence[str]
) -> list[tuple[str, SummaryOut]]:
    """Conversation id and summary, newest first."""
    query = (
        select(Summary, Staff.name)
        .outerjoin(Staff, Staff.id == Summary.staff_id)
        .where(Summary.conversation_id.in_(conversation_ids))
        .order_by(Summary.created_at.desc())
    )
    rows = (await session.execute(query)).all()
    return [(summary.conversation_id, _out(summary, name or "")) for summary, name in rows]


def _out(summary: Summary, staff: str) -> SummaryOut:
    return SummaryOut(
        seq=summary.seq,
        kind=summary.kind,
        content=Content(**{k: v for k, v in summary.content.items() if k != "edited"}),
        edited=bool(summary.content.get("edited")),
        result=summary.result,
        result_name=RESULTS.get(summary.result, ""),
        staff=staff,
        created_at=summary.created_at.isoformat(),
    )
