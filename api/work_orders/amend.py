"""What a resident changes in a work order that is already sent: 改到周六上午行吗."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy.ext.asyncio import AsyncSession

from api.models import WorkOrder
from api.work_orders import repository
from api.work_orders.service import tell

FIELDS = {"time": "上门时间", "phone": "联系电话", "location": "位置"}


def changes_in(intent: str, entities: Mapping[str, str]) -> dict[str, str]:
    """What the words change; a place only where they say that something was wrong."""
    if intent != "correct":
        return {name: entities[name] for name in ("time", "phone") if entities.get(name)}
    # Out of any form 后天下午 may be read as the time since when: a correction means the visit.
    time = entities.get("time") or entities.get("since", "")
    return {
        name: value
        for name, value in {**entities, "time": time}.items()
        if name in FIELDS and value
    }


async def amend(
    session: AsyncSession, conversation_id: str, number: str, changes: Mapping[str, str]
) -> WorkOrder | None:
    """The changed order; None unless it is still running and was reported here."""
    for order in await repository.of_conversation(session, conversation_id):
        if order.number != number or order.conversation_id != conversation_id:
            continue
        if order.status not in repository.RUNNING:
            return None
        for name, value in changes.items():
            setattr(order, name, value)
        await session.flush()
        tell(session, order)
        return order
    return None


def amended_text(order: WorkOrder, changes: Mapping[str, str]) -> str:
    told = "，".join(f"{FIELDS[name]}改为{value}" for name, value in changes.items())
    return f"好的，单号 {order.number} 的{told}，已经告诉同事了。"
