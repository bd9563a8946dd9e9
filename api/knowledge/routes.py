"""Articles for whoever taps a source: public, as statutes are."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Path
from pydantic import BaseModel

from api.components import Components, components
from api.errors import NotFoundError

router = APIRouter()
STATUS_NAMES = {
    "in_force": "现行有效",
    "repealed": "已废止",
    "superseded": "历史版本",
    "not_yet": "尚未生效",
}


class ProvisionOut(BaseModel):
    law: str
    article: int
    label: str
    text: str
    status: str
    status_name: str
    effective_date: str | None
    source: str


@router.get("/v1/provisions/{law}/{article}")
async def read_provision(
    app: Annotated[Components, Depends(components)],
    law: Annotated[str, Path(max_length=80)],
    article: Annotated[int, Path(ge=1, le=9999)],
) -> ProvisionOut:
    provision = app.knowledge.provision(law, article)
    if provision is None:
        raise NotFoundError(f"没有找到《{law}》第{article}条。")
    return ProvisionOut(
        law=provision.law,
        article=provision.article,
        label=provision.label,
        text=provision.text,
        status=provision.status.value,
        status_name=STATUS_NAMES[provision.status.value],
        effective_date=provision.effective_date.isoformat() if provision.effective_date else None,
        source=provision.source,
    )
