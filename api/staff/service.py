"""Who is calling, and which estates they may see."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

from limits import parse
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

from api.database import Database
from api.errors import ForbiddenError, LoginFailedError, LoginRequiredError, TooManyAttemptsError
from api.models import StaffRole
from api.staff import repository
from api.staff.passwords import verify_password
from api.tokens import read_staff

# Per name, not per address: a whole office sits behind one router.
ATTEMPTS = parse("10/5 minutes")
_limiter = MovingWindowRateLimiter(MemoryStorage())


@dataclass(frozen=True, slots=True)
class StaffMember:
    """A signed-in colleague; `estates` maps id to name."""

    id: str
    username: str
    name: str
    role: StaffRole
    estates: dict[str, str]

    def require(self, *roles: StaffRole) -> None:
        """Raises `ForbiddenError` unless the member has one of `roles`; managers may all."""
        if self.role is not StaffRole.MANAGER and self.role not in roles:
            raise ForbiddenError

    def require_estate(self, estate_id: str) -> None:
        if estate_id not in self.estates:
            raise ForbiddenError("这个小区不在您的服务范围内。")


async def log_in(database: Database, username: str, password: str) -> StaffMember:
    """Raises `LoginFailedError` or `TooManyAttemptsError`."""
    if not _limiter.test(ATTEMPTS, "login", username):
        raise TooManyAttemptsError
    async with database.read() as session:
        staff = await repository.by_username(session, username)
    stored = staff.password_hash if staff else None
    # Argon2 takes tens of milliseconds on purpose: not on the event loop.
    if not await asyncio.to_thread(verify_password, password, stored) or staff is None:
        _limiter.hit(ATTEMPTS, "login", username)  # only failures count
        raise LoginFailedError
    return await member(database, staff.id)


async def member(database: Database, staff_id: str) -> StaffMember:
    """The active staff member with this id; raises `LoginRequiredError`."""
    async with database.read() as session:
        staff = await repository.by_id(session, staff_id)
        if staff is None:
            raise LoginRequiredError
        estates = await repository.estates_of(session, staff_id)
    return StaffMember(
        id=staff.id,
        username=staff.username,
        name=staff.name,
        role=StaffRole(staff.role),
        estates={estate.id: estate.name for estate in estates},
    )


async def by_token(database: Database, secret: str, token: str) -> StaffMember:
    """The member behind a cookie or bearer token; raises `LoginRequiredError`."""
    return await member(database, read_staff(secret, token))
