"""Keys of other desks: shown once, kept as a digest."""

from __future__ import annotations

import hashlib
import secrets

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from api.database import now
from api.errors import LinliError
from api.models import ApiKey

PREFIX = "linli_"


class ApiKeyInvalidError(LinliError):
    status, code, detail = 401, "api_key_invalid", "接口密钥无效，请检查 X-API-Key。"


async def create_key(session: AsyncSession, name: str) -> str:
    """A new key; the only time it can be read."""
    key = PREFIX + secrets.token_urlsafe(32)
    session.add(ApiKey(name=name, digest=_digest(key)))
    return key


async def check_key(session: AsyncSession, key: str) -> str:
    """The id of a good key; raises `ApiKeyInvalidError`."""
    query = select(ApiKey.id).where(ApiKey.digest == _digest(key), ApiKey.revoked_at.is_(None))
    found = (await session.execute(query)).scalar_one_or_none()
    if found is None:
        raise ApiKeyInvalidError
    return found


async def revoke_key(session: AsyncSession, name: str) -> int:
    """How many keys of that name were revoked."""
    query = select(ApiKey).where(ApiKey.name == name, ApiKey.revoked_at.is_(None))
    keys = (await session.execute(query)).scalars().all()
    for key in keys:
        key.revoked_at = now()
    return len(keys)


def _digest(key: str) -> str:
    # The key is 256 random bits: a slow hash would protect nothing more.
    return hashlib.sha256(key.encode()).hexdigest()
