"""What the widget sends."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, Field, StringConstraints

from api.conversations.schemas import MessageOut
from api.models import Status

ShortText = Annotated[str, StringConstraints(strip_whitespace=True, max_length=60)]
ClientId = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_.-]{1,64}$")]


class Visitor(BaseModel):
    name: Annotated[ShortText, Field(max_length=40)] = ""
    phone: Annotated[ShortText, Field(max_length=30)] = ""
    room: ShortText = ""


class SessionIn(BaseModel):
    estate: Annotated[str, StringConstraints(max_length=40)]
    visitor: Visitor = Visitor()


class EstateOut(BaseModel):
    id: str
    name: str
    city: str


class SessionOut(BaseModel):
    token: str
    conversation_id: str
    estate: EstateOut
    status: Status


class MessageIn(BaseModel):
    client_id: ClientId
    # The real limit is a setting and has its own error; this one only guards memory.
    text: Annotated[str, StringConstraints(max_length=200_000)]


class AckOut(BaseModel):
    client_id: str
    seq: int
    id: str


class HistoryOut(BaseModel):
    """`pending` is true while an acknowledged message still waits for its answer; `read` is
    the number of the last message that a person at the desk has seen."""

    messages: list[MessageOut]
    status: Status
    last_seq: int
    pending: bool = False
    read: int = 0


class ReadIn(BaseModel):
    seq: Annotated[int, Field(ge=0, lt=2**31)]
