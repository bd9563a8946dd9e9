"""One shift of two agents and twenty residents, from the first in the queue to the books.

With LINLI_SCREENSHOTS set to a folder, the pictures of the desk are taken on the way.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta

import httpx
import pytest
from playwright.sync_api import Locator, expect
from sqlalchemy import update

from api.database import now
from api.desk.models import Presence
from api.desk.presence import sweep
from api.desk.watch import hand_out
from api.models import Sender, Status
from tests.browser import picture

from .agent import Agent
from .conftest import SignIn
from .ledger import Account, account_of
from .server import SECOND, Resident, Running
from .test_conversation import send_photo
from .test_shift import UNLAWFUL, draft_to, item

pytestmark = pytest.mark.browser

SECRET = "业主上次为同一件事来过，先道歉"


@dataclass
class Shift:
    running: Running
    li: Agent
    wang: Agent
    residents: dict[str, Resident] = field(default_factory=dict)

    def comes(self, name: str, words: str, **visitor: str) -> Resident:
        """Somebody writes, is not helped by the assistant, and asks for a person."""
        self.residents[name] = self.running.waiting(words, name=name, **visitor)
        return self.residents[name]

    def books(self) -> dict[str, Account]:
        return {name: account_of(self.running, one) for name, one in self.residents.items()}


def rates(resident: Resident, score: int, words: str) -> None:
    closing = resident.messages()[-1]["seq"]
    resident.post("satisfaction", {"seq": closing, "score": score, "words": words})


# ---- what happens, in the order in which it happens


def cited_knowledge(shift: Shift) -> None:
    agent, resident = shift.li, shift.comes("孙先生", "没收房要交物业费吗")
    agent.claim(resident)
    agent.key("/")
    agent.page.keyboard.type("没收房要交物业费吗")
    expect(agent.page.locator(".hit").first).to_contain_text("开发商")
    agent.page.get_by_role("button", name="放进回复").first.click()
    assert "开发商" in agent.send(resident)
    resident.say("明白了，谢谢")
    agent.end(resident)
    rates(resident, 5, "讲得清楚")


def emergency(shift: Shift) -> None:
    agent = shift.li
    waiting = shift.comes("吴先生", "装修押金什么时候退")
    danger = shift.residents["电梯里的人"] = shift.running.resident(room="3栋1单元")
    danger.say("电梯里困人了，快来救人")
    expect(agent.page.locator(".emergency")).to_have_attribute("data-ringing", "true")
    first = agent.page.locator("#queue .item").first
    expect(first).to_have_attribute("data-id", danger.conversation_id)
    expect(item(agent.page, waiting)).to_be_visible()
    agent.page.get_by_role("button", name="立即接入").click()
    agent.send(danger, "您先别扒门，也别慌，按住对讲键。维保师傅已经出发，我一直在线陪着您。")
    danger.say("出来了，谢谢你们")
    agent.end(danger, 2)


def passed_on(shift: Shift) -> None:
    resident = shift.residents["吴先生"]
    shift.li.claim(resident)
    shift.li.key("t")
    dialog = shift.li.dialog
    dialog.get_by_role("radio", name="王敏").check()
    dialog.get_by_label("留给同事的话").fill(SECRET)
    dialog.get_by_role("button", name="转过去").click()
    shift.wang.open(resident)
    expect(shift.wang.page.locator(".passed-on")).to_contain_text(SECRET)
    shift.wang.send(resident, "吴先生您好，押金的事我来接着办，明天10点前把退款进度告诉您。")


def next_step(card: Locator) -> None:
    """By key: what still loads above it may move it under a pointer."""
    card.get_by_text("下一步").press("Enter")
    expect(card.get_by_label("附给住户的话")).to_be_visible()


def repair(shift: Shift) -> None:
    agent = shift.li
    visitor = {"phone": "13800001111", "room": "3栋1102"}
    resident = shift.comes("赵女士", "厨房水管漏水了", **visitor)
    send_photo(shift.running, resident)
    draft = agent.claim(resident)
    expect(agent.page.locator(".message.is-resident .photo img")).to_be_visible()
    draft.press("/")
    agent.page.get_by_label("找常用语").fill("久等")
    expect(agent.page.locator(".canned")).to_have_count(1)
    agent.page.keyboard.press("Enter")
    assert agent.send(resident).startswith("赵女士，让您久等了")
    agent.key("w")
    agent.dialog.get_by_label("多久内联系住户").select_option("2")
    agent.dialog.get_by_role("button", name="提交工单").click()
    card = agent.page.locator(".side .order")
    next_step(card)
    card.get_by_label("附给住户的话").fill("王师傅二十分钟到")
    card.get_by_role("button", name="出发").click()
    expect(card.locator(".order-state")).to_have_text("上门途中")
    agent.key("n")
    agent.page.keyboard.type("阀门在橱柜左侧")
    agent.page.keyboard.press("Control+Enter")
    expect(agent.page.locator(".note-item")).to_contain_text("阀门在橱柜左侧")
    picture(agent.page, "desk")


def angry(shift: Shift) -> None:
    """The words hurt, a break is proposed, a colleague takes over with the coach's words."""
    resident = shift.comes("周先生", "你们到底管不管，都等了一个小时了！")
    shift.li.claim(resident)
    for insult in ("你们就是一群废物", "滚蛋", "你他妈的会不会说话"):
        resident.say(insult)
    care = shift.li.page.locator(".strip.is-care")
    expect(care).to_contain_text("不是您的错")
    care.get_by_role("button", name="请同事接手这个").click()
    care.get_by_role("button", name="不用，谢谢").click()
    shift.wang.page.locator(".strip.is-help").get_by_role("button", name="我来接手").click()
    draft_to(shift.wang.page, resident)
    resident.say("都等了一个小时了，你们到底管不管")
    expect(shift.wang.offers.first).to_be_visible()
    text = shift.wang.take(resident)
    assert shift.wang.send(resident) == text


