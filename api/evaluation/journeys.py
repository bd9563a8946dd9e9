"""Scripts played against the running product, each in a conversation of its own."""

from __future__ import annotations

import asyncio
import re
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import httpx

TURN_SECONDS = 30.0


@dataclass(frozen=True, slots=True)
class Heard:
    """What a turn came to, as the resident's side can see it."""

    messages: tuple[dict[str, Any], ...]
    status: str
    tickets: tuple[dict[str, Any], ...]

    @property
    def text(self) -> str:
        return "\n".join(message["text"] for message in self.messages)

    def payloads(self, key: str) -> list[Any]:
        found = [message["payload"].get(key) for message in self.messages]
        return [value for value in found if value]


@dataclass(frozen=True, slots=True)
class Failure:
    id: str
    turn: int
    key: str
    got: str


@dataclass(frozen=True, slots=True)
class JourneyReport:
    total: int
    failures: tuple[Failure, ...] = field(default_factory=tuple)

    def figures(self) -> dict[str, Any]:
        failed = {failure.id for failure in self.failures}
        return {
            "passed": self.total - len(failed),
            "total": self.total,
            "failures": [
                {"id": f.id, "turn": f.turn, "key": f.key, "got": f.got} for f in self.failures
            ],
        }


async def play_all(rows: Sequence[dict[str, Any]], url: str, estate: str) -> JourneyReport:
    """Play every script; a turn's failures do not stop the script."""
    failures: list[Failure] = []
    async with httpx.AsyncClient(base_url=url, timeout=TURN_SECONDS, trust_env=False) as http:
        for row in rows:
            failures.extend(await _play(http, row, estate))
    return JourneyReport(len(rows), tuple(failures))


async def _play(http: httpx.AsyncClient, row: dict[str, Any], estate: str) -> list[Failure]:
    answer = await http.post("/v1/chat/sessions", json={"estate": row.get("estate", estate)})
    answer.raise_for_status()
    headers = {"Authorization": f"Bearer {answer.json()['token']}"}
    failures = []
    for number, turn in enumerate(row["turns"], start=1):
        heard = await _say(http, headers, turn["say"])
        for key in unmet(turn.get("expect") or {}, heard):
            failures.append(Failure(str(row["id"]), number, key, _summary(heard)))
    return failures


async def _say(http: httpx.AsyncClient, headers: dict[str, str], text: str) -> Heard:
    body = {"client_id": uuid.uuid4().hex, "text": text}
    answer = await http.post("/v1/chat/messages", json=body, headers=headers)
    if answer.is_client_error:
        message = {"text": answer.json().get("detail", ""), "payload": {}}
        return Heard((message,), "", ())
    seq = answer.json()["seq"]
    history = await _settled(http, headers, seq)
    tickets = (await http.get("/v1/chat/work-orders", headers=headers)).json()
    return Heard(tuple(history["messages"]), history["status"], tuple(tickets))


async def _settled(http: httpx.AsyncClient, headers: dict[str, str], seq: int) -> dict[str, Any]:
    loop = asyncio.get_running_loop()
    deadline = loop.time() + TURN_SECONDS
    while True:
        answer = await http.get(f"/v1/chat/messages?after={seq}", headers=headers)
        history: dict[str, Any] = answer.json()
        if not history["pending"] or loop.time() > deadline:
            return history
        await asyncio.sleep(0.05)


def unmet(expect: dict[str, Any], heard: Heard) -> list[str]:
    """The keys of `expect` that do not hold."""
    return [key for key, wanted in expect.items() if not _holds(key, wanted, heard)]


def _holds(key: str, wanted: Any, heard: Heard) -> bool:
    check = CHECKS.get(key)
    if check is None:
        raise ValueError(f"unknown expectation: {key}")
    return check(wanted, heard)


def _fields(wanted: dict[str, Any], heard: Heard, test: Callable[[str, list[str]], bool]) -> bool:
    return any(
        all(test(_field(ticket, name), _listed(values)) for name, values in wanted.items())
        for ticket in heard.tickets
    )


def _field(ticket: dict[str, Any], name: str) -> str:
    return str(ticket.get({"object": "description"}.get(name, name)) or "")


def _listed(values: Any) -> list[str]:
    return [str(value) for value in values] if isinstance(values, list) else [str(values)]


def _any_in(values: Any, text: str) -> bool:
    return any(value in text for value in _listed(values))


def _asks(heard: Heard) -> set[str]:
    asked = set(heard.payloads("asks"))
    return asked | {"object" for name in asked if name == "description"}


def _cites(heard: Heard) -> set[str]:
    return {item["ref"] for items in heard.payloads("citations") for item in items}


def _cited(wanted: Any, heard: Heard) -> bool:
    cited = _cites(heard)
    laws = {ref.rpartition(":")[0] for ref in cited}
    return any(value in cited or value in laws for value in _listed(wanted))


CHECKS: dict[str, Callable[[Any, Heard], bool]] = {
    "route": lambda wanted, heard: wanted in heard.payloads("route"),
    "route_any": lambda wanted, heard: bool(set(wanted) & set(heard.payloads("route"))),
    "asks_any": lambda wanted, heard: bool(set(wanted) & _asks(heard)),
    "answer_contains_any": lambda wanted, heard: _any_in(wanted, heard.text),
    "cites_any": _cited,
    "ticket": lambda wanted, heard: bool(heard.tickets) == bool(wanted),
    "ticket_count": lambda wanted, heard: len(heard.tickets) == wanted,
    "ticket_fields": lambda wanted, heard: _fields(
        wanted, heard, lambda text, values: any(value in text for value in values)
    ),
    "ticket_fields_all": lambda wanted, heard: _fields(
        wanted, heard, lambda text, values: all(value in text for value in values)
    ),
    "ticket_fields_not": lambda wanted, heard: _fields(
        wanted, heard, lambda text, values: not any(value in text for value in values)
    ),
    "handoff": lambda wanted, heard: (heard.status in ("queued", "human")) == bool(wanted),
    "not_contains": lambda wanted, heard: not _any_in(wanted, heard.text),
    "not_regex": lambda wanted, heard: (
        not any(re.search(pattern, heard.text) for pattern in _listed(wanted))
    ),
    "any_of": lambda wanted, heard: any(not unmet(option, heard) for option in wanted),
}


def _summary(heard: Heard) -> str:
    routes = ",".join(map(str, heard.payloads("route")))
    asks = ",".join(map(str, heard.payloads("asks")))
    text = heard.text.replace("\n", " ")[:160]
    return f"[{heard.status}] route={routes} asks={asks} tickets={len(heard.tickets)} {text}"
