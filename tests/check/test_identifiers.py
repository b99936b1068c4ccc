"""Forms of credit codes, e-mail addresses and telephone numbers, as people write them rightly and wrongly."""

from __future__ import annotations

import pytest
from email_validator import EmailNotValidError, validate_email
from hypothesis import given
from hypothesis import strategies as st

from slagen.check.identifiers import like_phone, uscc_check_character, wrong_email, wrong_phone


def test_check_character_of_the_standards_example() -> None:
    # The worked example of GB 32100-2015.
    assert uscc_check_character("91350100M000100Y43") == "3"


@pytest.mark.parametrize("place", range(17))
def test_a_check_character_tells_any_one_mistyped_character(place: int) -> None:
    code = "91350100M000100Y4"
    others = set("0123456789ABCDEFGHJKLMNPQRTUWXY") - {code[place]}
    assert all(uscc_check_character(code[:place] + other + code[place + 1 :]) != "3" for other in others)


@pytest.mark.parametrize(
    "address",
    [
        "it@reed-bay.example",
        "a.b-c_d+e@sub.company.example",
        "x@example.com",
        "9@1.example",
        "O'Neil@company.example",
        "运维@示例.公司",
        "a@xn--fiqs8s.example",
        f"{'a' * 64}@company.example",
    ],
)
def test_an_address(address: str) -> None:
    assert wrong_email(address) is None


@pytest.mark.parametrize(
    ("address", "zh"),
    [
        ("it.reed-bay.example", "应当恰有一个 @"),
        ("it@reed-bay", "缺少点号"),
        ("it@@reed-bay.example", ""),
        ("@reed-bay.example", "不得为空"),
        ("it@", "不得为空"),
        ("it desk@reed-bay.example", "含有空格"),
        ("it..desk@reed-bay.example", "两个相连的点号"),
        ("it@reed-bay.invalid", "保留的域名"),
        ("it@desk.test", "保留的域名"),
        ("IT <it@reed-bay.example>", "只写地址本身"),
        ("a@b.example; c@d.example", ""),
        ("it@-bay.example", ""),
        ("it@bay-.example", ""),
        ("it@reed_bay.example", "不能使用的字符"),
        (f"{'a' * 65}@company.example", "过长"),
        ("", ""),
    ],
)
def test_no_address(address: str, zh: str) -> None:
    wrong = wrong_email(address)
    assert wrong is not None
    assert wrong.zh.startswith("不是电子邮箱地址")
    assert zh in wrong.zh
    assert wrong.en.startswith("is no e-mail address (")


@given(st.from_regex(r"[a-c.+-]{0,3}@[a-c-]{0,6}(\.(test|local|example|co|c)){0,2}", fullmatch=True))
def test_what_is_ordinary_is_so_to_the_library(address: str) -> None:
    try:
        validate_email(address, check_deliverability=False, strict=True)
    except EmailNotValidError:
        assert wrong_email(address) is not None
    else:
        assert wrong_email(address) is None


NUMBERS = [
    "+86-10-5555-0120",
    "+86 10 5555 0120",
    "+86 (0)10 5555 0120",
    "+22 607 123 4567",
    "(0607) 123 4567",
    "(010) 5555-0120",
    "（010）5555－0120",
    "010-5555-0120 转 8001",
    "010-5555-0120转8001",
    "010-5555-0120 分机 12",
    "010-5555-0120 分机号：12",
    "010-5555-0120-8001",
    "0571-88888888-12345",
    "+1 212 555 0100 ext. 876",
    "+1 212 555 0100 x876",
    "+1.212.555.0100#876",
    "+86-10-5555-0120;ext=876",
    "400-555-0120",
    "400 5550 120",
    "4005550120",
    "800-555-0120",
    "800 123 456",
    "13800000000",
    "138 0000 0000",
    "+86 138-0000-0000",
    "0086 13800000000",
    "1300 123 456",
    "95588",
    "12345",
    "110",
    "010\u20115555\u20110120",
    "010-5555-0120 / 5555-0121",
    "010-5555-0120/1",
    "010-5555-0120、400-555-0120 转 2",
    "+65 6555 0150",
    "+123456789012345",
]


@pytest.mark.parametrize("number", NUMBERS)
def test_a_number(number: str) -> None:
    assert wrong_phone(number) is None
    assert like_phone(number)


@pytest.mark.parametrize(
    ("number", "zh"),
    [
        ("", "不是电话号码的形式"),
        ("call us", "不是电话号码的形式"),
        ("010-5555-012O", "不是电话号码的形式"),
        ("++86 10 5555 0120", "不是电话号码的形式"),
        ("86+10 5555 0120", "不是电话号码的形式"),
        ("(010 5555 0120", "不是电话号码的形式"),
        ("010) 5555 0120", "不是电话号码的形式"),
        ("() 5555 0120", "不是电话号码的形式"),
        ("010-5555-0120 ext.", "不是电话号码的形式"),
        ("010-5555-0120 /", "不是电话号码的形式"),
        ("010 --- - 5555", "不是电话号码的形式"),
        ("12", "有 2 位数字"),
        ("+1234567890123456", "有 16 位数字"),
        ("1234567890123456-1", "有 16 位数字"),
        ("+86 138 0000 000", "手机号码应有 11 位，写的是 10 位"),
        ("+86 138 0000 00000", "手机号码应有 11 位，写的是 12 位"),
        ("0086 138 0000 000 转 1", "手机号码应有 11 位"),
        ("400-555-012", "400 号码应有 10 位，写的是 9 位"),
        ("400-555-01200", "400 号码应有 10 位，写的是 11 位"),
        ("1" * 100_000, "不是电话号码的形式"),
        ("(" + "1" * 190, "不是电话号码的形式"),
    ],
)
def test_no_number(number: str, zh: str) -> None:
    wrong = wrong_phone(number)
    assert wrong is not None
    assert zh in wrong.zh


@pytest.mark.parametrize(
    "address",
    [
        "https://help.company.example",
        "No. 6 Luwan Road",
        "芦湾路 6 号",
        "@helpdesk",
        "6F",
        "10.0.0.1:8080/x",
        "WeChat 12345",
    ],
)
def test_what_is_no_number_at_all(address: str) -> None:
    assert not like_phone(address)


@given(st.text("0123456789+-.() /;,#x转", max_size=60))
def test_any_text_is_judged(text: str) -> None:
    wrong = wrong_phone(text)
    assert wrong is None or (wrong.zh and wrong.en)
