"""Periods of a contract: each rule of clause 8.3 on periods, and the units of a Response or Resolution Time."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sla.calendars import ROUND_THE_CLOCK, WORKING_WEEK, at, calendar, contract

from slagen.model.delivery import Clock
from slagen.model.units import Duration
from slagen.sla.deadlines import (
    BusinessDays,
    TooFewDaysError,
    add_business_days,
    business_days_between,
    due_duration,
    extended,
    last_day,
    latest_notice,
)
from slagen.sla.hours import HolidaysUnpublished, OutOfRangeError, ServiceHours

ANNOUNCED = BusinessDays.announced("Asia/Shanghai")
OFFICE = ServiceHours.of(calendar(WORKING_WEEK, statutory="CN", makeup_days="work"))


def day(written: str) -> date:
    return date.fromisoformat(written)


@pytest.mark.parametrize(
    ("start", "number", "found"),
    [
        ("2026-09-30", 1, "2026-10-08"),
        ("2026-09-30", 3, "2026-10-10"),  # Saturday 10 October is worked
        ("2026-09-30", 4, "2026-10-12"),
        ("2026-10-08", -1, "2026-09-30"),
        ("2026-10-03", 0, "2026-10-03"),
        ("2026-02-13", 2, "2026-02-24"),
        ("2026-03-06", 5, "2026-03-13"),
    ],
)
def test_business_days_announced(start: str, number: int, found: str) -> None:
    assert add_business_days(day(start), number, ANNOUNCED) == day(found)


def test_business_days_of_a_calendar() -> None:
    fridays_off = calendar({name: ["09:00-17:00"] for name in ("sun", "mon", "tue", "wed", "thu")}, "Asia/Dubai")
    own = BusinessDays.of(contract(day("2026-01-01"), day("2026-12-31"), calendars=[fridays_off]))
    assert own.tz == "Asia/Shanghai"
    assert add_business_days(day("2026-10-01"), 1, own) == day("2026-10-04")
    default = BusinessDays.of(contract(day("2026-01-01"), day("2026-12-31")))
    assert default == ANNOUNCED


def test_business_days_of_a_year_without_a_notice() -> None:
    with pytest.raises(HolidaysUnpublished):
        add_business_days(day("2026-12-30"), 2, ANNOUNCED)


def test_a_calendar_without_working_days() -> None:
    never = BusinessDays(ServiceHours.of(calendar({"mon": []})), "UTC")
    for asked in (lambda: add_business_days(day("2026-01-01"), 1, never), lambda: extended(day("2026-01-01"), never)):
        with pytest.raises(TooFewDaysError):
            asked()


@pytest.mark.parametrize(
    ("start", "period", "last", "then"),
    [
        ("2026-03-02", "5 days", "2026-03-07", "2026-03-09"),  # the day of the start is not counted; a Saturday
        ("2026-03-02", "0 days", "2026-03-02", "2026-03-02"),
        ("2026-03-02", "2 weeks", "2026-03-16", "2026-03-16"),
        ("2026-09-28", "3 days", "2026-10-01", "2026-10-08"),
        ("2026-02-12", "2 days", "2026-02-14", "2026-02-14"),  # a worked Saturday
        ("2026-01-31", "1 month", "2026-02-28", "2026-02-28"),
        ("2024-02-29", "1 year", "2025-02-28", "2025-02-28"),
        ("2023-08-31", "6 months", "2024-02-29", "2024-02-29"),
        ("2026-09-30", "3 business days", "2026-10-10", "2026-10-10"),
    ],
)
def test_the_last_day(start: str, period: str, last: str, then: str) -> None:
    assert last_day(day(start), Duration.parse(period), ANNOUNCED) == day(last)
    assert extended(day(last), ANNOUNCED) == day(then)


@pytest.mark.parametrize(
    ("before", "period", "latest"),
    [
        ("2026-03-10", "5 days", "2026-03-04"),  # five whole days lie between
        ("2026-03-10", "1 week", "2026-03-02"),
        ("2026-10-08", "1 business day", "2026-09-29"),
        ("2026-10-10", "2 business days", "2026-10-07"),  # on a holiday: 8 and 9 October lie between
        ("2026-12-31", "3 months", "2026-09-30"),
        ("2026-03-31", "1 month", "2026-02-28"),
        ("2026-03-01", "1 month", "2026-01-31"),  # a month from 31 January ends on 28 February
        ("2026-03-10", "12h", "2026-03-09"),
        ("2026-03-10", "25h", "2026-03-08"),
    ],
)
def test_the_latest_notice(before: str, period: str, latest: str) -> None:
    assert latest_notice(day(before), Duration.parse(period), ANNOUNCED) == day(latest)


UNITS = st.sampled_from(["days", "weeks", "business days", "months", "years"])


@given(st.dates(date(2010, 1, 1), date(2020, 1, 1)), st.integers(0, 40), UNITS)
@settings(deadline=None)
def test_the_latest_notice_is_the_last_with_the_whole_period_between(before: date, amount: int, unit: str) -> None:
    period = Duration.parse(f"{amount} {unit}")
    latest = latest_notice(before, period, ANNOUNCED)
    assert last_day(latest, period, ANNOUNCED) < before <= last_day(latest + timedelta(days=1), period, ANNOUNCED)


@given(st.dates(date(2006, 1, 1), date(2024, 1, 1)), st.integers(-60, 60), st.integers(-60, 60))
@settings(deadline=None)
def test_business_days_add_up(start: date, a: int, b: int) -> None:
    there = add_business_days(start, a, ANNOUNCED)
    if a * b >= 0:
        assert add_business_days(there, b, ANNOUNCED) == add_business_days(start, a + b, ANNOUNCED)
    if a > 0:
        assert business_days_between(start + timedelta(days=1), there, ANNOUNCED) == a
        assert add_business_days(there + timedelta(days=1), -1, ANNOUNCED) == there


@pytest.mark.parametrize(
    ("opened", "period", "clock", "due"),
    [
        ("2026-09-30T16:00", "8h", Clock.SERVICE_HOURS, "2026-10-08T15:00"),
        ("2026-09-30T16:00", "8h", Clock.CALENDAR, "2026-10-01T00:00"),
        ("2026-09-30T16:00", "90m", Clock.SERVICE_HOURS, "2026-09-30T17:30"),
        ("2026-09-30T16:00", "15s", Clock.CALENDAR, "2026-09-30T16:00:15"),
        ("2026-09-30T16:00", "1d", Clock.CALENDAR, "2026-10-02T00:00"),
        ("2026-09-30T16:00", "1d", Clock.SERVICE_HOURS, "2026-10-09T00:00"),
        ("2026-09-30T16:00", "3 business days", Clock.CALENDAR, "2026-10-11T00:00"),
        ("2026-09-30T16:00", "3 business days", Clock.SERVICE_HOURS, "2026-10-11T00:00"),
        ("2026-09-30T16:00", "1w", Clock.CALENDAR, "2026-10-08T00:00"),
        ("2026-09-30T16:00", "1w", Clock.SERVICE_HOURS, "2026-10-08T00:00"),
        ("2026-01-31T10:00", "1 month", Clock.CALENDAR, "2026-03-01T00:00"),
        ("2024-02-29T10:00", "1 year", Clock.SERVICE_HOURS, "2025-03-01T00:00"),
    ],
)
def test_every_unit_of_a_time(opened: str, period: str, clock: Clock, due: str) -> None:
    found = due_duration(at(opened), Duration.parse(period), clock, hours=OFFICE, business=ANNOUNCED)
    assert found == at(due)


def test_a_business_day_counts_on_calendar_hours_only_where_there_are_hours() -> None:
    half = ServiceHours.of(calendar({"mon": ["09:00-12:00"], "sat": ["09:00-12:00"]}))
    two = Duration.parse("2 business days")
    due = due_duration(at("2026-03-02T10:00"), two, Clock.SERVICE_HOURS, hours=half, business=ANNOUNCED)
    assert due == at("2026-03-17T00:00")  # Mondays 9 and 16 March: Saturdays are no Business Days


def test_elapsed_time_runs_over_changes_of_the_clocks() -> None:
    business = BusinessDays.announced("Europe/London")
    hours = ServiceHours.of(calendar(ROUND_THE_CLOCK, "Europe/London"))
    opened = at("2026-03-28T20:00", "Europe/London")
    for clock in Clock:
        due = due_duration(opened, Duration.parse("24h"), clock, hours=hours, business=business)
        assert due == at("2026-03-29T21:00", "Europe/London")
        day_later = due_duration(opened, Duration.parse("1d"), clock, hours=hours, business=business)
        assert day_later == at("2026-03-30T00:00", "Europe/London")


def test_the_day_of_the_start_is_that_of_the_zone() -> None:
    # 2 March, 22:00 in London is 3 March in Shanghai, in whose time the contract's days are.
    opened = at("2026-03-02T22:00", "Europe/London")
    due = due_duration(opened, Duration.parse("1d"), Clock.CALENDAR, hours=OFFICE, business=ANNOUNCED)
    assert due == at("2026-03-05T00:00")


def test_dates_too_far_away() -> None:
    for period in ("999999 years", "999999 weeks"):
        with pytest.raises(OutOfRangeError):
            last_day(day("2026-01-01"), Duration.parse(period), ANNOUNCED)
    with pytest.raises(ValueError, match="days or longer"):
        last_day(day("2026-01-01"), Duration.parse("4h"), ANNOUNCED)
