"""Which of two durations is longer, where that is certain."""

from __future__ import annotations

import json
from datetime import date, timedelta

import pytest
from dateutil.relativedelta import relativedelta
from hypothesis import given
from hypothesis import strategies as st

from slagen.model.delivery import Clock
from slagen.model.parties import Calendar
from slagen.model.units import Duration, TimeUnit
from slagen.sla.durations import (
    Bounds,
    bounds,
    business_day_hours,
    elapsed,
    no_longer,
    no_longer_elapsed,
    sum_no_longer,
    whole_days,
)

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
        ("400 years", 146097 * DAY, 146098 * DAY),
        ("400000 years", 146097000 * DAY, 146097001 * DAY),
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


@pytest.mark.parametrize(
    ("parts", "limit", "found"),
    [
        (["10m", "5m"], "15m", True),
        (["10m", "301s"], "15m", False),
        (["1 business day", "2 business days"], "3 business days", True),
        (["1 business day", "2 business days"], "2 business days", False),
        (["6 months", "1 year"], "18 months", True),
        (["2h", "1 day"], "50h", True),
        (["2h", "1 day"], "49h", None),
        (["2h", "1 day"], "25h", False),
        (["2h", "1 business day"], "25h", False),
        (["2h", "1 business day"], "999h", None),
    ],
)
def test_a_sum(parts: list[str], limit: str, found: bool | None) -> None:
    assert sum_no_longer([Duration.parse(part) for part in parts], Duration.parse(limit)) is found


@given(DURATIONS, DURATIONS)
def test_a_sum_of_one_is_compared_no_more_sharply_than_alone(first: Duration, second: Duration) -> None:
    assert sum_no_longer([first], second) in (None, no_longer(first, second))


WEEK: dict[str, list[str]] = {day: ["09:00-18:00"] for day in ("mon", "tue", "wed", "thu", "fri")}
OFFICE: dict[str, object] = {
    "id": "office", "name": {"en": "Office"}, "tz": "Asia/Shanghai", "weekly": WEEK, "statutory": "CN",
    "makeup_days": "work",
}  # fmt: skip
CLOSED = {"day": "2026-03-02", "reason": {"en": "moving"}}
HALF = CLOSED | {"hours": ["09:00-12:00", "11:00-13:00"]}


@pytest.mark.parametrize(
    ("changes", "named", "least", "most"),
    [
        ({}, None, 9, 9),
        ({"weekly": WEEK | {"fri": ["09:00-12:00", "13:00-16:00"]}}, None, 6, 9),
        ({"overrides": [HALF]}, "office", 4, 9),
        ({"weekly": {"sat": ["00:00-24:00"]}, "statutory": None, "makeup_days": None}, "office", 24, 24),
    ],
)
def test_the_hours_of_a_business_day(changes: dict[str, object], named: str | None, least: int, most: int) -> None:
    calendar = Calendar.model_validate_json(json.dumps(OFFICE | changes))
    assert business_day_hours(calendar, named) == Bounds(least * 3600, most * 3600)


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({}, "other"),
        ({"weekly": WEEK | {"sat": ["09:00-12:00"]}}, None),
        ({"weekly": {day: WEEK[day] for day in ("mon", "tue", "wed", "thu")}}, None),
        ({"statutory": None}, None),
        ({"makeup_days": "off"}, None),
        ({"makeup_days": None}, None),
        ({"overrides": [CLOSED]}, None),
        ({"weekly": {"mon": []}}, "office"),
    ],
)
def test_hours_on_other_days_than_business_days(changes: dict[str, object], named: str | None) -> None:
    assert business_day_hours(Calendar.model_validate_json(json.dumps(OFFICE | changes)), named) is None
