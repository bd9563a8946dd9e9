"""Until when somebody must have acted, as residents are told it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from api.estates.hours import LOCAL
from api.work_orders.due import due_time


def at(text: str) -> datetime:
    return datetime.fromisoformat(f"2026-11-{text}").replace(tzinfo=LOCAL).astimezone(UTC)


@pytest.mark.parametrize(
    ("reported", "due"),
    [
        ("23T14:37:25", "24T14:30:00"),  # told to the quarter, never later than 24 hours
        ("23T20:00:00", "24T20:00:00"),
        ("23T23:07:00", "24T20:00:00"),  # nobody calls at night
        ("24T04:29:00", "24T20:00:00"),
        ("24T08:05:00", "25T08:00:00"),
    ],
)
def test_what_is_due_at_night_is_due_in_the_evening_before(reported: str, due: str) -> None:
    assert due_time("repair", at(reported), 0.0) == at(due)


def test_emergencies_and_what_the_desk_sets_stand_as_they_are() -> None:
    night = at("24T02:11:00")
    assert due_time("emergency", night) == at("24T02:41:00")
    assert due_time("repair", night, 2.0) == at("24T04:11:00")
