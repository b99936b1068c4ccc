"""Availability: how much a target allows to fail, what a period achieved, and whether that meets the target.

Formulas and their edges follow the contract's own text: clause 4.1 (formulas, nothing to measure, exclusions and the
denominator) and 4.2 (comparison, missing data).  Downtime budgets and the lengths of windows: Google, Site Reliability
Engineering, appendix A (availability table).

A result is a :class:`fractions.Fraction`: a share of one for indicators that count (0.9995 for 99.95 %), seconds for
those that measure durations.  None stands for a period in which there was nothing to measure.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import ceil

from slagen.model.contract import Contract
from slagen.model.parties import Calendar
from slagen.model.quality import Denominator, Operator, ServiceLevel, SliType, Window
from slagen.model.units import Duration, Percent
from slagen.sla.exact import decimal_of, share, summed

DAY = 86400
_DAYS: Mapping[Window, tuple[int, int, int]] = {
    Window.MONTH: (30, 28, 31),
    Window.QUARTER: (90, 90, 92),
    Window.YEAR: (365, 365, 366),
}


def window_seconds(window: Window, *, calendar_months: bool) -> tuple[int, int]:
    """The least and greatest length of a window in seconds; equal where months count as 30 days."""
    fixed, least, most = _DAYS[window]
    return (least * DAY, most * DAY) if calendar_months else (fixed * DAY, fixed * DAY)


def budget(target: Percent, total: Fraction | int) -> Fraction:
    """(1 − target) × total: how much of `total`, in its own unit (seconds, requests), may be not good."""
    return (1 - share(target)) * total


def budget_seconds(target: Percent, window: int) -> Decimal:
    """(1 − target) × window, in seconds, exact; `window` in seconds."""
    return decimal_of(budget(target, window))


def availability_at(downtime: Fraction | int, window: int) -> Fraction:
    """1 − downtime ÷ window: the inverse of :func:`budget`; both in seconds, `window` above 0."""
    return 1 - Fraction(downtime) / window


def downtime_budget(level: ServiceLevel, contract: Contract) -> tuple[Decimal, Decimal] | None:
    """The least and greatest downtime in seconds that one window of `level` allows.

    None where downtime is not what the objective counts: indicators that are not time-based, targets that are met from
    below, and services that don't run around the clock, whose window depends on the days that a month happens to have.
    """
    indicator = next(sli for sli in contract.slis if sli.id == level.sli)
    if indicator.type is not SliType.TIME or level.op is not Operator.AT_LEAST or not isinstance(level.target, Percent):
        return None
    service = next(service for service in contract.services if service.id == level.service)
    calendar = next(calendar for calendar in contract.calendars if calendar.id == service.calendar)
    if not around_the_clock(calendar):
        return None
    least, most = window_seconds(level.window, calendar_months=contract.measurement.calendar_months)
    return budget_seconds(level.target, least), budget_seconds(level.target, most)


def around_the_clock(calendar: Calendar) -> bool:
    """Whether a calendar has every hour of every day, holidays included."""
    whole = all(
        [(span.start.minutes, span.end.minutes) for span in hours] == [(0, 24 * 60)]
        for hours in calendar.weekly.values()
    )
    return whole and len(calendar.weekly) == 7 and calendar.statutory is None and not calendar.overrides


@dataclass(frozen=True, slots=True)
class Count:
    """How much of a total was good, both in one unit: seconds, requests.

    Raises:
        ValueError: good is negative or more than the total.
    """

    good: int
    total: int

    def __post_init__(self) -> None:
        if not 0 <= self.good <= self.total:
            raise ValueError(f"{self.good} good of {self.total} can't be")


def time_availability(good: int, total: int) -> Fraction | None:
    """Good seconds ÷ all seconds; None where there are none."""
    return _quotient(Count(good, total))


def request(good: int, total: int) -> Fraction | None:
    """Good requests ÷ all requests; None where there are none."""
    return _quotient(Count(good, total))


def error_rate(good: int, total: int) -> Fraction:
    """1 − good ÷ total of one time slice; 0 for a slice whose total is zero (clause 4.1, “Formula”)."""
    quotient = _quotient(Count(good, total))
    return Fraction(0) if quotient is None else 1 - quotient


def slice_mean(error_rates: Iterable[Fraction]) -> Fraction | None:
    """1 − sum of the error rates ÷ number of time slices; None where there are no slices."""
    rates = tuple(error_rates)
    return 1 - summed(rates) / len(rates) if rates else None


def duration_mean(durations: Sequence[int]) -> Fraction | None:
    """Sum of the durations ÷ their number, in seconds; None where there are none."""
    return Fraction(sum(durations), len(durations)) if durations else None


def duration_percentile(durations: Sequence[int], percentile: Percent) -> Fraction | None:
    """The shortest of the durations that at least `percentile` of them do not exceed; None where there are none.

    Raises:
        ValueError: the percentile is above 100 %, so that no duration can be the one.
    """
    if percentile.value > 100:
        raise ValueError(f"{percentile} of the durations is more than all of them")
    rank = max(ceil(share(percentile) * len(durations)), 1)
    return Fraction(sorted(durations)[rank - 1]) if durations else None


def measured(kind: SliType, counts: Sequence[Count]) -> Fraction | None:
    """The result of an indicator that counts: `counts` are parts of the period, for a slice mean its time slices.

    None where the total of the period is zero.

    Raises:
        ValueError: `kind` is a duration, which is not counted.
    """
    if kind is SliType.DURATION:
        raise ValueError("durations are measured, not counted")
    good, total = sum(count.good for count in counts), sum(count.total for count in counts)
    if kind is SliType.SLICE_MEAN and total:
        return slice_mean(error_rate(count.good, count.total) for count in counts)
    return _quotient(Count(good, total))


def excluding(count: Count, excluded: Count, denominator: Denominator) -> Count:
    """`count` without what is excluded, which is a part of it (clause 4.1, “Denominator”).

    With ``total``, what is excluded stays in the total and counts as if nothing had failed; with ``net``, it is left
    out of both the good and the total.
    """
    if denominator is Denominator.TOTAL:
        return Count(count.good + excluded.total - excluded.good, count.total)
    return Count(count.good - excluded.good, count.total - excluded.total)


@dataclass(frozen=True, slots=True)
class Missing:
    """Data that were due and not collected, in the unit of the indicator, by what else is known of them."""

    by_outage: int = 0
    """Proved to be missing because the service was interrupted."""
    shown_bad: int = 0
    """Otherwise missing; the ticket system's records or the customer's data show it to be not good."""
    shown_good: int = 0
    """Otherwise missing; the customer's data, or a third party's records, show it to be good."""
    unknown: int = 0
    """Otherwise missing; nobody has data."""


def completed(count: Count, missing: Missing, allowed: Percent) -> Count:
    """`count` of the data collected, completed for what is missing (clause 4.2, “Missing data”).

    `allowed` is the share of the data due up to which missing data are left out.  What an outage made missing is not
    good.  Up to that share, the rest is left out unless shown to be not good; above it, all of it counts, and what
    nobody knows counts as not good.
    """
    others = missing.shown_bad + missing.shown_good + missing.unknown
    due = count.total + missing.by_outage + others
    if others <= share(allowed) * due:
        return Count(count.good, count.total + missing.by_outage + missing.shown_bad)
    return Count(count.good + missing.shown_good, due)


def meets(achieved: Fraction, op: Operator, target: Percent | Duration | Fraction) -> bool:
    """Whether a result meets its target; compared exactly, before any rounding.

    `achieved` is a share of one for a percentage and seconds for a duration; a target that is a fraction is compared
    as it is.

    Raises:
        ValueError: the target is a duration that has no length of its own (business days, months, years).
    """
    bound = _bound(target)
    return achieved >= bound if op is Operator.AT_LEAST else achieved <= bound


@dataclass(frozen=True, slots=True)
class Result:
    """What an objective reached in a period; the value is None where there was nothing to measure."""

    value: Fraction | None
    met: bool


def judged(value: Fraction | None, kind: SliType, level: ServiceLevel, *, interrupted: bool = False) -> Result:
    """The measurement result of an objective, and whether it is met (clause 4.1, “Nothing to measure”).

    `interrupted`: an interruption that is not excluded is why there was nothing to measure.

    Raises:
        ValueError: as :func:`meets`.
    """
    if value is not None:
        return Result(value, meets(value, level.op, level.target))
    return Result(Fraction(0) if interrupted and kind is not SliType.DURATION else None, not interrupted)


def _quotient(count: Count) -> Fraction | None:
    return Fraction(count.good, count.total) if count.total else None


def _bound(target: Percent | Duration | Fraction) -> Fraction:
    if isinstance(target, Fraction):
        return target
    if isinstance(target, Percent):
        return share(target)
    if target.seconds is None:
        raise ValueError(f"{target} has no length in seconds of its own")
    return Fraction(target.seconds)
