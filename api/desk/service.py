"""A shift at the desk: see the queue, take a conversation, answer, close."""

from __future__ import annotations

from datetime import datetime

from api.coaching import service as coaching
from api.coaching.schemas import FlagOut, SuggestionOut, flag_out, suggestion_out
from api.components import Components
from api.conversations import handoffs, log, read_marks, repository
from api.conversations import service as conversations
from api.conversations.schemas import Reply, message_out
from api.database import now
from api.desk import notes, wording
from api.desk import repository as desk
from api.desk.access import access, access_own
from api.desk.schemas import (
    EMERGENCY_NAMES,
    REASON_NAMES,
    CloseIn,
    ConversationView,
    QueueItem,
    ReplyIn,
    ReplyOut,
    WorkOrderIn,
    passed_on,
)
from api.desk.service_levels import levels
from api.desk.texts import TAKEN
from api.errors import ConflictError, NotFoundError
from api.events import Event, EventKind
from api.models import Sender, Status
from api.promises import service as promises
from api.staff.service import StaffMember
from api.summaries import service as summaries
from api.summaries.schemas import Content, content_of
from api.uploads import repository as photos
from api.work_orders import repository as work_order_repository
from api.work_orders import service as work_orders
from api.work_orders.schemas import WorkOrderDraft, WorkOrderOut, work_order_out
from coach.types import Severity

# A reason shorter than this explains nothing to whoever reviews the override.
OVERRIDE_CHARS = 6

CLOSED = "本次会话已结束，有需要随时再找我们。"
BACK_TO_QUEUE = "正在为您换一位同事接待，前面说过的情况不用重复。"
BACK_TO_BOT = "人工服务已结束，接下来由智能助手为您服务，需要时随时可以再转人工。"


async def queue(app: Components, staff: StaffMember) -> list[QueueItem]:
    async with app.database.read() as session:
        return [_item(row) for row in await desk.waiting(session, staff.estates)]


async def mine(app: Components, staff: StaffMember) -> list[QueueItem]:
    async with app.database.read() as session:
        return [_item(row) for row in await desk.of_agent(session, staff.id)]


async def view(app: Components, staff: StaffMember, conversation_id: str) -> ConversationView:
    async with app.database.read() as session:
        row = await desk.one(session, conversation_id)
        if row is None:
            raise NotFoundError("没有找到这个会话。")
        staff.require_estate(row.conversation.estate_id)
        messages = await repository.last_messages(session, conversation_id, 500)
        orders = await work_order_repository.of_conversation(session, conversation_id)
        handoff = await handoffs.current(session, conversation_id)
        pictures = await photos.of_orders(session, [order.id for order in orders])
        written = await notes.of_conversation(session, conversation_id)
        read = await read_marks.of(session, conversation_id, "resident")
    resident = row.resident
    return ConversationView(
        item=_item(row),
        passed_on=passed_on(handoff),
        help_asked=handoff is not None and handoff.help_asked_at is not None,
        messages=[message_out(message) for message in messages],
        brief=row.conversation.brief,
        work_orders=[work_order_out(order, photos=pictures.get(order.id, ())) for order in orders],
        resident={"name": resident.name, "phone": resident.phone, "room": resident.room},
        notes=written,
        resident_read=read,
    )


async def claim(app: Components, staff: StaffMember, conversation_id: str) -> None:
    """Take a conversation; harmless for one's own, a conflict for a colleague's."""
    async with app.database.write() as session:
        conversation = await access(session, staff, conversation_id)
        if conversation.status == Status.HUMAN:
            if conversation.agent_id == staff.id:
                return
            raise ConflictError("这个会话已由同事接待。")
        if conversation.status == Status.CLOSED:
            raise ConflictError("这个会话已经结束。")
        await log.append_lifecycle(
            session,
            conversation,
            log.Lifecycle.CLAIMED,
            TAKEN.format(name=staff.name),
            payload={"agent": staff.name},
            agent_id=staff.id,
        )


async def reply(
    app: Components, staff: StaffMember, conversation_id: str, body: ReplyIn
) -> ReplyOut:
    """Send a draft unless a flag blocks it; an override needs a reason and is recorded."""
    text = conversations.clean(body.text, app.settings.max_message_chars)
    async with app.database.read() as session:
        await access_own(session, staff, conversation_id)
    flags = await coaching.flags(app, conversation_id, text)
    blocked = any(flag.severity is Severity.BLOCK for flag in flags)
    if blocked and len(body.override) < OVERRIDE_CHARS:
        return ReplyOut(sent=False, flags=[flag_out(flag) for flag in flags])
    async with app.database.write() as session:
        conversation = await access_own(session, staff, conversation_id)
        message = await repository.by_client_id(session, conversation_id, body.client_id)
        if message is None:
            payload = {"agent": staff.name, "agent_id": staff.id, **wording.mark(body)}
            sent = Reply(text, Sender.AGENT, payload)
            message = await log.append(session, conversation, sent, client_id=body.client_id)
            await promises.note(session, message, conversation)
            wording.keep(session, staff, conversation_id, body, flags)
    return ReplyOut(
        sent=True, flags=[flag_out(flag) for flag in flags], message=message_out(message)
    )


