"""Checked reads: who may touch which conversation."""

from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncSession

from api.conversations import repository
from api.errors import ConflictError, NotFoundError
from api.models import Conversation, Status
from api.staff.service import StaffMember


async def access(session: AsyncSession, staff: StaffMember, conversation_id: str) -> Conversation:
    """The locked conversation, if it is of an estate that the member serves."""
    return _served(staff, await repository.lock(session, conversation_id))


async def reachable(
    session: AsyncSession, staff: StaffMember, conversation_id: str
) -> Conversation:
    """The same for reading: nobody is kept waiting."""
    return _served(staff, await repository.find(session, conversation_id))


async def access_own(
    session: AsyncSession, staff: StaffMember, conversation_id: str
) -> Conversation:
    """The same, and it must be the member's own at this moment."""
    conversation = await access(session, staff, conversation_id)
    if conversation.status != Status.HUMAN or conversation.agent_id != staff.id:
        raise ConflictError("这个会话不在您手上，请先接入。")
    return conversation


def _served(staff: StaffMember, conversation: Conversation | None) -> Conversation:
    if conversation is None:
        raise NotFoundError("没有找到这个会话。")
    staff.require_estate(conversation.estate_id)
    return conversation
