"""What a turn does with work orders, and the words that only whoever reads them can find."""

from __future__ import annotations

from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from api.assistant.outcome import Outcome, TurnContext
from api.conversations import log as conversation_log
from api.conversations.schemas import Reply
from api.models import Conversation
from api.work_orders import repository
from api.work_orders import service as work_orders
from api.work_orders.amend import amend, amended_text

ORDERS_SHOWN = 3
UNKNOWN_NUMBER = "没有查到这个单号，麻烦您再核对一下；也可以说“我上次报的”，我帮您看。"
NO_ORDERS = (
    "在这里没有查到您的工单，可能是打电话或换了手机报的。您可以发来单号，"
    "或者再说一遍要修什么，我重新登记；也可以说“转人工”，请同事帮您查。"
)


def label(route: str, directive: str) -> dict[str, Any]:
    """What every message of ours carries, so that it can be measured from outside."""
    return {"route": route, "directive": directive, "asks": None, "citations": []}


async def filled(session: AsyncSession, context: TurnContext, reply: Reply) -> Reply:
    """Some directives leave the words to whoever can read the orders."""
    directive = reply.payload.get("directive")
    if directive == "work_order_status":
        return await _with_work_orders(session, context, reply)
    if directive == "amend_work_order":
        return await _amended(session, context, reply)
    return reply


async def _amended(session: AsyncSession, context: TurnContext, reply: Reply) -> Reply:
    """The change told, or the reply as it stands where the order cannot be changed any more."""
    changes = dict(reply.payload["amends"])
    number = changes.pop("number")
    kept = {key: value for key, value in reply.payload.items() if key != "amends"}
    order = await amend(session, context.conversation_id, number, changes)
    if order is None:
        return Reply(reply.text, reply.sender, {**kept, "directive": "say"})
    payload = {**kept, "asks": None, "route": order.kind, "work_order": order.number}
    return Reply(amended_text(order, changes), reply.sender, payload)


async def _with_work_orders(session: AsyncSession, context: TurnContext, reply: Reply) -> Reply:
    number = str(reply.payload.get("work_order_number", ""))
    own = await work_orders.own_orders(session, context.resident_id, ORDERS_SHOWN)
    found = [order for order in own if order.number == number]
    text = "\n".join(work_orders.status_text(order) for order in found or own)
    shown = [order.number for order in found or own]
    if number and not found:
        other = await repository.by_number(session, context.estate_id, number)
        text = work_orders.bare_status_text(other) if other else UNKNOWN_NUMBER
        shown = [other.number] if other else []
    return Reply(text or NO_ORDERS, reply.sender, {**reply.payload, "work_orders": shown})


async def opened(session: AsyncSession, conversation: Conversation, outcome: Outcome) -> None:
    """Open the order of a turn, or join the one of the same fault, and tell the resident."""
    assert outcome.work_order is not None
    reported = await work_orders.report(session, conversation, outcome.work_order)
    order = reported.order
    conversation.memory = {**conversation.memory, "order": order.number}
    payload = {"work_order": order.number, **label(order.kind, "open_work_order")}
    if reported.joined:
        told = Reply(work_orders.joined_text(reported), payload={**payload, "joined": True})
    else:
        told = Reply(work_orders.opened_text(order), payload=payload)
    if not outcome.emergency:
        await conversation_log.append(session, conversation, told)