def incident(shift: Shift) -> None:
    many = [shift.comes(f"6栋住户{n}", "电梯坏了，停着不动", room=f"6栋{n}02") for n in (1, 2, 3)]
    strip = shift.wang.page.locator(".strip.is-incident")
    expect(strip).to_contain_text("6栋电梯：3 位住户都在报")
    strip.get_by_role("button", name="合并处理").click()
    notice = "6栋电梯故障，维保人员明天10点前到场。"
    shift.wang.dialog.get_by_label("给他们的通知").fill(notice)
    shift.wang.dialog.get_by_role("button", name="建事件").click()
    shift.wang.toasted("已通知 3 位住户")
    many.append(shift.comes("6栋住户9", "电梯怎么又停了", room="6栋902"))
    assert all("维保人员明天10点前到场" in told(one) for one in many)
    for one in many:
        shift.wang.claim(one)
        shift.wang.send(one, "电梯的进展我会接着在这里告诉您，明天10点前一定有消息。")
        shift.wang.end(one, 2)


def told(resident: Resident) -> str:
    return "\n".join(one["text"] for one in resident.messages())


def away(shift: Shift) -> None:
    """Who stays away loses what is in their hands, and the resident reads why."""
    resident = shift.comes("郑女士", "大门门禁卡丢了怎么补办")
    shift.wang.claim(resident)
    shift.wang.mode(2)

    async def minutes_later() -> int:
        async with shift.running.parts.database.write() as session:
            gone = update(Presence).where(Presence.mode == "away")
            await session.execute(gone.values(since=now() - timedelta(minutes=10)))
        return await sweep(shift.running.parts.database, shift.running.parts.settings)

    assert shift.running.run(minutes_later()) == 3  # this one, and two from before
    expect(item(shift.li.page, resident)).to_be_visible()
    for name in ("郑女士", "吴先生", "周先生"):
        assert "正在为您换一位同事" in told(shift.residents[name])
    shift.wang.mode(1)
    shift.li.claim(resident)
    shift.li.send(resident, "郑女士您好，带上身份证到服务中心就能补办，明天10点前都有人。")
    shift.li.end(resident)
    shift.wang.claim(shift.residents["周先生"])
    shift.wang.claim(shift.residents["吴先生"])
    shift.wang.end(shift.residents["吴先生"], 3)


