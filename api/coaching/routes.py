"""The coach for desks that already exist: `X-API-Key`, JSON in and out."""

from __future__ import annotations

import asyncio
from typing import Annotated

from fastapi import APIRouter, Depends, Header

from api.coaching import keys, service
from api.coaching.schemas import (
    ErrorOut,
    FlagOut,
    FlagsIn,
    SuggestionOut,
    SuggestionsIn,
    flag_out,
    suggestion_out,
    turns_in,
)
from api.components import Components, components
from coach.types import Situation
from knowledge_base.types import Scope

App = Annotated[Components, Depends(components)]


async def known_key(
    app: App, x_api_key: Annotated[str, Header(description="`linli key 名称` 给出的密钥")] = ""
) -> None:
    async with app.database.read() as session:
        key_id = await keys.check_key(session, x_api_key)
    app.key_limit.count(key_id)


router = APIRouter(
    prefix="/v1/coach",
    dependencies=[Depends(known_key)],
    tags=["coach"],
    responses={
        401: {"model": ErrorOut, "description": "密钥不对或已吊销"},
        422: {"model": ErrorOut, "description": "正文的格式不对"},
        429: {"model": ErrorOut, "description": "这一分钟内请求太多；`Retry-After` 说要等几秒"},
    },
)


@router.post("/flags", summary="检查草稿")
async def flags(app: App, body: FlagsIn) -> list[FlagOut]:
    """What is wrong with a draft, in reading order; an empty list for a good one."""
    turns = turns_in(body.context)
    found = await asyncio.to_thread(app.coach.check, body.draft, turns)
    return [flag_out(flag) for flag in found]


@router.post("/suggestions", summary="推荐回复")
async def suggestions(app: App, body: SuggestionsIn) -> list[SuggestionOut]:
    """Up to three replies, best first; an empty list when none is worth saying."""
    facts = await app.records.facts(body.estate) if body.estate else {}
    scope = Scope(estate=body.estate, city=body.city)
    offered = await service.suggest(
        app,
        turns_in(body.transcript),
        scope,
        Situation(facts=dict(facts), estate=body.estate or ""),
    )
    return [suggestion_out(item) for item in offered]
