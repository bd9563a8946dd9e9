"""Whatever is written, and whatever the engine makes of it: no turn without a reply."""

from __future__ import annotations

import random
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from api.bot_process import PYTHON
from api.conversations.service import clean
from api.errors import MessageEmptyError
from api.evaluation.workbench import understanding
from api.models import Status
from api.settings import Settings
from tests.api.conftest import Product, Resident

MESSAGES = 2_000
WITH_RASA = 500
BATCH = 10  # messages of one example, one conversation each time a person takes over

PIECES = (
    *(
        "物业费",
        "漏水",
        "8栋3单元602",
        "１３８００１３８０００",
        "电梯困人",
        "投诉",
        "转人工",
        "取消",
    ),
    *(
        "对",
        "不对",
        "那租客呢",
        "民法典944条",
        "不是这个意思",
        "工单2611230042",
        "？",
        "！！！",
        "。",
    ),
    *(
        "/",
        "/restart",
        "/any{}",
        "{location}",
        "<b>",
        "' OR 1=1 --",
        "null",
        "NaN",
        "\u202e",
        "\u200b",
    ),
    *("😭", "👨‍👩‍👧", "🆘", "\n", "\t", " ", "煤氣", "喺邊度", "ﷺ", "𠮷", "ⓐ", "٣", "½"),
)
pieces = st.lists(st.sampled_from(PIECES), min_size=1, max_size=12).map("".join)
anything = st.text(st.characters(exclude_categories=("Cs",)), min_size=1, max_size=60)
long = st.sampled_from(PIECES).map(lambda piece: (piece * 2_000)[:1_990])
# Reading 2,000 characters takes as long as twenty short messages: one in thirty is enough.
messages = st.one_of(*(pieces,) * 16, *(anything,) * 13, long)

DIRECTIVES: tuple[dict[str, Any], ...] = (
    {"directive": "consult_knowledge"},
    {"directive": "consult_knowledge", "follow_up": True},
    {"directive": "consult_knowledge", "unsure": True},
    {"directive": "say", "route": "chitchat"},
    {"directive": "say", "unclear": True},
    {"directive": "say", "asks": "location"},
    {"directive": "show_source"},
    {"directive": "not_meant"},
    {"directive": "work_order_status"},
    {"directive": "work_order_status", "number": "2611230042"},
    {"directive": "open_work_order", "kind": "repair", "location": "8栋602", "description": "漏"},
    {"directive": "open_work_order", "kind": "complaint"},
    {"directive": "raise_emergency", "kind": "gas"},
    {"directive": "raise_emergency", "kind": "nothing known"},
    {"directive": "hand_off", "reason": "requested"},
    {"directive": "a new one"},
    {},
)


async def status_of(resident: Resident) -> str:
    return str((await resident.history())["status"])


@settings(
    max_examples=MESSAGES // BATCH,
    deadline=None,
    derandomize=True,
    # A failure in a conversation of ten is read as it is; shrinking it takes minutes.
    phases=(Phase.explicit, Phase.generate),
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    said=st.lists(messages.filter(lambda text: text.strip() != ""), min_size=BATCH, max_size=BATCH),
    seed=st.integers(0, 10**6),
)
async def test_every_turn_is_answered(product: Product, said: list[str], seed: int) -> None:
    chance = random.Random(seed)
    resident = await product.resident()
    for text in said:
        if await status_of(resident) != Status.BOT:
            resident = await product.resident()
        product.engine.decide(
            chance.choice(("knowledge", "nlu_fallback", "abuse", "follow_up", "affirm", "repair")),
            "好的",
            **chance.choice(DIRECTIVES),
        )
        product.engine.down = chance.random() < 0.1
        answer = await resident.post(text)
        if answer.status_code == 400:  # nothing but control characters
            continue
        assert answer.status_code == 202, answer.text
        await product.parts.dispatcher.drain()
        heard = await resident.messages(answer.json()["seq"])
        assert heard, text
        assert all(one["text"].strip() for one in heard), text
        assert not any("系统出了点问题" in one["text"] for one in heard), text


@pytest.mark.rasa
async def test_rasa_answers_everything(settings: Settings, product: Product) -> None:
    """The same with Rasa itself; a new conversation every few messages."""
    if not PYTHON.exists():
        pytest.skip("机器人环境 .venv-bot 没有建立：先运行 make setup")
    chance = random.Random(20261123)
    home = product.parts.knowledge.home
    async with understanding(settings.model_copy(update={"home": home})) as understand:
        for number in range(WITH_RASA):
            text = "".join(chance.choices(PIECES, k=chance.randint(1, 12)))
            try:
                text = clean(text, 2_000)
            except MessageEmptyError:
                continue  # refused before any turn
            outcome = await understand(str(number), text)
            answered = outcome.replies or outcome.hand_off or outcome.work_order
            assert answered, text
            assert outcome.hand_off is None or outcome.hand_off.reason != "bot_down", text
