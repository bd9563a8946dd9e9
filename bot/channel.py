"""How the app reaches the dialogue: one message in, all replies and the state out.

Stands in for Rasa's REST channel, which is open to everyone, takes commands from
residents and blocks on long messages.
"""

from __future__ import annotations

import logging
import os
import secrets
from typing import Any, Awaitable, Callable

from rasa.core.channels.channel import InputChannel, UserMessage
from rasa.shared.exceptions import InvalidConfigException
from sanic import Blueprint, Sanic, response
from sanic.request import Request
from sanic.response import HTTPResponse

from bot.dialogue import Dialogue, NoReplyError, NotReadyError, swap_model
from bot.inbound import (
    MAX_BODY,
    BadRequestError,
    parse_message,
    parse_note,
    parse_sender,
)
from bot.understanding import given

logger = logging.getLogger(__name__)

TOKEN_VARIABLE = "LINLI_BOT_TOKEN"
TOKEN_HEADER = "X-Linli-Token"


class LinliChannel(InputChannel):
    """``POST webhook | reset | note`` and ``GET /``, all behind one shared token."""

    def __init__(self, token: str) -> None:
        self._token = token

    @classmethod
    def name(cls) -> str:
        return "linli"

    @classmethod
    def from_credentials(cls, credentials: dict[str, Any] | None) -> LinliChannel:
        token = (credentials or {}).get("token") or os.environ.get(TOKEN_VARIABLE, "")
        if len(token) < 16:
            raise InvalidConfigException(
                f"{TOKEN_VARIABLE} must hold a token of 16 characters or more"
            )
        return cls(token)

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        routes = Blueprint("linli_channel")
        routes.listener("before_server_start")(_limit_bodies)
        for path, method, handler in (
            ("/", "GET", _health),
            ("/webhook", "POST", _webhook),
            ("/reset", "POST", _reset),
            ("/note", "POST", _note),
            ("/reload", "POST", _reload),
        ):
            routes.add_route(self._guarded(handler), path, methods=[method], name=handler.__name__)
        return routes

    def _guarded(
        self, handler: Callable[[Request], Awaitable[HTTPResponse]]
    ) -> Callable[[Request], Awaitable[HTTPResponse]]:
        async def guarded(request: Request) -> HTTPResponse:
            if not self._knows(request.headers.get(TOKEN_HEADER, "")):
                return _error(401, "unauthorized", "the token is missing or wrong")
            return await _answered(handler, request)

        return guarded

    def _knows(self, token: str) -> bool:
        return secrets.compare_digest(token.encode(), self._token.encode())


async def _answered(
    handler: Callable[[Request], Awaitable[HTTPResponse]], request: Request
) -> HTTPResponse:
    """The handler's answer, or its error as JSON. Logs never hold what a resident wrote."""
    try:
        return await handler(request)
    except BadRequestError as error:
        return _error(error.status, error.code, str(error))
    except NotReadyError:
        return _error(503, "not_ready", "no model is loaded")
    except NoReplyError:
        return _error(503, "no_reply", "the dialogue gave no reply")
    except Exception as error:
        logger.error("turn failed: %s", type(error).__name__)
        return _error(503, "failed", type(error).__name__)


async def _health(request: Request) -> HTTPResponse:
    return response.json({"status": "ok", "model": _dialogue(request).model})


async def _webhook(request: Request) -> HTTPResponse:
    message = parse_message(request.body)
    # Taken out: the tracker would keep its two kilobytes with every message.
    given.offer(message.metadata.pop("sentence", None))
    turn = await _dialogue(request).turn(message.sender, message.text, message.metadata)
    return response.json(turn, ensure_ascii=False)


async def _reset(request: Request) -> HTTPResponse:
    await _dialogue(request).reset(parse_sender(request.body))
    return response.json({"status": "ok"})


async def _note(request: Request) -> HTTPResponse:
    note = parse_note(request.body)
    await _dialogue(request).note(note.sender, note.role, note.text)
    return response.json({"status": "ok"})


async def _reload(request: Request) -> HTTPResponse:
    """Take up the model file that lies in place now, while turns go on with the old one."""
    agent = getattr(request.app.ctx, "agent", None)
    if agent is None:
        raise NotReadyError
    await swap_model(agent)
    return response.json({"status": "ok", "model": Dialogue(agent).model})


def _dialogue(request: Request) -> Dialogue:
    return Dialogue(getattr(request.app.ctx, "agent", None))


def _limit_bodies(app: Sanic, loop: Any) -> None:
    """Sanic answers 413 itself, before reading on; its own default is 100 MB."""
    app.config.REQUEST_MAX_SIZE = MAX_BODY


def _error(status: int, code: str, detail: str) -> HTTPResponse:
    return response.json({"error": code, "detail": detail}, status=status)
