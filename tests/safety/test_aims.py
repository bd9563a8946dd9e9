"""The aims of the net on whole sets: nothing missed, few alarms for nothing.

`development.jsonl` is what the rules were tuned on, mostly traps; `fresh.jsonl` was written
afterwards. `strangers.jsonl` is odd on purpose, and nothing was tuned on it. The figures are a
little below what is reached.
"""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median
from time import thread_time  # not the clock: other work on the machine does not count
from typing import Any

from api.assistant.safety import Level, SafetyModel

Rows = Sequence[dict[str, Any]]


def levels(net: SafetyModel, rows: Rows, *, emergencies: bool) -> list[str]:
    """The level found for every row that is, or is not, an emergency; empty for none."""
    chosen = [row["text"] for row in rows if (row["route"] == "emergency") == emergencies]
    found = [net.check(text) for text in chosen]
    return [alarm.level.value if alarm else "" for alarm in found]


def share(values: Sequence[str], *wanted: str) -> float:
    return sum(value in wanted for value in values) / len(values)


def test_no_emergency_is_missed(net: SafetyModel, development: Rows, fresh: Rows) -> None:
    for rows in (development, fresh):
        found = levels(net, rows, emergencies=True)
        assert share(found, "certain", "possible") >= 0.99
        assert share(found, "certain") >= 0.92


def test_few_alarms_for_nothing(net: SafetyModel, development: Rows, fresh: Rows) -> None:
    for rows in (development, fresh):
        found = levels(net, rows, emergencies=False)
        assert share(found, "certain") <= 0.02
        assert share(found, "certain", "possible") <= 0.12


def test_strangers_are_understood(net: SafetyModel, strangers: Rows) -> None:
    assert share(levels(net, strangers, emergencies=True), "certain", "possible") >= 0.94
    calm = levels(net, strangers, emergencies=False)
    assert share(calm, "certain") <= 0.1
    assert share(calm, "certain", "possible") <= 0.28


def test_the_kind_is_right(net: SafetyModel, development: Rows) -> None:
    rows = [row for row in development if row["route"] == "emergency"]
    alarms = [(net.check(row["text"]), row["tags"][0]) for row in rows]
    assert sum(alarm is not None and alarm.kind == kind for alarm, kind in alarms) >= 148


def test_a_check_takes_milliseconds(net: SafetyModel) -> None:
    text = "厨房水龙头从上周开始滴水，麻烦找个师傅来看看"
    net.check(text)  # from here on its vector is remembered, as the search's is
    assert median(_seconds(net, text) for _ in range(30)) < 0.02


def test_a_hostile_message_takes_no_time(net: SafetyModel) -> None:
    for text in ("电梯" * 1000, "老人" * 600 + "的" * 800, "楼上扔" * 600, "！" * 2000):
        net.check(text)  # the embedding is the search's, and bounded by its own limit
        assert _seconds(net, text) < 0.5


def test_nothing_is_no_alarm(net: SafetyModel) -> None:
    assert all(net.check(text) is None for text in ("", "  \n", "\u200b", "。", "👍"))


def _seconds(net: SafetyModel, text: str) -> float:
    start = thread_time()
    alarm = net.check(text)
    assert alarm is None or alarm.level in Level
    return thread_time() - start