def corrected(shift: Shift) -> None:
    """One draft is put right with a tap; another one does not leave until it is."""
    agent = shift.li
    impatient = shift.comes("秦先生", "快递柜又满了")
    agent.claim(impatient).fill("都说了几遍了，请您稍等。")
    expect(agent.page.locator(".mirror .flagged").first).to_contain_text("都说了几遍")
    agent.page.locator(".flag-hint .chip.is-strong").click()
    expect(agent.page.locator(".mirror .flagged")).to_have_count(0)
    assert "都说了几遍" not in agent.send(impatient)
    agent.end(impatient, 4)

    owing = shift.comes("马女士", "物业费太贵了，我不想交")
    draft = agent.claim(owing)
    draft.fill(UNLAWFUL)
    draft.press("Enter")
    expect(agent.page.get_by_role("alertdialog")).to_contain_text("这条没有发出")
    agent.page.get_by_role("button", name="回去修改").click()
    agent.send(owing, "您对费用有疑问可以先核对。我请财务同事把明细整理好，明天10点前发给您。")
    assert UNLAWFUL not in told(owing)
    agent.end(owing)


def advised(shift: Shift) -> None:
    """One suggestion is put away, one taken and changed before it is sent."""
    agent = shift.wang
    resident = shift.comes("何女士", "狗不拴绳吓到我妈妈了")
    agent.claim(resident)
    resident.say("狗不拴绳，吓到我妈妈了")
    expect(agent.offers.nth(1)).to_be_visible()
    agent.offers.first.get_by_role("button", name="忽略").click()
    agent.take(resident)
    draft = draft_to(agent.page, resident)
    draft.press("Control+End")
    draft.press_sequentially("您贵姓？")
    assert agent.send(resident).endswith("您贵姓？")
    agent.end(resident)


def handed_out(shift: Shift) -> None:
    """To whom it suits, by itself; a bad line brings the same words three times."""
    agent = shift.wang
    agent.key("p")
    agent.page.get_by_label("自动接入").check()
    agent.page.keyboard.press("Escape")
    expect(agent.page.locator(".presence")).to_contain_text("自动接入")
    resident = shift.residents["林女士"] = shift.running.resident(name="林女士")
    resident.say("阳台的窗户坏了，想请师傅来修", times=3)
    resident.say("转人工")
    settings = shift.running.parts.settings
    shift.running.run(hand_out(shift.running.parts.database, settings.desk_gone_seconds))
    agent.toasted("已为您接入：林女士")
    agent.key("p")
    agent.page.get_by_label("自动接入").uncheck()
    agent.page.keyboard.press("Escape")
    agent.open(resident)
    agent.send(resident, "我请师傅明天10点上门看窗户，到之前给您打电话。")
    agent.end(resident)


def called_back(shift: Shift) -> None:
    resident = shift.comes("老周", "车位续租的合同找谁签")
    resident.say("我在开车，请给我打电话 13900002222，今天下午3点后")
    row = shift.li.page.locator(".callback")
    expect(row).to_contain_text("13900002222")
    row.get_by_role("button", name="已回电").click()
    expect(row).to_have_count(0)
    shift.li.claim(resident)
    shift.li.send(resident, "电话里说好了：明天10点带合同到服务中心，我在前台等您。")
    shift.li.end(resident)


