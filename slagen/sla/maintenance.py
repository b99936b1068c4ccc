"""When planned maintenance takes place over a contract's term, how much of it falls in a period, and what it meets.

The times of a window of maintenance are those of the time zone of measurement (clause supplementary.interpretation,
"Time zone"), its recurrence rule starts at the beginning of the Effective Date, and each occasion is taken to be as
long as it may be (clause annex.calendar, "Longest occasion").
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from slagen.model.contract import Contract
from slagen.model.management import Freeze
from slagen.model.quality import Maintenance
from slagen.sla.holidays import HolidaysUnpublished
from slagen.sla.hours import ServiceHours
from slagen.sla.periods import Period
from slagen.sla.recurrence import occurrences
from slagen.sla.zones import Spans, beginning, day_after, merged, moment_at, seconds_of, zone


@dataclass(frozen=True, slots=True)
class Occasion:
    """One occasion of maintenance: its first moment, and the one after its last."""

    start: datetime
    end: datetime


@dataclass(frozen=True, slots=True)
class Clash:
    """The first occasion that falls where it should not, how many do, and whether that is known for certain."""

    first: Occasion
    number: int
    certain: bool = True


def occasions(contract: Contract, window: Maintenance) -> tuple[Occasion, ...]:
    """The occasions of a window of maintenance that begin in the term, in order.

    Raises:
        ClockError: the rule can't be worked out, or a date is too far away.
    """
    tz, agreement = contract.measurement.tz, contract.contract
    bounds = (beginning(day, zone(tz)) for day in (agreement.effective, day_after(agreement.expiry)))
    start, end = (moment_at(bound, zone(tz)) for bound in bounds)
    return tuple(Occasion(*one) for one in occurrences(window.rrule, window.minutes, tz, start, end))


def spans_of(found: Iterable[Occasion]) -> Spans:
    """The time that occasions take, in seconds since 1970-01-01T00:00Z; what overlaps counts once."""
    return merged(sorted((seconds_of(one.start), seconds_of(one.end)) for one in found))


def loads(spans: Spans, among: Sequence[Period]) -> Iterator[tuple[Period, int]]:
    """Each of some periods that follow one another, with the seconds of the spans that lie in it."""
    index = 0
    for period in among:
        low, high = seconds_of(period.start), seconds_of(period.end)
        total = 0
        while index < len(spans) and spans[index][0] < high:
            total += max(min(spans[index][1], high) - max(spans[index][0], low), 0)
            if spans[index][1] > high:
                break
            index += 1
        yield period, total


def in_hours(found: Sequence[Occasion], hours: ServiceHours) -> Clash | None:
    """The occasions that fall in the hours of a calendar.

    Where a year's holidays are not published, days count as they would without holidays, and that is not certain; a
    certain clash comes before one that is not.
    """
    met = [(one, sure) for one in found if (sure := _meets(one, hours)) is not None]
    certain = [one for one, sure in met if sure]
    if certain:
        return Clash(certain[0], len(certain))
    return Clash(met[0][0], len(met), certain=False) if met else None


def _meets(one: Occasion, hours: ServiceHours) -> bool | None:
    """Whether it is certain that an occasion falls in the hours; None where it does not."""
    try:
        return True if hours.elapsed(one.start, one.end) else None
    except HolidaysUnpublished:
        return False if hours.usual.elapsed(one.start, one.end) else None


def in_freeze(found: Sequence[Occasion], freeze: Freeze) -> Clash | None:
    """The occasions that fall on the days of a freeze period, which are those of the zone that occasions are in."""
    met = [one for one in found if one.start.date() <= freeze.end and _last_day(one) >= freeze.start]
    return Clash(met[0], len(met)) if met else None


def _last_day(one: Occasion) -> date:
    return (one.end - timedelta(seconds=1)).date()
