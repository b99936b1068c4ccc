"""Measurement Periods, service months and Contract Years: how a contract's term is cut up.

Measurement Periods follow clause quality.measurement ("Measurement Periods"): calendar months, quarters and years, or
months of 30, quarters of 90 and years of 365 days one after another from the Service Start Date, each from the
beginning of its first day to the end of its last in the time zone of measurement; the first begins on the Service Start
Date and the last ends with the Service; a first or last one shorter than `measurement.short_period` is joined to its
neighbour. Targets are the same for any length.

Service months follow the term `monthly-service-fee`: a month in which a Service begins or ceases counts in proportion
of the days of provision to the days of the month. Contract Years follow the term `contract-year`.

A contract knows the Service Start Date only where no stage has to be passed first (clause scope.delivery-process,
"Service Start Date"): it is the Effective Date unless another is given here.
"""

from __future__ import annotations

from bisect import bisect_right
from calendar import monthrange
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction

from slagen.model.contract import Contract
from slagen.model.quality import Window
from slagen.model.units import Duration, TimeUnit
from slagen.sla.deadlines import BusinessDays, last_day
from slagen.sla.zones import add_months, beginning, day_after, moment_at, seconds_of, zone

_DAYS = {Window.MONTH: 30, Window.QUARTER: 90, Window.YEAR: 365}
_MONTHS = {Window.MONTH: 1, Window.QUARTER: 3, Window.YEAR: 12}
_LETTER = {Window.MONTH: "M", Window.QUARTER: "Q", Window.YEAR: "Y"}


@dataclass(frozen=True, slots=True)
class Period:
    """One Measurement Period: its days, its moments (`end` is the first one after it), its place in the order from 1.

    `names` are those of the calendar (``2026-02``, ``2026-Q1``, ``2026``) or, where periods are counted in days, of
    their order (``M2``, ``Q1``, ``Y1``); a period that another one has joined has the names of both.
    """

    number: int
    names: tuple[str, ...]
    first: date
    last: date
    start: datetime
    end: datetime

    @property
    def label(self) -> str:
        """The names in one: ``2026-01/2026-02`` where two periods are joined."""
        return "/".join(self.names)

    @property
    def seconds(self) -> int:
        """Its length in real seconds: an hour less in a month in which clocks go forward."""
        return seconds_of(self.end) - seconds_of(self.start)

    def __contains__(self, moment: datetime) -> bool:
        return seconds_of(self.start) <= seconds_of(moment) < seconds_of(self.end)


@dataclass(frozen=True, slots=True)
class _Days:
    """The days of a period, both included, and its names."""

    first: date
    last: date
    names: tuple[str, ...]

    def joined(self, after: _Days) -> _Days:
        return _Days(self.first, after.last, self.names + after.names)


def periods(
    contract: Contract, window: Window, *, starts: date | None = None, ends: date | None = None
) -> tuple[Period, ...]:
    """The Measurement Periods of a Service over the term, in order, without gap or overlap; none where it ends first.

    `starts` is the Service Start Date, the Effective Date by default; `ends` the last day of the Service, the Expiry
    Date by default.

    Raises:
        UnknownZoneError: the time zone of measurement is none.
        HolidaysUnpublished: `measurement.short_period` is in Business Days of a year without a notice.
        OutOfRangeError: a date is too far away.
    """
    measurement, agreement = contract.measurement, contract.contract
    first, last = starts or agreement.effective, ends or agreement.expiry
    cut = _natural if measurement.calendar_months else _counted
    days = _without_short(tuple(cut(first, last, window)), measurement.short_period, BusinessDays.of(contract))
    return tuple(_period(number, one, measurement.tz) for number, one in enumerate(days, 1))


def period_of(moment: datetime, among: Sequence[Period]) -> Period | None:
    """The one of a Service's Measurement Periods in which a moment lies.

    Raises:
        ValueError: `moment` has no time zone.
    """
    index = bisect_right(among, seconds_of(moment), key=lambda period: seconds_of(period.start)) - 1
    return among[index] if index >= 0 and moment in among[index] else None


def _period(number: int, days: _Days, tz: str) -> Period:
    bounds = (beginning(day, zone(tz)) for day in (days.first, day_after(days.last)))
    start, end = (moment_at(bound, zone(tz)) for bound in bounds)
    return Period(number, days.names, days.first, days.last, start, end)


