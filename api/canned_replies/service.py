"""Find, use and keep canned replies."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping

from sqlalchemy.ext.asyncio import AsyncSession

from api.canned_replies import blanks, repository
from api.canned_replies.schemas import CannedIn, CannedOut, OfferedReply
from api.components import Components
from api.desk.access import reachable
from api.errors import ForbiddenError, NotFoundError
from api.models import CannedReply, Resident, StaffRole
from api.staff.service import StaffMember

OFFERED_MOST = 60


async def offered(
    app: Components, staff: StaffMember, conversation_id: str, query: str
) -> list[OfferedReply]:
    """What fits the words of the query, filled in for this conversation, most used first."""
    async with app.database.read() as session:
        conversation = await reachable(session, staff, conversation_id)
        resident = await session.get_one(Resident, conversation.resident_id)
        rows = await repository.for_estates(session, [conversation.estate_id], staff.id)
    known = {
        blanks.NAME: resident.name,
        blanks.ROOM: resident.room,
        blanks.ESTATE: staff.estates[conversation.estate_id],
        blanks.AGENT: staff.name,
    }
    fitting = [row for row in rows if _fits(row[0], query)]
    return [_offer(*row, known) for row in fitting[:OFFERED_MOST]]


async def listed(app: Components, staff: StaffMember) -> list[CannedOut]:
    async with app.database.read() as session:
        rows = await repository.for_estates(session, staff.estates, staff.id)
    return [_out(*row) for row in rows]


async def create(app: Components, staff: StaffMember, body: CannedIn) -> CannedOut:
    _require_editor(staff, body.estate_id)
    async with app.database.write() as session:
        reply = CannedReply(**body.model_dump())
        session.add(reply)
        await session.flush()
        return _out(reply, 0, 0)


async def change(app: Components, staff: StaffMember, reply_id: str, body: CannedIn) -> CannedOut:
    _require_editor(staff, body.estate_id)
    async with app.database.write() as session:
        reply = await _editable(session, staff, reply_id)
        for name, value in body.model_dump().items():
            setattr(reply, name, value)
        await session.flush()
        return _out(reply, 0, 0)


async def remove(app: Components, staff: StaffMember, reply_id: str) -> None:
    async with app.database.write() as session:
        reply = await _editable(session, staff, reply_id)
        reply.removed = True


async def used(app: Components, staff: StaffMember, reply_id: str) -> None:
    """Put into a draft by this member."""
    async with app.database.write() as session:
        reply = await session.get(CannedReply, reply_id)
        if reply is None:
            raise NotFoundError("没有找到这条常用语。")
        await repository.count_use(session, reply_id, staff.id)


async def _editable(session: AsyncSession, staff: StaffMember, reply_id: str) -> CannedReply:
    reply = await session.get(CannedReply, reply_id)
    if reply is None or reply.removed:
        raise NotFoundError("没有找到这条常用语。")
    _require_editor(staff, reply.estate_id)
    return reply


def _require_editor(staff: StaffMember, estate_id: str | None) -> None:
    """Trainers and managers; an estate's reply only in one's own estates."""
    staff.require(StaffRole.TRAINER)
    if estate_id is not None and estate_id not in staff.estates:
        raise ForbiddenError("这个小区不在您的服务范围内。")


def _fits(reply: CannedReply, query: str) -> bool:
    """Every word of the query stands somewhere in title, keywords or text."""
    whole = f"{reply.title} {reply.keywords} {reply.text}".casefold()
    words = unicodedata.normalize("NFKC", query).casefold().split()
    return all(word in whole for word in words)


def _out(reply: CannedReply, uses: int, own: int) -> CannedOut:
    return CannedOut(
        id=reply.id,
        estate_id=reply.estate_id,
        title=reply.title,
        text=reply.text,
        keywords=reply.keywords,
        uses=uses,
        own_uses=own,
    )


def _offer(reply: CannedReply, uses: int, own: int, known: Mapping[str, str]) -> OfferedReply:
    filled, unknown = blanks.fill(reply.text, known)
    plain = _out(reply, uses, own).model_dump()
    return OfferedReply(**plain, filled=filled, unknown=unknown)
