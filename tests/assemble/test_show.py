"""How values are shown: what a reader of a contract expects to see, in both languages."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from slagen.assemble import show
from slagen.assemble.show import (
    MissingPhraseError,
    MissingTextError,
    Shower,
    brief,
    listed,
    money_in_words,
)
from slagen.diagnostics import Lang
from slagen.model.parties import Role, Weekday
from slagen.model.quality import Window
from slagen.model.text import Text
from slagen.model.units import ClockTime, Duration, Figure, Hours, Money, Percent
from slagen.sla.words import chinese_capitals

PHRASES = {
    "Weekday": {
        day.value: Text(zh=zh, en=en)
        for day, zh, en in zip(
            Weekday, ("周一", "周二", "周三", "周四", "周五", "周六", "周日"),
            ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"), strict=True,
        )
    },
    "Role": {"customer": Text(zh="客户", en="Customer")},
}  # fmt: skip
ZH, EN = Shower("zh", PHRASES), Shower("en", PHRASES)

SHOWN: list[tuple[object, str, str]] = [
    (date(2027, 1, 1), "2027年1月1日", "1 January 2027"),
    (date(2028, 2, 29), "2028年2月29日", "29 February 2028"),
    (Percent.parse("99.95%"), "99.95%", "99.95%"),
    (Percent.parse("100%"), "100%", "100%"),
    (Percent.parse("0.05%"), "0.05%", "0.05%"),
    (Percent.parse("99.900%"), "99.9%", "99.9%"),
    (Figure.parse("1.6"), "1.6", "1.6"),
    (Figure.parse("1200"), "1,200", "1,200"),
    (Duration.parse("15m"), "15分钟", "15 minutes"),
    (Duration.parse("1h"), "1小时", "1 hour"),
    (Duration.parse("4h"), "4小时", "4 hours"),
    (Duration.parse("1 business day"), "1个工作日", "1 Business Day"),
    (Duration.parse("2 business days"), "2个工作日", "2 Business Days"),
    (Duration.parse("30d"), "30日", "30 days"),
    (Duration.parse("6 months"), "6个月", "6 months"),
    (Duration.parse("1500s"), "1,500秒", "1,500 seconds"),
    (Duration.parse("0 days"), "0日", "0 days"),
    (Money.parse("CNY 1200000"), "人民币1,200,000.00元", "CNY 1,200,000.00"),
    (Money.parse("CNY 0.05"), "人民币0.05元", "CNY 0.05"),
    (Money.parse("USD 10"), "美元10.00", "USD 10.00"),
    (1200, "1,200", "1,200"),
    (Decimal("0.125"), "0.125", "0.125"),
    (ClockTime.parse("09:00"), "09:00", "09:00"),
    (Hours.parse("09:00-18:00"), "09:00–18:00", "09:00–18:00"),
    (Text(zh="甲", en="A"), "甲", "A"),
    ("as it is", "as it is", "as it is"),
    (Role.CUSTOMER, "客户", "Customer"),
    ((Text(zh="甲", en="A"),), "甲", "A"),
    ((Text(zh="甲", en="A"), Text(zh="乙", en="B")), "甲和乙", "A and B"),
    ((Text(zh="甲", en="A"), Text(zh="乙", en="B"), Text(zh="丙", en="C")), "甲、乙和丙", "A, B and C"),
]


@pytest.mark.parametrize(("value", "zh", "en"), SHOWN, ids=lambda value: str(value)[:30])
def test_values(value: object, zh: str, en: str) -> None:
    assert (ZH.show(value), EN.show(value)) == (zh, en)


@pytest.mark.parametrize("value", [True, object(), {}, 1.5, None, b"x"])
def test_values_that_are_not_shown(value: object) -> None:
    with pytest.raises(TypeError):
        EN.show(value)


def test_a_text_without_the_language() -> None:
    with pytest.raises(MissingTextError):
        EN.show(Text(zh="甲"))


def test_a_choice_without_words() -> None:
    with pytest.raises(MissingPhraseError) as caught:
        EN.show(Role.PROVIDER)
    assert caught.value.args == ("Role", "provider")


@pytest.mark.parametrize(
    ("items", "zh", "en"),
    [([], "", ""), (["a"], "a", "a"), (["a", "b"], "a或b", "a or b"), (["a", "b", "c"], "a、b或c", "a, b or c")],
)
def test_lists(items: list[str], zh: str, en: str) -> None:
    assert (listed(items, "zh", "或"), listed(items, "en", "or")) == (zh, en)


# Amounts in words -----------------------------------------------------------------------------------------------

CAPITALS = [
    ("0", "人民币零元整"),
    ("0.01", "人民币壹分"),
    ("0.05", "人民币伍分"),
    ("0.10", "人民币壹角"),
    ("1", "人民币壹元整"),
    ("10", "人民币壹拾元整"),
    ("10.50", "人民币壹拾元伍角"),
    ("11", "人民币壹拾壹元整"),
    ("100", "人民币壹佰元整"),
    ("101", "人民币壹佰零壹元整"),
    ("110", "人民币壹佰壹拾元整"),
    ("1001", "人民币壹仟零壹元整"),
    ("1010.05", "人民币壹仟零壹拾元零伍分"),
    ("1409.50", "人民币壹仟肆佰零玖元伍角"),
    ("6007.14", "人民币陆仟零柒元壹角肆分"),
    ("16409.02", "人民币壹万陆仟肆佰零玖元零贰分"),
    ("100000", "人民币壹拾万元整"),
    ("100010", "人民币壹拾万零壹拾元整"),
    ("107000.53", "人民币壹拾万柒仟元伍角叁分"),
    ("1000000", "人民币壹佰万元整"),
    ("1200000", "人民币壹佰贰拾万元整"),
    ("10000000.01", "人民币壹仟万元零壹分"),
    ("100000000", "人民币壹亿元整"),
    ("100000001", "人民币壹亿零壹元整"),
    ("300500000000", "人民币叁仟零伍亿元整"),
]
"""By 支付结算办法 annex 1, some of whose examples these are: 整 follows 元, may follow 角 and never follows 分."""


@pytest.mark.parametrize(("figures", "words"), CAPITALS)
def test_chinese_capitals(figures: str, words: str) -> None:
    assert money_in_words(Money.parse(f"CNY {figures}"), "zh").endswith(f"（大写：{words}）")


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        ("CNY 1", "one Chinese yuan"),
        ("USD 1", "one US dollar"),
        ("USD 10", "ten US dollars"),
        ("USD 1200000", "one million two hundred thousand US dollars"),
        ("USD 107000.53", "one hundred and seven thousand and 53/100 US dollars"),
        ("USD 0.05", "zero and 05/100 US dollars"),
    ],
)
def test_english_words(amount: str, words: str) -> None:
    assert money_in_words(Money.parse(amount), "en").endswith(f" ({words})")


@given(st.integers(0, 10**14 - 1))
def test_capitals_say_the_amount(cents: int) -> None:
    """Read back digit by digit, the words are the amount."""
    assert _read_capitals(chinese_capitals(Decimal(cents) / 100)) == cents


def _read_capitals(words: str) -> int:
    digits = {char: value for value, char in enumerate("零壹贰叁肆伍陆柒捌玖")}
    units = {"拾": 10, "佰": 100, "仟": 1000}
    whole, _, rest = words.removeprefix("人民币").removesuffix("整").rpartition("元")
    total = section = digit = 0
    for char in whole:
        if char in digits:
            digit = digits[char]
        elif char in units:
            section, digit = section + digit * units[char], 0
        else:
            scale = {"万": 10**4, "亿": 10**8}[char]
            total = (total + section + digit) * scale if char == "亿" else total + (section + digit) * scale
            section = digit = 0
    cents = sum(digits[rest[rest.index(unit) - 1]] * worth for unit, worth in (("角", 10), ("分", 1)) if unit in rest)
    return (total + section + digit) * 100 + cents


def test_figures_and_words_together() -> None:
    assert money_in_words(Money.parse("CNY 1200000"), "zh") == "人民币1,200,000.00元（大写：人民币壹佰贰拾万元整）"


# Weeks ----------------------------------------------------------------------------------------------------------


def week(**days: str) -> dict[Weekday, tuple[Hours, ...]]:
    return {Weekday(day): tuple(map(Hours.parse, hours.split())) for day, hours in days.items()}


@pytest.mark.parametrize(
    ("weekly", "zh", "en"),
    [
        (
            week(**dict.fromkeys(("mon", "tue", "wed", "thu", "fri"), "09:00-18:00")),
            "周一至周五 09:00–18:00",
            "Monday to Friday 09:00–18:00",
        ),
        (
            week(mon="09:00-12:00 13:00-18:00", tue="09:00-12:00 13:00-18:00", wed="09:00-12:00"),
            "周一至周二 09:00–12:00、13:00–18:00；周三 09:00–12:00",
            "Monday to Tuesday 09:00–12:00, 13:00–18:00; Wednesday 09:00–12:00",
        ),
        (week(mon="09:00-18:00", wed="09:00-18:00"), "周一 09:00–18:00；周三 09:00–18:00",
         "Monday 09:00–18:00; Wednesday 09:00–18:00"),
        (week(**dict.fromkeys(Weekday, "00:00-24:00")), "每周7日，每日24小时", "24 hours a day, 7 days a week"),
        (
            week(**dict.fromkeys(("sat", "sun"), "00:00-24:00")),
            "周六至周日 00:00–24:00",
            "Saturday to Sunday 00:00–24:00",
        ),
        (week(sun="10:00-11:00", mon="10:00-11:00"), "周一 10:00–11:00；周日 10:00–11:00",
         "Monday 10:00–11:00; Sunday 10:00–11:00"),
    ],
)  # fmt: skip
def test_weeks(weekly: Any, zh: str, en: str) -> None:
    assert (ZH.week(weekly), EN.week(weekly)) == (zh, en)


@pytest.mark.parametrize(
    ("low", "high", "lang", "said"),
    [
        ("2592", "2592", "en", "43.2 minutes"),
        ("2419.2", "2678.4", "en", "40.32 to 44.64 minutes"),
        ("2419.2", "2678.4", "zh", "40.32至44.64分钟"),
        ("60000", "60000", "zh", "1,000分钟"),
    ],
)
def test_budgets(low: str, high: str, lang: Lang, said: str) -> None:
    assert Shower(lang, {}).minutes((Decimal(low), Decimal(high))) == said


@pytest.mark.parametrize(
    ("seconds", "zh", "en"),
    [
        ("0", "0秒", "0 s"),
        ("1", "1秒", "1 s"),
        ("10", "10秒", "10 s"),
        ("8.64", "8.64秒", "8.64 s"),
        ("60", "1分钟", "1 min"),
        ("2592", "43分12秒", "43 min 12 s"),
        ("2593.5", "43分13.5秒", "43 min 13.5 s"),
        ("3600", "1小时", "1 h"),
        ("3601", "1小时1秒", "1 h 1 s"),
        ("25920", "7小时12分钟", "7 h 12 min"),
        ("25921", "7小时12分1秒", "7 h 12 min 1 s"),
        ("31536000", "8,760小时", "8,760 h"),
    ],
)
def test_lengths_of_time(seconds: str, zh: str, en: str) -> None:
    assert brief(Decimal(seconds), "zh") == zh
    assert brief(Decimal(seconds), "en").replace("\xa0", " ") == en
    assert len(brief(Decimal(seconds), "en").split(" ")) <= 3  # a line never ends between a figure and its unit


DAWN = datetime(2027, 1, 1, 2, 10)


@pytest.mark.parametrize(
    ("start", "end", "zh", "en"),
    [
        (DAWN, datetime(2027, 1, 1, 2, 40), "2027年1月1日 02:10 至 02:40", "1 January 2027, 02:10 to 02:40"),
        (
            DAWN.replace(second=5),
            datetime(2027, 1, 2, 0, 0, 9),
            "2027年1月1日 02:10:05 至 2027年1月2日 00:00:09",
            "1 January 2027, 02:10:05 to 2 January 2027, 00:00:09",
        ),
    ],
)
def test_stretches_of_time(start: datetime, end: datetime, zh: str, en: str) -> None:
    assert (show.span(start, end, "zh"), show.span(start, end, "en")) == (zh, en)


@pytest.mark.parametrize(
    ("window", "zh", "en"),
    [
        (Window.MONTH, "2027年8月", "August 2027"),
        (Window.QUARTER, "2027年第三季度", "3rd quarter 2027"),
        (Window.YEAR, "2027年", "2027"),
    ],
)
def test_periods_of_the_calendar(window: Window, zh: str, en: str) -> None:
    day = date(2027, 8, 31)
    assert (show.calendar_period(day, window, "zh"), show.calendar_period(day, window, "en")) == (zh, en)


def test_numbers_with_their_decimals() -> None:
    assert show.decimals(Decimal("99.900"), 3, "zh") == "99.900"
    assert show.decimals(Decimal("1200"), 0, "en") == "1,200"
    assert [show.smallest_unit(currency) for currency in ("CNY", "JPY", "KWD")] == [2, 0, 3]
