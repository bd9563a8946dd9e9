"""A small real server that speaks the residents' contract, with faults that can be switched on."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import uvicorn
from fastapi import FastAPI, Request, WebSocket, WebSocketDisconnect
from fastapi.responses import FileResponse, HTMLResponse, JSONResponse, Response

STATIC = Path(__file__).parents[2] / "api" / "channels" / "web" / "static"
Json = dict[str, Any]

CITATION = {"law": "民法典", "article": 944, "label": "第九百四十四条", "ref": "民法典:944"}
PROVISION = {
    "law": "民法典",
    "full_name": "中华人民共和国民法典",
    "article": 944,
    "label": "第九百四十四条",
    "text": "这里是测试用的条文第一款。\n这里是第二款。",
    "status": "in_force",
    "effective_date": "2021-01-01",
    "source": "测试来源",
}
ANSWERS: dict[str, Json] = {
    "没收房要交物业费吗": {
        "text": "一般要交。\n\n- 房子已按约定交付的，从交付那天起算\n- 没住、没装修也一样\n\n"
        "想减免可以打 0571-8888 6666 问问，本月是 120 元。",
        "payload": {"citations": [CITATION], "confidence": "answer", "some_future_key": [1]},
    },
    "我要报修": {
        "text": "好的，是哪里坏了？",
        "payload": {
            "buttons": [
                {"title": "家里", "text": "家里坏了"},
                {"title": "公共区域", "text": "公共区域坏了"},
            ]
        },
    },
    "电梯里困人了": {
        "text": "请先别慌，不要扒门。\n1. 按轿厢里的报警按钮\n2. 打 119，或物业值班 13800001234\n\n"
        "我们的人正在赶来。",
        "payload": {"emergency": "lift"},
    },
}


HOST_PAGE = """<!doctype html><html lang="zh"><title>某物业公司</title>
<meta name="viewport" content="width=device-width,initial-scale=1">
<body style="margin:0;background:#fff"><h1>某物业公司</h1>
<div id="box" style="height:600px;max-width:600px"></div>
<script src="/widget.js" data-estate="yunqi" {attributes}></script>
<script>Object.assign(customElements.get("linli-chat").timing, {{
  retryFirst: 200, retryMost: 600, pollEvery: 200, ackWithin: 700, undeliveredAfter: 900,
  bannerAfter: 100, gapAfter: 50 }})</script>"""


@dataclass
class Faults:
    """What goes wrong; counters run down to nothing."""

    refuse_sockets: bool = False
    refuse_rest: bool = False
    drop_before_store: int = 0
    drop_before_ack: int = 0
    silent_bot: bool = False
    echo_own: bool = True  # also the sender gets the event
    ack_delay: float = 0.0
    reject_with: Json | None = None
    refuse_more: int = 0
    drop_photos: int = 0


@dataclass
class Conversation:
    id: str
    estate: str
    visitor: Json
    messages: list[Json] = field(default_factory=list)
    seqs: dict[str, int] = field(default_factory=dict)
    status: Json = field(default_factory=lambda: {"status": "bot"})
    sockets: set[WebSocket] = field(default_factory=set)


class Desk:
    """The server's whole memory; tests read it from their own thread."""

    def __init__(self) -> None:
        self.faults = Faults()
        self.talks: dict[str, Conversation] = {}
        self.frames: list[Json] = []  # everything clients sent over sockets
        self.posts: list[Json] = []
        self.provisions_asked: list[str] = []
        self.photos: dict[str, bytes] = {}
        self.loop: asyncio.AbstractEventLoop | None = None

    def open_session(self, body: Json) -> Json:
        number = f"{len(self.talks) + 1}-{time.monotonic_ns()}"
        talk = Conversation(number, body["estate"], body.get("visitor", {}))
        self.talks["token-" + number] = talk
        estate = {"id": talk.estate, "name": "云栖花园"}
        return {
            "token": "token-" + number,
            "conversation_id": number,
            "estate": estate,
            "status": "bot",
        }

    def store(
        self, talk: Conversation, sender: str, text: str, payload: Json | None = None
    ) -> Json:
        seq = len(talk.messages) + 1
        message = {
            "id": f"m{seq}",
            "seq": seq,
            "sender": sender,
            "text": text,
            "payload": payload or {},
            "created_at": datetime.now(UTC).isoformat(),
        }
        talk.messages.append(message)
        return message

    def receive(
        self, talk: Conversation, client_id: str, text: str, payload: Json | None = None
    ) -> tuple[int, bool]:
        """The seq of this message, and whether it is new."""
        if client_id in talk.seqs:
            return talk.seqs[client_id], False
        message = self.store(talk, "resident", text, payload)
        message["client_id"] = client_id
        seq: int = message["seq"]
        talk.seqs[client_id] = seq
        return seq, True

    async def publish(self, talk: Conversation, event: Json) -> None:
        for one in list(talk.sockets):
            with contextlib.suppress(RuntimeError, WebSocketDisconnect):
                await one.send_json(event)

    async def say(
        self, talk: Conversation, sender: str, text: str, payload: Json | None = None
    ) -> None:
        message = self.store(talk, sender, text, payload)
        await self.publish(talk, {"type": "message", "message": message})

    async def answer(self, talk: Conversation, text: str) -> None:
        if text == "转人工":
            await self.set_status(talk, {"status": "queued", "position": 2})
        elif not self.faults.silent_bot:
            await self.publish(talk, {"type": "typing", "sender": "bot"})
            await asyncio.sleep(0.05)
            answer = ANSWERS.get(text, {"text": "收到：" + text, "payload": {}})
            await self.say(talk, "bot", answer["text"], answer["payload"])

    async def set_status(self, talk: Conversation, status: Json) -> None:
        talk.status = status
        await self.publish(talk, {"type": "status", **status})

    async def drop_sockets(self) -> None:
        for talk in self.talks.values():
            for one in list(talk.sockets):
                talk.sockets.discard(one)
                with contextlib.suppress(RuntimeError):
                    await one.close(1012)

    # ---- for the tests' thread

    @property
    def talk(self) -> Conversation:
        return list(self.talks.values())[-1]

    def do(self, coroutine: Any) -> None:
        assert self.loop is not None
        asyncio.run_coroutine_threadsafe(coroutine, self.loop).result(10)

    def texts(self, sender: str = "resident") -> list[str]:
        return [
            m["text"]
            for talk in self.talks.values()
            for m in talk.messages
            if m["sender"] == sender
        ]


