"""What a web resident can do; REST and socket share these."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from api.channels.web.schemas import (
    AckOut,
    EstateOut,
    HistoryOut,
    MessageIn,
    SessionIn,
    SessionOut,
)
from api.components import Components
from api.conversations import handoffs, read_marks, repository, waiting
from api.conversations import service as conversations
from api.conversations.schemas import InboundMessage, message_out
from api.database import now
from api.errors import TokenInvalidError
from api.models import Conversation, Estate, Resident, Status
from api.tokens import ResidentToken, sign_resident
from api.work_orders import service as work_orders
from api.work_orders.schemas import WorkOrderOut

CHANNEL = "web"


async def estates(app: Components) -> list[EstateOut]:
    async with app.database.read() as session:
        found = (await session.execute(select(Estate).order_by(Estate.id))).scalars().all()
    return [_estate_out(estate) for estate in found]


async def open_session(app: Components, body: SessionIn) -> SessionOut:
    async with app.database.write() as session:
        conversation = await conversations.begin(
            session, body.estate, CHANNEL, body.visitor.model_dump()
        )
        estate = await session.get_one(Estate, body.estate)
    token = ResidentToken(conversation.id, conversation.resident_id, estate.id)
    return SessionOut(
        token=sign_resident(app.settings.secret, token, app.settings.resident_token_days),
        conversation_id=conversation.id,
        estate=_estate_out(estate),
        status=conversation.status,
    )


async def post_message(app: Components, caller: ResidentToken, body: MessageIn) -> AckOut:
    """Stored, then acknowledged, then handled."""
    inbound = InboundMessage(caller.conversation_id, body.text, body.client_id)
    ack = await conversations.receive(app.database, inbound, app.settings.max_message_chars)
    app.dispatcher.kick(caller.conversation_id)
    return AckOut(client_id=ack.client_id, seq=ack.seq, id=ack.id)


async def history(app: Components, caller: ResidentToken, after: int) -> HistoryOut:
    async with app.database.read() as session:
        conversation = _own(await repository.find(session, caller.conversation_id))
        messages = await repository.messages_after(session, conversation.id, after)
        unhandled = await repository.unhandled(session, conversation.id)
        read_by_staff = await read_marks.of(session, conversation.id, "staff")
    return HistoryOut(
        messages=[message_out(message) for message in messages],
        status=conversation.status,
        last_seq=conversation.last_seq,
        pending=bool(unhandled),
        read=read_by_staff,
    )


async def own_work_orders(app: Components, caller: ResidentToken) -> list[WorkOrderOut]:
    """The resident's work orders, newest first."""
    async with app.database.read() as session:
        return await work_orders.own_orders(session, caller.resident_id, limit=20)


async def status(app: Components, caller: ResidentToken) -> dict[str, object]:
    """`position` counts from 1 while queued; `agent` is the name of who has it."""
    async with app.database.read() as session:
        conversation = _own(await repository.find(session, caller.conversation_id))
        body: dict[str, object] = {"status": conversation.status}
        if conversation.status == Status.QUEUED:
            body |= await _place(session, conversation)
        if conversation.agent_id is not None:
            body["agent"] = await repository.agent_name(session, conversation.agent_id)
        body["read"] = await read_marks.of(session, conversation.id, "staff")
    return body


async def _place(session: AsyncSession, conversation: Conversation) -> dict[str, object]:
    """`wait_minutes` only where it is known, `opens_at` only while people are away."""
    ahead = await repository.waiting_before(session, conversation)
    handoff = await handoffs.current(session, conversation.id)
    body: dict[str, object] = {"position": ahead + 1}
    if handoff and handoff.opens_at and handoff.opens_at > now():
        return body | {"opens_at": handoff.opens_at.isoformat()}
    expected = await waiting.expected_wait(session, conversation.estate_id, ahead)
    waited = (now() - (conversation.queued_at or now())).total_seconds()
    if expected is not None and waited < expected:
        body["wait_minutes"] = waiting.minutes_of(expected)
    return body


async def read(app: Components, caller: ResidentToken, seq: int) -> None:
    """The resident has seen everything up to `seq`."""
    async with app.database.write() as session:
        conversation = _own(await repository.lock(session, caller.conversation_id))
        await read_marks.move(session, conversation, "resident", seq)


async def ask_for_a_person(app: Components, caller: ResidentToken) -> dict[str, str]:
    """The button in the widget's header: no words, no bot in between."""
    brief = await app.dispatcher.brief(caller.conversation_id)
    async with app.database.read() as session:
        resident = await session.get(Resident, caller.resident_id)
    phone = resident.phone if resident else ""
    view = await waiting.outlook(app.records, caller.estate_id, phone)
    async with app.database.write() as session:
        conversation = _own(await repository.lock(session, caller.conversation_id))
        await conversations.hand_off(
            session, conversation, reason="requested", brief=brief, view=view
        )
        return {"status": conversation.status}


def _own(conversation: Conversation | None) -> Conversation:
    """A token whose conversation is gone is no token."""
    if conversation is None:
        raise TokenInvalidError
    return conversation


def _estate_out(estate: Estate) -> EstateOut:
    return EstateOut(id=estate.id, name=estate.name, city=estate.city)