def back_to_the_assistant(shift: Shift) -> None:
    resident = shift.comes("小唐", "充电桩怎么申请安装")
    shift.wang.claim(resident)
    shift.wang.page.get_by_role("button", name="交还助手").click()
    shift.wang.dialog.get_by_role("button", name="交还助手").click()
    shift.wang.toasted("已交还智能助手")
    resident.say("充电桩怎么申请安装")
    assert resident.messages()[-1]["sender"] == "bot"


def two_at_once(shift: Shift) -> None:
    """Both look at it, one has it; the resident's page says how far it was read."""
    resident = shift.comes("任女士", "想给小区图书角捐书，找谁")
    item(shift.wang.page, resident).locator(".item-body").click()
    expect(shift.wang.page.get_by_role("button", name="接入会话")).to_be_visible()
    shift.li.claim(resident)
    expect(shift.wang.page.locator(".talk")).to_contain_text("李晓 正在接待")
    expect(shift.wang.page.get_by_label("回复内容")).to_have_count(0)
    shift.li.send(resident, "太谢谢您了。书送到服务中心就行，我明天10点前把地址和时间发您。")
    resident.post("read", {"seq": resident.messages()[-1]["seq"]})
    expect(shift.li.page.locator(".seen")).to_have_text("已读")
    shift.li.end(resident)


def comes_again(shift: Shift) -> None:
    """Another matter after the close: another service, and asked again how it was."""
    resident = shift.residents["孙先生"]
    resident.say("还有，发票在哪开")
    resident.say("转人工")
    shift.wang.claim(resident)
    shift.wang.send(resident, "发票我请财务同事开好，明天18点前发到您手机上。")
    shift.wang.end(resident)
    rates(resident, 3, "等得有点久")


def other_estate(shift: Shift) -> None:
    """One desk serves several estates; what it says is of the resident's own."""
    resident = shift.comes("江女士", "服务电话是多少", estate="binjiang")
    shift.li.claim(resident)
    expect(shift.li.page.locator(".talk-who")).to_contain_text("滨江国际")
    shift.li.send(resident, "江女士您好，服务中心就在南门旁，我也可以在这里一直帮您看着。")
    shift.li.end(resident)


def on_the_phone(shift: Shift) -> None:
    """The same desk on a narrow page, for what comes at the very end."""
    agent = shift.li
    for name, words in (("高先生", "健身器材松了"), ("许阿姨", "楼道里有人堆纸箱")):
        shift.comes(name, words)
    agent.page.set_viewport_size({"width": 390, "height": 844})
    draft = agent.claim(shift.residents["许阿姨"])
    agent.key("b")
    draft.fill("谢谢您告诉我们，我请保洁和秩序同事明天10点前清走，再回您。")
    picture(agent.page, "desk-phone")
    agent.send(shift.residents["许阿姨"])
    agent.end(shift.residents["许阿姨"], 2)
    agent.claim(shift.residents["高先生"])
    agent.send(
        shift.residents["高先生"], "先别用它，注意安全。我请师傅去加固，明天10点前告诉您结果。"
    )
    agent.end(shift.residents["高先生"], 2)
    agent.page.set_viewport_size({"width": 1440, "height": 900})


def last_things(shift: Shift) -> None:
    """Photo of the work, the summary put right, what is left in hands ended."""
    agent, resident = shift.li, shift.residents["赵女士"]
    agent.open(resident)
    card = agent.page.locator(".side .order")
    next_step(card)
    card.get_by_role("button", name="完成").click()
    expect(card.locator(".order-state")).to_have_text("已完成")
    agent.send(resident, "师傅说阀门已经换好，照片发您。之后还漏，直接在这里告诉我。")
    agent.key("e")
    agent.page.locator(".close-summary summary").click()
    agent.page.get_by_label("什么事").fill("厨房水管漏水，已换阀门")
    agent.page.locator('.choice[data-result="work_order"]').click()
    expect(agent.page.locator("#mine .item")).to_have_count(0)
    rates(resident, 4, "师傅很快")
    angry_one = shift.residents["周先生"]
    shift.wang.open(angry_one)
    shift.wang.end(angry_one)


