"""A draft in better words, or the draft as it was."""

from __future__ import annotations

import asyncio
import time

import structlog

from api.components import Components
from api.database import now
from api.desk.access import access_own
from api.estates.hours import LOCAL
from api.language_model.checking import objection
from api.language_model.client import LanguageModel, ModelUnavailableError
from api.language_model.context import Context, read_context
from api.language_model.prompt import INSTRUCTION, Material
from api.language_model.schemas import RewriteOut
from api.staff.service import StaffMember
from coach.masking import Masker
from coach.types import Flag, Turn

log = structlog.get_logger(__name__)


async def rewrite(
    app: Components, staff: StaffMember, conversation_id: str, text: str
) -> RewriteOut:
    """Never fails for reasons of the model: then the text comes back as it is."""
    async with app.database.read() as session:
        await access_own(session, staff, conversation_id)
    if app.language_model is None:
        return RewriteOut(text=text, ai=False)
    context = await read_context(app, conversation_id)
    started = time.monotonic()
    written, refused = await _write(app, app.language_model, context, text)
    seconds = round(time.monotonic() - started, 2)
    log.info("rewrite", conversation_id=conversation_id, refused=refused, seconds=seconds)
    return RewriteOut(text=written or text, ai=bool(written))


async def _write(
    app: Components, model: LanguageModel, context: Context, text: str
) -> tuple[str, str]:
    """(the rewrite, "") or ("", why there is none)."""
    masker = Masker(context.names)
    hidden = _material(context, text, masker)
    try:
        answer = await model.complete(INSTRUCTION, hidden.as_message())
        written = masker.unmask(answer)
    except ModelUnavailableError as error:
        return "", str(error)
    except ValueError:
        return "", "invented_token"
    if written == text:
        return "", "unchanged"
    shown = Material(text, context.talk, context.grounds)
    refused = await asyncio.to_thread(_objection, app, context, written, shown)
    return ("", refused) if refused else (written, "")


def _material(context: Context, text: str, masker: Masker) -> Material:
    """Masked through and through: nobody's data leaves the house."""
    talk = tuple(Turn(turn.role, masker.mask(turn.text)) for turn in context.talk)
    return Material(masker.mask(text), talk, tuple(masker.mask(one) for one in context.grounds))


def _objection(app: Components, context: Context, written: str, shown: Material) -> str:
    def check(text: str) -> tuple[Flag, ...]:
        return app.coach.check(text, context.talk, own=context.own)

    return objection(written, shown, check, now().astimezone(LOCAL))
