"""What the database says of a conversation after a shift."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from api.models import CoachRecord, Conversation, Handoff, Message, Satisfaction, Sender

from .server import Resident, Running


@dataclass(frozen=True)
class Account:
    conversation: Conversation
    messages: Sequence[Message]
    handoffs: Sequence[Handoff]
    records: Sequence[CoachRecord]
    verdicts: Sequence[Satisfaction]

    def words_of(self, sender: Sender) -> list[str]:
        """Of an agent's messages only what agents wrote: photos have no words of their own."""
        found = [one for one in self.messages if one.sender == sender]
        return [one.text for one in found if not one.payload.get("photos")]

    def outcomes(self, kind: str) -> list[str]:
        return [one.outcome for one in self.records if one.kind == kind]

    def holders(self) -> list[str]:
        """Who had it, one after the other; fails when somebody spoke who did not have it."""
        holder = ""
        held: list[str] = []
        for message in self.messages:
            step = message.payload.get("lifecycle")
            if step:
                holder = message.payload["agent"] if step == "claimed" else ""
                held += [holder] if holder else []
            if message.sender == Sender.AGENT:
                assert message.payload["agent"] == holder, message.text
        return held


def account_of(running: Running, resident: Resident) -> Account:
    async def read() -> Account:
        async with running.parts.database.read() as session:
            one = resident.conversation_id

            async def rows(table: type, order: object) -> Sequence[object]:
                query = select(table).where(table.conversation_id == one).order_by(order)
                return (await session.execute(query)).scalars().all()

            return Account(
                await session.get_one(Conversation, one),
                await rows(Message, Message.seq),
                await rows(Handoff, Handoff.queued_at),
                await rows(CoachRecord, CoachRecord.created_at),
                await rows(Satisfaction, Satisfaction.seq),
            )

    found: Account = running.run(read())
    return found
