"""Password hashes: Argon2id with the library's recommended cost."""

from __future__ import annotations

from pwdlib import PasswordHash

_hasher = PasswordHash.recommended()
# Verified when the name is unknown, so that an answer takes as long either way.
_NOBODY = _hasher.hash("nobody")


def hash_password(password: str) -> str:
    return _hasher.hash(password)


def verify_password(password: str, stored: str | None) -> bool:
    matches = _hasher.verify(password, stored or _NOBODY)
    return matches and stored is not None
