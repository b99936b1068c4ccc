"""Recurrence rules: what RFC 5545 allows, what would take too long, and what is worked out."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sla.calendars import at

from slagen.sla.recurrence import (
    LONGEST,
    MonthLoad,
    RuleError,
    RuleProblem,
    TooManyOccasionsError,
    check_rule,
    most_minutes_in_a_month,
    occurrences,
    shortest_gap,
)
from slagen.sla.zones import OutOfRangeError, UnknownZoneError

YEAR = date(2026, 1, 1), date(2026, 12, 31)
ALL_DAY = "BYHOUR=" + ",".join(map(str, range(24)))


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=MONTHLY;BYDAY=2SU;BYHOUR=2;BYMINUTE=0",
        "RRULE:FREQ=WEEKLY;BYDAY=SU;BYHOUR=2",
        "freq=weekly;byday=su",
        "FREQ=DAILY;UNTIL=20261231",
        "FREQ=DAILY;UNTIL=20261231T235959Z",
        "FREQ=DAILY;COUNT=10;INTERVAL=3",
        "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1",
        "FREQ=YEARLY;BYWEEKNO=20;BYDAY=SA",
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29;BYDAY=SU",
        "FREQ=YEARLY;BYYEARDAY=-1",
        f"FREQ=DAILY;{ALL_DAY}",
        "FREQ=DAILY;UNTIL=00010101",
    ],
)
def test_rules_without_a_problem(rule: str) -> None:
    assert check_rule(rule) is None


@pytest.mark.parametrize(
    ("rule", "problem", "part"),
    [
        ("FREQ=DAILY;" * LONGEST, RuleProblem.LENGTH, None),
        ("", RuleProblem.FORM, ""),
        ("every second Sunday", RuleProblem.FORM, "every second Sunday"),
        ("FREQ=DAILY;", RuleProblem.FORM, "FREQ=DAILY;"),
        ("FREQ=DAILY;FREQ=WEEKLY", RuleProblem.FORM, "FREQ=DAILY;FREQ=WEEKLY"),
        ("DTSTART:20260101T000000\nRRULE:FREQ=DAILY", RuleProblem.UNKNOWN, None),
        ("FREQ=FORTNIGHTLY", RuleProblem.UNKNOWN, "FREQ=FORTNIGHTLY"),
        ("FREQ=DAILY;BYEASTER=0", RuleProblem.UNKNOWN, "BYEASTER=0"),
        ("FREQ=DAILY;INTERVAL=0", RuleProblem.UNKNOWN, "INTERVAL=0"),
        ("FREQ=DAILY;INTERVAL=1,2", RuleProblem.UNKNOWN, "INTERVAL=1,2"),
        ("FREQ=DAILY;BYHOUR=24", RuleProblem.UNKNOWN, "BYHOUR=24"),
        ("FREQ=DAILY;BYHOUR=-1", RuleProblem.UNKNOWN, "BYHOUR=-1"),
        ("FREQ=MONTHLY;BYMONTHDAY=0", RuleProblem.UNKNOWN, "BYMONTHDAY=0"),
        ("FREQ=MONTHLY;BYMONTHDAY=1,,2", RuleProblem.UNKNOWN, "BYMONTHDAY=1,,2"),
        ("FREQ=MONTHLY;BYDAY=0MO", RuleProblem.UNKNOWN, "BYDAY=0MO"),
        ("FREQ=MONTHLY;BYDAY=XX", RuleProblem.UNKNOWN, "BYDAY=XX"),
        ("FREQ=DAILY;UNTIL=20260231", RuleProblem.UNKNOWN, "UNTIL=20260231"),
        ("FREQ=DAILY;COUNT=٣", RuleProblem.UNKNOWN, "COUNT=٣"),
        ("BYDAY=SU", RuleProblem.NO_FREQUENCY, ""),
        ("FREQ=SECONDLY", RuleProblem.TOO_FREQUENT, "FREQ=SECONDLY"),
        ("FREQ=HOURLY;INTERVAL=12", RuleProblem.TOO_FREQUENT, "FREQ=HOURLY"),
        (f"FREQ=DAILY;{ALL_DAY};BYMINUTE=0,30", RuleProblem.TOO_FREQUENT, f"{ALL_DAY};BYMINUTE=0,30"),
        ("FREQ=DAILY;COUNT=3;UNTIL=20261231", RuleProblem.COMBINATION, "COUNT=3;UNTIL=20261231"),
        ("FREQ=WEEKLY;BYDAY=2SU", RuleProblem.COMBINATION, "BYDAY=2SU;FREQ=WEEKLY"),
        ("FREQ=WEEKLY;BYMONTHDAY=3", RuleProblem.COMBINATION, "BYMONTHDAY=3;FREQ=WEEKLY"),
        ("FREQ=MONTHLY;BYWEEKNO=3", RuleProblem.COMBINATION, "BYWEEKNO=3;FREQ=MONTHLY"),
        ("FREQ=MONTHLY;BYYEARDAY=3", RuleProblem.COMBINATION, "BYYEARDAY=3;FREQ=MONTHLY"),
        ("FREQ=MONTHLY;BYDAY=MO,2SU", RuleProblem.COMBINATION, "BYDAY=MO,2SU"),
        ("FREQ=MONTHLY;BYSETPOS=1", RuleProblem.COMBINATION, "BYSETPOS=1"),
        ("FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30", RuleProblem.NEVER, "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30"),
        ("FREQ=MONTHLY;BYDAY=SU;BYSETPOS=6;COUNT=9", RuleProblem.NEVER, "FREQ=MONTHLY;BYDAY=SU;BYSETPOS=6"),
        (f"FREQ=DAILY;{ALL_DAY};BYSETPOS=300", RuleProblem.NEVER, f"FREQ=DAILY;{ALL_DAY};BYSETPOS=300"),
    ],
)
def test_problems_of_a_rule(rule: str, problem: RuleProblem, part: str | None) -> None:
    fault = check_rule(rule)
    assert fault is not None
    assert fault.problem is problem
    if part is not None:
        assert fault.part == part
    with pytest.raises(RuleError) as caught:
        occurrences(rule, 60, "Asia/Shanghai", at("2026-01-01"), at("2026-02-01"))
    assert caught.value.fault == fault


def begins(rule: str, start: str, end: str, tz: str = "Asia/Shanghai", anchor: str | None = None) -> list[str]:
    found = occurrences(rule, 60, tz, at(start, tz), at(end, tz), anchor=at(anchor, tz) if anchor else None)
    return [f"{first:%m-%d %H:%M%z}" for first, _ in found]


@pytest.mark.parametrize(
    ("rule", "found"),
    [
        ("FREQ=MONTHLY;BYDAY=2SU;BYHOUR=2", ["01-11 02:00+0800", "02-08 02:00+0800", "03-08 02:00+0800"]),
        ("FREQ=MONTHLY;BYMONTHDAY=-1", ["01-31 00:00+0800", "02-28 00:00+0800", "03-31 00:00+0800"]),
        ("FREQ=MONTHLY;BYMONTHDAY=31;BYHOUR=1,3;COUNT=3",
         ["01-31 01:00+0800", "01-31 03:00+0800", "03-31 01:00+0800"]),
        ("FREQ=DAILY;INTERVAL=40", ["01-01 00:00+0800", "02-10 00:00+0800", "03-22 00:00+0800"]),
        ("FREQ=WEEKLY;COUNT=2", ["01-01 00:00+0800", "01-08 00:00+0800"]),
        ("FREQ=WEEKLY;UNTIL=20260115", ["01-01 00:00+0800", "01-08 00:00+0800", "01-15 00:00+0800"]),
        ("FREQ=WEEKLY;UNTIL=20260114T160000Z", ["01-01 00:00+0800", "01-08 00:00+0800", "01-15 00:00+0800"]),
        ("FREQ=WEEKLY;UNTIL=20260114T155959Z", ["01-01 00:00+0800", "01-08 00:00+0800"]),
        ("FREQ=DAILY;UNTIL=00010101", []),
        ("FREQ=YEARLY;BYMONTH=5", []),
    ],
)  # fmt: skip
def test_occurrences(rule: str, found: list[str]) -> None:
    assert begins(rule, "2026-01-01", "2026-04-01") == found


def test_occurrences_lie_in_a_half_open_window() -> None:
    assert begins("FREQ=DAILY", "2026-01-01", "2026-01-03") == ["01-01 00:00+0800", "01-02 00:00+0800"]
    assert begins("FREQ=DAILY", "2026-01-01", "2026-01-01") == []


def test_the_anchor_decides_what_an_interval_leaves_out() -> None:
    rule = "FREQ=WEEKLY;INTERVAL=2"
    assert begins(rule, "2026-01-08", "2026-01-30", anchor="2026-01-01") == ["01-15 00:00+0800", "01-29 00:00+0800"]
    assert begins(rule, "2026-01-08", "2026-01-30") == ["01-08 00:00+0800", "01-22 00:00+0800"]


def test_times_that_clocks_skip_or_repeat() -> None:
    # RFC 5545, 3.3.5: read with the offset before the change; the first of two.
    new_york = "America/New_York"
    assert begins("FREQ=DAILY;BYHOUR=2;BYMINUTE=30", "2026-03-08", "2026-03-09", new_york) == ["03-08 03:30-0400"]
    assert begins("FREQ=DAILY;BYHOUR=1;BYMINUTE=30", "2026-11-01", "2026-11-02", new_york) == ["11-01 01:30-0400"]


def test_minutes_are_real_ones() -> None:
    ((start, end),) = occurrences(
        "FREQ=DAILY;BYHOUR=0", 240, "America/New_York",
        at("2026-03-08", "America/New_York"), at("2026-03-09", "America/New_York"),
    )  # fmt: skip
    assert (f"{start:%H:%M}", f"{end:%H:%M}") == ("00:00", "05:00")


def test_what_is_refused() -> None:
    start, end = at("2026-01-01"), at("2036-01-01")
    with pytest.raises(TooManyOccasionsError):
        occurrences(f"FREQ=DAILY;{ALL_DAY}", 5, "Asia/Shanghai", start, end)
    with pytest.raises(UnknownZoneError):
        occurrences("FREQ=DAILY", 5, "Asia/Atlantis", start, end)
    with pytest.raises(OutOfRangeError):
        shortest_gap("FREQ=DAILY", "UTC", date(1950, 1, 1), date(2060, 1, 1))


@pytest.mark.parametrize(
    ("rule", "gap"),
    [
        ("FREQ=WEEKLY;BYDAY=SU;BYHOUR=2", timedelta(days=7)),
        ("FREQ=WEEKLY;BYDAY=SA,SU;BYHOUR=2", timedelta(days=1)),
        ("FREQ=MONTHLY;BYDAY=2SU;BYHOUR=2", timedelta(days=28)),
        ("FREQ=MONTHLY;BYMONTHDAY=1", timedelta(days=28)),
        ("FREQ=DAILY;BYHOUR=2,23", timedelta(hours=3)),
        ("FREQ=YEARLY", None),
    ],
)
def test_the_shortest_gap(rule: str, gap: timedelta | None) -> None:
    assert shortest_gap(rule, "Asia/Shanghai", *YEAR) == gap


@pytest.mark.parametrize(
    ("rule", "minutes", "load"),
    [
        ("FREQ=WEEKLY;BYDAY=SU;BYHOUR=2", 240, MonthLoad(2026, 3, 5 * 240 * 60, 5)),
        ("FREQ=MONTHLY;BYDAY=2SU;BYHOUR=2", 240, MonthLoad(2026, 1, 240 * 60, 1)),
        ("FREQ=MONTHLY;BYMONTHDAY=-1;BYHOUR=23", 180, MonthLoad(2026, 2, 180 * 60, 1)),  # an hour, and two before
        ("FREQ=MONTHLY;BYMONTHDAY=-1;BYHOUR=22;COUNT=1", 180, MonthLoad(2026, 1, 120 * 60, 1)),
        ("FREQ=DAILY;BYHOUR=0", 2880, MonthLoad(2026, 1, 31 * 86400, 31)),  # what overlaps counts once
        ("FREQ=YEARLY;UNTIL=20200101", 60, None),
    ],
)
def test_most_minutes_in_a_month(rule: str, minutes: int, load: MonthLoad | None) -> None:
    assert most_minutes_in_a_month(rule, minutes, "Asia/Shanghai", *YEAR) == load


@given(
    st.sampled_from(["DAILY", "WEEKLY", "MONTHLY", "YEARLY"]), st.integers(1, 5), st.integers(0, 23),
    st.dates(date(2000, 1, 1), date(2060, 1, 1)), st.integers(0, 900),
)  # fmt: skip
@settings(deadline=None)
def test_dates_are_those_of_dateutil_itself(freq: str, interval: int, hour: int, start: date, days: int) -> None:
    from dateutil.rrule import rrulestr

    rule = f"FREQ={freq};INTERVAL={interval};BYHOUR={hour};BYMINUTE=0"
    first, last = (datetime(day.year, day.month, day.day) for day in (start, start + timedelta(days=days)))
    found = occurrences(rule, 60, "UTC", at(str(first), "UTC"), at(str(last), "UTC"))
    expected = rrulestr(rule, dtstart=first).between(first, last, inc=True)
    assert [one.replace(tzinfo=None) for one, _ in found] == [one for one in expected if one < last]


@given(st.text(alphabet="FREQ=DAILYWKBON;,0123456789+-TUZ:\n", max_size=60))
@settings(deadline=None)
def test_any_text_has_an_answer(text: str) -> None:
    fault = check_rule(text)
    assert fault is None or fault.problem in RuleProblem
