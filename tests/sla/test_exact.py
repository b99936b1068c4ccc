"""Shares, decimals, rounding."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from slagen.model.quality import Rounding
from slagen.model.units import Percent
from slagen.sla.exact import decimal_of, percent_shown, rounded, share, summed


def test_share() -> None:
    assert share(Percent.parse("99.95%")) == Fraction(1999, 2000)


@pytest.mark.parametrize(
    ("value", "decimals", "rounding", "shown"),
    [
        (Fraction(99945, 1000), 2, Rounding.HALF_UP, "99.95"),
        (Fraction(99945, 1000), 2, Rounding.DOWN, "99.94"),
        (Fraction(2, 3), 3, Rounding.HALF_UP, "0.667"),
        (Fraction(2, 3), 0, Rounding.DOWN, "0"),
        (Fraction(-5, 2), 0, Rounding.HALF_UP, "-3"),
        (Fraction(-5, 2), 0, Rounding.DOWN, "-2"),
        (Fraction(10**40 + 1, 10), 1, Rounding.DOWN, f"{10**39}.1"),
    ],
)
def test_rounded(value: Fraction, decimals: int, rounding: Rounding, shown: str) -> None:
    assert str(rounded(value, decimals, rounding)) == shown


def test_percent_shown() -> None:
    assert str(percent_shown(Fraction(3, 3), 2)) == "100.00"


@given(st.fractions(), st.integers(0, 6))
def test_rounding_moves_by_half_a_unit_at_most(value: Fraction, decimals: int) -> None:
    unit = Fraction(1, 10**decimals)
    assert abs(Fraction(rounded(value, decimals)) - value) <= unit / 2
    assert abs(Fraction(rounded(value, decimals, Rounding.DOWN))) <= abs(value)


@given(st.decimals(min_value=0, max_value=10**15, places=9))
def test_decimals_come_back(value: Decimal) -> None:
    assert decimal_of(Fraction(value)) == value


def test_fifty_digits() -> None:
    assert str(decimal_of(Fraction(2, 3))) == "0." + "6" * 49 + "7"


@given(st.lists(st.fractions(max_denominator=10**6), max_size=40))
def test_sums_are_exact(values: list[Fraction]) -> None:
    assert summed(values) == sum(values, Fraction(0))
