"""Rewriting for the desk."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends

from api.components import Components, components
from api.language_model import service
from api.language_model.schemas import RewriteIn, RewriteOut, RewritingOut
from api.staff.routes import Member

router = APIRouter(prefix="/v1/desk", tags=["desk"])
App = Annotated[Components, Depends(components)]


@router.get("/rewriting")
async def rewriting(app: App, staff: Member) -> RewritingOut:
    """Whether the company has a language model."""
    return RewritingOut(available=app.language_model is not None)


@router.post("/conversations/{conversation_id}/rewrite")
async def rewrite(app: App, staff: Member, conversation_id: str, body: RewriteIn) -> RewriteOut:
    """The draft in better words, checked like any draft; unchanged where there are none."""
    return await service.rewrite(app, staff, conversation_id, body.text)
