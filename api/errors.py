"""Errors that carry their status and a sentence for the person who sees them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

log = structlog.get_logger(__name__)


class LinliError(Exception):
    """A mistake of the caller, never a bug: `detail` is shown as it is."""

    status = 400
    code = "bad_request"
    detail = "请求有误，请检查后再试。"
    headers: Mapping[str, str] | None = None

    def __init__(self, detail: str = "") -> None:
        self.detail = detail or type(self).detail
        super().__init__(self.detail)


class MessageEmptyError(LinliError):
    status, code, detail = 400, "message_empty", "消息是空的，请写点内容再发送。"


class MessageTooLongError(LinliError):
    status, code, detail = 413, "message_too_long", "消息太长了，请分几次发送。"


class TokenInvalidError(LinliError):
    status, code, detail = 401, "token_invalid", "会话已过期，请刷新页面重新开始。"


class LoginRequiredError(LinliError):
    status, code, detail = 401, "login_required", "请先登录。"


class LoginFailedError(LinliError):
    status, code, detail = 401, "login_failed", "用户名或密码不对。"


class TooManyAttemptsError(LinliError):
    status, code, detail = 429, "too_many_attempts", "尝试次数太多，请稍后再试。"


class ForbiddenError(LinliError):
    status, code, detail = 403, "forbidden", "您的账号没有这项权限。"


class EstateUnknownError(LinliError):
    status, code, detail = 404, "estate_unknown", "没有找到这个小区。"


class NotFoundError(LinliError):
    status, code, detail = 404, "not_found", "没有找到您要的内容。"


class ConflictError(LinliError):
    status, code, detail = 409, "conflict", "情况有变化，请刷新后再试。"


def error_body(code: str, detail: str) -> dict[str, str]:
    return {"error": code, "detail": detail}


# Starlette raises these itself; people see Chinese all the same.
_HTTP_DETAILS = {
    404: ("not_found", "没有找到您要的内容。"),
    405: ("method_not_allowed", "不支持这种请求方式。"),
    413: ("body_too_large", "内容太大了。"),
}


def _describe(problems: Sequence[object]) -> str:
    places = []
    for problem in problems:
        if isinstance(problem, dict):
            places.append(".".join(str(part) for part in problem.get("loc", ())[1:]) or "正文")
    return "格式不对：" + "、".join(dict.fromkeys(places))


def install_error_handlers(app: FastAPI) -> None:
    """Render every error as `{"error", "detail"}`; no stack trace leaves the process."""

    @app.exception_handler(LinliError)
    async def _known(_: Request, error: LinliError) -> JSONResponse:
        return JSONResponse(error_body(error.code, error.detail), error.status, error.headers)

    @app.exception_handler(RequestValidationError)
    async def _malformed(_: Request, error: RequestValidationError) -> JSONResponse:
        return JSONResponse(error_body("malformed", _describe(error.errors())), 422)

    @app.exception_handler(HTTPException)
    async def _http(_: Request, error: HTTPException) -> JSONResponse:
        code, detail = _HTTP_DETAILS.get(error.status_code, ("http_error", "请求没有成功。"))
        return JSONResponse(error_body(code, detail), error.status_code)

    @app.exception_handler(Exception)
    async def _bug(request: Request, error: Exception) -> JSONResponse:
        log.error("unhandled", path=request.url.path, exc_info=error)
        return JSONResponse(error_body("internal", "系统出了点问题，请稍后再试。"), 500)
