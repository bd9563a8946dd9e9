"""The thread: changes, sources, 不是这个意思, misses in a row, anger."""

from __future__ import annotations

import pytest

from api.assistant.following import CONTENT, WORDLESS
from api.assistant.several import questions
from api.assistant.thread import changed_question, chosen, is_change
from tests.api.conftest import Product

PREVIOUS = "业主没收房要交物业费吗"


@pytest.mark.parametrize(
    ("previous", "text", "question"),
    [
        (PREVIOUS, "那租客呢", "租客没收房要交物业费吗"),
        (PREVIOUS, "租客也一样吗？", "租客没收房要交物业费吗"),
        ("高空抛物第一次怎么罚", "那第二次呢", "高空抛物第二次怎么罚"),
        ("地上车位归谁", "地下车位也一样吗", "地下车位归谁"),
        ("晚上几点以后不能装修", "那周末呢", "周末几点以后不能装修"),
        ("养狗要办证吗", "换成猫呢", "养猫要办证吗"),
        ("物业费多久交一次", "商铺呢", "商铺，物业费多久交一次"),
    ],
)
def test_a_change_is_put_into_the_question(previous: str, text: str, question: str) -> None:
    assert changed_question(previous, text) == question


@pytest.mark.parametrize(
    "text",
    [
        "物业费怎么交呢",
        "租客要不要交物业费，房东又要交多少，合同没写清楚呢",
        "你好",
        "8栋602",
        "转人工",
        "那停车费多少钱",
        "呢",
        "",
    ],
)
def test_what_is_no_change(text: str) -> None:
    assert not is_change(text)
    assert changed_question(PREVIOUS, text) == ""


def test_without_a_question_there_is_nothing_to_change() -> None:
    assert changed_question("", "租客呢") == ""


async def test_an_answer_that_outweighs_the_bot_keeps_the_form_asking(product: Product) -> None:
    resident = await product.resident()
    asking = {"directive": "say", "asks": "location"}
    product.engine.decide("out_of_scope", "在哪里呢？", **asking)
    answer, question = await resident.say(PREVIOUS)
    assert answer["payload"]["entry"]
    assert (question["payload"]["asks"], question["text"]) == ("location", "在哪里呢？")


async def test_a_follow_up_is_searched_with_the_question_before(product: Product) -> None:
    resident = await product.resident()
    (first,) = await resident.say("我是业主，房子一直空着要交物业费吗")
    product.engine.decide("nlu_fallback", directive="consult_knowledge", unsure=True)
    (answer,) = await resident.say("那租客呢")
    assert first["payload"]["entry"]
    assert answer["payload"]["route"] == "knowledge"
    assert "没有可靠的依据" not in answer["text"]


async def test_the_article_behind_an_answer(product: Product) -> None:
    resident = await product.resident()
    (answer,) = await resident.say("没收房要交物业费吗")
    product.engine.decide("show_source", directive="show_source")
    (source,) = await resident.say("那条法律原文是什么")
    shown = {item["ref"] for item in source["payload"]["citations"]}
    assert shown <= {item["ref"] for item in answer["payload"]["citations"]}
    assert "《" in source["text"]


@pytest.mark.parametrize("text", ["民法典944条", "民法典第九百四十四条原文是什么"])
async def test_an_article_named_by_its_number(product: Product, text: str) -> None:
    resident = await product.resident()
    (answer,) = await resident.say(text)
    assert "停止供电" in answer["text"]
    assert [item["ref"] for item in answer["payload"]["citations"]] == ["民法典:944"]


async def test_not_meant_offers_others_then_a_person(product: Product) -> None:
    resident = await product.resident()
    (answer,) = await resident.say("没收房要交物业费吗")
    product.engine.decide("not_meant", directive="not_meant")
    (offered,) = await resident.say("不是这个意思")
    titles = [button["title"] for button in offered["payload"]["buttons"]]
    entry = product.parts.knowledge.entry(answer["payload"]["entry"])
    assert entry is not None
    assert len(titles) > 1
    assert entry.title not in titles
    await resident.say("还是不对")
    assert (await resident.history())["status"] == "queued"


