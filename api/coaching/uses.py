"""What became of the coach's advice, as rates for managers and trainers."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from api.coaching.memory import uses_of
from api.coaching.schemas import FlagRate, RatesOut, UseRate
from api.components import Components
from api.database import now
from api.models import CoachRecord, Conversation, StaffRole
from api.staff.service import StaffMember
from coach.situations import SITUATION_NAMES

KIND_NAMES = {
    "entry": "知识库",
    "example": "同事的好回复",
    "situation": "情境话术",
    "ai": "AI 改写",
}


async def rates(app: Components, staff: StaffMember, days: int) -> RatesOut:
    """What agents of the member's estates made of advice in the last days."""
    staff.require(StaffRole.TRAINER)
    async with app.database.read() as session:
        rows = await _records(session, list(staff.estates), days)
    offers = [row for row in rows if row.kind == "suggestion"]
    return RatesOut(
        days=days,
        kinds=_rates((row.kind_name, row.outcome, row.count) for row in offers),
        situations=_rates((row.situation_name, row.outcome, row.count) for row in offers),
        flags=_flag_rates(row for row in rows if row.kind == "flag"),
    )


@dataclass(frozen=True, slots=True)
class _Counted:
    kind: str
    code: str
    source: str
    situation: str
    outcome: str
    count: int

    @property
    def kind_name(self) -> str:
        return KIND_NAMES.get(self.source.partition(":")[0], "其他")

    @property
    def situation_name(self) -> str:
        return SITUATION_NAMES.get(self.situation, "其他")


async def _records(session: AsyncSession, estates: list[str], days: int) -> list[_Counted]:
    columns = (
        CoachRecord.kind,
        CoachRecord.code,
        CoachRecord.source,
        CoachRecord.situation,
        CoachRecord.outcome,
    )
    query = (
        select(*columns, func.count())
        .join(Conversation, Conversation.id == CoachRecord.conversation_id)
        .where(
            Conversation.estate_id.in_(estates),
            CoachRecord.created_at > now() - timedelta(days=days),
        )
        .group_by(*columns)
    )
    return [_Counted(*row) for row in (await session.execute(query)).all()]


def _rates(rows: Iterable[tuple[str, str, int]]) -> list[UseRate]:
    """One row a name, the most offered first."""
    counts: defaultdict[str, dict[str, int]] = defaultdict(dict)
    for name, outcome, count in rows:
        counts[name][outcome] = counts[name].get(outcome, 0) + count
    found = [(name, uses_of(one)) for name, one in counts.items()]
    found.sort(key=lambda pair: -pair[1].offered)
    return [
        UseRate(
            name=name,
            offered=uses.offered,
            taken=uses.taken / uses.offered,
            edited=uses.edited / uses.offered,
            ignored=uses.ignored / uses.offered,
            dismissed=uses.dismissed / uses.offered,
        )
        for name, uses in found
        if uses.offered
    ]


def _flag_rates(rows: Iterable[_Counted]) -> list[FlagRate]:
    counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for row in rows:
        counts[row.code][row.outcome] += row.count
    found = [
        FlagRate(code=code, fixed=one["fixed"], sent=one["sent"], overridden=one["overridden"])
        for code, one in counts.items()
    ]
    return sorted(found, key=lambda rate: -(rate.fixed + rate.sent + rate.overridden))
