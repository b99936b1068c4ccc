"""Periods of a contract in days, Business Days, weeks, months and years, and when they end.

The rules are those of clause supplementary.interpretation ("Periods", "Times that are not extended", "Time zone"):

- the day on which a period of days or longer units starts is not counted, and its last day ends at 24:00;
- a period of months or years ends on the corresponding day, or the last day of a month that has none;
- a period of hours, minutes or seconds runs from the moment itself, and inside a calendar's hours where it says so;
- where an act may be done within a period whose last day is no Business Day, it ends on the next one
  (:func:`extended`); Response and Resolution Times and hours, minutes and seconds are never extended;
- an act due at least a period before a day lies before the whole of that period (:func:`latest_notice`).

A Business Day is a day for which `contract.business_calendar` has hours or, without it, a day of Monday to Friday or a
make-up working day, but no holiday that the State Council's General Office announces (term `business-day`).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from slagen.model.contract import Contract
from slagen.model.delivery import Clock
from slagen.model.parties import MakeupDays
from slagen.model.units import Duration, TimeUnit
from slagen.sla.hours import HORIZON, ServiceHours
from slagen.sla.zones import DAY, ClockError, add_months, beginning, day_after, moment_at, seconds_of, zone

_WHOLE = (((0, DAY),),) * 5 + ((),) * 2
_RUNNING = {TimeUnit.SECOND: 1, TimeUnit.MINUTE: 60, TimeUnit.HOUR: 3600}
_MONTHS = {TimeUnit.MONTH: 1, TimeUnit.YEAR: 12}


class TooFewDaysError(ClockError):
    """There are not `days` days of the kind asked for within :data:`HORIZON` years."""

    def __init__(self, days: int) -> None:
        super().__init__(f"there are not {days} such days within {HORIZON} years")
        self.days = days


@dataclass(frozen=True, slots=True)
class BusinessDays:
    """The Business Days of a contract, and the time zone of its dates."""

    hours: ServiceHours
    tz: str

    @classmethod
    def of(cls, contract: Contract) -> BusinessDays:
        """The Business Days that a contract's term of that name means.

        Raises:
            UnknownZoneError: the calendar's time zone is none.
        """
        named = contract.contract.business_calendar
        if named is None:
            return cls.announced(contract.measurement.tz)
        calendar = next(calendar for calendar in contract.calendars if calendar.id == named)
        return cls(ServiceHours.of(calendar), contract.measurement.tz)

    @classmethod
    def announced(cls, tz: str) -> BusinessDays:
        """The Business Days of a contract that names no calendar: those that the State Council leaves."""
        return cls(ServiceHours(tz, _WHOLE, statutory=True, makeup_days=MakeupDays.WORK), tz)

    @property
    def zone(self) -> ZoneInfo:
        """The time zone in which days begin and end."""
        return zone(self.tz)

    def is_business_day(self, day: date) -> bool:
        """Whether a date is a Business Day.

        Raises:
            HolidaysUnpublished: that depends on a year without a notice.
        """
        return self.hours.is_working(day)


def add_business_days(day: date, number: int, business: BusinessDays) -> date:
    """The `number`th Business Day after a date, or before it where negative; the date itself for 0.

    Raises:
        HolidaysUnpublished: the answer depends on a year without a notice.
        TooFewDaysError: there are not so many within :data:`HORIZON` years.
        OutOfRangeError: a date is too far away.
    """
    return _count(day, number, business.is_business_day)


def business_days_between(first: date, last: date, business: BusinessDays) -> int:
    """How many Business Days there are from `first` to `last`, both included; 0 where `last` lies before `first`.

    Raises:
        HolidaysUnpublished: the answer depends on a year without a notice.
    """
    days = range((last - first).days + 1)
    return sum(business.is_business_day(first + timedelta(days=number)) for number in days)


def last_day(start: date, period: Duration, business: BusinessDays) -> date:
    """The last day of a period of days or longer units that starts on a date; it is not extended.

    Raises:
        ValueError: the period is one of hours, minutes or seconds.
        HolidaysUnpublished: the answer depends on a year without a notice.
        TooFewDaysError: there are not so many Business Days within :data:`HORIZON` years.
        OutOfRangeError: a date is too far away.
    """
    return _last(start, period, business, _any_day)


def extended(day: date, business: BusinessDays) -> date:
    """The first Business Day on or after a date: the end of a period within which an act may be done.

    Raises:
        HolidaysUnpublished: the answer depends on a year without a notice.
        TooFewDaysError: there is none within :data:`HORIZON` years.
        OutOfRangeError: a date is too far away.
    """
    return day if business.is_business_day(day) else add_business_days(day, 1, business)


def latest_notice(day: date, period: Duration, business: BusinessDays) -> date:
    """The latest date for an act that has to be done at least a period before a date.

    Raises:
        HolidaysUnpublished: the answer depends on a year without a notice.
        TooFewDaysError: there are not so many Business Days within :data:`HORIZON` years.
        OutOfRangeError: a date is too far away.
    """
    if period.unit in _RUNNING:
        return moment_at(beginning(day, business.zone) - _seconds(period), business.zone).date()
    if period.unit is TimeUnit.BUSINESS_DAY:
        return day_after(add_business_days(day, -period.amount, business), -1)
    if period.unit not in _MONTHS:
        return day_after(day, -period.amount * (7 if period.unit is TimeUnit.WEEK else 1) - 1)
    # Months that end on the last day of a shorter one may start on any of several days, of which this is the last.
    latest = add_months(day, -period.amount * _MONTHS[period.unit])
    while last_day(latest, period, business) >= day:
        latest = day_after(latest, -1)
    return latest


def due_duration(
    opened: datetime, period: Duration, clock: Clock, *, hours: ServiceHours, business: BusinessDays
) -> datetime:
    """When a Response or Resolution Time that starts at `opened` ends.

    Elapsed time ends in the contract's time zone, calendar hours in that of `hours`. Hours, minutes and seconds run
    from the moment itself; days and longer units end at 24:00 of their last day. Since calendar hours run only on
    days that have some, days and Business Days count there only where `hours` has hours; weeks, months and years end
    on the corresponding day on either clock.

    Raises:
        ValueError: `opened` has no time zone.
        HolidaysUnpublished: the answer depends on a year without a notice.
        NeverDueError, TooFewDaysError: that much time doesn't pass within :data:`HORIZON` years.
        OutOfRangeError: a date is too far away.
    """
    in_hours = clock is Clock.SERVICE_HOURS
    tz = hours.zone if in_hours else business.zone
    moment = seconds_of(opened)
    if period.unit in _RUNNING:
        seconds = _seconds(period)
        return hours.due(opened, seconds) if in_hours else moment_at(moment + seconds, tz)
    last = _last(moment_at(moment, tz).date(), period, business, hours.is_working if in_hours else _any_day)
    return moment_at(beginning(day_after(last), tz), tz)


def _seconds(period: Duration) -> int:
    return period.amount * _RUNNING[period.unit]


def _any_day(_: date) -> bool:
    return True


def _last(start: date, period: Duration, business: BusinessDays, counts: Callable[[date], bool]) -> date:
    if period.unit in _MONTHS:
        return add_months(start, period.amount * _MONTHS[period.unit])
    if period.unit is TimeUnit.WEEK:
        return day_after(start, period.amount * 7)
    if period.unit is TimeUnit.BUSINESS_DAY:
        return _count(start, period.amount, lambda day: business.is_business_day(day) and counts(day))
    if period.unit is not TimeUnit.DAY:
        raise ValueError(f"a period of days or longer units, not {period}")
    return day_after(start, period.amount) if counts is _any_day else _count(start, period.amount, counts)


def _count(day: date, number: int, counts: Callable[[date], bool]) -> date:
    """The `number`th day that counts after a date, or before it where negative."""
    step, left = (1 if number > 0 else -1), abs(number)
    for _ in range(HORIZON * 366):
        if not left:
            return day
        day = day_after(day, step)
        left -= counts(day)
    raise TooFewDaysError(abs(number))
