"""Which of two durations is longer, so far as that is certain whenever they start.

Hours and less have an exact length on their clock.  Days and more are counted by clause 8.3, “Periods”: the day on
which they start is not counted and the last one counts to its end, so a period of n days takes n days and what is left
of the first one.  Holidays make business days last longer than any bound, months have 28 to 31 days, and the
calendar-hours clock stands still outside its calendar; where an order depends on such things, it is not certain.
Days are of 24 hours: a change to or from summer time is left out.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from slagen.model.delivery import Clock
from slagen.model.parties import Calendar, MakeupDays, Weekday
from slagen.model.units import Duration, Hours, TimeUnit
from slagen.sla.zones import merged

_DAY = 86400
_DAYS_OF_400_YEARS = 146097
_WORKING_WEEK = {Weekday.MON, Weekday.TUE, Weekday.WED, Weekday.THU, Weekday.FRI}
_CLOCK_UNITS = (TimeUnit.SECOND, TimeUnit.MINUTE, TimeUnit.HOUR)


@dataclass(frozen=True, slots=True)
class Bounds:
    """The least and the greatest a quantity can be; `most` is None where nothing bounds it."""

    least: int
    most: int | None


def whole_days(duration: Duration) -> Bounds | None:
    """The calendar days that a duration takes after the day on which it starts; None for hours and less."""
    if duration.unit in _CLOCK_UNITS:
        return None
    unit, amount = _plain(duration)
    if unit is TimeUnit.BUSINESS_DAY:
        return Bounds(amount, None if amount else 0)
    return Bounds(amount, amount) if unit is TimeUnit.DAY else _months(amount)


def bounds(duration: Duration, clock: Clock = Clock.CALENDAR, day: Bounds | None = None) -> Bounds:
    """The seconds that `clock` runs through during a duration.

    `day`, for a calendar-hours clock whose calendar has hours on business days only: the seconds it runs on such a day.
    Without it, nothing bounds days and longer on that clock.
    """
    days = whole_days(duration)
    if days is None:
        return Bounds(duration.seconds or 0, duration.seconds or 0)
    if clock is Clock.CALENDAR:
        return Bounds(days.least * _DAY, None if days.most is None else (days.most + 1) * _DAY)
    return _in_hours(duration, days, day)


def elapsed(duration: Duration, clock: Clock) -> Bounds:
    """The seconds by the wall that pass during a duration: on the calendar-hours clock as many or more."""
    running = bounds(duration)
    return running if clock is Clock.CALENDAR else Bounds(running.least, None)


def no_longer(
    first: Duration, second: Duration, clock: Clock = Clock.CALENDAR, day: Bounds | None = None
) -> bool | None:
    """Whether `first` ends no later than `second`, when both start at one moment on one clock.

    None where it depends on when they start, or on a calendar.  `day` as for :func:`bounds`.
    """
    (unit, amount), (other_unit, other) = _plain(first), _plain(second)
    if unit is other_unit:
        return amount <= other
    one, two = whole_days(first), whole_days(second)
    if one is None or two is None:
        one, two = bounds(first, clock, day), bounds(second, clock, day)
    return _ordered(one, two)


def no_longer_elapsed(first: Duration, clock: Clock, second: Duration, other: Clock) -> bool | None:
    """As :func:`no_longer` for durations on two clocks, or on two calendars: compared by the wall clock."""
    return _ordered(elapsed(first, clock), elapsed(second, other))


def sum_no_longer(
    parts: Sequence[Duration], limit: Duration, clock: Clock = Clock.CALENDAR, day: Bounds | None = None
) -> bool | None:
    """As :func:`no_longer` for durations that follow one another, each of which starts when the one before it ends."""
    units = {_plain(each)[0] for each in (*parts, limit)}
    if len(units) == 1:
        return sum(_plain(each)[1] for each in parts) <= _plain(limit)[1]
    one = [bounds(each, clock, day) for each in parts]
    most = [each.most for each in one if each.most is not None]
    together = Bounds(sum(each.least for each in one), sum(most) if len(most) == len(one) else None)
    return _ordered(together, bounds(limit, clock, day))


def business_day_hours(calendar: Calendar, business_calendar: str | None) -> Bounds | None:
    """The seconds that a calendar runs on a Business Day, where it has hours on Business Days and on no other day.

    That is so for the calendar that the contract names for its Business Days, and where it names none for Monday to
    Friday with the public holidays off and their make-up days worked.  None for any other calendar.

    Args:
        business_calendar: `contract.business_calendar`.
    """
    worked = {day for day, hours in calendar.weekly.items() if hours}
    announced = calendar.statutory is not None and calendar.makeup_days is MakeupDays.WORK and not calendar.overrides
    if calendar.id != business_calendar and (business_calendar or not announced or worked != _WORKING_WEEK):
        return None
    lengths = [_length(hours) for hours in calendar.weekly.values() if hours]
    lengths += [_length(each.hours) for each in calendar.overrides if each.hours]
    return Bounds(min(lengths), max(lengths)) if lengths else None


def _length(hours: Sequence[Hours]) -> int:
    """The seconds that hours of a day come to, those that overlap counted once."""
    spans = merged(sorted((each.start.minutes * 60, each.end.minutes * 60) for each in hours))
    return sum(last - first for first, last in spans)


def _ordered(one: Bounds, two: Bounds) -> bool | None:
    if one.most is not None and one.most <= two.least:
        return True
    return False if two.most is not None and one.least > two.most else None


def _plain(duration: Duration) -> tuple[TimeUnit, int]:
    """The duration in the greatest unit that measures all others of its kind: seconds, days, business days, months."""
    if duration.unit in _CLOCK_UNITS:
        return TimeUnit.SECOND, duration.seconds or 0
    unit, size = {TimeUnit.WEEK: (TimeUnit.DAY, 7), TimeUnit.YEAR: (TimeUnit.MONTH, 12)}.get(
        duration.unit, (duration.unit, 1)
    )
    return unit, duration.amount * size


def _in_hours(duration: Duration, days: Bounds, day: Bounds | None) -> Bounds:
    """Days on the calendar-hours clock: any of them but a business day may be without hours."""
    if day is None or day.most is None:
        return Bounds(0, None)
    if duration.unit is TimeUnit.BUSINESS_DAY:
        return Bounds(duration.amount * day.least, (duration.amount + 1) * day.most)
    return Bounds(0, None if days.most is None else (days.most + 1) * day.most)


@cache
def _months(number: int) -> Bounds:
    """The days of so many months; a period ends on the corresponding day, or on the last one of a shorter month.

    From the first day of a month, where it is as long as its months are, and from the 31st, where it can be shorter;
    the years include 2100, which has no 29 February.
    """
    cycles, rest = divmod(number, 4800)  # 400 years have the same days wherever they start
    starts = [(year, month) for year in (*range(2000, 2004), *range(2096, 2104)) for month in range(1, 13)]
    lengths = [
        _days_between(year, month, day, rest) for year, month in starts for day in (1, monthrange(year, month)[1])
    ]
    return Bounds(cycles * _DAYS_OF_400_YEARS + min(lengths), cycles * _DAYS_OF_400_YEARS + max(lengths))


def _days_between(year: int, month: int, day: int, months: int) -> int:
    later_year, later_month = divmod(year * 12 + month - 1 + months, 12)
    last = monthrange(later_year, later_month + 1)[1]
    return (date(later_year, later_month + 1, min(day, last)) - date(year, month, day)).days