async def close(app: Components, staff: StaffMember, conversation_id: str, body: CloseIn) -> None:
    """End it: the summary is kept, the resident is asked how it was."""
    written = content_of(await app.dispatcher.brief(conversation_id))
    async with app.database.write() as session:
        conversation = await access_own(session, staff, conversation_id)
        conversation.result = body.result
        payload = {"agent": staff.name, "agent_id": staff.id}
        await log.append_lifecycle(
            session, conversation, log.Lifecycle.CLOSED, CLOSED, payload=payload
        )
        summaries.at_close(
            session,
            conversation,
            body.summary or written,
            result=body.result,
            staff_id=staff.id,
            edited=body.summary is not None and body.summary != written,
        )


async def summary(app: Components, staff: StaffMember, conversation_id: str) -> Content:
    """The coach's summary as the conversation stands, to be edited before closing."""
    async with app.database.read() as session:
        await access(session, staff, conversation_id)
    return content_of(await app.dispatcher.brief(conversation_id))


async def read(app: Components, staff: StaffMember, conversation_id: str, seq: int) -> None:
    """Whoever has the conversation has read it up to here; a colleague's look says nothing."""
    async with app.database.write() as session:
        conversation = await access_own(session, staff, conversation_id)
        await read_marks.move(session, conversation, "staff", seq)


async def return_to_queue(app: Components, staff: StaffMember, conversation_id: str) -> None:
    async with app.database.write() as session:
        conversation = await access_own(session, staff, conversation_id)
        conversation.reason = "returned"
        conversation.queued_at = conversation.queued_at or now()
        await log.append_lifecycle(session, conversation, log.Lifecycle.RETURNED, BACK_TO_QUEUE)


async def hand_back_to_bot(app: Components, staff: StaffMember, conversation_id: str) -> None:
    async with app.database.write() as session:
        conversation = await access_own(session, staff, conversation_id)
        await log.append_lifecycle(session, conversation, log.Lifecycle.RESUMED, BACK_TO_BOT)


async def typing(app: Components, staff: StaffMember, conversation_id: str) -> None:
    """Let the resident see that somebody is writing; nothing is stored."""
    async with app.database.read() as session:
        conversation = await access_own(session, staff, conversation_id)
    data = {"sender": Sender.AGENT.value}
    app.bus.publish(Event(EventKind.TYPING, conversation_id, conversation.estate_id, data))


async def check_draft(
    app: Components, staff: StaffMember, conversation_id: str, draft: str
) -> list[FlagOut]:
    async with app.database.read() as session:
        await access(session, staff, conversation_id)
    return [flag_out(flag) for flag in await coaching.flags(app, conversation_id, draft)]


async def suggest(app: Components, staff: StaffMember, conversation_id: str) -> list[SuggestionOut]:
    async with app.database.read() as session:
        await access(session, staff, conversation_id)
    offered = await coaching.suggestions(app, conversation_id)
    return [suggestion_out(suggestion) for suggestion in offered]


async def open_work_order(
    app: Components, staff: StaffMember, conversation_id: str, body: WorkOrderIn
) -> WorkOrderOut:
    """Open an order from the conversation, and tell the resident its number."""
    async with app.database.write() as session:
        conversation = await access_own(session, staff, conversation_id)
        order = await work_orders.open_order(
            session,
            conversation,
            WorkOrderDraft(**body.model_dump(exclude={"due_hours"})),
            due_hours=body.due_hours,
        )
        payload = {"work_order": order.number}
        told = Reply(work_orders.opened_text(order), Sender.SYSTEM, payload)
        await log.append(session, conversation, told)
    return work_order_out(order)


def _item(row: desk.Row) -> QueueItem:
    conversation = row.conversation
    since = conversation.queued_at if conversation.status == Status.QUEUED else None
    return QueueItem(
        id=conversation.id,
        estate_id=conversation.estate_id,
        estate=row.estate,
        resident=row.resident.name or "住户",
        status=conversation.status,
        priority=conversation.priority,
        reason=conversation.reason,
        reason_name=REASON_NAMES.get(conversation.reason, conversation.reason),
        emergency=conversation.emergency,
        emergency_name=EMERGENCY_NAMES.get(conversation.emergency, conversation.emergency),
        waiting_seconds=_seconds_since(since),
        topic=str(conversation.brief.get("what", ""))[:80],
        last_text=row.last_text[:80],
        last_seq=conversation.last_seq,
        unanswered=row.unanswered,
        unanswered_seconds=_seconds_since(row.unanswered_since),
        agent_id=conversation.agent_id,
        agent=row.agent,
        room=row.resident.room,
        channel=conversation.channel,
        updated_at=conversation.updated_at.isoformat(),
        levels=levels(conversation, row.handoff, row.desk),
    )


def _seconds_since(moment: datetime | None) -> int:
    return int((now() - moment).total_seconds()) if moment else 0
