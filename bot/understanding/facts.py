"""All facts of one message at once."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.understanding.addresses import best_address, find_addresses
from bot.understanding.descriptions import describe
from bot.understanding.phones import find_phones
from bot.understanding.since import find_happened
from bot.understanding.spots import find_spot
from bot.understanding.text import Span, fold
from bot.understanding.times import find_times, join_times
from bot.understanding.work_orders import find_work_order_numbers

_DENIED = re.compile(r"(?:不是|不用|别打|错的是)\s?$")


@dataclass(frozen=True)
class Facts:
    """What one message says; ``None`` for what it does not say.

    ``spot`` and ``happened`` are a place and a time too loose to send somebody to.
    """

    location: Span | None = None
    phone: Span | None = None
    time: Span | None = None
    work_order_number: Span | None = None
    places: tuple[Span, ...] = ()
    spot: Span | None = None
    happened: Span | None = None

    def named(self) -> dict[str, Span]:
        """The facts by the name of their slot."""
        pairs = (
            ("location", self.location),
            ("phone", self.phone),
            ("time", self.time),
            ("work_order_number", self.work_order_number),
        )
        return {name: span for name, span in pairs if span is not None}


def read_facts(text: str, *, asked: str = "") -> Facts:
    """Read ``text``; ``asked`` is the slot just asked for, which makes bare forms count."""
    phones = _undenied(text, find_phones(text, asked=asked == "phone"))
    numbers = _apart(find_work_order_numbers(text), phones)
    places = _apart(find_addresses(text, asked=asked == "location"), phones + numbers)
    times = _apart(find_times(text, asked=asked == "time"), phones + numbers + places)
    return Facts(
        location=best_address(text, places),
        phone=phones[0] if phones else None,
        time=_whole(text, times),
        work_order_number=numbers[0] if numbers else None,
        places=tuple(places),
        spot=find_spot(text),
        happened=_happened(text, phones + numbers + places + times),
    )


def read_matter(text: str, facts: Facts, *, correcting: bool = False) -> str:
    """The description in ``text``, with the place, the telephone and the visit taken out."""
    return describe(text, list(facts.named().values()), correcting=correcting)


def is_bare(text: str, facts: Facts) -> bool:
    """Whether the message is nothing but facts and the words that carry them."""
    spans = list(facts.named().values())
    return bool(spans) and not describe(text, spans, correcting=True)


def _undenied(text: str, spans: list[Span]) -> list[Span]:
    folded = fold(text)
    return [span for span in spans if not _DENIED.search(folded[: span.start])]


def _apart(spans: list[Span], taken: list[Span]) -> list[Span]:
    return [span for span in spans if not any(span.overlaps(other) for other in taken)]


def _happened(text: str, taken: list[Span]) -> Span | None:
    found = find_happened(text)
    return found if found and _apart([found], taken) else None


def _whole(text: str, times: list[Span]) -> Span | None:
    if not times:
        return None
    return Span(times[0].start, times[-1].end, join_times(text, times))
