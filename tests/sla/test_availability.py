"""Budgets, the four measures, exclusions, missing data, judging."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sla.strategies import PERCENTS, SHARES

from slagen.model.contract import Contract
from slagen.model.parties import Calendar, Weekday
from slagen.model.quality import Denominator, Measurement, Operator, ServiceLevel, Sli, SliType, Window
from slagen.model.services import Service
from slagen.model.units import Duration, Hours, Percent
from slagen.sla.availability import (
    Count,
    Missing,
    Result,
    availability_at,
    budget,
    budget_seconds,
    completed,
    downtime_budget,
    duration_mean,
    duration_percentile,
    error_rate,
    excluding,
    judged,
    measured,
    meets,
    request,
    slice_mean,
    time_availability,
    window_seconds,
)
from slagen.sla.exact import share

HALF = Percent.parse("50%")


@given(PERCENTS, st.integers(1, 10**9))
def test_budget_is_the_inverse_of_availability(target: Percent, window: int) -> None:
    assert availability_at(budget(target, window), window) == share(target)
    assert Fraction(budget_seconds(target, window)) == budget(target, window)


@given(PERCENTS, st.integers(1, 10**7), st.data())
def test_a_target_is_met_exactly_within_its_budget(target: Percent, window: int, data: st.DataObject) -> None:
    down = data.draw(st.integers(0, window))
    met = meets(availability_at(down, window), Operator.AT_LEAST, target)
    assert met == (down <= budget(target, window))


def test_windows() -> None:
    assert window_seconds(Window.QUARTER, calendar_months=False) == (90 * 86400, 90 * 86400)
    assert window_seconds(Window.YEAR, calendar_months=True) == (365 * 86400, 366 * 86400)


def _contract(*, hours: str = "00:00-24:00", kind: SliType = SliType.TIME) -> Contract:
    day = (Hours.parse(hours),)
    return Contract.model_construct(
        slis=(Sli.model_construct(id="up", type=kind),),
        services=(Service.model_construct(id="web", calendar="c"),),
        calendars=(Calendar.model_construct(weekly=dict.fromkeys(Weekday, day), id="c"),),
        measurement=Measurement.model_construct(calendar_months=False),
    )


def _level(target: Percent | Duration, op: Operator = Operator.AT_LEAST) -> ServiceLevel:
    return ServiceLevel.model_construct(service="web", sli="up", target=target, op=op, window=Window.MONTH)


def test_downtime_budget_of_an_objective() -> None:
    level = _level(Percent.parse("99.9%"))
    assert downtime_budget(level, _contract()) == (2592, 2592)
    assert downtime_budget(level, _contract(hours="09:00-18:00")) is None
    assert downtime_budget(level, _contract(kind=SliType.REQUEST)) is None
    assert downtime_budget(_level(level.target, Operator.AT_MOST), _contract()) is None
    assert downtime_budget(_level(Duration.parse("1h")), _contract()) is None


def test_measures() -> None:
    assert time_availability(2592000 - 2592, 2592000) == Fraction(999, 1000)
    assert request(2, 3) == Fraction(2, 3)
    assert slice_mean([error_rate(9, 10), error_rate(0, 0), error_rate(10, 10)]) == Fraction(29, 30)
    assert duration_mean([10, 20, 60]) == 30


def test_nothing_to_measure() -> None:
    assert time_availability(0, 0) is request(0, 0) is slice_mean([]) is duration_mean([]) is None
    assert duration_percentile([], HALF) is None
    assert measured(SliType.SLICE_MEAN, [Count(0, 0), Count(0, 0)]) is None


@pytest.mark.parametrize(
    ("percentile", "found"), [("0%", 1), ("25%", 1), ("25.001%", 2), ("95%", 4), ("75%", 3), ("100%", 4)]
)
def test_percentile_is_the_shortest_that_enough_do_not_exceed(percentile: str, found: int) -> None:
    assert duration_percentile([4, 2, 1, 3], Percent.parse(percentile)) == found


@given(st.lists(st.integers(0, 50), min_size=1), PERCENTS)
def test_percentile_as_the_clause_words_it(durations: list[int], percentile: Percent) -> None:
    def enough(limit: int) -> bool:
        return Fraction(sum(each <= limit for each in durations), len(durations)) >= share(percentile)

    assert duration_percentile(durations, percentile) == min(filter(enough, durations))


def test_a_percentile_above_all_is_refused() -> None:
    with pytest.raises(ValueError, match="more than all"):
        duration_percentile([1], Percent.parse("101%"))


@pytest.mark.parametrize(("good", "total"), [(-1, 1), (2, 1)])
def test_more_good_than_all_is_refused(good: int, total: int) -> None:
    with pytest.raises(ValueError, match="can't be"):
        time_availability(good, total)


@pytest.mark.parametrize(
    ("kind", "counts", "found"),
    [
        (SliType.TIME, [(50, 60), (60, 60)], Fraction(110, 120)),
        (SliType.REQUEST, [(1, 10), (90, 90)], Fraction(91, 100)),
        (SliType.SLICE_MEAN, [(1, 10), (90, 90)], Fraction(55, 100)),
        (SliType.SLICE_MEAN, [(1, 10), (0, 0)], Fraction(55, 100)),
    ],
)
def test_measured(kind: SliType, counts: Sequence[tuple[int, int]], found: Fraction) -> None:
    assert measured(kind, [Count(*count) for count in counts]) == found


def test_durations_are_not_counted() -> None:
    with pytest.raises(ValueError, match="not counted"):
        measured(SliType.DURATION, [Count(1, 1)])


def test_denominators() -> None:
    count, excluded = Count(80, 100), Count(2, 10)
    assert excluding(count, excluded, Denominator.TOTAL) == Count(88, 100)
    assert excluding(count, excluded, Denominator.NET) == Count(78, 90)


@pytest.mark.parametrize(
    ("missing", "found"),
    [
        # Up to 2 % of the 100 due: left out, but what is shown to be bad counts.
        (Missing(shown_bad=1, unknown=1), Count(98, 99)),
        (Missing(shown_good=2), Count(98, 98)),
        # More: all of it counts.
        (Missing(shown_bad=1, shown_good=1, unknown=1), Count(99, 101)),
        (Missing(unknown=3), Count(98, 101)),
        # What an outage made missing never counts as other missing data.
        (Missing(by_outage=50), Count(98, 148)),
        (Missing(by_outage=50, unknown=2), Count(98, 148)),
    ],
)
def test_missing_data(missing: Missing, found: Count) -> None:
    assert completed(Count(98, 98), missing, Percent.parse("2%")) == found


def test_comparison_is_exact() -> None:
    target = Percent.parse("99.9%")
    assert meets(Fraction(999, 1000), Operator.AT_LEAST, target)
    assert not meets(Fraction(999 * 10**60 - 1, 10**63), Operator.AT_LEAST, target)
    assert meets(Fraction(999, 1000), Operator.AT_MOST, target)
    assert not meets(Fraction(999 * 10**60 + 1, 10**63), Operator.AT_MOST, target)


def test_durations_are_compared_in_seconds() -> None:
    assert meets(Fraction(14400), Operator.AT_MOST, Duration.parse("4h"))
    assert not meets(Fraction(14401), Operator.AT_MOST, Duration.parse("4h"))
    assert meets(Fraction(86400), Operator.AT_MOST, Fraction(86400))
    with pytest.raises(ValueError, match="2 business days has no length"):
        meets(Fraction(1), Operator.AT_MOST, Duration.parse("2 business days"))


@given(SHARES, PERCENTS)
def test_what_is_shown_does_not_decide(achieved: Fraction, target: Percent) -> None:
    assert judged(achieved, SliType.TIME, _level(target)) == Result(achieved, achieved * 100 >= Fraction(target.value))


@pytest.mark.parametrize(
    ("kind", "interrupted", "found"),
    [
        (SliType.TIME, False, Result(None, True)),
        (SliType.TIME, True, Result(Fraction(0), False)),
        (SliType.REQUEST, True, Result(Fraction(0), False)),
        (SliType.DURATION, False, Result(None, True)),
        (SliType.DURATION, True, Result(None, False)),
    ],
)
def test_judging_nothing(kind: SliType, interrupted: bool, found: Result) -> None:
    assert judged(None, kind, _level(HALF, Operator.AT_MOST), interrupted=interrupted) == found
