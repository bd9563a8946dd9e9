"""Keep a verdict once for each closing, and show it in the conversation."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from api.components import Components
from api.conversations import log, repository
from api.conversations.schemas import Reply
from api.errors import NotFoundError, TokenInvalidError
from api.models import Conversation, Message, Satisfaction, Sender
from api.satisfaction.schemas import SCORE_NAMES, SKIPPED, VerdictIn, VerdictOut, verdict_out

THANKS = "您的评价：{score} 分（{name}）。谢谢，我们都会看。"


async def give(app: Components, conversation_id: str, body: VerdictIn) -> VerdictOut:
    """Harmless when sent again: the first verdict on a closing stands."""
    async with app.database.write() as session:
        conversation = await repository.lock(session, conversation_id)
        if conversation is None:
            raise TokenInvalidError
        known = await session.get(Satisfaction, (conversation_id, body.seq))
        if known is not None:
            return verdict_out(known)
        asked = await _closing(session, conversation, body.seq)
        verdict = Satisfaction(
            conversation_id=conversation_id,
            seq=body.seq,
            staff_id=asked.payload.get("agent_id"),
            score=body.score,
            words=body.words,
        )
        session.add(verdict)
        await session.flush()
        await log.append(session, conversation, _said(verdict))
        return verdict_out(verdict)


async def of_conversations(
    session: AsyncSession, conversation_ids: Sequence[str]
) -> Sequence[Satisfaction]:
    query = select(Satisfaction).where(Satisfaction.conversation_id.in_(conversation_ids))
    return (await session.execute(query)).scalars().all()


async def _closing(session: AsyncSession, conversation: Conversation, seq: int) -> Message:
    query = select(Message).where(Message.conversation_id == conversation.id, Message.seq == seq)
    message = (await session.execute(query)).scalar_one_or_none()
    if message is None or message.payload.get("lifecycle") != log.Lifecycle.CLOSED:
        raise NotFoundError("没有找到要评价的这次服务。")
    return message


def _said(verdict: Satisfaction) -> Reply:
    """In the log like everything else, so that every page and the desk know it is answered."""
    if verdict.score == SKIPPED:
        text = "您没有评价这次服务。"
    else:
        text = THANKS.format(score=verdict.score, name=SCORE_NAMES[verdict.score])
        text += f"\n“{verdict.words}”" if verdict.words else ""
    payload = {"verdict": {"of": verdict.seq, "score": verdict.score}}
    return Reply(text, Sender.SYSTEM, payload)
