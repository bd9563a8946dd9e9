"""Is it alive, and are the parts it leans on?"""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends

from api.components import Components, components

router = APIRouter()


@router.get("/v1/health")
async def health(app: Annotated[Components, Depends(components)]) -> dict[str, str]:
    """`bot` is `down` while the dialogue engine is away; the app works on without it."""
    bot = "ok" if await app.bot.healthy() else "down"
    return {"status": "ok", "bot": bot}
