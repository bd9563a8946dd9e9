"""A small server that speaks the OpenAI protocol, as well or as badly as a test wants."""

from __future__ import annotations

import asyncio
import json
import socket
import threading
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import uvicorn
from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse, Response, StreamingResponse


@dataclass
class ModelServer:
    """`answer` is what the model says; the rest is how badly."""

    url: str = ""
    answer: str = ""
    delay: float = 0.0
    status: int = 200
    body: str | None = None  # sent as it is instead of a completion
    trickle: bool = False
    asked: list[dict[str, Any]] = field(default_factory=list)

    @property
    def heard(self) -> str:
        """Everything that reached the server."""
        return json.dumps(self.asked, ensure_ascii=False)

    async def complete(self, request: Request) -> Response:
        self.asked.append(await request.json())
        await asyncio.sleep(self.delay)
        if self.body is not None:
            return Response(self.body, self.status, media_type="application/json")
        if self.trickle:
            return StreamingResponse(_slowly(self.completion()), media_type="application/json")
        return JSONResponse(self.completion(), self.status)

    def completion(self) -> dict[str, Any]:
        message = {"role": "assistant", "content": self.answer}
        choice = {"index": 0, "message": message, "finish_reason": "stop"}
        return {
            "id": "c1",
            "object": "chat.completion",
            "created": 1,
            "model": "house",
            "choices": [choice],
        }


async def _slowly(completion: dict[str, Any]) -> AsyncIterator[bytes]:
    """A byte now and then: every read is in time, the whole never."""
    for byte in json.dumps(completion).encode():
        yield bytes([byte])
        await asyncio.sleep(0.05)


@contextmanager
def model_server() -> Iterator[ModelServer]:
    """Serves on a free port of this machine until the block ends."""
    model = ModelServer()
    app = FastAPI()
    app.post("/v1/chat/completions")(model.complete)
    listener = socket.create_server(("127.0.0.1", 0))
    model.url = f"http://127.0.0.1:{listener.getsockname()[1]}/v1"
    server = uvicorn.Server(uvicorn.Config(app, log_level="error", timeout_graceful_shutdown=1))
    thread = threading.Thread(target=lambda: server.run([listener]), daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    try:
        yield model
    finally:
        server.should_exit = True
        thread.join(10)
        listener.close()
