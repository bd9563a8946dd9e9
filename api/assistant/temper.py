"""An angry resident is heard first, and reaches a person sooner."""

from __future__ import annotations

import re
from dataclasses import replace

from api.assistant.outcome import HandOffRequest, Outcome, TurnContext

HEARD = "您先消消气，这事换谁都着急。"
TO_A_PERSON = "听得出您很着急，我请同事直接来跟您说。"
# Anger at us, not the words of law: 赔偿, 投诉 and 起诉 are asked about calmly as well.
_ANGER = re.compile(
    r"到底(?:管不管|有没有人|还想|想怎|干什么|修不修|能不能)|太过分|忍无可忍|受够了|垃圾(?:物业|公司|东西)"
    r"|什么(?:玩意|破物业|破公司|狗屁|态度)|不要脸|气死|气炸|气疯|有没有人管|没一个管|死了吗|死光了"
    r"|(?:天|星期|礼拜|周|月|年|一直)了?.{0,3}没人管|推来推去|踢皮球"
    r"|糊弄|敷衍|耍我|当我傻|太?离谱|岂有此理|火大|混蛋|王八|他妈|tmd|狗屎|放屁|废话|白痴|干什么吃的|吃干饭"
    r"|要你们(?:何用|干嘛|有什么用)|屁用|没有?用的(?:东西|机器)|😡|🤬|💢|🖕",
    re.IGNORECASE,
)
ANGRY = "angry"  # in the memory: angry turns in a row
TURNS_BEFORE_A_PERSON = 2
# A form is the help that was asked for: it goes on, and what it asks is kind already.
_UNDISTURBED = ("repair", "progress", "emergency", "human")
BEREAVED = "请您节哀，多保重。"
# Their own loss, told outright: 我老婆走了，门锁坏了 is none.
_BEREAVEMENT = re.compile(
    r"[我俺].{0,8}(?:去世|过世|离世|病逝|逝世)|老伴.{0,4}(?:走了|没了|不在了)(?=[，,。！!\s]|$)"
)


def soothed(context: TurnContext, outcome: Outcome) -> Outcome:
    """The outcome as an angry resident should get it; unchanged for everybody else."""
    if outcome.emergency or outcome.hand_off or outcome.work_order:
        return outcome
    if not is_angry(context.text, outcome.route):
        calm = replace(outcome, memory={ANGRY: 0, **outcome.memory})
        return _opened(calm, BEREAVED) if _BEREAVEMENT.search(context.text) else calm
    turns = int(context.memory.get(ANGRY, 0)) + 1
    missed = int(outcome.memory.get("misses", 0)) > 0
    helped = outcome.route in _UNDISTURBED or "phone" in outcome.entities
    if not helped and (missed or turns >= TURNS_BEFORE_A_PERSON):
        return _to_a_person(outcome)
    kept = replace(outcome, memory={**outcome.memory, ANGRY: turns})
    return kept if turns > 1 or outcome.route == "abuse" else _opened(kept, HEARD)


def is_angry(text: str, route: str) -> bool:
    return route == "abuse" or _ANGER.search(text) is not None


def _opened(outcome: Outcome, words: str) -> Outcome:
    """The first words of the turn, before anything else is said."""
    if not outcome.replies:
        return outcome
    first, *rest = outcome.replies
    spoken = replace(first, text=f"{words}\n{first.text}") if first.text else first
    return replace(outcome, replies=(spoken, *rest))


def _to_a_person(outcome: Outcome) -> Outcome:
    request = HandOffRequest("abuse" if outcome.route == "abuse" else "complaint", 1, TO_A_PERSON)
    return Outcome(
        memory={ANGRY: 0, "misses": 0},
        hand_off=request,
        reset_dialogue=True,
        route=outcome.route,
        entities=outcome.entities,
    )
