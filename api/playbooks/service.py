"""Use cases: list, edit, back to the shipped one, preview."""

from __future__ import annotations

import re
from collections.abc import Mapping

from api.assistant.answers import PLACEHOLDER, fill
from api.assistant.playbooks import Playbook, playbooks
from api.components import Components
from api.database import now
from api.errors import LinliError, NotFoundError
from api.models import PlaybookEdit, StaffRole
from api.playbooks import repository
from api.playbooks.schemas import PlaybookIn, PlaybookOut, PlaybookPreview
from api.playbooks.store import playbook_of
from api.staff.service import StaffMember
from knowledge_base.facts import FACTS

LONGEST_LINE = 60  # characters; more is not read by somebody in fear
MOST_NUMBERS = 4
_BRACES = re.compile(r"[{}]")


class PlaybookRefusedError(LinliError):
    status, code, detail = 400, "playbook_refused", "这份预案不能保存。"


async def list_all(app: Components, staff: StaffMember) -> list[PlaybookOut]:
    """Every kind, in the order of the shipped file."""
    async with app.database.read() as session:
        edits = {row.kind: row for row in await repository.edits(session)}
    return [_out(kind, edits.get(kind)) for kind in playbooks()]


async def edit(app: Components, staff: StaffMember, kind: str, body: PlaybookIn) -> PlaybookOut:
    """Raises `PlaybookRefusedError` with the reason when the text would put people at risk."""
    staff.require(StaffRole.TRAINER)
    _check(_shipped(kind), body)
    async with app.database.write() as session:
        row = await repository.by_kind(session, kind)
        if row is None:
            row = PlaybookEdit(kind=kind)
            session.add(row)
        row.title, row.text, row.call = body.title, body.text, list(body.call)
        row.edited_by, row.edited_at = staff.name, now()
        await session.flush()
        return _out(kind, row)


async def restore(app: Components, staff: StaffMember, kind: str) -> PlaybookOut:
    """Back to the shipped playbook."""
    staff.require(StaffRole.TRAINER)
    _shipped(kind)
    async with app.database.write() as session:
        row = await repository.by_kind(session, kind)
        if row is not None:
            await session.delete(row)
    return _out(kind, None)


async def preview(
    app: Components, staff: StaffMember, kind: str, estate_id: str
) -> PlaybookPreview:
    staff.require_estate(estate_id)
    shipped = _shipped(kind)
    async with app.database.read() as session:
        row = await repository.by_kind(session, kind)
    return filled(playbook_of(row) if row else shipped, await app.records.facts(estate_id))


def filled(playbook: Playbook, facts: Mapping[str, str]) -> PlaybookPreview:
    """With the estate's own lines; what it has not recorded is left out."""
    return PlaybookPreview(text=fill(playbook.text, facts)[0], call=list(playbook.call))


def _check(shipped: Playbook, body: PlaybookIn) -> None:
    for problem in _problems(shipped, body):
        raise PlaybookRefusedError(problem)


def _problems(shipped: Playbook, body: PlaybookIn) -> list[str]:
    """What speaks against it, the worst first."""
    unknown = [key for key in PLACEHOLDER.findall(body.text) if key not in FACTS]
    long = [line for line in body.text.splitlines() if len(line) > LONGEST_LINE]
    missing = [number for number in body.call if number not in body.text]
    checks = (
        (shipped.call[0] not in body.call, f"这类险情必须保留 {shipped.call[0]}。"),
        (not 1 <= len(body.call) <= MOST_NUMBERS, f"求助电话要 1 到 {MOST_NUMBERS} 个。"),
        (missing, f"正文里没有写到电话 {'、'.join(missing)}。"),
        (unknown, f"不认识的占位符：{'、'.join(unknown)}。"),
        (_BRACES.search(PLACEHOLDER.sub("", body.text)), "花括号没有写对。"),
        (long, f"每行最多 {LONGEST_LINE} 字，太长看不过来：{''.join(long[:1])[:20]}…"),
    )
    return [text for found, text in checks if found]


def _shipped(kind: str) -> Playbook:
    playbook = playbooks().get(kind)
    if playbook is None:
        raise NotFoundError("没有这一类险情。")
    return playbook


def _out(kind: str, row: PlaybookEdit | None) -> PlaybookOut:
    playbook = playbook_of(row) if row else _shipped(kind)
    return PlaybookOut(
        kind=kind,
        title=playbook.title,
        text=playbook.text,
        call=list(playbook.call),
        edited_by=row.edited_by if row else "",
        edited_at=row.edited_at.isoformat() if row else "",
        placeholders=FACTS,
    )
