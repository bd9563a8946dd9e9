"""Signed tokens: who a caller is, without a look into the database."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import jwt

from api.errors import LoginRequiredError, TokenInvalidError

ALGORITHM = "HS256"


@dataclass(frozen=True, slots=True)
class ResidentToken:
    conversation_id: str
    resident_id: str
    estate_id: str


def sign_resident(secret: str, token: ResidentToken, days: int) -> str:
    claims = {
        "aud": "resident",
        "sub": token.resident_id,
        "conversation": token.conversation_id,
        "estate": token.estate_id,
        "exp": datetime.now(UTC) + timedelta(days=days),
    }
    return jwt.encode(claims, secret, ALGORITHM)


def read_resident(secret: str, token: str) -> ResidentToken:
    """Raises `TokenInvalidError` for anything but a resident's own, unexpired token."""
    try:
        claims = jwt.decode(token, secret, [ALGORITHM], audience="resident")
    except jwt.InvalidTokenError as error:
        raise TokenInvalidError from error
    return ResidentToken(claims["conversation"], claims["sub"], claims["estate"])


def sign_staff(secret: str, staff_id: str, hours: int) -> str:
    expires = datetime.now(UTC) + timedelta(hours=hours)
    return jwt.encode({"aud": "staff", "sub": staff_id, "exp": expires}, secret, ALGORITHM)


def read_staff(secret: str, token: str) -> str:
    """The staff id; raises `LoginRequiredError`."""
    try:
        claims = jwt.decode(token, secret, [ALGORITHM], audience="staff")
    except jwt.InvalidTokenError as error:
        raise LoginRequiredError from error
    return str(claims["sub"])
