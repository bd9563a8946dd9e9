"""What a shift does to people: abuse and load are counted, and a break is proposed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute

from api.assistant.dispatcher import Heard
from api.database import emit, now
from api.desk.models import Abuse, Presence
from api.events import Event, EventKind
from api.models import Conversation, Handoff, Status
from coach.mood import is_abusive

# Since the last break, and no longer ago than this.
RECENT = timedelta(hours=2)
HARD_ABUSE = 3
HARD_LOAD = 15


@dataclass(frozen=True, slots=True)
class Strain:
    """Insults heard and conversations taken, since the last break or in two hours."""

    abused: int = 0
    taken: int = 0

    @property
    def hard(self) -> bool:
        return self.abused >= HARD_ABUSE or self.taken >= HARD_LOAD

    @property
    def why(self) -> str:
        """Why a break is proposed; empty when none is."""
        if self.abused >= HARD_ABUSE:
            return f"刚才有 {self.abused} 句难听的话冲着您来，不是您的错。歇一会儿吧。"
        if self.taken >= HARD_LOAD:
            return f"两小时里接了 {self.taken} 个会话，辛苦了。歇一会儿吧。"
        return ""


async def listen(session: AsyncSession, conversation: Conversation, heard: Heard) -> None:
    """An insult counts for whoever has to read it."""
    if conversation.status != Status.HUMAN or conversation.agent_id is None:
        return
    if is_abusive(heard.text):
        session.add(Abuse(staff_id=conversation.agent_id, conversation_id=conversation.id))
        emit(session, Event(EventKind.PRESENCE, "", conversation.estate_id))


async def strains(session: AsyncSession, staff_ids: Collection[str]) -> dict[str, Strain]:
    """By member; who is missing has had neither."""
    since = now() - RECENT
    abused = await _counted(session, Abuse.staff_id, Abuse.created_at, since, staff_ids)
    taken = await _counted(session, Handoff.agent_id, Handoff.claimed_at, since, staff_ids)
    return {one: Strain(abused[one], taken[one]) for one in staff_ids}


async def _counted(
    session: AsyncSession,
    who: InstrumentedAttribute[Any],
    at: InstrumentedAttribute[Any],
    since: datetime,
    staff_ids: Collection[str],
) -> Counter[str]:
    """Rows since the later of `since` and the member's return from their last break."""
    query = (
        select(who, func.count())
        .outerjoin(Presence, Presence.staff_id == who)
        .where(
            who.in_(list(staff_ids)),
            at >= since,
            Presence.since.is_(None) | (at >= Presence.since),
        )
        .group_by(who)
    )
    rows = (await session.execute(query)).all()
    return Counter({row[0]: row[1] for row in rows})
