"""Where a resident's page sends the verdict."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends

from api.channels.web.routes import Caller
from api.components import Components, components
from api.satisfaction import service
from api.satisfaction.schemas import VerdictIn, VerdictOut

router = APIRouter(prefix="/v1/chat/satisfaction", tags=["chat"])
App = Annotated[Components, Depends(components)]


@router.post("")
async def give(app: App, caller: Caller, body: VerdictIn) -> VerdictOut:
    return await service.give(app, caller.conversation_id, body)
