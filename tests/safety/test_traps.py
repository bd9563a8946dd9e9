"""One message after the other: what is danger now, and each way of not being it."""

from __future__ import annotations

import pytest

from api.assistant import safety
from api.assistant.safety import Level, SafetyModel
from api.assistant.safety.rules import rules

NOW = [
    ("电梯卡在11楼和12楼中间，里面有个孩子", "lift"),
    ("我哋三個人困咗喺𨋢入面", "lift"),
    ("店梯把我关里面了", "lift"),
    ("一进门全是煤气味，老人叫不醒", "gas"),
    ("屋头天燃气漏得凶得很", "gas"),
    ("二楼阳台着火了 烟往上窜", "fire"),
    ("着货了快来", "fire"),
    ("客厅水管爆了总阀拧不动", "water"),
    ("摸到洗衣机手麻，漏电", "electric"),
    ("有人从高层往下扔砖头", "falling"),
    ("大爷晕倒在凉亭，怎么喊都没反应", "injury"),
    ("我不想活了", "selfharm"),
    ("有人拿刀在楼下追人", "crime"),
    ("之前修过的水管又爆了，现在满屋子水", "water"),
    ("上次报过你们不管，现在又冒烟了，火苗都出来了", "fire"),
    ("不是演习，真的着火了", "fire"),
]
CALM = {
    "past": ["上个月电梯困过人，物业有责任吗", "昨天楼下着火了，消防通道被堵谁负责"],
    "planned": ["明天燃气公司来换表，要停气多久", "周六做电梯困人演练，能报名吗"],
    "quoted": ["朋友圈都说三号楼有人跳楼，谣言吧", "新闻里电动车爆炸，咱们充电棚查过吗"],
    "asked": ["着火了物业有责任吗", "高空抛物找不到人谁赔", "被困电梯多久算超时"],
    "hypothetical": ["如果水管在我出差时爆了，你们会破门吗", "万一着火消防栓没水咋整"],
    "denied": ["没有着火，是演练", "不是爆管，是空调滴水", "电梯没困人，就是按钮不亮"],
    "drill": ["消防演习几点结束", "今天警报响是测试吧"],
    "dream": ["昨晚梦见小区着火了", "开个玩笑，再不修我就跳楼了哈哈"],
    "exaggeration": ["热死了空调什么时候修", "你们收费跟抢钱一样", "笑死我了"],
    "near": [
        "打我手机吧，13611112222",
        "热水器打不着火",
        "灭火器过期了找谁换",
        "水龙头滴水",
        "烟道串味",
    ],
}


@pytest.mark.parametrize(("text", "kind"), NOW)
def test_danger_now_is_certain(net: SafetyModel, text: str, kind: str) -> None:
    alarm = net.check(text)
    assert alarm is not None
    assert (alarm.kind, alarm.level) == (kind, Level.CERTAIN)


@pytest.mark.parametrize(
    ("trap", "text"), [(trap, text) for trap, texts in CALM.items() for text in texts]
)
def test_what_only_sounds_like_it(net: SafetyModel, trap: str, text: str) -> None:
    alarm = net.check(text)
    assert alarm is None or alarm.level is Level.POSSIBLE
    assert safety.check(text) is None, "the rules alone see no danger either"


def test_reasons_are_told_apart() -> None:
    assert "past" in rules().read("去年着过火").calm
    assert "denied" in rules().read("没有着火").dangers[0].calm
    denied, real = (
        next(d for d in rules().read("没着火，但是煤气漏得厉害").dangers if d.kind == kind)
        for kind in ("fire", "gas")
    )
    assert "denied" in denied.calm
    assert "denied" not in real.calm


def test_the_same_words_in_any_dress() -> None:
    read = rules().read
    assert read("电梯困人").text == read("電 梯 困 人").text.replace("，", "")
    assert read("ＡＢＣ１２０").text == "abc120"
