"""Amounts in words, against the cases of the bank rules and two independent libraries."""

from __future__ import annotations

import re
from decimal import Decimal

import cn2an
import pytest
from hypothesis import given
from hypothesis import strategies as st
from num2words import num2words

from slagen.sla.words import LIMIT, chinese_capitals, english_integer, english_words

CASES = {
    "0": "零元整",
    "0.05": "伍分",
    "0.50": "伍角整",
    "10": "壹拾元整",
    "110": "壹佰壹拾元整",
    "325.04": "叁佰贰拾伍元零肆分",
    "1409.50": "壹仟肆佰零玖元伍角",
    "1680.32": "壹仟陆佰捌拾元叁角贰分",
    "6007.14": "陆仟零柒元壹角肆分",
    "16409.02": "壹万陆仟肆佰零玖元零贰分",
    "100010": "壹拾万零壹拾元整",
    "1200000": "壹佰贰拾万元整",
    "9400009481": "玖拾肆亿零玖仟肆佰捌拾壹元整",
    "1000200000000": "壹万零贰亿元整",
}


@pytest.mark.parametrize(("amount", "words"), CASES.items())
def test_capitals(amount: str, words: str) -> None:
    assert chinese_capitals(Decimal(amount)).removesuffix("整") == words.removesuffix("整")


AMOUNTS = st.decimals(min_value=0, max_value=10**12 - 1, places=2, allow_nan=False)


@given(AMOUNTS)
def test_capitals_agree_with_another_library(amount: Decimal) -> None:
    # The rules let 零 stand or fall between groups, and the two libraries choose differently in rare cases.
    theirs = cn2an.an2cn(f"{amount:.2f}", "rmb")
    assert re.sub("[零整]", "", chinese_capitals(amount)) == re.sub("[零整]", "", theirs)


@given(AMOUNTS)
def test_capitals_never_end_or_double_a_zero(amount: Decimal) -> None:
    words = chinese_capitals(amount)
    assert "零零" not in words
    assert not re.search("零[万亿角分]", words)
    assert amount == 0 or not re.search("零元", words)


@given(st.integers(min_value=0, max_value=int(LIMIT) - 1))
def test_english_agrees_with_another_library(number: int) -> None:
    assert english_integer(number) == num2words(number, lang="en").replace(",", "")


def test_hundredths() -> None:
    assert english_words(Decimal("1001.50")) == "one thousand and one and 50/100"
    assert english_words(Decimal("20")) == "twenty"


@pytest.mark.parametrize("amount", ["-1", "0.001", str(LIMIT)])
def test_what_has_no_words_is_refused(amount: str) -> None:
    with pytest.raises(ValueError, match="no words"):
        chinese_capitals(Decimal(amount))
    with pytest.raises(ValueError, match="no words"):
        english_words(Decimal(amount))