def refusal(status: int, code: str, detail: str) -> JSONResponse:
    return JSONResponse({"error": code, "detail": detail}, status)


def build_app(desk: Desk) -> FastAPI:
    app = FastAPI()
    _add_pages(app, desk)
    _add_more(app, desk)
    _add_rest(app, desk)
    _add_socket(app, desk)
    return app


def _add_pages(app: FastAPI, desk: Desk) -> None:
    @app.get("/widget.js")
    async def widget() -> FileResponse:
        return FileResponse(STATIC / "widget.js", media_type="text/javascript")

    @app.get("/widget-more.js")
    async def widget_more() -> Any:
        if desk.faults.refuse_more > 0:
            desk.faults.refuse_more -= 1
            return refusal(503, "unavailable", "系统维护中。")
        return FileResponse(STATIC / "widget-more.js", media_type="text/javascript")

    @app.get("/")
    async def start() -> FileResponse:
        return FileResponse(STATIC / "start.html")

    @app.get("/v1/estates")
    async def estates() -> list[Json]:
        return [
            {"id": "yunqi", "name": "云栖花园", "city": "杭州"},
            {"id": "binjiang", "name": "滨江国际", "city": "杭州"},
        ]

    @app.get("/host")
    async def host(request: Request) -> HTMLResponse:
        attributes = " ".join(f'data-{k}="{v}"' for k, v in request.query_params.items())
        return HTMLResponse(HOST_PAGE.format(attributes=attributes))


def _add_rest(app: FastAPI, desk: Desk) -> None:
    def talk_of(request: Request) -> Conversation | None:
        return desk.talks.get(request.headers.get("authorization", "").removeprefix("Bearer "))

    @app.middleware("http")
    async def outage(request: Request, call_next: Any) -> Any:
        if desk.faults.refuse_rest and request.url.path.startswith("/v1/chat"):
            return refusal(503, "unavailable", "系统维护中。")
        return await call_next(request)

    @app.post("/v1/chat/sessions")
    async def sessions(body: Json) -> Any:
        if body["estate"] == "nowhere":
            return refusal(404, "unknown_estate", "没有找到这个小区。")
        return desk.open_session(body)

    @app.get("/v1/chat/messages")
    async def messages(request: Request, after: int = 0) -> Any:
        if (talk := talk_of(request)) is None:
            return refusal(401, "invalid_token", "会话已过期。")
        newer = [m for m in talk.messages if m["seq"] > after]
        return {
            "messages": newer[:50],
            "status": talk.status["status"],
            "last_seq": len(talk.messages),
        }

    @app.post("/v1/chat/messages", status_code=202)
    async def post(request: Request, body: Json) -> Any:
        desk.posts.append(body)
        if (talk := talk_of(request)) is None:
            return refusal(401, "invalid_token", "会话已过期。")
        seq, new = desk.receive(talk, body["client_id"], body["text"])
        if new:
            await desk.answer(talk, body["text"])
        return {"client_id": body["client_id"], "seq": seq, "id": f"m{seq}"}

    @app.post("/v1/chat/hand-off", status_code=202)
    async def hand_off(request: Request) -> Any:
        if (talk := talk_of(request)) is None:
            return refusal(401, "invalid_token", "会话已过期。")
        desk.posts.append({"hand_off": True})
        await desk.set_status(talk, {"status": "queued", "position": 1})
        return {"status": "queued"}

    @app.get("/v1/provisions/{law}/{article}")
    async def provision(law: str, article: str) -> Any:
        desk.provisions_asked.append(f"{law}:{article}")
        return PROVISION