async def test_two_misses_in_a_row_lead_to_a_person(product: Product) -> None:
    resident = await product.resident()
    product.engine.decide("unclear", "没看明白", directive="say", unclear=True)
    assert (await resident.say("嗡嗡嗡"))[-1]["text"] == "没看明白"
    await resident.say("咕咕咕")
    assert (await resident.history())["status"] == "queued"


async def test_a_turn_that_is_understood_ends_the_row(product: Product) -> None:
    resident = await product.resident()
    for _ in range(2):
        product.engine.decide("unclear", "没看明白", directive="say", unclear=True)
        await resident.say("嗡嗡嗡")
        product.engine.decide("greet", "您好", directive="say", route="chitchat")
        await resident.say("你好")
    assert (await resident.history())["status"] == "bot"


async def test_anger_is_heard_and_brings_a_person_sooner(product: Product) -> None:
    resident = await product.resident()
    (answer,) = await resident.say("太过分了，物业费凭什么一年涨两次")
    assert answer["text"].startswith("您先消消气") or answer["sender"] == "system"
    await resident.say("气死我了，到底管不管")
    assert (await resident.history())["status"] == "queued"
    agent = await product.agent()
    (item,) = await agent.queue()
    assert item["priority"] == 1


async def test_law_words_are_no_anger(product: Product) -> None:
    resident = await product.resident()
    (answer,) = await resident.say("高空抛物砸坏车怎么索赔")
    assert "消消气" not in answer["text"]


def test_a_choice_among_what_was_offered() -> None:
    memory = {"offered": ["甲", "乙"]}
    assert [chosen(memory, text) for text in ("第一个", "2", "选第二个吧")] == ["甲", "乙", "乙"]
    assert [chosen(memory, text) for text in ("第三个", "对", "第一次怎么罚")] == ["", "", ""]
    assert chosen({"offered": ["甲"]}, "对的") == "甲"
    assert chosen({}, "第一个") == ""


async def test_an_offered_title_is_answered_by_its_number(product: Product) -> None:
    resident = await product.resident()
    await resident.say("没收房要交物业费吗")
    product.engine.decide("not_meant", directive="not_meant")
    (offered,) = await resident.say("不是这个意思")
    titles = [button["text"] for button in offered["payload"]["buttons"]]
    product.engine.decide("inform", "收到", directive="say", asks="purpose")
    (answer,) = await resident.say("第二个")
    entry = product.parts.knowledge.entry(answer["payload"]["entry"])
    assert entry is not None
    assert entry.title == titles[1]


async def test_a_bare_no_to_an_answer_offers_others(product: Product) -> None:
    resident = await product.resident()
    await resident.say("没收房要交物业费吗")
    product.engine.decide("deny", "那先不办", directive="say")
    (offered,) = await resident.say("不对")
    assert offered["payload"]["route"] == "knowledge"
    assert len(offered["payload"]["buttons"]) > 1


async def test_a_follow_up_to_the_same_answer_shows_only_its_lines(product: Product) -> None:
    resident = await product.resident()
    (first,) = await resident.say("装修几点到几点可以施工")
    product.engine.decide("follow_up", directive="consult_knowledge", follow_up=True)
    (answer,) = await resident.say("那周末呢")
    assert answer["payload"]["entry"] == first["payload"]["entry"]
    assert "周日" in answer["text"]
    assert len(answer["text"]) < len(first["text"])


async def test_the_article_is_still_there_after_a_question_in_vain(product: Product) -> None:
    resident = await product.resident()
    (answer,) = await resident.say("没收房要交物业费吗")
    product.engine.decide("nlu_fallback", directive="consult_knowledge", unsure=True)
    await resident.say("咕噜咕噜哇啦哇啦")
    product.engine.decide("show_source", directive="show_source")
    (source,) = await resident.say("那条法律原文是什么")
    assert source["payload"]["citations"] == answer["payload"]["citations"][:2]


