"""Passing a conversation on: to a colleague, to a group, or to whoever offers to help."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from api.components import Components
from api.conversations import handoffs, log
from api.database import emit, now
from api.desk import colleagues, routing, team
from api.desk.access import access, access_own
from api.desk.colleagues import Colleague
from api.desk.models import DeskGroup
from api.desk.team_schemas import CallOut, TransferIn
from api.desk.texts import TAKEN_OVER, TO_COLLEAGUE, TO_GROUP
from api.errors import ConflictError, NotFoundError
from api.events import Event, EventKind
from api.models import Conversation, Handoff, Resident, Staff, Status
from api.staff.service import StaffMember
from api.summaries import service as summaries
from api.summaries.schemas import Content, content_of


async def transfer(
    app: Components, staff: StaffMember, conversation_id: str, body: TransferIn
) -> None:
    """At once into a present colleague's hands, or into the queue for a group."""
    brief = await app.dispatcher.brief(conversation_id)
    async with app.database.write() as session:
        conversation = await access_own(session, staff, conversation_id)
        if body.staff_id:
            goal = await _present(app, session, conversation, body.staff_id)
            await give_to(session, conversation, goal, TO_COLLEAGUE)
        else:
            await _to_group(session, conversation, body.group_id)
        handoff = await handoffs.require(session, conversation)
        handoff.note, handoff.note_by = body.note, staff.name
        _sum_up(session, conversation, staff, brief, body.summary)


async def give_to(
    session: AsyncSession, conversation: Conversation, goal: Colleague | StaffMember, text: str
) -> None:
    """Into these hands, without a stop in the queue; the resident is told by whom."""
    await log.append_lifecycle(
        session,
        conversation,
        log.Lifecycle.CLAIMED,
        text.format(name=goal.name),
        payload={"agent": goal.name, "assigned": True},
        agent_id=goal.id,
    )


async def ask_for_help(app: Components, staff: StaffMember, conversation_id: str) -> str:
    """Ask colleagues to take over; the conversation stays until one does. Gives whom it suits
    best, empty when nobody is free: then the call stands for whoever comes."""
    async with app.database.write() as session:
        conversation = await access_own(session, staff, conversation_id)
        (await handoffs.require(session, conversation)).help_asked_at = now()
        members = await team.everyone(app, session, [conversation.estate_id])
        desk = await colleagues.desk_of(session, conversation.estate_id)
        best = routing.best_helper(conversation.estate_id, members, desk, but=staff.id)
        data = {"from": staff.name, "from_id": staff.id, "best": best.id if best else ""}
        emit(session, Event(EventKind.HELP, conversation.id, conversation.estate_id, data))
    return best.name if best else ""


async def calls(app: Components, staff: StaffMember) -> list[CallOut]:
    """Colleagues who ask to be relieved, who asked first first; one's own calls are not here."""
    query = (
        select(Handoff, Conversation, Staff.name, Resident.name)
        .join(Conversation, Conversation.id == Handoff.conversation_id)
        .join(Staff, Staff.id == Conversation.agent_id)
        .join(Resident, Resident.id == Conversation.resident_id)
        .where(
            Handoff.help_asked_at.is_not(None),
            Handoff.ended_at.is_(None),
            Conversation.status == Status.HUMAN,
            Conversation.agent_id != staff.id,
            Conversation.estate_id.in_(list(staff.estates)),
        )
        .order_by(Handoff.help_asked_at)
    )
    async with app.database.read() as session:
        rows = (await session.execute(query)).all()
    return [
        _call(handoff, conversation, by, resident) for handoff, conversation, by, resident in rows
    ]


def _call(handoff: Handoff, conversation: Conversation, by: str, resident: str) -> CallOut:
    assert handoff.help_asked_at is not None
    return CallOut(
        conversation_id=conversation.id,
        asked_by=by,
        resident=resident or "住户",
        what=str(conversation.brief.get("what", ""))[:80],
        asked_at=handoff.help_asked_at.isoformat(),
    )


async def take_over(app: Components, staff: StaffMember, conversation_id: str) -> None:
    """Answer a colleague's call; only one can, and only while the call stands."""
    brief = await app.dispatcher.brief(conversation_id)
    async with app.database.write() as session:
        conversation = await access(session, staff, conversation_id)
        if conversation.agent_id == staff.id:
            return
        handoff = await handoffs.current(session, conversation.id)
        if conversation.status != Status.HUMAN or not handoff or not handoff.help_asked_at:
            raise ConflictError("已经有同事接手了。")
        await give_to(session, conversation, staff, TAKEN_OVER)
        _sum_up(session, conversation, staff, brief, None)


def _sum_up(
    session: AsyncSession,
    conversation: Conversation,
    staff: StaffMember,
    brief: dict[str, Any],
    put_right: Content | None,
) -> None:
    """The next one reads how it stands now, not how it stood when it came into the queue."""
    if not brief and put_right is None:
        return  # none could be written: what was known stays
    written = content_of(brief)
    content = put_right or written
    # The sources of the first brief stay: they belong to the question, not to the last words.
    mood = {"mood": brief["mood"]} if "mood" in brief else {}
    conversation.brief = {**conversation.brief, **mood, **content.model_dump()}
    edited = content != written
    summaries.at_handoff(
        session, conversation, conversation.brief, staff_id=staff.id, edited=edited
    )


async def _present(
    app: Components, session: AsyncSession, conversation: Conversation, staff_id: str
) -> Colleague:
    members = await team.everyone(app, session, [conversation.estate_id])
    goal = next((one for one in members if one.id == staff_id), None)
    if goal is None:
        raise NotFoundError("没有找到这位同事，可以转给小组或转回队列。")
    if not goal.here:
        raise ConflictError(f"{goal.name}现在不在，可以转给小组或转回队列。")
    return goal


async def _to_group(session: AsyncSession, conversation: Conversation, group_id: str) -> None:
    group = await session.get(DeskGroup, group_id)
    if group is None:
        raise NotFoundError("这个小组已经没有了，可以转给同事或转回队列。")
    conversation.reason = "returned"
    text = TO_GROUP.format(name=group.name)
    await log.append_lifecycle(session, conversation, log.Lifecycle.RETURNED, text)
    (await handoffs.require(session, conversation)).group_id = group.id
