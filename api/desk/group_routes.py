"""Groups of colleagues by topic: seen by all, kept by managers."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Depends
from pydantic import BaseModel, StringConstraints
from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from api.components import Components, components
from api.desk import colleagues, presence
from api.desk.models import DeskGroup, DeskGroupMember
from api.errors import ConflictError, NotFoundError
from api.models import Staff
from api.staff.routes import Member

router = APIRouter(prefix="/v1/desk/groups", tags=["desk"])
App = Annotated[Components, Depends(components)]
Topic = Literal["emergency", "complaint", "repair", "fees", "parking", "decoration", "neighbours"]


class GroupBody(BaseModel):
    """`members` are user names; a conversation about one of `topics` goes to them first."""

    name: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=40)]
    topics: list[Topic] = []
    members: list[str] = []


class GroupOfDesk(GroupBody):
    id: str


@router.get("")
async def read_groups(app: App, staff: Member) -> list[GroupOfDesk]:
    async with app.database.read() as session:
        return [await _out(session, group) for group in await colleagues.groups(session)]


@router.post("", status_code=201)
async def make_group(app: App, staff: Member, body: GroupBody) -> GroupOfDesk:
    staff.require()  # managers only
    async with app.database.write() as session:
        group = DeskGroup()
        await _fill(session, group, body)
        presence.tell(session, list(staff.estates))
        return await _out(session, group)


@router.put("/{group_id}")
async def change_group(app: App, staff: Member, group_id: str, body: GroupBody) -> GroupOfDesk:
    staff.require()
    async with app.database.write() as session:
        group = await session.get(DeskGroup, group_id)
        if group is None:
            raise NotFoundError("没有找到这个小组。")
        await _fill(session, group, body)
        presence.tell(session, list(staff.estates))
        return await _out(session, group)


@router.delete("/{group_id}", status_code=204)
async def drop_group(app: App, staff: Member, group_id: str) -> None:
    """What waits for the group goes to whoever is free."""
    staff.require()
    async with app.database.write() as session:
        await session.execute(delete(DeskGroupMember).where(DeskGroupMember.group_id == group_id))
        await session.execute(delete(DeskGroup).where(DeskGroup.id == group_id))
        presence.tell(session, list(staff.estates))


async def _fill(session: AsyncSession, group: DeskGroup, body: GroupBody) -> None:
    same = await session.execute(select(DeskGroup.id).where(DeskGroup.name == body.name))
    if same.scalar_one_or_none() not in (None, group.id):
        raise ConflictError("已经有同名的小组了。")
    query = select(Staff.id).where(Staff.username.in_(body.members), Staff.active.is_(True))
    members = (await session.execute(query)).scalars().all()
    if len(members) != len(set(body.members)):
        raise NotFoundError("有的成员没有找到，请核对用户名。")
    group.name, group.topics = body.name, list(body.topics)
    session.add(group)
    await session.flush()
    await session.execute(delete(DeskGroupMember).where(DeskGroupMember.group_id == group.id))
    for member in members:
        session.add(DeskGroupMember(group_id=group.id, staff_id=member))
    await session.flush()


async def _out(session: AsyncSession, group: DeskGroup) -> GroupOfDesk:
    query = (
        select(Staff.username)
        .join(DeskGroupMember, DeskGroupMember.staff_id == Staff.id)
        .where(DeskGroupMember.group_id == group.id, Staff.active.is_(True))
        .order_by(Staff.username)
    )
    members = list((await session.execute(query)).scalars())
    body = {"id": group.id, "name": group.name, "topics": group.topics, "members": members}
    return GroupOfDesk.model_validate(body)
