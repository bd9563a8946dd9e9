"""Each row of the table of flags: what is raised, and what stays quiet."""

from __future__ import annotations

import pytest

from coach.flags.codes import BLOCKING, CODES, QUIET
from coach.service import Coach
from coach.types import OwnData, Severity, Turn
from tests.coach.conftest import Codes, resident

RAISED = [
    ("impatient", "都跟您说了几遍了，您急什么，等着吧", "师傅什么时候来"),
    ("blaming", "谁让您自己不看通知，停水前都贴过的", "怎么突然停水了"),
    ("dismissive", "没办法，规定就这样", "外卖能不能送上楼"),
    ("buck_passing", "这不归我们管，您找开发商去", "外墙渗水怎么办"),
    ("condescending", "这么简单都不懂，您可真会挑时间", "小程序怎么缴费"),
    ("threatening", "再闹就别怪我们不客气", "我要投诉你们"),
    ("abusive", "你有病吧，滚远点", "电梯又坏了"),
    ("unlawful_collection", "再不交费就把你家电停了", "物业费我不想交"),
    ("unlawful_collection", "物业费没交清，水卡不给您充值", "水卡能充吗"),
    ("unlawful_collection", "欠着物业费呢，门禁卡给您停了", "门禁卡刷不开"),
    ("overpromise", "您放心，今天一定修好，修不好全额退款", "热水器管子漏了"),
    ("privacy_leak", "楼上是1802的王建国，电话13900003345", "楼上太吵了"),
    ("wrong_citation", "根据《民法典》第二千条，您必须交物业费", "为什么要交物业费"),
    ("wrong_citation", "按《物权法》第七十条，公共收益归物业", "广告费去哪了"),
    ("rights_misstated", "业主无权查账，这是公司内部的事", "我想看看公共收益的账"),
]


@pytest.mark.parametrize(("code", "draft", "asked"), RAISED)
def test_is_raised(codes: Codes, code: str, draft: str, asked: str) -> None:
    assert code in codes(draft, asked)


QUIET_DRAFTS = [
    ("让您久等了，很抱歉。我现在就去问，今天18点前回复您。", "催了三次了"),
    ("您说“都说了几遍了”，我理解您的着急，这次我跟到底，18点前给您结果。", "都说了几遍了还没来"),
    ("这次是排水口被装修垃圾堵住了，师傅下午三点来疏通，约40分钟。", "下水道堵了"),
    ("上门维修今天确实没办法安排，但我帮您约了明早九点，师傅会先打您电话。", "今天能来修吗"),
    ("外墙质保由开发商负责，我已经把情况发给对接人，明天17点前把他们的答复告诉您。", "外墙渗水"),
    ("长期不交的，我们会依法催告，仍有分歧可以向法院起诉或申请仲裁。", "不交物业费会怎样"),
    ("您放心，我们不会停水停电，费用有疑问我请财务核对后今天回复您。", "欠费会停电吗"),
    ("接供电公司通知，周三上午9点到11点计划检修停电，请提前备好用水。", "周三停电吗"),
    ("水箱清洗，明天上午停水两小时，请您提前接水。", "明天停水吗"),
    ("我先安排师傅去看，看完把原因告诉您，今天18点前回复您。", "厨房漏水"),
    ("您登记的是尾号3345的手机，需要换号的话告诉我新的号码。", "我登记的哪个号"),
    ("服务中心24小时值班电话是0571-88886666，您随时可以打。", "值班电话多少"),
    ("《民法典》第九百四十四条规定，业主应当按照约定支付物业费。", "为什么要交物业费"),
    ("您好，有什么可以帮您？", "你好"),
    ("请马上关掉燃气总阀，开窗通风，不要开关电器，带家人到室外。我已通知值班人员上门。",
     "家里有煤气味好害怕"),
]  # fmt: skip


@pytest.mark.parametrize(("draft", "asked"), QUIET_DRAFTS)
def test_stays_quiet(codes: Codes, draft: str, asked: str) -> None:
    assert not codes(draft, asked) - QUIET


INSULTS = [
    "灯坏了你吼什么，神经病，电工会去看，明天18点前给您回话。",
    "登记好了，老周四点到。刁民一个，别再打了。",
]
NO_INSULTS = [
    "他不该说您“神经病”，我替他向您道歉，队长今天18点前给您回电话。",
    "监控里那位确实骂您白痴，录像我已经保存，明天10点前请管家联系您。",
]


@pytest.mark.parametrize("draft", INSULTS)
def test_an_insult_amid_help_is_blocked(codes: Codes, draft: str) -> None:
    assert "abusive" in codes(draft, "楼道灯坏了好几天了，怎么还不修")


