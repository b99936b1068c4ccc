"""Exact numbers: shares as fractions, decimals of a stated precision, rounding for display.

All arithmetic of service levels runs on :class:`fractions.Fraction`, so that a comparison never meets a rounded
quotient (clause 4.2, “Comparison and rounding”).  Only what is shown is rounded, and only in the last step.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Context, Decimal, localcontext
from fractions import Fraction
from functools import lru_cache
from math import floor, gcd

from slagen.model.quality import Rounding
from slagen.model.units import Percent

DIGITS = 50
"""Significant digits of :func:`decimal_of`."""


@lru_cache(maxsize=4096)
def share(percent: Percent) -> Fraction:
    """A percentage as a share of one, exact: 1999/2000 for 99.95 %."""
    return Fraction(percent.value) / 100


def decimal_of(value: Fraction | int) -> Decimal:
    """The decimal of a fraction: exact where it ends within :data:`DIGITS` digits, else rounded half even to them."""
    with localcontext(Context(prec=DIGITS)):
        return Decimal(value.numerator) / Decimal(value.denominator)


def summed(values: Iterable[Fraction]) -> Fraction:
    """The sum, added up by halves and reduced once: thousands of different denominators would take minutes in a row."""
    parts = [(value.numerator, value.denominator) for value in values]
    while len(parts) > 1:
        pairs = zip(parts[::2], parts[1::2], strict=False)
        odd = parts[-1:] if len(parts) % 2 else []
        parts = [_added(first, second) for first, second in pairs] + odd
    return Fraction(*parts[0]) if parts else Fraction(0)


def _added(first: tuple[int, int], second: tuple[int, int]) -> tuple[int, int]:
    common = gcd(first[1], second[1])
    return first[0] * (second[1] // common) + second[0] * (first[1] // common), first[1] // common * second[1]


def rounded(value: Fraction | int, decimals: int, rounding: Rounding = Rounding.HALF_UP) -> Decimal:
    """`value` with exactly `decimals` decimals, for display; halves go away from zero, `DOWN` goes towards it."""
    scaled = abs(value) * 10**decimals
    whole = floor(scaled + Fraction(1, 2)) if rounding is Rounding.HALF_UP else floor(scaled)
    return Decimal(f"{'-' if value < 0 else ''}{whole}E-{decimals}")


def percent_shown(value: Fraction | int, decimals: int, rounding: Rounding = Rounding.HALF_UP) -> Decimal:
    """A share of one in percent with `decimals` decimals, for display: 99.95 for 1999/2000."""
    return rounded(value * 100, decimals, rounding)
