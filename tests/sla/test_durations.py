"""Which of two durations is longer, where that is certain."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from dateutil.relativedelta import relativedelta
from hypothesis import given
from hypothesis import strategies as st

from slagen.model.delivery import Clock
from slagen.model.units import Duration, TimeUnit
from slagen.sla.durations import Bounds, bounds, elapsed, no_longer, no_longer_elapsed, whole_days

DAY = 86400
NINE_HOURS = Bounds(9 * 3600, 9 * 3600)
DURATIONS = st.builds(Duration, st.integers(0, 400), st.sampled_from(TimeUnit))


@pytest.mark.parametrize(
    ("written", "least", "most"),
    [
        ("90s", 90, 90),
        ("4h", 14400, 14400),
        ("1 day", DAY, 2 * DAY),
        ("2w", 14 * DAY, 15 * DAY),
        ("2 business days", 2 * DAY, None),
        ("0 business days", 0, DAY),
        ("1 month", 28 * DAY, 32 * DAY),
        ("1 year", 365 * DAY, 367 * DAY),
    ],
)
def test_bounds_by_the_wall_clock(written: str, least: int, most: int | None) -> None:
    assert bounds(Duration.parse(written)) == Bounds(least, most)


@pytest.mark.parametrize(
    ("written", "day", "least", "most"),
    [
        ("4h", None, 14400, 14400),
        ("2 business days", NINE_HOURS, 18 * 3600, 27 * 3600),
        ("2 business days", None, 0, None),
        ("2 days", NINE_HOURS, 0, 27 * 3600),
        ("2 days", Bounds(9 * 3600, None), 0, None),
    ],
)
def test_bounds_in_hours_of_a_calendar(written: str, day: Bounds | None, least: int, most: int | None) -> None:
    assert bounds(Duration.parse(written), Clock.SERVICE_HOURS, day) == Bounds(least, most)


@pytest.mark.parametrize("months", [1, 2, 3, 6, 11, 12, 13])
def test_months_against_every_day_of_twelve_years(months: int) -> None:
    days = [date(2092, 1, 1) + timedelta(days=place) for place in range(12 * 365)]
    lengths = [(day + relativedelta(months=months) - day).days for day in days]
    assert whole_days(Duration(months, TimeUnit.MONTH)) == Bounds(min(lengths), max(lengths))


@pytest.mark.parametrize(
    ("first", "second", "found"),
    [
        ("30m", "1h", True),
        ("60m", "1h", True),
        ("61m", "1h", False),
        ("24h", "1 day", True),
        ("1 day", "24h", None),
        ("1 day", "48h", True),
        ("2 days", "47h", False),
        ("7 days", "1w", True),
        ("1 business day", "8 business days", True),
        ("1 day", "1 business day", True),
        ("2 business days", "1 day", False),
        ("1 business day", "9 days", None),
        ("24h", "1 business day", True),
        ("1 business day", "240h", None),
        ("1 month", "30 days", None),
        ("1 month", "31 days", True),
        ("28 days", "1 month", True),
        ("12 months", "1 year", True),
        ("13 months", "1 year", False),
    ],
)
def test_order_by_the_wall_clock(first: str, second: str, found: bool | None) -> None:
    assert no_longer(Duration.parse(first), Duration.parse(second)) is found


@pytest.mark.parametrize(
    ("first", "second", "day", "found"),
    [
        ("8h", "1 business day", NINE_HOURS, True),
        ("10h", "1 business day", NINE_HOURS, None),
        ("19h", "1 business day", NINE_HOURS, False),
        ("8h", "1 business day", None, None),
        ("8h", "9h", None, True),
    ],
)
def test_order_in_hours_of_a_calendar(first: str, second: str, day: Bounds | None, found: bool | None) -> None:
    assert no_longer(Duration.parse(first), Duration.parse(second), Clock.SERVICE_HOURS, day) is found


@pytest.mark.parametrize(
    ("first", "clock", "second", "other", "found"),
    [
        ("4h", Clock.CALENDAR, "4h", Clock.SERVICE_HOURS, True),
        ("8h", Clock.CALENDAR, "4h", Clock.SERVICE_HOURS, None),
        ("4h", Clock.SERVICE_HOURS, "3h", Clock.CALENDAR, False),
        ("4h", Clock.SERVICE_HOURS, "100h", Clock.CALENDAR, None),
    ],
)
def test_order_on_two_clocks(first: str, clock: Clock, second: str, other: Clock, found: bool | None) -> None:
    assert no_longer_elapsed(Duration.parse(first), clock, Duration.parse(second), other) is found


@given(DURATIONS, DURATIONS)
def test_two_durations_are_not_both_the_longer_one(first: Duration, second: Duration) -> None:
    assert not (no_longer(first, second) is False and no_longer(second, first) is False)
    assert no_longer(first, first) is True


@given(DURATIONS)
def test_the_clock_of_a_calendar_never_runs_ahead(duration: Duration) -> None:
    assert elapsed(duration, Clock.SERVICE_HOURS).least == elapsed(duration, Clock.CALENDAR).least
