from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from coach.text import MASK, clauses, mask_quotations, sentences, widen

MESSAGES = st.text(alphabet="您好，。！？停水“”「」 \n说abc1", max_size=60)


@given(MESSAGES)
def test_pieces_lie_where_they_say(text: str) -> None:
    for piece in (*sentences(text), *clauses(text)):
        assert text[piece.start : piece.end] == piece.text != ""


@given(MESSAGES)
def test_masking_keeps_every_offset(text: str) -> None:
    masked = mask_quotations(text)
    assert len(masked) == len(text)
    assert all(after in (before, MASK) for before, after in zip(text, masked, strict=True))


def test_reported_words_are_masked_and_scorn_is_not() -> None:
    assert "等着吧" not in mask_quotations("您说“等着吧”，我很抱歉")
    assert "傻子" not in mask_quotations("他骂您“傻子”，这不对")
    assert "会" in mask_quotations("您可真“会”挑时间")


def test_a_span_is_widened_to_its_clauses() -> None:
    text = "您好，物业费没交，就把电停了。"
    start, end = widen(text, text.index("没交"), text.index("电停") + 1)
    assert text[start:end] == "物业费没交，就把电停了"
