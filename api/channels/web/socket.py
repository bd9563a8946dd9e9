"""The residents' socket: stored messages go out by number, so none is lost or doubled.

`cursor` is the last number sent. News of the next number is passed on as it is; whatever else
happens (a slow listener, a gap, a reconnect), everything after the cursor is read from the
database.
"""

from __future__ import annotations

import asyncio
import contextlib
from typing import Any

from fastapi import APIRouter, WebSocket, WebSocketDisconnect
from pydantic import ValidationError

from api.channels.web import service
from api.channels.web.schemas import MessageIn, ReadIn
from api.components import Components, components
from api.errors import LinliError, TokenInvalidError, error_body
from api.events import Event, EventKind, Subscription, conversation_topic, queue_topic
from api.tokens import ResidentToken, read_resident

router = APIRouter()

POLICY_VIOLATION = 1008
MAX_FRAME = 256 * 1024


class Line:
    """One open socket of one resident."""

    def __init__(self, socket: WebSocket, app: Components, caller: ResidentToken) -> None:
        self._socket = socket
        self._app = app
        self._caller = caller
        self._cursor: int | None = None  # unknown until the client's first sync
        self._sending = asyncio.Lock()
        self._waits = False

    async def hear(self) -> None:
        """Take the client's frames until it leaves."""
        while True:
            frame = await self._frame()
            if frame is None:
                continue
            try:
                await self._obey(frame)
            except LinliError as error:
                await self._complain(error.code, error.detail, frame)

    async def tell(self, subscription: Subscription) -> None:
        """Pass on what happens in the conversation."""
        while True:
            await self._pass_on(await subscription.next())

    async def status(self) -> None:
        body = await service.status(self._app, self._caller)
        self._waits = "position" in body
        await self._send({"type": "status", **body})

    async def _frame(self) -> dict[str, Any] | None:
        try:
            frame = await self._socket.receive_json()
        except (ValueError, KeyError):
            await self._complain("malformed", "消息格式不对。", {})
            return None
        if not isinstance(frame, dict):
            await self._complain("malformed", "消息格式不对。", {})
            return None
        return frame

    async def _obey(self, frame: dict[str, Any]) -> None:
        match frame.get("type"):
            case "message":
                await self._receive(frame)
            case "sync":
                await self._sync(frame.get("after"))
            case "hand_off":
                await service.ask_for_a_person(self._app, self._caller)
            case "typing":
                self._typing()
            case "read":
                await self._read(frame)
            case "ping":
                await self._send({"type": "pong"})
            case _:
                await self._complain("unknown_type", "不认识这种消息。", frame)

    async def _receive(self, frame: dict[str, Any]) -> None:
        try:
            body = MessageIn.model_validate(frame)
        except ValidationError:
            await self._complain("malformed", "消息格式不对。", frame)
            return
        ack = await service.post_message(self._app, self._caller, body)
        await self._send({"type": "ack", "client_id": ack.client_id, "seq": ack.seq})

    async def _read(self, frame: dict[str, Any]) -> None:
        try:
            body = ReadIn.model_validate(frame)
        except ValidationError:
            await self._complain("malformed", "消息格式不对。", frame)
            return
        await service.read(self._app, self._caller, body.seq)

    async def _sync(self, after: object) -> None:
        self._cursor = after if isinstance(after, int) and 0 <= after < 2**31 else 0
        await self._catch_up()
        await self.status()

    async def _pass_on(self, event: Event) -> None:
        if event.kind is EventKind.MESSAGE:
            await self._deliver(event.data)
        if event.kind is EventKind.OVERFLOW:
            await self._catch_up()
        if event.kind in (EventKind.CONVERSATION, EventKind.OVERFLOW):
            await self.status()
        if event.kind is EventKind.QUEUE and self._waits:
            await self.status()  # somebody before them was helped
        if event.kind is EventKind.READ and event.data["reader"] == "staff":
            await self._send({"type": "read", "read": event.data["seq"]})
        if event.kind is EventKind.TYPING and event.data.get("sender") != "resident":
            await self._send({"type": "typing", "sender": event.data["sender"]})

    async def _deliver(self, message: dict[str, Any]) -> None:
        """The next number comes with the news; after a gap, or before a sync, it is read."""
        async with self._sending:
            if self._cursor is not None and message["seq"] == self._cursor + 1:
                await self._socket.send_json({"type": "message", "message": message})
                self._cursor = message["seq"]
                return
        if self._cursor is not None and message["seq"] > self._cursor:
            await self._catch_up()

    async def _catch_up(self) -> None:
        if self._cursor is None:
            return
        async with self._sending:
            while True:
                news = await service.history(self._app, self._caller, self._cursor)
                for message in news.messages:
                    body = message.model_dump(mode="json")
                    await self._socket.send_json({"type": "message", "message": body})
                    self._cursor = message.seq
                if not news.messages or self._cursor >= news.last_seq:
                    return

    def _typing(self) -> None:
        caller = self._caller
        data = {"sender": "resident"}
        self._app.bus.publish(
            Event(EventKind.TYPING, caller.conversation_id, caller.estate_id, data)
        )

    async def _complain(self, code: str, detail: str, frame: dict[str, Any]) -> None:
        body: dict[str, Any] = {"type": "error", **error_body(code, detail)}
        client_id = frame.get("client_id")
        if isinstance(client_id, str):
            body["client_id"] = client_id[:64]
        await self._send(body)

    async def _send(self, body: dict[str, Any]) -> None:
        async with self._sending:
            await self._socket.send_json(body)


@router.websocket("/v1/chat/socket")
async def chat(socket: WebSocket) -> None:
    app = components(socket)
    await socket.accept()
    try:
        caller = read_resident(app.settings.secret, socket.query_params.get("token", ""))
        line = Line(socket, app, caller)
        await line.status()
    except TokenInvalidError as error:
        await socket.send_json({"type": "error", **error_body(error.code, error.detail)})
        await socket.close(POLICY_VIOLATION)
        return
    await _hold(line, app, caller)


async def _hold(line: Line, app: Components, caller: ResidentToken) -> None:
    """Listen and speak until either side ends; then neither task is left behind."""
    topics = conversation_topic(caller.conversation_id), queue_topic(caller.estate_id)
    with app.bus.subscribe(*topics) as subscription:
        tasks = {
            asyncio.create_task(line.hear()),
            asyncio.create_task(line.tell(subscription)),
        }
        done, pending = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        for task in pending:
            task.cancel()
        await asyncio.gather(*pending, return_exceptions=True)
        for task in done:
            with contextlib.suppress(WebSocketDisconnect, RuntimeError):
                task.result()