def _add_more(app: FastAPI, desk: Desk) -> None:
    def talk_of(request: Request) -> Conversation:
        return desk.talks[request.headers["authorization"].removeprefix("Bearer ")]

    @app.post("/v1/chat/photos", status_code=202)
    async def photo(request: Request, client_id: str) -> Any:
        talk, data = talk_of(request), await request.body()
        assert request.headers["content-type"] == "image/jpeg"
        if desk.faults.reject_with:
            return JSONResponse(desk.faults.reject_with, 413)
        name = f"{len(desk.photos) + 1:032x}"
        shown = {"photos": [{"id": name, "width": 80, "height": 60}]}
        seq, new = desk.receive(talk, client_id, "[照片]", shown)
        if new:
            desk.photos[name] = data
            await desk.publish(talk, {"type": "message", "message": talk.messages[seq - 1]})
        if desk.faults.drop_photos > 0:
            desk.faults.drop_photos -= 1
            return refusal(503, "unavailable", "系统维护中。")
        return {"client_id": client_id, "seq": seq, "id": f"m{seq}"}

    @app.get("/v1/chat/photos/{name}")
    async def look(request: Request, name: str) -> Response:
        talk_of(request)
        return Response(desk.photos[name], media_type="image/jpeg")

    @app.post("/v1/chat/satisfaction")
    async def verdict(request: Request, body: Json) -> Json:
        talk = talk_of(request)
        desk.posts.append(body)
        await desk.say(talk, "system", "您的评价已收到。", {"verdict": {"of": body["seq"]}})
        return body


def _add_socket(app: FastAPI, desk: Desk) -> None:
    @app.websocket("/v1/chat/socket")
    async def chat(socket: WebSocket, token: str) -> None:
        talk = desk.talks.get(token)
        if desk.faults.refuse_sockets or talk is None:
            await socket.close(4401)
            return
        await socket.accept()
        talk.sockets.add(socket)
        await socket.send_json({"type": "status", **talk.status})
        try:
            while await _handle(desk, talk, socket, await socket.receive_json()):
                pass
        except (WebSocketDisconnect, RuntimeError, KeyError):
            pass
        finally:
            talk.sockets.discard(socket)


async def _handle(desk: Desk, talk: Conversation, socket: WebSocket, frame: Json) -> bool:
    """Carry out one frame; False when the socket was closed over it."""
    desk.frames.append(frame)
    if frame["type"] == "sync":
        for message in [m for m in talk.messages if m["seq"] > frame["after"]]:
            await socket.send_json({"type": "message", "message": message})
    elif frame["type"] == "hand_off":
        await desk.set_status(talk, {"status": "queued", "position": 3})
    elif frame["type"] == "ping":
        await socket.send_json({"type": "pong"})
    elif frame["type"] == "message":
        return await _take(desk, talk, socket, frame)
    return True


async def _take(desk: Desk, talk: Conversation, socket: WebSocket, frame: Json) -> bool:
    faults = desk.faults
    if faults.reject_with:
        await socket.send_json(
            {"type": "error", "client_id": frame["client_id"], **faults.reject_with}
        )
        return True
    if faults.drop_before_store > 0:
        faults.drop_before_store -= 1
        await _cut(talk, socket)
        return False
    seq, new = desk.receive(talk, frame["client_id"], frame["text"])
    if new and faults.echo_own:
        await desk.publish(talk, {"type": "message", "message": talk.messages[seq - 1]})
    if faults.drop_before_ack > 0:
        faults.drop_before_ack -= 1
        await _cut(talk, socket)
        await desk.answer(talk, frame["text"])
        return False
    await asyncio.sleep(faults.ack_delay)
    await socket.send_json({"type": "ack", "client_id": frame["client_id"], "seq": seq})
    if new:
        await desk.answer(talk, frame["text"])
    return True


async def _cut(talk: Conversation, socket: WebSocket) -> None:
    talk.sockets.discard(socket)
    await socket.close(1011)


@contextlib.contextmanager
def serving(desk: Desk) -> Iterator[str]:
    """Serve on a free port of this machine only; gives the origin."""
    listener = socket.create_server(("127.0.0.1", 0))
    config = uvicorn.Config(build_app(desk), log_level="error", timeout_graceful_shutdown=1)
    server = uvicorn.Server(config)

    async def run() -> None:
        desk.loop = asyncio.get_running_loop()
        await server.serve([listener])

    thread = threading.Thread(target=lambda: asyncio.run(run()), daemon=True)
    thread.start()
    try:
        while not server.started:
            time.sleep(0.01)
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(10)
        listener.close()
