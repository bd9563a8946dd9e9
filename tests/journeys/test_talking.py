"""Whole conversations with the product as it runs: scripts, bursts, every way to a person.

After `test_main_job` by its name: the queue that fills here is not the one looked at there.
"""

from __future__ import annotations

import time
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from api.evaluation.journeys import play_all
from api.evaluation.lines import read_lines
from tests.api.photos import jpeg

from .conftest import Product

pytestmark = pytest.mark.rasa

SETS = Path(__file__).parent.parent / "bot_dev"
ESTATE = "binjiang"  # no order of another test can be joined here
TURN_SECONDS = 20
# The classifier is made anew with every change of its data: one message may tip over.
TIPPED = 1


class Resident:
    """One resident in a conversation of their own."""

    def __init__(self, http: httpx.Client) -> None:
        self._http = http
        token = http.post("/v1/chat/sessions", json={"estate": ESTATE}).json()["token"]
        self._headers = {"Authorization": f"Bearer {token}"}

    def send(self, text: str) -> int:
        body = {"client_id": uuid.uuid4().hex, "text": text}
        return self._acknowledged(
            self._http.post("/v1/chat/messages", json=body, headers=self._headers)
        )

    def send_photo(self, data: bytes) -> int:
        return self._acknowledged(
            self._http.post(
                f"/v1/chat/photos?client_id={uuid.uuid4().hex}",
                content=data,
                headers={**self._headers, "Content-Type": "image/jpeg"},
            )
        )

    def settled(self, after: int) -> dict[str, Any]:
        """The conversation from a number on, once nothing is pending."""
        deadline = time.monotonic() + TURN_SECONDS
        while time.monotonic() < deadline:
            history = self._read(f"/v1/chat/messages?after={after}")
            if not history["pending"]:
                found: dict[str, Any] = history
                return found
            time.sleep(0.05)
        raise TimeoutError

    def say(self, text: str) -> dict[str, Any]:
        return self.settled(self.send(text))

    def asked(self, text: str) -> str | None:
        """What the last reply to `text` asks for."""
        found: str | None = self.say(text)["messages"][-1]["payload"].get("asks")
        return found

    def orders(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self._read("/v1/chat/work-orders")
        return found

    def _read(self, path: str) -> Any:
        return self._http.get(path, headers=self._headers).raise_for_status().json()

    @staticmethod
    def _acknowledged(answer: httpx.Response) -> int:
        seq: int = answer.raise_for_status().json()["seq"]
        return seq


@pytest.fixture
def resident(product: Product) -> Iterator[Resident]:
    with httpx.Client(base_url=product.origin, trust_env=False, timeout=30) as http:
        yield Resident(http)


async def test_the_scripts_hold(product: Product) -> None:
    report = await play_all(read_lines(SETS / "journeys.jsonl"), product.origin, ESTATE)
    assert report.total >= 28
    assert len({failure.id for failure in report.failures}) <= TIPPED, report.failures


async def test_ways_of_asking_for_a_person_lead_to_one(product: Product) -> None:
    ways = (SETS / "person.txt").read_text("utf-8").splitlines()
    rows = [{"id": way, "turns": [{"say": way, "expect": {"handoff": True}}]} for way in ways]
    report = await play_all(rows, product.origin, ESTATE)
    assert report.total >= 60
    assert len(report.failures) <= TIPPED, report.failures


def test_a_burst_is_one_matter(resident: Resident) -> None:
    first = resident.send("厨房水龙头一直漏水")
    resident.send("8栋3单元602")
    assert resident.settled(first)["messages"][-1]["payload"]["asks"] == "phone"
    assert resident.asked("不留") == "confirm"
    resident.say("对")
    (order,) = resident.orders()
    assert (order["location"], order["phone"]) == ("8栋3单元602", "")
    assert "水龙头" in order["description"]


def test_a_burst_that_ends_in_danger(resident: Resident) -> None:
    first = resident.send("厨房灯坏了")
    for piece in ("不对", "厨房着火了快来人"):
        resident.send(piece)
    history = resident.settled(first)
    assert history["status"] == "queued"
    raised = [one["payload"].get("emergency") for one in history["messages"]]
    assert [kind for kind in raised if kind] == ["fire"]


def test_a_photo_in_the_form_goes_with_the_order(resident: Resident) -> None:
    assert resident.asked("阳台天花板渗水") == "location"
    resident.settled(resident.send_photo(jpeg()))
    assert resident.asked("5栋1单元302") == "phone"
    assert resident.asked("不留") == "confirm"
    resident.say("对")
    (order,) = resident.orders()
    assert "天花板" in order["description"]
    assert len(order["photos"]) == 1
