"""What an indicator may be measured in, and how two such values are compared: exactly, and only in a unit of both."""

from __future__ import annotations

from decimal import Decimal

from slagen.model.improvement import Direction
from slagen.model.units import Duration, Figure, Percent

Measure = Percent | Duration | Figure
"""A percentage, a length of time, or a number whose unit is said beside it."""


def in_common(one: Measure, other: Measure) -> tuple[Decimal | int, Decimal | int] | None:
    """Both as numbers of one unit; None where they have none in common (months and days, a percentage and a number)."""
    if isinstance(one, Duration) and isinstance(other, Duration):
        if one.unit == other.unit:
            return one.amount, other.amount
        return None if one.seconds is None or other.seconds is None else (one.seconds, other.seconds)
    if isinstance(one, Duration) or isinstance(other, Duration) or type(one) is not type(other):
        return None
    return one.value, other.value


def improves(baseline: Measure, target: Measure, direction: Direction) -> bool | None:
    """Whether a target is better than its baseline; None where the two have no unit in common."""
    numbers = in_common(baseline, target)
    if numbers is None:
        return None
    return numbers[1] > numbers[0] if direction is Direction.UP else numbers[1] < numbers[0]
