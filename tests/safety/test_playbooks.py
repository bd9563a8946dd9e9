"""Instructions: every kind has one, short, with whom to call, and the estate's own number."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping

import pytest

from api.assistant.directives import emergency
from api.assistant.instructions import as_it_stands
from api.assistant.outcome import TurnContext
from api.assistant.playbooks import playbooks
from api.assistant.safety.rules import rules
from api.models import Status
from api.playbooks.store import ShippedPlaybooks


class Records:
    def __init__(self, facts: Mapping[str, str], *, wait: float = 0, broken: bool = False) -> None:
        self._facts, self._wait, self._broken = facts, wait, broken

    async def facts(self, estate_id: str) -> Mapping[str, str]:
        await asyncio.sleep(self._wait)
        if self._broken:
            raise ConnectionError("records are away")
        return self._facts


CONTEXT = TurnContext("c", "e", "杭州", "r", Status.BOT, "着火了")


def test_every_kind_has_an_instruction() -> None:
    assert set(playbooks()) == set(rules().kinds)


@pytest.mark.parametrize("kind", sorted(rules().kinds))
def test_instructions_are_short_and_name_their_numbers(kind: str) -> None:
    playbook = playbooks()[kind]
    assert playbook.call
    assert all(number in playbook.text for number in playbook.call)
    assert all(len(line) <= 44 for line in playbook.text.splitlines())


async def test_ends_with_the_duty_phone() -> None:
    raised = await as_it_stands(
        emergency("fire", CONTEXT),
        ShippedPlaybooks(),
        Records({"duty_phone": "0571-5550-1299"}),
        "e",
    )
    (reply,) = raised.replies
    assert reply.text.endswith("24 小时值班电话：0571-5550-1299")
    assert reply.payload["call"] == ["119", "0571-5550-1299"]


@pytest.mark.parametrize(
    "records", [Records({}), Records({}, broken=True), Records({"duty_phone": "1"}, wait=5)]
)
async def test_never_waits_for_the_records(records: Records) -> None:
    raised = await as_it_stands(emergency("fire", CONTEXT), ShippedPlaybooks(), records, "e")
    (reply,) = raised.replies
    assert "119" in reply.text
    assert "{" not in reply.text
    assert "值班电话" not in reply.text


class SlowEdits:
    async def edited(self, kind: str) -> None:
        await asyncio.sleep(5)


async def test_never_waits_for_an_edit() -> None:
    raised = await as_it_stands(emergency("fire", CONTEXT), SlowEdits(), Records({}), "e")
    (reply,) = raised.replies
    assert "119" in reply.text