async def test_two_questions_in_one_message_get_two_answers(product: Product) -> None:
    resident = await product.resident()
    answers = await resident.say("没收房要交物业费吗？另外装修几点到几点可以施工呀？")
    entries = {answer["payload"]["entry"] for answer in answers}
    assert len(entries) == len(answers) == 2


def test_one_question_stays_whole() -> None:
    assert questions("装修押金交了两千块。什么时候退呀？") == ()
    assert questions("楼上天天吵，怎么办？") == ()


async def test_what_was_just_said_is_not_said_again_word_for_word(product: Product) -> None:
    resident = await product.resident()
    said = []
    for _ in range(2):
        product.engine.decide(
            "repair", "在哪里？", directive="say", asks="location", again="说位置"
        )
        said.append((await resident.say("报修"))[-1]["text"])
    assert said == ["在哪里？", "说位置"]


@pytest.mark.parametrize(
    ("text", "words"), [("👍", CONTENT), ("🐶💩", WORDLESS), ("？？", WORDLESS)]
)
async def test_without_a_word(product: Product, text: str, words: str) -> None:
    resident = await product.resident()
    product.engine.decide("deny", "那先不办", directive="say")
    (answer,) = await resident.say(text)
    assert answer["text"] == words


async def test_the_bereaved_are_met_with_sympathy(product: Product) -> None:
    resident = await product.resident()
    product.engine.decide("knowledge", directive="consult_knowledge")
    (answer,) = await resident.say("我老伴上周走了，物业费怎么改到我名下")
    assert answer["text"].startswith("请您节哀")


async def test_what_was_sent_is_not_called_off_in_words_only(product: Product) -> None:
    resident = await product.resident()
    order = {"directive": "open_work_order", "kind": "repair", "location": "8栋3单元602"}
    product.engine.decide("affirm", description="下水道堵了", **order)
    sent = (await resident.say("对"))[-1]["payload"]["work_order"]
    product.engine.decide("cancel", "好的，不报了", directive="say", cancelled=True)
    (answer,) = await resident.say("不用来了，我自己通了")
    assert sent in answer["text"]
    assert "不报了" not in answer["text"]


async def test_what_was_sent_takes_another_time(product: Product) -> None:
    resident = await product.resident()
    agent = await product.agent()
    purpose = {"directive": "say", "asks": "purpose"}
    product.engine.entities = {"time": "周六上午"}
    product.engine.decide("correct", "您是要报修吗？", **purpose)
    assert (await resident.say("改到周六上午"))[-1]["text"] == "您是要报修吗？"  # nothing was sent

    order = {"directive": "open_work_order", "kind": "repair", "location": "8栋3单元602"}
    product.engine.decide("affirm", description="下水道堵了", **order)
    sent = (await resident.say("对"))[-1]["payload"]["work_order"]
    product.engine.decide("correct", "您是要报修吗？", **purpose)
    (answer,) = await resident.say("改到周六上午")
    assert (answer["payload"]["work_order"], answer["payload"]["asks"]) == (sent, None)
    assert "周六上午" in answer["text"]
    view = (await agent.get(f"/conversations/{resident.conversation_id}")).json()
    assert [one["time"] for one in view["work_orders"]] == ["周六上午"]


async def test_what_is_done_is_not_changed_any_more(product: Product) -> None:
    resident = await product.resident()
    agent = await product.agent()
    order = {"directive": "open_work_order", "kind": "repair", "location": "8栋3单元602"}
    product.engine.decide("affirm", description="下水道堵了", **order)
    await resident.say("对")
    view = (await agent.get(f"/conversations/{resident.conversation_id}")).json()
    done = view["work_orders"][0]["id"]
    await agent.post(f"/work-orders/{done}/steps", {"status": "done"})
    product.engine.entities = {"time": "周六上午"}
    product.engine.decide("correct", "您是要报修吗？", directive="say", asks="purpose")
    assert (await resident.say("改到周六上午"))[-1]["text"] == "您是要报修吗？"
