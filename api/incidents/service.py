"""An incident in people's hands: open it, tell everybody, close it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from api.coaching import service as coaching
from api.coaching.schemas import flag_out
from api.components import Components
from api.conversations import repository as conversations
from api.database import now
from api.errors import ConflictError, NotFoundError
from api.incidents import repository
from api.incidents.detection import THING_NAMES, title
from api.incidents.listening import announce, tell_one
from api.incidents.models import Incident, IncidentStatus, Sighting
from api.incidents.schemas import IncidentOut, NoticeIn, NoticeOut, ReporterOut
from api.models import Conversation, Resident, WorkOrder, WorkOrderReport, WorkOrderStatus
from api.staff.service import StaffMember
from api.work_orders import service as work_orders
from api.work_orders.schemas import WorkOrderDraft
from coach.types import Severity

# An override shorter than this explains nothing.
OVERRIDE_CHARS = 6
ORDERS_WITHIN = timedelta(hours=12)
DRAFT = "{title}出现问题，已安排人员到场处理，有结果会在这里通知您。给您带来不便，十分抱歉。"


async def incidents(app: Components, staff: StaffMember) -> list[IncidentOut]:
    async with app.database.read() as session:
        found = await repository.of_estates(session, list(staff.estates))
        return [await _out(session, incident, staff) for incident in found]


async def notify(
    app: Components, staff: StaffMember, incident_id: str, body: NoticeIn
) -> NoticeOut:
    """Send a notice to every reporter. The first opens the incident with its one work order;
    `done` ends it. A flag that blocks stops the notice unless it is overridden."""
    blocked = await _blocked(app, staff, incident_id, body)
    if blocked is not None:
        return blocked
    async with app.database.write() as session:
        incident = await _access(session, staff, incident_id)
        if incident.status not in repository.LIVE:
            raise ConflictError("这个事件已经结束。")
        rows = await repository.sightings(session, incident.id)
        order = await _one_order(session, incident, [sighting for sighting, _ in rows], staff)
        text = f"{body.notice}\n单号 {order.number}。"
        for sighting, _ in rows:
            conversation = await conversations.lock(session, sighting.conversation_id)
            assert conversation is not None
            await tell_one(session, conversation, sighting, incident, text)
        incident.notice = body.notice
        if body.done:
            incident.status, incident.closed_at = IncidentStatus.CLOSED, now()
            await work_orders.set_status(session, order, WorkOrderStatus.DONE)
        announce(session, incident)
    return NoticeOut(told=len(rows), flags=[], number=order.number)


async def dismiss(app: Components, staff: StaffMember, incident_id: str) -> None:
    """They had nothing in common: no proposal of the same for an hour."""
    async with app.database.write() as session:
        incident = await _access(session, staff, incident_id)
        if incident.status != IncidentStatus.PROPOSED:
            raise ConflictError("这个事件已经有人处理了。")
        incident.status, incident.closed_at = IncidentStatus.DISMISSED, now()
        announce(session, incident)


async def _blocked(
    app: Components, staff: StaffMember, incident_id: str, body: NoticeIn
) -> NoticeOut | None:
    async with app.database.read() as session:
        incident = await _access(session, staff, incident_id)
        rows = await repository.sightings(session, incident.id)
    flags = await coaching.flags(app, rows[0][0].conversation_id, body.notice)
    stops = any(flag.severity is Severity.BLOCK for flag in flags)
    if not stops or len(body.override) >= OVERRIDE_CHARS:
        return None
    return NoticeOut(told=0, flags=[flag_out(flag) for flag in flags])


async def _access(session: AsyncSession, staff: StaffMember, incident_id: str) -> Incident:
    incident = await session.get(Incident, incident_id, with_for_update=True)
    if incident is None:
        raise NotFoundError("没有找到这个事件。")
    staff.require_estate(incident.estate_id)
    return incident


async def _one_order(
    session: AsyncSession, incident: Incident, sightings: Sequence[Sighting], staff: StaffMember
) -> WorkOrder:
    """The incident's order: the oldest that a reporter has, or a fresh one; others join it."""
    if incident.work_order_id is not None:
        return await session.get_one(WorkOrder, incident.work_order_id)
    ids = [sighting.conversation_id for sighting in sightings]
    since = incident.created_at - ORDERS_WITHIN
    orders = list(await repository.unfinished_orders(session, ids, since))
    order = orders[0] if orders else await _open_order(session, incident, sightings[0])
    for other in orders[1:]:
        await _merge(session, other, order)
    incident.work_order_id = order.id
    incident.status = IncidentStatus.OPEN
    incident.opened_at, incident.opened_by = now(), staff.id
    return order


async def _open_order(session: AsyncSession, incident: Incident, first: Sighting) -> WorkOrder:
    conversation = await session.get_one(Conversation, first.conversation_id)
    draft = WorkOrderDraft(
        "repair",
        location=f"{incident.building.upper()}栋",
        description=f"{THING_NAMES.get(incident.thing, '')}：{first.words}"[:300],
    )
    return await work_orders.open_order(session, conversation, draft)


async def _merge(session: AsyncSession, other: WorkOrder, order: WorkOrder) -> None:
    """One visit does both: the other's reporter reads the progress of the first order."""
    session.add(
        WorkOrderReport(
            work_order_id=order.id,
            conversation_id=other.conversation_id,
            location=other.location,
            description=other.description,
            phone=other.phone,
            time=other.time,
        )
    )
    await work_orders.set_status(session, other, WorkOrderStatus.CANCELLED)


async def _out(session: AsyncSession, incident: Incident, staff: StaffMember) -> IncidentOut:
    rows = await repository.sightings(session, incident.id)
    order = await session.get(WorkOrder, incident.work_order_id) if incident.work_order_id else None
    name = title(incident.building, incident.thing)
    first = rows[0][0].created_at if rows else incident.created_at
    return IncidentOut(
        id=incident.id,
        estate=staff.estates[incident.estate_id],
        title=name,
        status=incident.status,
        number=order.number if order else "",
        notice=incident.notice,
        draft=DRAFT.format(title=name),
        seconds=int((now() - first).total_seconds()),
        reporters=[_reporter(sighting, resident) for sighting, resident in rows],
    )


def _reporter(sighting: Sighting, resident: Resident) -> ReporterOut:
    return ReporterOut(
        conversation_id=sighting.conversation_id,
        resident=resident.name or "住户",
        room=resident.room,
        words=sighting.words,
        told=sighting.told_at is not None,
    )
