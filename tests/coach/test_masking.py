from __future__ import annotations

import pytest

from coach.masking import Masker, has_personal_data


@pytest.mark.parametrize(
    ("text", "secret"),
    [
        ("我电话13812345678", "13812345678"),
        ("打138 1234 5678", "138 1234 5678"),
        ("座机0571-88886666", "0571-88886666"),
        ("身份证33010619900101123X", "33010619900101123X"),
        ("我住5栋2单元301", "5栋2单元301"),
        ("家在12-1-1502", "12-1-1502"),
        ("1502室漏水", "1502室"),
        ("车牌浙A12345", "浙A12345"),
        ("加我微信 abc_12345", "abc_12345"),
        ("我叫王小明", "王小明"),
        ("王先生您好", "王先生"),
        ("邮箱 a.b@qq.com", "a.b@qq.com"),
        ("周明华的快递", "周明华"),
    ],
)
def test_personal_data_leaves_and_comes_back(text: str, secret: str) -> None:
    masker = Masker(["周明华"])
    masked = masker.mask(text)
    assert secret not in masked
    assert masker.unmask(masked) == text


@pytest.mark.parametrize(
    "text", ["民法典第944条", "今天18点前回复您", "物业费2.8元每平米", "电梯坏了三天了", "5月20日"]
)
def test_what_is_nobodys_stays(text: str) -> None:
    assert not has_personal_data(text)


def test_the_same_datum_has_the_same_token() -> None:
    masker = Masker()
    first, second = masker.mask("13812345678"), masker.mask("就是13812345678，不是13912345678")
    assert second.startswith("就是" + first)
    assert len(masker.hidden) == 2


def test_a_name_that_is_not_there_is_not_personal_data() -> None:
    assert not has_personal_data("车棚里有充电桩", ["李晓"])
    assert has_personal_data("李晓您好", ["李晓"])


def test_an_invented_token_is_refused() -> None:
    with pytest.raises(ValueError, match="号码9"):
        Masker().unmask("请打〔号码9〕")
