"""The net by its rules alone: no model, well under a millisecond."""

from __future__ import annotations

from collections.abc import Sequence

from api.assistant.safety.alarm import Alarm, Level
from api.assistant.safety.rules import Danger, Reading, rules

# Told of the whole message rather than of one clause; words of the present outweigh them.
TOLD = frozenset({"past", "planned", "quoted", "asked", "settled", "drill", "dream"})


def check(text: str) -> Alarm | None:
    """The emergency that the words name, if any."""
    return judge(rules().read(text))


def judge(reading: Reading) -> Alarm | None:
    """`CERTAIN` for something that happens, `POSSIBLE` for what is only near it."""
    told = bool(reading.calm & TOLD) and not reading.now
    live = live_dangers(reading)
    if live and not told:
        sure = any(danger.sure for danger in live)
        return Alarm(main_kind(live), Level.CERTAIN if sure else Level.POSSIBLE)
    if reading.stop and not reading.calm:
        return Alarm(main_kind(reading.dangers), Level.CERTAIN)
    return None


def live_dangers(reading: Reading) -> list[Danger]:
    """The dangers that nothing makes calm."""
    return [danger for danger in reading.dangers if not danger.calm]


def main_kind(dangers: Sequence[Danger]) -> str:
    """The kind named most surely; of several the first in the order of the rules."""
    order = sorted(dangers, key=lambda danger: not danger.sure)
    return order[0].kind if order else "injury"
