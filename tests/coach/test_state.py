from __future__ import annotations

from coach.conversation import parse_turn
from coach.mood import Mood
from coach.state import Risk, read_state, wants_of


def talk(*lines: str) -> list:
    return [parse_turn(line) for line in lines]


def test_a_calm_question_is_no_risk() -> None:
    state = read_state(talk("住户: 请问物业费怎么交", "客服: 微信就可以", "住户: 谢谢"))
    assert (state.risk, state.score, state.reasons) == (Risk.LOW, 0.0, ())
    assert state.words == "请问物业费怎么交"


def test_moods_follow_the_messages() -> None:
    state = read_state(
        talk(
            "住户: 请问电梯什么时候修",
            "客服: 在等配件",
            "住户: 都三天了还没修",
            "住户: 你们到底管不管！！",
        )
    )
    assert [one.mood for one in state.moods] == [Mood.CALM, Mood.UPSET, Mood.ANGRY]
    assert [one.place for one in state.moods] == [0, 2, 3]
    assert "情绪在变差" in state.reasons


def test_a_plain_insult_is_anger() -> None:
    state = read_state(talk("住户: 门口的灯坏了", "客服: 已派师傅", "住户: 你们就是一群废物"))
    assert state.moods[-1].mood is Mood.ANGRY
    assert "住户在生气" in state.reasons


def test_threats_and_broken_promises_add_up() -> None:
    said = talk("住户: 说了几遍了还没人来，再不处理我打12345，费也不交了")
    kept = read_state(said)
    broken = read_state(said, overdue=1, waiting_minutes=20)
    assert broken.score > kept.score
    assert broken.risk is Risk.HIGH
    assert any("过了时间" in reason for reason in broken.reasons)
    assert any("20 分钟" in reason for reason in broken.reasons)


def test_what_they_want_newest_first() -> None:
    said = talk("住户: 厨房水管漏了", "客服: 派师傅", "住户: 地板泡了你们要赔钱", "住户: 在吗")
    assert wants_of(said)[0] == "退钱或赔偿"
    assert "有人来修" in wants_of(said)


def test_an_empty_conversation_has_a_state() -> None:
    state = read_state(())
    assert (state.moods, state.risk, state.wants, state.words) == ((), Risk.LOW, (), "")
