"""Who wants to be called back: heard in what waiting residents write, kept until done."""

from __future__ import annotations

import re
from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from api.assistant.dispatcher import Heard
from api.conversations import handoffs, log, repository
from api.conversations.schemas import Reply
from api.database import emit, now
from api.desk.models import Callback
from api.events import Event, EventKind
from api.models import Conversation, Estate, Resident, Sender, Status

PHONE = re.compile(r"(?<!\d)(?:1[3-9]\d(?:[ -]?\d{4}){2}|0\d{2,3}[ -]?\d{7,8})(?!\d)")
_WANTS_A_CALL = re.compile(r"回电|回个电|打(?:个)?电话|打给我|电话联系|给我打|来电")
_YES = re.compile(r"^\s*(?:可以|好的?|行|嗯+|没问题|方便|对|是的|ok)", re.IGNORECASE)
_NO = re.compile(r"不(?:用|要|必)(?:回电|打|给我打|联系)|别打")
_TIME = re.compile(
    r"点|[:：]\d\d|上午|下午|中午|晚上|早上|傍晚|今天|明天|后天|周[一二三四五六日末]|星期|"
    r"下班|之?[前后]|以后|随时|号"
)

NOTED = "记下了：{phone}{wanted}。{when}给您回电，情况也可以继续写在这里。"
UNREACHED = "刚才给您的 {phone} 回电没有接通。方便时请再告诉我们一个时间，我们再打。"


async def listen(session: AsyncSession, conversation: Conversation, heard: Heard) -> None:
    """A waiting resident's words: a number or a yes to one becomes a callback."""
    text = heard.text
    if heard.handed_off:
        return  # the question about a callback has only just been asked
    if conversation.status != Status.QUEUED or conversation.emergency or _NO.search(text):
        return
    phone = await _phone_in(session, conversation, text)
    if not phone:
        return
    callback = await _open_of(session, conversation.id) or _new(session, conversation)
    callback.phone = phone
    callback.wanted = time_in(text) or callback.wanted or ""
    callback.about = str(conversation.brief.get("what", ""))[:200]
    await session.flush()
    await log.append(session, conversation, await _noted(session, conversation, callback))
    tell(session, callback)


async def waiting(session: AsyncSession, estates: Sequence[str]) -> Sequence[tuple[Callback, str]]:
    """Open callbacks with the estate's name, the oldest first."""
    query = (
        select(Callback, Estate.name)
        .join(Estate, Estate.id == Callback.estate_id)
        .where(Callback.estate_id.in_(list(estates)), Callback.done_at.is_(None))
        .order_by(Callback.created_at)
    )
    return [(callback, name) for callback, name in (await session.execute(query)).all()]


async def settle(session: AsyncSession, callback: Callback, staff_id: str, reached: bool) -> None:
    """After a call: done, or the resident reads that nobody answered."""
    callback.tries += 1
    if reached:
        callback.done_at, callback.done_by = now(), staff_id
    else:
        conversation = await repository.lock(session, callback.conversation_id)
        assert conversation is not None
        told = Reply(UNREACHED.format(phone=callback.phone), Sender.SYSTEM)
        await log.append(session, conversation, told)
    tell(session, callback)


def time_in(text: str) -> str:
    """The parts of a message that name a time, in the resident's own words."""
    rest = PHONE.sub("，", text)
    parts = [part.strip() for part in re.split(r"[，,。；;！!\n]", rest)]
    return "，".join(part for part in parts if _TIME.search(part))[:80]


def tell(session: AsyncSession, callback: Callback) -> None:
    emit(session, Event(EventKind.CALLBACK, callback.conversation_id, callback.estate_id))


async def _phone_in(session: AsyncSession, conversation: Conversation, text: str) -> str:
    """The number to call; a number alone counts only where we asked for one."""
    handoff = await handoffs.current(session, conversation.id)
    asked = handoff is not None and handoff.opens_at is not None
    wants = asked or bool(_WANTS_A_CALL.search(text))
    found = PHONE.search(text)
    if found and wants:
        return re.sub(r"[ -]", "", found.group()) if found.group()[0] == "1" else found.group()
    agrees = bool(_YES.search(text)) if asked else wants
    resident = await session.get_one(Resident, conversation.resident_id)
    return resident.phone if agrees else ""


async def _open_of(session: AsyncSession, conversation_id: str) -> Callback | None:
    query = select(Callback).where(
        Callback.conversation_id == conversation_id, Callback.done_at.is_(None)
    )
    return (await session.execute(query)).scalar_one_or_none()


def _new(session: AsyncSession, conversation: Conversation) -> Callback:
    made = Callback(conversation_id=conversation.id, estate_id=conversation.estate_id, tries=0)
    session.add(made)
    return made


async def _noted(session: AsyncSession, conversation: Conversation, callback: Callback) -> Reply:
    handoff = await handoffs.current(session, conversation.id)
    closed = handoff is not None and handoff.opens_at is not None and handoff.opens_at > now()
    wanted = f"，{callback.wanted}" if callback.wanted else ""
    when = "同事上班后" if closed else "同事会尽快"
    text = NOTED.format(phone=callback.phone, wanted=wanted, when=when)
    return Reply(text, Sender.SYSTEM, {"callback": callback.id})
