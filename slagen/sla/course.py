"""The course of a contract: when each service starts, the measurement periods of its objectives, what is exempt.

Sources: clauses 1.3 (“Baseline period”), 1.4 (“Service Start Date”), 4.2 (“Measurement Periods”), 8.1 (“Signature
after the Effective Date”).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from zoneinfo import ZoneInfo

from slagen.model.contract import Contract
from slagen.model.governance import StageKind
from slagen.model.quality import ServiceLevel, Sli, Window
from slagen.model.units import TimeUnit
from slagen.sla.availability import around_the_clock
from slagen.sla.deadlines import BusinessDays, last_day
from slagen.sla.hours import ServiceHours
from slagen.sla.intervals import Interval, Intervals, intersect
from slagen.sla.periods import Period, ServiceMonth, periods, service_months
from slagen.sla.zones import beginning, day_after, moment_at, seconds_of, zone


class Exempt(StrEnum):
    """Why a miss earns no credit and doesn't count towards a right to terminate."""

    BASELINE = "baseline"
    UNSIGNED = "before signature"


def starts_unknown(contract: Contract) -> bool:
    """Whether the Service Start Date depends on the passing of a stage, so that the contract doesn't tell it."""
    return contract.stages[0].kind is not StageKind.OPERATION and any(
        stage.kind is StageKind.OPERATION for stage in contract.stages
    )


@dataclass(frozen=True, slots=True)
class Span:
    """The time of a measurement period, and the part of it on which it is judged whether an objective is met."""

    whole: Interval
    judged: Interval


@dataclass(frozen=True)
class Course:
    """A contract with its Service Start Dates, by service; make it with :meth:`of`."""

    contract: Contract
    starts: Mapping[str, date]
    business: BusinessDays
    levels: Mapping[str, ServiceLevel]
    """The objectives by id."""
    indicators: Mapping[str, Sli]
    """The indicator of each objective, by the objective's id."""
    _periods: dict[tuple[date, Window], tuple[Period, ...]] = field(default_factory=dict, repr=False, compare=False)
    _baselines: dict[date, int | None] = field(default_factory=dict, repr=False, compare=False)
    _spans: dict[tuple[date, Window], tuple[Span, ...]] = field(default_factory=dict, repr=False, compare=False)

    @classmethod
    def of(cls, contract: Contract, starts: Mapping[str, date], otherwise: date | None = None) -> Course:
        """The course of a contract whose services start on `starts`, else `otherwise`, else on the Effective Date.

        No service starts before the Effective Date (clause 1.4).
        """
        effective = contract.contract.effective
        dates = {each.id: max(starts.get(each.id, otherwise or effective), effective) for each in contract.services}
        slis = {sli.id: sli for sli in contract.slis}
        levels = {level.id: level for level in contract.slos}
        indicators = {level.id: slis[level.sli] for level in contract.slos}
        return cls(contract, dates, BusinessDays.of(contract), levels, indicators)

    @property
    def zone(self) -> ZoneInfo:
        """The time zone of measurement."""
        return zone(self.contract.measurement.tz)

    def periods(self, level: ServiceLevel) -> tuple[Period, ...]:
        """The measurement periods of an objective.

        Raises:
            HolidaysUnpublished, OutOfRangeError: as :func:`slagen.sla.periods.periods`.
        """
        key = self.starts[level.service], level.window
        if key not in self._periods:
            self._periods[key] = periods(self.contract, level.window, starts=key[0])
        return self._periods[key]

    def months(self) -> Mapping[str, Sequence[ServiceMonth]]:
        """The calendar months of each service."""
        expiry = self.contract.contract.expiry
        return {id_: service_months(start, expiry) if start <= expiry else () for id_, start in self.starts.items()}

    def baseline_until(self, level: ServiceLevel) -> int | None:
        """The first second after the baseline period of an objective's service; None where none is agreed.

        Raises:
            HolidaysUnpublished: it is in Business Days of a year without a notice.
        """
        start = self.starts[level.service]
        if start not in self._baselines:
            self._baselines[start] = self._baseline_from(start)
        return self._baselines[start]

    def _baseline_from(self, start: date) -> int | None:
        length = self.contract.establishment.baseline_period
        if length is None:
            return None
        if length.unit in _RUNNING:
            return beginning(start, self.zone) + (length.seconds or 0)
        return beginning(day_after(last_day(start, length, self.business)), self.zone)

    def exempt(self, level: ServiceLevel, period: Period) -> Exempt | None:
        """Why misses of a period have no consequences, if they have none.

        A period that runs across the end of the baseline period is judged by what follows it, and is not exempt; nor
        is one in which the contract was signed.
        """
        agreement, until = self.contract.contract, self.baseline_until(level)
        if until is not None and seconds_of(period.end) <= until:
            return Exempt.BASELINE
        if agreement.signed and period.last < agreement.signed and not agreement.retroactive_credits:
            return Exempt.UNSIGNED
        return None

    def spans(self, level: ServiceLevel) -> tuple[Span, ...]:
        """The time of each measurement period of an objective, in their order.

        Raises:
            HolidaysUnpublished, OutOfRangeError: as :meth:`periods` and :meth:`baseline_until`.
        """
        key = self.starts[level.service], level.window
        if key not in self._spans:
            until = self.baseline_until(level)
            self._spans[key] = tuple(_span(period, until) for period in self.periods(level))
        return self._spans[key]

    def hours(self, level: ServiceLevel, within: Interval) -> Intervals:
        """The service hours of an objective's service in an interval: all of it where they are round the clock.

        Raises:
            HolidaysUnpublished: they depend on a year without a notice.
        """
        service = next(each for each in self.contract.services if each.id == level.service)
        calendar = next(each for each in self.contract.calendars if each.id == service.calendar)
        if around_the_clock(calendar):
            return (within,) if within.seconds else ()
        return intersect(_open(ServiceHours.of(calendar), within), (within,))


def _span(period: Period, baseline_until: int | None) -> Span:
    whole = Interval(seconds_of(period.start), seconds_of(period.end))
    crosses = baseline_until is not None and whole.start < baseline_until < whole.end
    return Span(whole, Interval(baseline_until, whole.end) if crosses and baseline_until else whole)


_RUNNING = (TimeUnit.SECOND, TimeUnit.MINUTE, TimeUnit.HOUR)


def _open(hours: ServiceHours, within: Interval) -> Iterator[Interval]:
    """The open spans of every day that an interval touches."""
    # The last second counts, not the moment after it: up to the end of a year nothing depends on the next.
    day, last = (moment_at(second, hours.zone).date() for second in (within.start, within.end - 1))
    while within.seconds and day <= last:
        for start, end in hours.open_spans(day):
            yield Interval(seconds_of(start), seconds_of(end))
        day = day_after(day)
