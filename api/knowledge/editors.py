"""Who may change what: trainers and managers, within their estates and cities."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from api.components import Components
from api.errors import ForbiddenError
from api.models import Estate, StaffRole
from api.staff.service import StaffMember


@dataclass(frozen=True, slots=True)
class Editor:
    """`scopes` are those the member may write for, by their Chinese names."""

    staff: StaffMember
    scopes: dict[str, str]

    def require(self, scope: str) -> None:
        """Raises `ForbiddenError` for the scope of other people's estates."""
        if scope not in self.scopes:
            raise ForbiddenError("这个适用范围不归您管，请找负责那里的同事。")

    def name(self, scope: str) -> str:
        kind, _, name = scope.partition(":")
        return self.scopes.get(scope) or (f"{name}（其他小区）" if kind == "estate" else name)


async def editor(app: Components, staff: StaffMember) -> Editor:
    """Raises `ForbiddenError` for agents."""
    staff.require(StaffRole.TRAINER)
    async with app.database.read() as session:
        query = select(Estate).where(Estate.id.in_(staff.estates)).order_by(Estate.id)
        estates = (await session.execute(query)).scalars().all()
    scopes = {"national": "所有小区"}
    scopes |= {f"city:{one.city}": f"{one.city}市" for one in estates}
    scopes |= {f"estate:{one.id}": one.name for one in estates}
    return Editor(staff, scopes)
