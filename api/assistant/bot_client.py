"""The one place that knows how the dialogue engine is called.

Another engine takes Rasa's place by offering the same `ask`.
"""

from __future__ import annotations

import base64
from dataclasses import dataclass, field
from typing import Any, Protocol

import httpx
import numpy as np
import structlog
from numpy.typing import NDArray

log = structlog.get_logger(__name__)

RELOAD_SECONDS = 120.0


class BotUnavailableError(Exception):
    """The engine is down, slow, or answered nothing."""


@dataclass(frozen=True, slots=True)
class BotReply:
    text: str
    custom: dict[str, Any]


@dataclass(frozen=True, slots=True)
class BotTurn:
    """What the engine understood and decided."""

    replies: tuple[BotReply, ...]
    intent: str
    confidence: float
    entities: dict[str, str] = field(default_factory=dict)
    form: str | None = None
    requested_slot: str | None = None
    slots: dict[str, Any] = field(default_factory=dict)
    ranking: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True, slots=True)
class Sentence:
    """What the app's own embedding model made of `text`; an engine with the same one saves it."""

    model: str
    text: str
    vector: NDArray[np.float32]  # (dimension,), length 1

    def as_json(self) -> dict[str, str]:
        raw = self.vector.astype("<f4").tobytes()
        return {
            "model": self.model,
            "text": self.text,
            "vector": base64.b64encode(raw).decode("ascii"),
        }


@dataclass(frozen=True, slots=True)
class Known:
    """What the app knows about a message before the engine reads it."""

    phone: str = ""  # not asked for again
    calm: bool = False  # the emergency net sees no danger
    sentence: Sentence | None = None

    def as_json(self) -> dict[str, Any]:
        known: dict[str, Any] = {"calm": self.calm}
        if self.phone:
            known["phone"] = self.phone
        if self.sentence is not None:
            known["sentence"] = self.sentence.as_json()
        return known


NOTHING_KNOWN = Known()
NOTHING_SAID = "？"


class DialogueEngine(Protocol):
    async def ask(self, sender: str, text: str, known: Known = NOTHING_KNOWN) -> BotTurn: ...

    async def reset(self, sender: str) -> None: ...

    async def healthy(self) -> bool: ...

    async def close(self) -> None: ...


class RasaClient:
    """Rasa behind its own input channel; raises only `BotUnavailableError`."""

    def __init__(self, url: str, token: str, timeout: float) -> None:
        self._http = httpx.AsyncClient(
            base_url=f"{url}/webhooks/linli",
            headers={"X-Linli-Token": token},
            timeout=httpx.Timeout(timeout, connect=0.5),
            # Loopback only: a proxy of the machine must not see residents' words.
            trust_env=False,
        )

    async def ask(self, sender: str, text: str, known: Known = NOTHING_KNOWN) -> BotTurn:
        # Rasa takes a leading slash for a command; slashes alone would leave nothing to read.
        words = text.lstrip("/ \n") or NOTHING_SAID
        message = {"sender": sender, "text": words, "metadata": known.as_json()}
        body = await self._post("/webhook", message)
        replies = tuple(
            BotReply(item.get("text") or "", item.get("custom") or {})
            for item in body.get("replies", [])
        )
        if not replies:
            raise BotUnavailableError("no reply")
        return _turn(body, replies)

    async def reset(self, sender: str) -> None:
        await self._post("/reset", {"sender": sender})

    async def note(self, sender: str, role: str, text: str) -> None:
        """Write what was said while a person had the conversation into the dialogue."""
        await self._post("/note", {"sender": sender, "role": role, "text": text})

    async def reload(self) -> None:
        """Take up the model that lies in place now; turns go on with the old one meanwhile."""
        await self._post("/reload", {}, timeout=RELOAD_SECONDS)

    async def healthy(self) -> bool:
        try:
            answer = await self._http.get("/")
        except httpx.HTTPError:
            return False
        return answer.is_success

    async def close(self) -> None:
        await self._http.aclose()

    async def _post(
        self, path: str, body: dict[str, Any], timeout: float | None = None
    ) -> dict[str, Any]:
        try:
            answer = await self._http.post(path, json=body, timeout=timeout or self._http.timeout)
            answer.raise_for_status()
            content: dict[str, Any] = answer.json()
        except (httpx.HTTPError, ValueError) as error:
            raise BotUnavailableError(type(error).__name__) from error
        return content


def _turn(body: dict[str, Any], replies: tuple[BotReply, ...]) -> BotTurn:
    understanding = body.get("understanding") or {}
    state = body.get("state") or {}
    return BotTurn(
        replies=replies,
        intent=understanding.get("intent") or "",
        confidence=float(understanding.get("confidence") or 0.0),
        entities=understanding.get("entities") or {},
        form=state.get("form"),
        requested_slot=state.get("requested_slot"),
        slots=state.get("slots") or {},
        ranking=tuple(
            (item["name"], float(item["confidence"])) for item in understanding.get("ranking", [])
        ),
    )