def _natural(first: date, last: date, window: Window) -> Iterator[_Days]:
    months = _MONTHS[window]
    begins = date(first.year, (first.month - 1) // months * months + 1, 1)
    while max(begins, first) <= last:
        following = add_months(begins, months)
        yield _Days(max(begins, first), min(day_after(following, -1), last), (_name(begins, window),))
        begins = following


def _name(begins: date, window: Window) -> str:
    match window:
        case Window.MONTH:
            return f"{begins:%Y-%m}"
        case Window.QUARTER:
            return f"{begins:%Y}-Q{(begins.month + 2) // 3}"
    return f"{begins:%Y}"


def _counted(first: date, last: date, window: Window) -> Iterator[_Days]:
    number = 1
    while first <= last:
        following = day_after(first, _DAYS[window])
        yield _Days(first, min(day_after(following, -1), last), (f"{_LETTER[window]}{number}",))
        first, number = following, number + 1


def _without_short(days: tuple[_Days, ...], least: Duration, business: BusinessDays) -> tuple[_Days, ...]:
    if len(days) > 1 and _shorter(days[0], least, business):
        days = (days[0].joined(days[1]), *days[2:])
    if len(days) > 1 and _shorter(days[-1], least, business):
        days = (*days[:-2], days[-2].joined(days[-1]))
    return days


def _shorter(days: _Days, least: Duration, business: BusinessDays) -> bool:
    """Whether the days, counted from the first of them, are fewer than a length of time."""
    if least.unit in {TimeUnit.SECOND, TimeUnit.MINUTE, TimeUnit.HOUR}:
        bounds = beginning(days.first, business.zone), beginning(day_after(days.last), business.zone)
        return bounds[1] - bounds[0] < (least.seconds or 0)
    if least.unit in {TimeUnit.MONTH, TimeUnit.YEAR}:
        return day_after(days.last) < last_day(days.first, least, business)
    return days.last < last_day(day_after(days.first, -1), least, business)


@dataclass(frozen=True, slots=True)
class ServiceMonth:
    """The days of one calendar month on which a Service is provided, both included."""

    first: date
    last: date

    @property
    def share(self) -> Fraction:
        """The part of the Monthly Service Fee that is due for it: days of provision by days of the month, exact."""
        days = (self.last - self.first).days + 1
        return Fraction(days, monthrange(self.first.year, self.first.month)[1])


def service_months(first: date, last: date) -> tuple[ServiceMonth, ...]:
    """The calendar months of a Service that is provided from `first` to `last`, both included.

    Raises:
        OutOfRangeError: a date is too far away.
    """
    return tuple(ServiceMonth(days.first, days.last) for days in _natural(first, last, Window.MONTH))


def months_of_provision(first: date, last: date) -> Fraction:
    """How many Monthly Service Fees are due for a Service from `first` to `last`, both included: the sum of the shares.

    0 or less where `last` lies before `first`.
    """
    between = (last.year - first.year) * 12 + last.month - first.month - 1
    days_first, days_last = (monthrange(day.year, day.month)[1] for day in (first, last))
    return Fraction(days_first - first.day + 1, days_first) + between + Fraction(last.day, days_last)


def highest_share(period: Period, months: Sequence[ServiceMonth]) -> Fraction:
    """The highest share of the Monthly Service Fee among the months of a Service in which a Measurement Period lies.

    A Service Credit is taken of that month (clause annex.service-credits, "Amount"); 0 where it lies in none.
    """
    lies = (month for month in months if month.first <= period.last and period.first <= month.last)
    return max((month.share for month in lies), default=Fraction(0))


@dataclass(frozen=True, slots=True)
class ContractYear:
    """A Contract Year: its number from 1, its days, both included."""

    number: int
    first: date
    last: date


def contract_years(contract: Contract) -> tuple[ContractYear, ...]:
    """The Contract Years up to the Expiry Date; the last may be shorter. None where the contract expires first.

    Raises:
        OutOfRangeError: a date is too far away.
    """
    effective, expiry = contract.contract.effective, contract.contract.expiry
    years: list[ContractYear] = []
    while (first := add_months(effective, 12 * len(years))) <= expiry:
        last = min(day_after(add_months(effective, 12 * len(years) + 12), -1), expiry)
        years.append(ContractYear(len(years) + 1, first, last))
    return tuple(years)
