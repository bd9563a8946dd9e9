"""Article numbers in Chinese."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge_base.numerals import article_label, chinese_number, parse_number


@given(st.integers(1, 9999))
def test_what_is_written_is_read_back(number: int) -> None:
    assert parse_number(chinese_number(number)) == number


@given(st.text())
def test_any_text_is_a_number_or_a_value_error(text: str) -> None:
    try:
        assert parse_number(text) >= 0
    except ValueError as error:
        assert str(error)


@pytest.mark.parametrize(
    ("text", "number"), [("十", 10), ("二十三", 23), ("一百零五", 105), ("９４４", 944)]
)
def test_reads_the_ways_numbers_are_written(text: str, number: int) -> None:
    assert parse_number(text) == number


def test_label_of_an_article() -> None:
    assert article_label(1254) == "第一千二百五十四条"


@pytest.mark.parametrize("number", [0, -1, 10_000])
def test_refuses_what_statutes_do_not_write(number: int) -> None:
    with pytest.raises(ValueError, match=str(number)):
        chinese_number(number)
