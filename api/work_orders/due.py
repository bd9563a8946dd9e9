"""Until when somebody must have acted on a work order."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from api.estates.hours import LOCAL

# A company's own promises are set per estate later.
_HOURS = {"emergency": 0.5, "repair": 24.0, "complaint": 24.0}
_USUAL = 24.0
# Nobody calls a resident at night: what would be due then is due in the evening before.
_MORNING, _EVENING = time(8), time(20)
_STEP = timedelta(minutes=15)


def due_time(kind: str, reported: datetime, hours: float = 0.0) -> datetime:
    """``hours`` after ``reported``, as they stand; 0 is what is usual with the kind.

    Usual times are promised to residents: told to the quarter of an hour, never at night, and
    never later than the hours say. An emergency knows no night.
    """
    due = reported + timedelta(hours=hours or _HOURS.get(kind, _USUAL))
    if hours or kind == "emergency":
        return due
    return _by_day(due.astimezone(LOCAL)).astimezone(reported.tzinfo)


def _by_day(due: datetime) -> datetime:
    if due.time() < _MORNING:
        return datetime.combine(due.date() - timedelta(days=1), _EVENING, LOCAL)
    if due.time() >= _EVENING:
        return datetime.combine(due.date(), _EVENING, LOCAL)
    begun = timedelta(minutes=due.minute, seconds=due.second, microseconds=due.microsecond)
    return due - begun % _STEP
