"""Take a photo as a message, and give it back to those who may see it.

The same rule as for words: stored first, acknowledged afterwards; a known `client_id`
changes nothing.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from limits import parse
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter
from sqlalchemy.ext.asyncio import AsyncSession

from api.components import Components
from api.conversations import log, repository
from api.conversations import service as conversations
from api.conversations.schemas import Ack, MessageOut, Reply, message_out
from api.errors import LinliError, NotFoundError, TokenInvalidError
from api.models import Conversation, Message, Photo, Sender, Status, new_id
from api.uploads import images, storage
from api.uploads import repository as photos
from api.uploads.acknowledgement import acknowledge
from api.work_orders import repository as work_orders

TEXT = "[照片]"  # what lists, briefs and old pages show in place of the picture
AT_ONCE = parse("20/10 minutes")
_limiter = MovingWindowRateLimiter(MemoryStorage())
# Pictures of 50 million pixels need memory: two at a time, and not on the search's threads.
_pool = ThreadPoolExecutor(max_workers=2, thread_name_prefix="photos")


class TooManyPhotosError(LinliError):
    status, code, detail = 429, "too_many_photos", "照片发得有点多，请过几分钟再发。"


async def read_body(chunks: AsyncIterator[bytes], limit: int) -> bytes:
    """Raises `PhotoTooLargeError` as soon as it is too much, whatever was announced."""
    body = bytearray()
    async for chunk in chunks:
        body += chunk
        if len(body) > limit:
            raise images.PhotoTooLargeError(
                f"照片太大了，最多 {limit // 1024 // 1024} MB，请压缩后再发。"
            )
    if not body:
        raise images.PhotoBrokenError
    return bytes(body)


async def from_resident(app: Components, conversation_id: str, client_id: str, data: bytes) -> Ack:
    """Store a resident's photo as a message; a resend changes nothing."""
    known = await _known(app, conversation_id, client_id)
    if known is not None:
        return Ack(known.id, known.seq, client_id, fresh=False)
    if not _limiter.hit(AT_ONCE, "photo", conversation_id):
        raise TooManyPhotosError
    photo_id, picture = await _kept(app, data)
    async with app.database.write() as session:
        conversation = await repository.lock(session, conversation_id)
        if conversation is None:
            raise TokenInvalidError
        known = await repository.by_client_id(session, conversation_id, client_id)
        if known is not None:
            storage.drop(app.settings.home, photo_id)
            return Ack(known.id, known.seq, client_id, fresh=False)
        await conversations.reopen_if_closed(session, conversation)
        reply = Reply(TEXT, Sender.RESIDENT, _payload(photo_id, picture))
        message = await _append(session, conversation, reply, client_id, photo_id, picture)
        await _attach(session, conversation)
        if conversation.status == Status.BOT:
            await acknowledge(session, conversation)
        return Ack(message.id, message.seq, client_id, fresh=True)


async def from_agent(
    app: Components,
    conversation: Conversation,
    client_id: str,
    data: bytes,
    signed: dict[str, str],
) -> MessageOut:
    """Store an agent's photo; `signed` is what the payload says of the agent."""
    known = await _known(app, conversation.id, client_id)
    if known is not None:
        return message_out(known)
    photo_id, picture = await _kept(app, data)
    async with app.database.write() as session:
        held = await repository.lock(session, conversation.id)
        assert held is not None
        known = await repository.by_client_id(session, held.id, client_id)
        if known is not None:
            storage.drop(app.settings.home, photo_id)
            return message_out(known)
        reply = Reply(TEXT, Sender.AGENT, {**_payload(photo_id, picture), **signed})
        message = await _append(session, held, reply, client_id, photo_id, picture)
    return message_out(message)


async def find(session: AsyncSession, photo_id: str) -> Photo:
    """Raises `NotFoundError`."""
    photo = await session.get(Photo, photo_id)
    if photo is None:
        raise NotFoundError("没有找到这张照片。")
    return photo


def file_of(app: Components, photo: Photo, size: storage.Size) -> Path:
    path = storage.path_of(app.settings.home, photo.id, size)
    if not path.is_file():
        raise NotFoundError("这张照片已经不在了。")
    return path


async def _known(app: Components, conversation_id: str, client_id: str) -> Message | None:
    async with app.database.read() as session:
        return await repository.by_client_id(session, conversation_id, client_id)


async def _kept(app: Components, data: bytes) -> tuple[str, images.Picture]:
    """The picture, on disk under a fresh name."""
    loop = asyncio.get_running_loop()
    picture = await loop.run_in_executor(_pool, images.redraw, data)
    photo_id = new_id()
    await loop.run_in_executor(_pool, storage.keep, app.settings.home, photo_id, picture)
    return photo_id, picture


def _payload(photo_id: str, picture: images.Picture) -> dict[str, object]:
    return {"photos": [{"id": photo_id, "width": picture.width, "height": picture.height}]}


async def _append(
    session: AsyncSession,
    conversation: Conversation,
    reply: Reply,
    client_id: str,
    photo_id: str,
    picture: images.Picture,
) -> Message:
    message = await log.append(session, conversation, reply, client_id=client_id)
    session.add(
        Photo(
            id=photo_id,
            conversation_id=conversation.id,
            estate_id=conversation.estate_id,
            resident_id=conversation.resident_id,
            staff_id=str(reply.payload.get("agent_id") or "") or None,
            width=picture.width,
            height=picture.height,
        )
    )
    await session.flush()
    return message


async def _attach(session: AsyncSession, conversation: Conversation) -> None:
    """To the order that is being worked on, if there is one."""
    order = await work_orders.running(session, conversation.id)
    if order is not None:
        await photos.attach(session, conversation.id, order.id)
