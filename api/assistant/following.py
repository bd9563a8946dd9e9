"""What a turn is about after the one before, when the engine has judged the words alone."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from api.assistant import thread
from api.assistant.bot_client import BotReply, BotTurn
from api.assistant.outcome import TurnContext

CONSULT = BotReply("", {"directive": "consult_knowledge"})
NOT_MEANT = BotReply("", {"directive": "not_meant"})
_MAY_BE_A_CHANGE = (
    "follow_up",
    "knowledge",
    "nlu_fallback",
    "inform",
    "correct",
    "out_of_scope",
    "affirm",
    "deny",
)
_MAY_BE_A_CHOICE = (*_MAY_BE_A_CHANGE, "repair", "complaint", "progress", "thanks")
_WORD = re.compile(r"\w")
_CONTENT = re.compile("[👍👌🙏👏💐🌹🤝😊😄🙂😁❤💗💕🆗✅🎉]")
CONTENT = "不客气，有需要随时找我。"
WORDLESS = "您遇到什么事、想问什么？说一句就行，我来帮您；也可以直接说“转人工”。"


def in_thread(context: TurnContext, turn: BotTurn) -> BotTurn:
    """The turn as it is meant: a choice, a refusal, a bare change, or no words at all."""
    if turn.form:
        return turn
    text, memory = context.text, context.memory
    if not _WORD.search(text):
        said = CONTENT if _CONTENT.search(text) else WORDLESS
        return replace(turn, intent="greet", replies=(BotReply(said, {"directive": "say"}),))
    title = thread.chosen(memory, text) if turn.intent in _MAY_BE_A_CHOICE else ""
    if title:
        return replace(turn, intent="knowledge", replies=(_consult(title),))
    if turn.intent in ("deny", "correct") and thread.refuses(memory, text):
        return replace(turn, intent="not_meant", replies=(NOT_MEANT,))
    if turn.intent not in _MAY_BE_A_CHANGE:
        return turn
    if not thread.changed_question(thread.last_question(memory), text):
        return turn
    return replace(turn, intent="follow_up", replies=(CONSULT,))


def picked(context: TurnContext) -> BotTurn | None:
    """The turn for a tap on an offered title, whose words alone might open a form."""
    if not thread.picked(context.memory, context.text):
        return None
    return BotTurn((_consult(context.text.strip()),), "knowledge", 1.0)


def kept_in_mind(context: TurnContext, turn: BotTurn) -> dict[str, Any]:
    """What a turn leaves behind unless it says otherwise; two misses count only in a row."""
    again = [reply.text for reply in turn.replies if reply.custom.get("again")]
    asking = any(reply.custom.get("asks") for reply in turn.replies)
    kept: dict[str, Any] = {"answered": False, "offered": [], "noted": False, "said": again}
    kept["asking"] = asking
    return {**kept, "misses": 0} if context.memory.get("misses") else kept


def _consult(question: str) -> BotReply:
    return BotReply("", {"directive": "consult_knowledge", "question": question})