SCENES: tuple[Callable[[Shift], None], ...] = (
    cited_knowledge,
    emergency,
    passed_on,
    repair,
    angry,
    away,
    incident,
    corrected,
    advised,
    handed_out,
    called_back,
    back_to_the_assistant,
    two_at_once,
    comes_again,
    other_estate,
    on_the_phone,
    last_things,
)


def test_a_shift_of_twenty(running: Running, sign_in: SignIn) -> None:
    shift = Shift(running, Agent(sign_in(), "李晓"), Agent(sign_in(SECOND), "王敏"))
    for scene in SCENES:
        scene(shift)
    books = shift.books()
    assert len(books) == 20
    nothing_is_lost_or_doubled(shift, books)
    one_agent_at_a_time(books)
    the_books_are_closed(books)
    advice_is_recorded(shift, books)


def nothing_is_lost_or_doubled(shift: Shift, books: dict[str, Account]) -> None:
    for name, book in books.items():
        resident = shift.residents[name]
        assert [one.seq for one in book.messages] == [*range(1, len(book.messages) + 1)], name
        assert book.words_of(Sender.RESIDENT) == resident.said, name
        agents = [*shift.li.sent, *shift.wang.sent]
        sent = [words for one, words in agents if one == resident.conversation_id]
        assert sorted(book.words_of(Sender.AGENT)) == sorted(sent), name
        # The resident's own page shows the same, and nothing that colleagues told each other.
        shown = resident.messages()
        assert [one["seq"] for one in shown] == [one.seq for one in book.messages], name
        assert not any(SECRET in one["text"] for one in shown), name


def one_agent_at_a_time(books: dict[str, Account]) -> None:
    held = {name: book.holders() for name, book in books.items()}
    assert held["吴先生"] == ["李晓", "王敏", "王敏"]
    assert held["周先生"] == ["李晓", "王敏", "王敏"]
    assert held["郑女士"] == ["王敏", "李晓"]
    assert held["孙先生"] == ["李晓", "王敏"]
    others = held.keys() - {"吴先生", "周先生", "郑女士", "孙先生"}
    assert all(len(held[name]) == 1 for name in others), held
    stays = {name: len(book.handoffs) for name, book in books.items()}
    assert stays == {name: 2 if name == "孙先生" else 1 for name in books}


def the_books_are_closed(books: dict[str, Account]) -> None:
    left = {name for name, book in books.items() if book.conversation.status != Status.CLOSED}
    assert left == {"小唐"}
    assert books["小唐"].conversation.status == Status.BOT
    assert all(stay.ended_at for book in books.values() for stay in book.handoffs)
    results = {name: book.conversation.result for name, book in books.items()}
    assert results["孙先生"] == "solved"
    assert results["赵女士"] == results["电梯里的人"] == "work_order"
    verdicts = {name: [v.score for v in book.verdicts] for name, book in books.items()}
    assert {name: found for name, found in verdicts.items() if found} == {
        "孙先生": [5, 3],
        "赵女士": [4],
    }


def advice_is_recorded(shift: Shift, books: dict[str, Account]) -> None:
    assert "taken" in books["周先生"].outcomes("suggestion")
    assert {"dismissed", "edited"} <= set(books["何女士"].outcomes("suggestion"))
    assert "fixed" in books["秦先生"].outcomes("flag")
    assert "fixed" in books["马女士"].outcomes("flag")
    assert not any("overridden" in book.outcomes("flag") for book in books.values())
    headers = {"Authorization": f"Bearer {shift.running.token('manager')}"}
    url = f"{shift.running.origin}/v1/desk/coach/rates?days=1"
    shown = httpx.get(url, headers=headers).raise_for_status().json()
    offered = sum(len(book.outcomes("suggestion")) for book in books.values())
    assert sum(row["offered"] for row in shown["kinds"]) == offered > 0
