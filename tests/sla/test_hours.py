"""The service-hours clock: published facts, each rule of the calendar, and what holds for every calendar."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st
from sla.calendars import ROUND_THE_CLOCK, WORKING_WEEK, at, calendar

from slagen.model.parties import Calendar, Weekday
from slagen.sla.hours import (
    HolidaysUnpublished,
    NeverDueError,
    OutOfRangeError,
    ServiceHours,
    UnknownZoneError,
    uncovered,
)
from slagen.sla.zones import beginning, moment_at

HOUR = 3600
OFFICIAL = ServiceHours.of(calendar(WORKING_WEEK, statutory="CN", makeup_days="work"))
"""09:00-18:00 in Shanghai by the official notice."""


def spans(hours: ServiceHours, day: str) -> list[tuple[str, str]]:
    """The spans of a day as clocks show them."""
    return [(f"{a:%d %H:%M}", f"{b:%d %H:%M}") for a, b in hours.open_spans(date.fromisoformat(day))]


@pytest.mark.parametrize(
    ("opened", "hours", "due"),
    [
        ("2026-09-30T16:00", 8, "2026-10-08T15:00"),  # National Day, 1 to 7 October
        ("2026-09-30T16:00", 2, "2026-09-30T18:00"),
        ("2026-09-30T18:00", 0, "2026-09-30T18:00"),
        ("2026-02-13T17:00", 2, "2026-02-14T10:00"),  # Saturday 14 February is worked for the Spring Festival
        ("2026-02-14T18:00", 1, "2026-02-24T10:00"),
        ("2026-01-03T12:00", 9, "2026-01-04T18:00"),  # Sunday 4 January is worked for New Year's Day
        ("2026-06-18T17:30", 1, "2026-06-22T09:30"),  # Dragon Boat Festival, Friday 19 to Sunday 21 June
    ],
)
def test_due_by_the_notice_of_2026(opened: str, hours: int, due: str) -> None:
    assert OFFICIAL.due(at(opened), hours * HOUR) == at(due)
    assert OFFICIAL.elapsed(at(opened), at(due)) == hours * HOUR


@pytest.mark.parametrize(
    ("day", "tz", "hours"),
    [
        ("2026-03-29", "Europe/London", 2),
        ("2026-10-25", "Europe/London", 4),
        ("2026-03-28", "Europe/London", 3),
        ("2026-03-08", "America/New_York", 2),
        ("2026-11-01", "America/New_York", 4),
        ("2026-10-25", "Asia/Shanghai", 3),
    ],
)
def test_days_on_which_clocks_change(day: str, tz: str, hours: int) -> None:
    nights = ServiceHours.of(calendar({name: ["00:00-04:00"] for name in Weekday}, tz))
    start, end = at(f"{day}T01:00", tz), at(f"{day}T04:00", tz)
    assert nights.elapsed(start, end) == hours * HOUR
    assert nights.due(start, hours * HOUR) == end


def test_an_hour_that_clocks_skip_has_no_time() -> None:
    skipped = ServiceHours.of(calendar({"sun": ["02:15-02:45"]}, "America/New_York"))
    assert spans(skipped, "2026-03-08") == []
    assert skipped.is_working(date(2026, 3, 8))
    assert skipped.due(at("2026-03-08T00:00", "America/New_York"), 60) == at("2026-03-15T02:16", "America/New_York")


def test_an_hour_that_clocks_repeat_has_its_time_twice() -> None:
    repeated = ServiceHours.of(calendar({"sun": ["01:15-01:45"]}, "America/New_York"))
    assert spans(repeated, "2026-11-01") == [("01 01:15", "01 01:45")] * 2
    due = repeated.due(at("2026-11-01T00:00", "America/New_York"), 45 * 60)
    assert (due.fold, f"{due:%H:%M}") == (1, "01:30")


def test_a_midnight_that_clocks_skip() -> None:
    # Until 2018 clocks in São Paulo went from 24:00 to 01:00.
    whole = ServiceHours.of(calendar(ROUND_THE_CLOCK, "America/Sao_Paulo"))
    assert spans(whole, "2018-11-04") == [("04 01:00", "05 00:00")]


def test_a_day_that_never_was() -> None:
    # Samoa went from 29 to 31 December 2011.
    whole = ServiceHours.of(calendar(ROUND_THE_CLOCK, "Pacific/Apia"))
    assert spans(whole, "2011-12-30") == []
    assert spans(whole, "2011-12-31") == [("31 00:00", "01 00:00")]


def test_hours_to_midnight_go_on_after_it() -> None:
    late = ServiceHours.of(calendar({"mon": ["22:00-24:00"], "tue": ["00:00-02:00"]}))
    assert spans(late, "2026-03-02") == [("02 22:00", "03 00:00")]
    assert late.due(at("2026-03-02T23:00"), 2 * HOUR) == at("2026-03-03T01:00")


def test_overlapping_and_unsorted_hours_count_once() -> None:
    twice = ServiceHours.of(calendar({"mon": ["12:00-15:00", "09:00-13:00", "09:00-10:00"]}))
    assert spans(twice, "2026-03-02") == [("02 09:00", "02 15:00")]
    assert twice.weekly_seconds() == 6 * HOUR


SATURDAYS = {**WORKING_WEEK, "mon": ["10:00-16:00"], "sat": ["10:00-12:00"]}


@pytest.mark.parametrize(
    ("rules", "day", "hours"),
    [
        ({"statutory": "CN"}, "2026-10-01", None),
        ({"statutory": None}, "2026-10-01", ("09:00", "18:00")),
        ({"statutory": "CN"}, "2026-10-03", None),  # a Saturday within the holiday
        ({"statutory": "CN", "makeup_days": "work"}, "2026-10-10", ("10:00", "16:00")),  # the hours of Monday
        ({"statutory": "CN", "makeup_days": "off"}, "2026-10-10", None),
        ({"statutory": "CN"}, "2026-10-10", ("10:00", "12:00")),  # as usual: those of Saturday
        ({"makeup_days": "work"}, "2026-10-10", ("10:00", "16:00")),  # whatever holidays are
        ({"makeup_days": "work"}, "2026-10-01", ("09:00", "18:00")),
        ({"statutory": "CN", "makeup_days": "work"}, "2026-10-17", ("10:00", "12:00")),  # a Saturday like any other
    ],
)
def test_rules_of_a_calendar(rules: dict[str, str | None], day: str, hours: tuple[str, str] | None) -> None:
    found = ServiceHours.of(calendar(SATURDAYS, **rules)).open_spans(date.fromisoformat(day))
    assert [(f"{a:%H:%M}", f"{b:%H:%M}") for a, b in found] == ([hours] if hours else [])


@pytest.mark.parametrize("day", ["2026-10-01", "2026-10-10", "2026-10-13", "2031-10-01"])
def test_an_exceptional_day_wins_over_everything(day: str) -> None:
    rules = {"statutory": "CN", "makeup_days": "work"}
    open_, shut = (ServiceHours.of(calendar(WORKING_WEEK, overrides={day: h}, **rules)) for h in (["20:00-21:00"], []))
    assert spans(open_, day) == [(f"{day[-2:]} 20:00", f"{day[-2:]} 21:00")]
    assert spans(shut, day) == []


def test_a_year_without_a_notice_is_never_guessed() -> None:
    with pytest.raises(HolidaysUnpublished) as caught:
        OFFICIAL.due(at("2026-12-31T17:00"), 2 * HOUR)
    assert caught.value.year == 2027
    assert OFFICIAL.due(at("2026-12-31T17:00"), HOUR) == at("2026-12-31T18:00")
    with pytest.raises(HolidaysUnpublished):
        OFFICIAL.is_working(date(2003, 10, 1))


def test_a_calendar_without_holidays_needs_no_notice() -> None:
    plain = ServiceHours.of(calendar(WORKING_WEEK))
    assert plain.due(at("2026-12-31T17:00"), 2 * HOUR) == at("2027-01-01T10:00")


def test_the_new_year_of_a_zone_ahead_of_utc() -> None:
    whole = ServiceHours.of(calendar(ROUND_THE_CLOCK, statutory="CN"))
    assert whole.elapsed(at("2025-12-31T23:00"), at("2026-01-04T01:00")) == 2 * HOUR
    assert whole.elapsed(at("2026-12-31T08:00"), at("2027-01-01T00:00")) == 16 * HOUR


def test_hours_on_exceptional_days_only() -> None:
    rare = ServiceHours.of(calendar({"mon": []}, overrides={"2030-01-01": ["09:00-10:00"], "2026-12-31": []}))
    assert rare.due(at("2026-01-01"), HOUR) == at("2030-01-01T10:00")
    with pytest.raises(NeverDueError):
        rare.due(at("2026-01-01"), HOUR + 1)


def test_never_due() -> None:
    with pytest.raises(NeverDueError):
        ServiceHours.of(calendar({"mon": []})).due(at("2026-01-01"), 1)
    with pytest.raises(NeverDueError):
        ServiceHours.of(calendar({"mon": ["09:00-10:00"]})).due(at("2026-01-01"), 999_999 * HOUR)


def test_what_is_refused() -> None:
    with pytest.raises(UnknownZoneError):
        ServiceHours.of(calendar(WORKING_WEEK, "Asia/Atlantis"))
    with pytest.raises(ValueError, match="time zone"):
        OFFICIAL.due(datetime(2026, 1, 5), 1)
    with pytest.raises(ValueError, match="negative"):
        OFFICIAL.due(at("2026-01-05"), -1)
    with pytest.raises(ValueError, match="before"):
        OFFICIAL.elapsed(at("2026-01-06"), at("2026-01-05"))
    with pytest.raises(OutOfRangeError):
        ServiceHours.of(calendar(WORKING_WEEK)).due(datetime(9999, 12, 31, 23, tzinfo=UTC), 1)


def test_equal_calendars_share_one_value() -> None:
    assert ServiceHours.of(calendar(WORKING_WEEK)) is ServiceHours.of(calendar(WORKING_WEEK))
    assert ServiceHours.of(calendar(WORKING_WEEK)) != ServiceHours.of(calendar(WORKING_WEEK, statutory="CN"))


def gaps(*calendars: Calendar, tz: str = "Asia/Shanghai") -> list[tuple[int, int]]:
    """The uncovered stretches in hours after Monday 00:00."""
    found = uncovered([ServiceHours.of(one) for one in calendars], tz, 2026)
    return [(span.start // HOUR, span.end // HOUR) for span in found]


def day_and_night(tz: str, start: str, end: str) -> Calendar:
    """A calendar with the same hours every day."""
    return calendar({day: [f"{start}-{end}"] for day in ROUND_THE_CLOCK}, tz)


def test_a_week_is_covered() -> None:
    assert gaps(calendar(ROUND_THE_CLOCK)) == []
    assert gaps(calendar(ROUND_THE_CLOCK, "America/New_York")) == []
    follow_the_sun = (
        day_and_night("Asia/Shanghai", "08:00", "20:00"),
        day_and_night("Asia/Shanghai", "20:00", "24:00"),
        day_and_night("Asia/Shanghai", "00:00", "08:00"),
    )
    assert gaps(*follow_the_sun) == []
    assert gaps(*follow_the_sun, tz="America/New_York") == []


def test_a_week_is_not_covered() -> None:
    assert gaps() == [(0, 168)]
    assert gaps(calendar(WORKING_WEEK))[:2] == [(0, 9), (18, 33)]
    assert sum(end - start for start, end in gaps(calendar(WORKING_WEEK))) == 168 - 45


def test_coverage_that_fails_only_in_summer() -> None:
    # London has the 12 hours that Shanghai leaves while it keeps UTC; in summer it begins and ends an hour earlier.
    pair = day_and_night("Asia/Shanghai", "08:00", "20:00"), day_and_night("Europe/London", "12:00", "24:00")
    assert gaps(*pair, tz="Asia/Shanghai") == [(day * 24 + 7, day * 24 + 8) for day in range(7)]
    assert gaps(*pair, tz="UTC") == [(day * 24 + 23, day * 24 + 24) for day in range(7)]


ZONES = (
    "Asia/Shanghai", "UTC", "Europe/London", "America/New_York", "Australia/Lord_Howe", "America/Sao_Paulo",
    "America/St_Johns", "Pacific/Apia", "Asia/Kathmandu", "Antarctica/Troll", "Africa/Casablanca", "America/Havana",
)  # fmt: skip


@st.composite
def hours_of_day(draw: st.DrawFn) -> str:
    start = draw(st.integers(0, 1439))
    end = draw(st.integers(start + 1, 1440))
    return f"{start // 60:02}:{start % 60:02}-{end // 60:02}:{end % 60:02}"


DAY_HOURS = st.lists(hours_of_day(), max_size=3)
FIRST, LAST = date(2009, 1, 1), date(2019, 12, 31)


@st.composite
def calendars(draw: st.DrawFn) -> Calendar:
    """Any calendar, with exceptional days near the middle of the time looked at."""
    weekly = draw(st.dictionaries(st.sampled_from(Weekday), DAY_HOURS, min_size=1))
    overrides = draw(st.dictionaries(st.dates(FIRST, LAST).map(str), DAY_HOURS, max_size=3))
    return calendar(
        weekly,
        draw(st.sampled_from(ZONES)),
        overrides,
        statutory=draw(st.sampled_from([None, "CN"])),
        makeup_days=draw(st.sampled_from([None, "work", "off"])),
    )


@st.composite
def moments(draw: st.DrawFn) -> datetime:
    """A moment, often close to one at which clocks change or a holiday begins."""
    near = (
        "2010-03-14T03:31", "2010-11-07T02:31", "2011-12-30T10:00", "2012-12-31T16:00", "2014-02-06T16:00",
        "2015-03-08T07:00", "2015-10-09T16:00", "2015-11-01T06:00", "2016-03-27T01:00", "2016-10-30T01:00",
        "2017-02-19T02:00", "2018-11-04T03:00",
    )  # fmt: skip
    days = st.integers(0, (LAST - FIRST).days * 86400).map(lambda s: datetime(2009, 1, 2, tzinfo=UTC) + timedelta(0, s))
    close = st.builds(
        lambda one, s: at(one, "UTC") + timedelta(0, s), st.sampled_from(near), st.integers(-90_000, 90_000)
    )
    return draw(days | close).astimezone(ZoneInfo(draw(st.sampled_from(ZONES))))


def epoch(moment: datetime) -> int:
    """Moments of one zone compare by what clocks show, so tests compare seconds."""
    return int(moment.timestamp())


SHORT = st.integers(0, 60 * HOUR)
UNTIMED = settings(deadline=None)


@given(calendars(), moments(), SHORT, SHORT)
@UNTIMED
@example(calendar(WORKING_WEEK, statutory="CN", makeup_days="work"), at("2016-09-30T16:00"), 2 * HOUR, 6 * HOUR)
def test_due_is_additive(written: Calendar, opened: datetime, a: int, b: int) -> None:
    hours = ServiceHours.of(written)
    try:
        whole = hours.due(opened, a + b)
    except (NeverDueError, HolidaysUnpublished):
        assume(False)
    assert epoch(hours.due(hours.due(opened, a), b)) == epoch(whole)


@given(calendars(), moments(), SHORT)
@UNTIMED
def test_elapsed_is_the_inverse_of_due(written: Calendar, opened: datetime, seconds: int) -> None:
    hours = ServiceHours.of(written)
    try:
        due = hours.due(opened, seconds)
    except (NeverDueError, HolidaysUnpublished):
        assume(False)
    assert hours.elapsed(opened, due) == seconds
    if seconds:
        just_before = (due.astimezone(UTC) - timedelta(seconds=1)).astimezone(due.tzinfo)
        assert hours.elapsed(opened, just_before) == seconds - 1


@given(calendars(), moments(), st.integers(0, 10 * 86400))
@UNTIMED
def test_due_of_elapsed_is_the_first_such_moment(written: Calendar, opened: datetime, later: int) -> None:
    hours, end = ServiceHours.of(written), (opened.astimezone(UTC) + timedelta(seconds=later)).astimezone(opened.tzinfo)
    elapsed = hours.elapsed(opened, end)
    first = hours.due(opened, elapsed)
    assert epoch(opened) <= epoch(first) <= epoch(end)
    assert hours.elapsed(opened, first) == elapsed


@given(calendars(), moments(), SHORT, st.integers(0, 86400), st.integers(0, HOUR))
@UNTIMED
def test_due_is_monotone(written: Calendar, opened: datetime, seconds: int, later: int, more: int) -> None:
    hours = ServiceHours.of(written)
    try:
        greater = hours.due(opened.astimezone(UTC) + timedelta(seconds=later), seconds + more)
    except (NeverDueError, HolidaysUnpublished):
        assume(False)
    assert epoch(hours.due(opened, seconds)) <= epoch(greater)


@given(calendars(), moments(), st.integers(1, 36 * 60))
@settings(UNTIMED, max_examples=60)
def test_elapsed_is_what_clocks_show_minute_by_minute(written: Calendar, start: datetime, minutes: int) -> None:
    hours, begin = ServiceHours.of(written), epoch(start) // 60 * 60
    shown = [datetime.fromtimestamp(begin + 60 * number, hours.zone) for number in range(minutes)]
    inside = sum(any(a <= one.hour * 60 + one.minute < b for a, b in _listed(written, one.date())) for one in shown)
    end = datetime.fromtimestamp(begin + 60 * minutes, UTC)
    assert hours.elapsed(datetime.fromtimestamp(begin, UTC), end) == 60 * inside


def _listed(written: Calendar, day: date) -> list[tuple[int, int]]:
    """The hours of a date in minutes, read off the calendar by the words of annex 5."""
    import chinese_calendar

    weekday = list(Weekday)[day.weekday()]
    found = written.weekly.get(weekday, ())
    if written.statutory and day in chinese_calendar.holidays:
        found = ()
    if written.makeup_days and day in chinese_calendar.workdays:
        found = written.weekly.get(Weekday.MON, ()) if written.makeup_days == "work" else ()
    for override in written.overrides:
        if override.day == day:
            found = override.hours
    return [(span.start.minutes, span.end.minutes) for span in found]


@given(calendars(), st.dates(FIRST, LAST))
@UNTIMED
def test_the_spans_of_the_days_of_a_week_are_all_its_time(written: Calendar, day: date) -> None:
    hours = ServiceHours.of(written)
    low, high = (beginning(day + timedelta(days=days), hours.zone) for days in (0, 7))
    # A day before and after, since clocks may show the end of a day again when the next has begun.
    opened = [span for days in range(-1, 8) for span in hours.open_spans(day + timedelta(days=days))]
    assert all(epoch(start) < epoch(end) for start, end in opened)
    inside = sum(max(min(epoch(end), high) - max(epoch(start), low), 0) for start, end in opened)
    assert inside == hours.elapsed(moment_at(low, hours.zone), moment_at(high, hours.zone))


@given(st.lists(calendars(), max_size=3), st.sampled_from(ZONES))
@settings(UNTIMED, max_examples=30)
def test_what_is_uncovered_and_what_one_calendar_covers_make_a_week(written: list[Calendar], tz: str) -> None:
    gaps_ = uncovered([ServiceHours.of(one) for one in written], tz, 2015)
    assert all(0 <= gap.start < gap.end <= 7 * 86400 for gap in gaps_)
    assert all(one.end < other.start for one, other in pairwise(gaps_))
    most = max((ServiceHours.of(one).weekly_seconds() for one in written), default=0)
    if not written:
        assert [(gap.start, gap.end) for gap in gaps_] == [(0, 7 * 86400)]
    if len(written) == 1 and written[0].tz == tz:
        assert sum(gap.seconds for gap in gaps_) == 7 * 86400 - most
