"""From sightings to proposals; later reporters of a known incident are told at once."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from api.assistant.dispatcher import Heard
from api.conversations import log
from api.conversations.schemas import Reply
from api.database import emit, now
from api.events import Event, EventKind
from api.incidents import repository
from api.incidents.detection import Trouble, title, trouble_in
from api.incidents.models import Incident, IncidentStatus, Sighting
from api.models import Conversation, Resident, Sender, WorkOrder

WITHIN = timedelta(hours=1)
# So many different residents of a building within the hour are no coincidence.
RESIDENTS = 3

KNOWN = "{title}的问题我们已经知道，正在处理，单号 {number}。{notice}有进展会在这里通知您。"


async def listen(session: AsyncSession, conversation: Conversation, heard: Heard) -> None:
    """A resident's words, in the turn's unit of work."""
    resident = await session.get_one(Resident, conversation.resident_id)
    trouble = trouble_in(heard.text, resident.room)
    if trouble is None:
        return
    incident = await repository.live(session, conversation.estate_id, trouble)
    if incident and await repository.belongs(session, incident.id, conversation.id):
        return
    since = now() - WITHIN
    known = await repository.of_conversation(session, conversation.id, trouble, since)
    sighting = known or await _keep(session, conversation, trouble, heard.text)
    if incident is None:
        await _propose(session, conversation.estate_id, trouble)
    else:
        await join(session, incident, sighting, conversation)


async def join(
    session: AsyncSession, incident: Incident, sighting: Sighting, conversation: Conversation
) -> None:
    """The sighting belongs to the incident; of an open one the resident is told."""
    sighting.incident_id = incident.id
    if incident.status == IncidentStatus.OPEN:
        order = await session.get_one(WorkOrder, incident.work_order_id)
        notice = incident.notice.strip()
        text = KNOWN.format(
            title=title(incident.building, incident.thing),
            number=order.number,
            notice=f"最新通知：{notice}" if notice else "",
        )
        await tell_one(session, conversation, sighting, incident, text)
    announce(session, incident)


async def tell_one(
    session: AsyncSession,
    conversation: Conversation,
    sighting: Sighting,
    incident: Incident,
    text: str,
) -> None:
    payload = {"incident": incident.id, "title": title(incident.building, incident.thing)}
    await log.append(session, conversation, Reply(text, Sender.SYSTEM, payload))
    sighting.told_at = now()


def announce(session: AsyncSession, incident: Incident) -> None:
    emit(session, Event(EventKind.INCIDENT, "", incident.estate_id, {"id": incident.id}))


async def _keep(
    session: AsyncSession, conversation: Conversation, trouble: Trouble, text: str
) -> Sighting:
    sighting = Sighting(
        estate_id=conversation.estate_id,
        building=trouble.building,
        thing=trouble.thing,
        conversation_id=conversation.id,
        resident_id=conversation.resident_id,
        words=text[:300],
    )
    session.add(sighting)
    await session.flush()
    return sighting


async def _propose(session: AsyncSession, estate_id: str, trouble: Trouble) -> None:
    since = now() - WITHIN
    seen = await repository.loose(session, estate_id, trouble, since)
    residents = {sighting.resident_id for sighting in seen}
    if len(residents) < RESIDENTS:
        return
    if await repository.dismissed_since(session, estate_id, trouble, since):
        return
    incident = Incident(estate_id=estate_id, building=trouble.building, thing=trouble.thing)
    session.add(incident)
    await session.flush()
    for sighting in seen:
        sighting.incident_id = incident.id
    announce(session, incident)