@pytest.mark.parametrize("draft", NO_INSULTS)
def test_an_insult_that_is_told_is_not(codes: Codes, draft: str) -> None:
    assert "abusive" not in codes(draft, "你们保安骂我，太气人了")


def test_an_interpretation_that_is_not_named_cannot_be_wrong(codes: Codes) -> None:
    draft = "共有部分的收益您有权查阅，司法解释第十三条列了的，凭证在财务室，您来前约我。"
    assert "wrong_citation" not in codes(draft, "公共收益能查吗")


def test_the_residents_own_data_is_no_leak(codes: Codes) -> None:
    own = OwnData(phones=frozenset({"13900003345"}), rooms=frozenset({"8-2-1802"}))
    draft = "您登记的电话是13900003345，对吗？"
    assert "privacy_leak" not in codes(draft, "我登记的哪个号", own)
    assert "privacy_leak" in codes("他私人手机13900003345，您直接打给他", "师傅电话多少")


def test_access_is_a_warning_and_utilities_block(coach: Coach) -> None:
    def severity(draft: str) -> Severity:
        flags = coach.check(draft, resident("我欠费了"))
        return next(flag.severity for flag in flags if flag.code == "unlawful_collection")

    assert severity("物业费没交，门禁卡先给您停了") is Severity.WARN
    assert severity("物业费没交，先把您家水停了") is Severity.BLOCK


def test_no_empathy_depends_on_the_mood(codes: Codes) -> None:
    draft = "已登记，明天上午电工去换。"
    upset = "楼道灯坏了，我妈昨晚摔了一跤，膝盖都破了，我们全家急死了！"
    assert "no_empathy" in codes(draft, upset)
    assert "no_empathy" not in codes(draft, "请问走廊的灯什么时候换？")


def test_no_next_step_wants_who_or_when(codes: Codes) -> None:
    asked = "我家卫生间一直漏水，都漏到楼下了"
    assert "no_next_step" in codes("很抱歉，我们会尽快处理的。", asked)
    fine = "很抱歉，我现在派维修师傅，今天15点前上门，到之前给您电话。"
    assert "no_next_step" not in codes(fine, asked)


def test_an_instruction_in_an_emergency_needs_no_sympathy(codes: Codes) -> None:
    draft = "请马上关掉总阀，不要开灯，带家人到室外，我们三分钟到。"
    assert "no_empathy" not in codes(draft, "家里全是煤气味，我好害怕！")


def test_every_flag_explains_itself(coach: Coach) -> None:
    for code, draft, asked in RAISED:
        for flag in coach.check(draft, resident(asked)):
            assert flag.reason.endswith("。"), code
            assert flag.basis
            assert flag.severity in {CODES[flag.code].severity, Severity.WARN}
            if CODES[flag.code].missing:
                assert flag.span is None
            else:
                assert flag.span is not None
                assert 0 <= flag.span[0] < flag.span[1] <= len(draft)


def test_a_rewrite_is_itself_not_blocked(coach: Coach) -> None:
    for _, draft, asked in RAISED:
        for flag in coach.check(draft, resident(asked)):
            if flag.rewrite and not CODES[flag.code].missing:
                again = coach.check(flag.rewrite, resident(asked))
                assert not {other.code for other in again} & BLOCKING, flag.rewrite


@pytest.mark.parametrize("draft", ["", "   ", "😀😀", "。。。", "\x00\x01", "好" * 10_000])
def test_odd_drafts_are_survived(coach: Coach, draft: str) -> None:
    context: list[Turn] = resident("在吗")
    assert isinstance(coach.check(draft, context), tuple)


def test_every_clause_gets_its_own_flag(codes: Codes) -> None:
    found = codes("谁让你不看通知的，今天一定给您修好", "怎么突然停水了，急死了")
    assert {"blaming", "overpromise"} <= found
    found = codes("谁让你不看通知的。再不交费就把你家电停了。", "怎么突然停水了")
    assert {"blaming", "unlawful_collection"} <= found


def test_a_cut_held_out_as_the_price_is_blocked_with_its_article(coach: Coach) -> None:
    draft = "再不交费就把你家电停了"
    for asked in ("物业费我不想交", "门禁卡刷不开", "你好", ""):
        flags = coach.check(f"您好。{draft}。", resident(asked))
        flag = next(flag for flag in flags if flag.code == "unlawful_collection")
        assert (flag.severity, flag.basis) == (Severity.BLOCK, "民法典:944")
        assert flag.span == (3, 3 + len(draft))
