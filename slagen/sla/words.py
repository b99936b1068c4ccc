"""Amounts in words: Chinese capitals (大写) as bills need them, and English.

Chinese source: 支付结算办法 annex 1, 正确填写票据和结算凭证的基本规定: ten is 壹拾, one 零 stands for any run of zeros
between digits, 整 closes an amount that ends in 元 (it may close one that ends in 角, and must not one in 分).
English: integers as British usage says them ("one thousand and one"), hundredths as a fraction.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal

_DIGITS = "零壹贰叁肆伍陆柒捌玖"
_PLACES = ("", "拾", "佰", "仟")

_SMALL = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
    "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)  # fmt: skip
_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_SCALES = ("", " thousand", " million", " billion", " trillion")

LIMIT = Decimal(10) ** 15
"""Amounts in words lie below this."""


def chinese_capitals(amount: Decimal, unit: str = "元") -> str:
    """A non-negative amount with at most two decimals in capitals: 壹佰贰拾万元整.

    Raises:
        ValueError: it is negative, has more decimals, or is :data:`LIMIT` or more.
    """
    whole, cents = _parts(amount)
    words = _chinese_integer(whole) + unit if whole or not cents else ""
    if not cents:
        return words + "整"
    tenths, hundredths = divmod(cents, 10)
    if tenths:
        words += _DIGITS[tenths] + "角"
    elif whole:
        words += "零"
    return words + (_DIGITS[hundredths] + "分" if hundredths else "")


def english_words(amount: Decimal) -> str:
    """A non-negative amount with at most two decimals: one thousand and one and 50/100.

    Raises:
        ValueError: as :func:`chinese_capitals`.
    """
    whole, cents = _parts(amount)
    return english_integer(whole) + (f" and {cents:02d}/100" if cents else "")


def english_integer(number: int) -> str:
    """A whole number from 0 to below :data:`LIMIT` in words."""
    if number < 1000:
        return _below_thousand(number)
    groups: list[str] = []
    for scale in _SCALES:
        number, group = divmod(number, 1000)
        if group:
            groups.insert(0, _below_thousand(group) + scale)
            if not scale and group < 100:
                groups[0] = f"and {groups[0]}"
    return " ".join(groups)


def _parts(amount: Decimal) -> tuple[int, int]:
    cents = amount * 100
    if amount < 0 or amount >= LIMIT or cents != cents.to_integral_value():
        raise ValueError(f"{amount} has no words here")
    return divmod(int(cents), 100)


def _chinese_integer(number: int) -> str:
    """Below 10^16: the hundred-millions (亿) before the rest, each of them with its ten-thousands (万)."""
    return _chinese_joined(number, 10**8, "亿", lambda part: _chinese_joined(part, 10**4, "万", _chinese_group)) or "零"


def _chinese_joined(number: int, size: int, unit: str, words: Callable[[int], str]) -> str:
    high, low = divmod(number, size)
    if not high:
        return words(low)
    gap = "零" if 0 < low < size // 10 else ""
    return words(high) + unit + gap + words(low)


def _chinese_group(group: int) -> str:
    words = ""
    for place in reversed(range(4)):
        digit = group // 10**place % 10
        words += _DIGITS[digit] + _PLACES[place] if digit else "零"
    return re.sub("零+", "零", words).strip("零")


def _below_thousand(number: int) -> str:
    hundreds, rest = divmod(number, 100)
    words = [f"{_SMALL[hundreds]} hundred"] if hundreds else []
    if rest or not hundreds:
        words.append(_below_hundred(rest))
    return " and ".join(words)


def _below_hundred(number: int) -> str:
    if number < 20:
        return _SMALL[number]
    tens, ones = divmod(number, 10)
    return _TENS[tens - 2] + (f"-{_SMALL[ones]}" if ones else "")
