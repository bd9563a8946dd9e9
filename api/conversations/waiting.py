"""What somebody who waits for a person can honestly be told: place, time, opening hours."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from api.database import now
from api.estates.hours import LOCAL, read_hours
from api.estates.records import EstateRecords
from api.models import Handoff

# Fewer recent waits than these say nothing about the next one.
ENOUGH_WAITS = 8
RECENT_WAITS = 30
RECENT_DAYS = 7
EMERGENCY = 2

WAITING = "已为您转接人工客服。{place}请稍等，您可以先把情况写在这里，接待的同事都能看到。"
# Nobody in danger is told of a queue: they go before all others.
ALARMED = "已为您转接人工客服：警报已经发给值班同事，会最先联系您。情况有变化，随时写在这里。"
FIRST_IN_LINE = "您是下一位{time}。"
IN_LINE = "您前面还有 {n} 位住户{time}。"
CLOSED = "已为您转接人工客服，也给您留好了位置。现在是下班时间，同事{opens}上班后先联系您。"
ASK_CALLBACK = "想让我们回电，请发来电话和方便的时间；也可以先把情况写在这里。"
ASK_KNOWN = "到时拨打您的 {phone} 可以吗？回复“可以”，或发来别的号码和方便的时间。"
URGENT = "急事请打值班电话 {phone}。"


@dataclass(frozen=True, slots=True)
class Outlook:
    """`opens_at` is set outside service hours only; phones are empty where unknown."""

    opens_at: datetime | None = None
    duty_phone: str = ""
    resident_phone: str = ""


async def outlook(
    records: EstateRecords, estate_id: str, resident_phone: str = "", moment: datetime | None = None
) -> Outlook:
    """From the estate's own facts `service_hours` and `duty_phone`."""
    facts = await records.facts(estate_id)
    hours = read_hours(facts.get("service_hours", ""))
    moment = moment or now()
    closed = hours is not None and not hours.open_at(moment)
    opens_at = hours.next_opening(moment) if hours and closed else None
    return Outlook(opens_at, facts.get("duty_phone", ""), resident_phone)


async def expected_wait(session: AsyncSession, estate_id: str, ahead: int) -> float | None:
    """Seconds until a person comes for who has `ahead` before them; None while nobody knows.

    The median of recent waits, each shared among the places it moved up.
    """
    query = (
        select(Handoff.queued_at, Handoff.claimed_at, Handoff.ahead)
        .where(
            Handoff.estate_id == estate_id,
            Handoff.claimed_at.is_not(None),
            Handoff.opens_at.is_(None),
            Handoff.priority < EMERGENCY,
            Handoff.queued_at > now() - timedelta(days=RECENT_DAYS),
        )
        .order_by(Handoff.queued_at.desc())
        .limit(RECENT_WAITS)
    )
    rows = (await session.execute(query)).all()
    if len(rows) < ENOUGH_WAITS:
        return None
    paces = [
        (claimed - queued).total_seconds() / (before + 1)
        for queued, claimed, before in rows
        if claimed is not None
    ]
    return float(median(paces) * (ahead + 1))


def minutes_of(seconds: float) -> int:
    """Whole minutes, rounded up; above ten in fives, since nobody knows it better."""
    minutes = max(1, math.ceil(seconds / 60))
    return minutes if minutes <= 10 else math.ceil(minutes / 5) * 5


def waiting_text(ahead: int, expected: float | None) -> str:
    about = f"，大约需要 {minutes_of(expected)} 分钟" if expected is not None else ""
    place = IN_LINE.format(n=ahead, time=about) if ahead else FIRST_IN_LINE.format(time=about)
    return WAITING.format(place=place)


def closed_text(view: Outlook) -> str:
    """For outside service hours; `view.opens_at` must be known."""
    assert view.opens_at is not None
    parts = [CLOSED.format(opens=opening_words(view.opens_at, now()))]
    parts.append(
        ASK_KNOWN.format(phone=_masked(view.resident_phone))
        if view.resident_phone
        else ASK_CALLBACK
    )
    if view.duty_phone:
        parts.append(URGENT.format(phone=view.duty_phone))
    return "".join(parts)


def opening_words(opens_at: datetime, moment: datetime) -> str:
    """今天 14:00, 明天 8:00, 11月24日 8:00."""
    local = opens_at.astimezone(LOCAL)
    days = (local.date() - moment.astimezone(LOCAL).date()).days
    day = {0: "今天", 1: "明天"}.get(days, f"{local.month}月{local.day}日")
    return f"{day} {local.hour}:{local:%M} "


def _masked(phone: str) -> str:
    return f"{phone[:3]}****{phone[-4:]}" if len(phone) >= 7 else phone
