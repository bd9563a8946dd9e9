"""Fill an empty database with the demo; a second load changes nothing."""

from __future__ import annotations

import json
import secrets
from pathlib import Path
from typing import Any

import yaml
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from api.database import Database
from api.desk.models import DeskGroup, DeskGroupMember
from api.models import Estate, EstateFact, Staff, StaffEstate
from api.staff import repository as staff_repository
from api.staff.passwords import hash_password

HERE = Path(__file__).parent
LOGINS = "demo_logins.json"


async def load_demo(database: Database, home: Path) -> dict[str, str]:
    """Estates, facts and staff; returns password by username, also of earlier loads."""
    logins = read_logins(home)
    async with database.write() as session:
        for item in _read("estates.yaml"):
            await _add_estate(session, item)
        for item in _read("staff.yaml"):
            password = await _add_staff(session, item)
            if password:
                logins[item["username"]] = password
        for item in _read("groups.yaml"):
            await _add_group(session, item)
    _keep_logins(home, logins)
    return logins


def read_logins(home: Path) -> dict[str, str]:
    path = home / LOGINS
    found: dict[str, str] = json.loads(path.read_text("utf-8")) if path.exists() else {}
    return found


def _keep_logins(home: Path, logins: dict[str, str]) -> None:
    path = home / LOGINS
    path.touch(mode=0o600)
    path.write_text(json.dumps(logins, ensure_ascii=False, indent=2), "utf-8")


def _read(name: str) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = yaml.safe_load((HERE / name).read_text("utf-8"))
    return items


async def _add_estate(session: AsyncSession, item: dict[str, Any]) -> None:
    if await session.get(Estate, item["id"]) is not None:
        return
    session.add(Estate(id=item["id"], name=item["name"], city=item["city"]))
    await session.flush()
    for key, value in item["facts"].items():
        session.add(EstateFact(estate_id=item["id"], key=key, value=value))


async def _add_group(session: AsyncSession, item: dict[str, Any]) -> None:
    known = select(DeskGroup.id).where(DeskGroup.name == item["name"])
    if (await session.execute(known)).first() is not None:
        return
    group = DeskGroup(name=item["name"], topics=item["topics"])
    session.add(group)
    await session.flush()
    for username in item["members"]:
        staff = await staff_repository.by_username(session, username)
        if staff is not None:
            session.add(DeskGroupMember(group_id=group.id, staff_id=staff.id))


async def _add_staff(session: AsyncSession, item: dict[str, Any]) -> str:
    """The new member's password; empty when the member was there already."""
    if await staff_repository.by_username(session, item["username"]) is not None:
        return ""
    password = secrets.token_hex(4)
    staff = Staff(
        username=item["username"],
        name=item["name"],
        role=item["role"],
        password_hash=hash_password(password),
    )
    session.add(staff)
    await session.flush()
    for estate_id in item["estates"]:
        session.add(StaffEstate(staff_id=staff.id, estate_id=estate_id))
    return password
