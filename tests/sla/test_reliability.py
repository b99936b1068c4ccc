"""Repairs, error budgets, burn rates."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sla.strategies import TARGETS

from slagen.model.units import Percent
from slagen.sla.reliability import (
    availability_from_repair,
    budget_consumed,
    budget_remaining,
    burn_rate,
    burn_rate_of_errors,
    mean_time_between_failures,
    mean_time_to_repair,
    time_to_exhaustion,
)

WINDOW = 2592000
ALL = Percent.parse("100%")


def test_availability_from_repair() -> None:
    assert availability_from_repair(999, 1) == Fraction(999, 1000)
    assert availability_from_repair(0, 1) == 0
    assert availability_from_repair(1, 0) == 1


@pytest.mark.parametrize(("mtbf", "mttr"), [(0, 0), (-1, 2), (2, -1)])
def test_times_that_make_no_availability(mtbf: int, mttr: int) -> None:
    with pytest.raises(ValueError, match="make no availability"):
        availability_from_repair(mtbf, mttr)


def test_mean_times() -> None:
    repairs = [600, 1200]
    assert mean_time_to_repair(repairs) == 900
    assert mean_time_between_failures(3600, repairs) == 900
    assert mean_time_to_repair([]) is mean_time_between_failures(3600, []) is None
    with pytest.raises(ValueError, match="don't fit"):
        mean_time_between_failures(1000, repairs)


@given(st.lists(st.integers(1, 1000), min_size=1, max_size=9), st.integers(9000, 10**6))
def test_mean_times_agree_with_the_time_observed(repairs: list[int], observed: int) -> None:
    mtbf, mttr = mean_time_between_failures(observed, repairs), mean_time_to_repair(repairs)
    assert mtbf is not None
    assert mttr is not None
    assert availability_from_repair(mtbf, mttr) == 1 - Fraction(sum(repairs), observed)


def test_budget() -> None:
    target = Percent.parse("99.9%")
    assert budget_consumed(1296, WINDOW, target) == Fraction(1, 2)
    assert budget_remaining(3888, WINDOW, target) == Fraction(-1, 2)
    assert budget_consumed(0, WINDOW, ALL) is budget_remaining(1, WINDOW, ALL) is budget_consumed(0, 0, target) is None


@given(TARGETS, st.integers(1, WINDOW), st.integers(1, WINDOW))
def test_burn_rate_is_error_rate_over_allowed_rate(target: Percent, bad: int, look_back: int) -> None:
    consumed = budget_consumed(bad, WINDOW, target)
    assert consumed is not None
    assert burn_rate(consumed, look_back, WINDOW) == burn_rate_of_errors(Fraction(bad, look_back), target)


@given(TARGETS, st.integers(1, WINDOW))
def test_what_is_left_lasts_until_it_is_used_up(target: Percent, bad: int) -> None:
    remaining, rate = budget_remaining(bad, WINDOW, target), Fraction(3)
    assert remaining is not None
    left = time_to_exhaustion(remaining, rate, WINDOW)
    assert left is not None
    assert left == 0 if remaining <= 0 else left * rate == remaining * WINDOW


def test_without_errors_the_budget_lasts_for_ever() -> None:
    assert burn_rate_of_errors(0, Percent.parse("99%")) == 0
    assert time_to_exhaustion(Fraction(1, 2), 0, WINDOW) is None
    assert time_to_exhaustion(0, 0, WINDOW) == 0
    assert burn_rate_of_errors(1, ALL) is None
