"""The account of a contract's service levels: what each objective reached in each period, and what follows from it.

It joins measurements with the contract: results (clauses 4.1 and 4.2), the days on which they are established, credits
with their caps (4.5, annex “Service Credits”), rights to terminate.  Days that depend on what nobody has stated are
reckoned on the latest day on which the contract allows the act, and say so.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from functools import partial
from itertools import groupby

from slagen.model.clause import Variant
from slagen.model.measurements import Measurements, Outcome
from slagen.model.quality import (
    Credit,
    CreditTerms,
    CreditTier,
    Operator,
    ServiceLevel,
    SliType,
    TerminationTrigger,
)
from slagen.model.units import Duration, Percent, TimeUnit
from slagen.sla.availability import judged as verdict
from slagen.sla.course import Course, Exempt
from slagen.sla.credits import Caps, Earned, Granted, Limit, caps_of, credit_amount, grant, payable, period_basis
from slagen.sla.deadlines import BusinessDays, extended, last_day
from slagen.sla.holidays import HolidaysUnpublished
from slagen.sla.intervals import Interval, Intervals, seconds
from slagen.sla.maintained import Occasion, occasions
from slagen.sla.measuring import Measured, measure
from slagen.sla.periods import Period
from slagen.sla.reliability import burn_rate_of_errors
from slagen.sla.remedies import Claim, Later, claim, pay_by, reached
from slagen.sla.series import Series, horizon, series_of
from slagen.sla.tiers import tier_of
from slagen.sla.zones import beginning, moment_at


class Basis(StrEnum):
    """What a day rests on."""

    STATED = "stated"
    RECKONED = "reckoned"
    """From days that are stated."""
    ASSUMED = "assumed"
    """From the last day on which something could be done that is not stated."""


@dataclass(frozen=True, slots=True)
class Due:
    """A day; None where it can't be told: because nothing starts it, or the holidays of a year are not published."""

    day: date | None
    basis: Basis = Basis.STATED
    unpublished: int | None = None


NEVER = Due(None)


class State(StrEnum):
    """How far the result of a period is."""

    MET = "met"
    MISSED = "missed"
    RUNNING = "running"
    """The period goes on after the file's data end."""
    OPEN = "open"
    """Data are missing, so that it can't be told."""
    UNKNOWN = "unknown"
    """The service hours depend on a year whose holidays are not published."""


@dataclass(frozen=True, slots=True)
class Line:
    """An objective in one measurement period."""

    level: ServiceLevel
    kind: SliType
    number: int
    """The index of the period among those of the objective."""
    period: Period
    until: int
    """Up to which moment it was measured: the end of the period, or of the data."""
    judged: Interval
    state: State
    measured: Measured | None
    exempt: Exempt | None
    used: Fraction | None
    """The share of the error budget of the whole period that is used up, 1 for all of it."""
    burn: Fraction | None
    """How fast it is used up: 1 uses it up exactly in one period."""
    delivered: Due = NEVER
    established: Due = NEVER
    outcome: Outcome | None = None

    @property
    def key(self) -> tuple[str, int]:
        """Objective and period."""
        return self.level.id, self.number

    @property
    def counts(self) -> bool:
        """Whether it is a miss that has consequences."""
        return self.state is State.MISSED and self.exempt is None


@dataclass(frozen=True, slots=True)
class CreditLine:
    """What one miss earns: its tier, the basis, the amount before and after limits, and when it is due."""

    line: Line
    credit: Credit
    tier: CreditTier
    basis: Fraction
    earned: Fraction
    granted: Fraction
    payable: Decimal
    limit: Limit | None
    lapsed: bool
    needs_claim: bool
    claim_by: Due
    pay_by: Due


@dataclass(frozen=True, slots=True)
class MonthTotal:
    """The credits of the measurement periods that end in one calendar month."""

    month: date
    earned: Fraction
    granted: Fraction
    payable: Decimal
    limits: tuple[Limit, ...]


@dataclass(frozen=True, slots=True)
class Right:
    """A right to terminate: the trigger, the misses that reached it, and the last day to give notice."""

    trigger: TerminationTrigger
    lines: tuple[Line, ...]
    exercise_by: Due


@dataclass(frozen=True)
class Account:
    """What follows from measurements up to the moment `until` (epoch seconds; None where there are none)."""

    course: Course
    variant: Variant
    until: int | None
    series: Mapping[str, Series]
    lines: tuple[Line, ...]
    credits: tuple[CreditLine, ...]
    months: tuple[MonthTotal, ...]
    caps: Caps | None
    rights: tuple[Right, ...]
    occasions: tuple[Occasion, ...]

    @property
    def total(self) -> Decimal:
        """All that is granted, in the currency of account."""
        return sum((month.payable for month in self.months), Decimal(0))

    @property
    def cap_reached(self) -> bool:
        """Whether credits reach the cap of the term."""
        return self.caps is not None and bool(self.credits) and self._granted >= self.caps.term

    @property
    def _granted(self) -> Fraction:
        return sum((each.granted for each in self.credits), Fraction(0))


def account(
    measurements: Measurements,
    course: Course,
    variant: Variant = Variant.BALANCED,
    *,
    until: int | None = None,
    decimals: int = 2,
) -> Account:
    """The account of a contract.

    Args:
        variant: of clause 4.5, which decides how credits are claimed.
        until: leave out what was measured after that moment.
        decimals: of the smallest unit of the currency of account.

    Raises:
        ClockError: a date or a rule of the contract can't be worked out.
        ValueError: a length of time that has to have seconds has none.
    """
    contract = course.contract
    done = occasions(measurements.maintenance, course)
    series = series_of(contract.slos, measurements, done, course)
    end = horizon(series.values())
    end = end if end is None or until is None else min(end, until)
    found = {(each.slo, each.period): each for each in measurements.outcomes}
    lines = tuple(
        _dated(line, found.get((line.level.id, line.period.label)), course)
        for level in contract.slos
        for line in (_lines(series[level.id], end, course) if end is not None else ())
    )
    granted = _credits(lines, course, variant, decimals)
    caps = caps_of(contract.credit_terms, contract) if contract.credit_terms else None
    months = tuple(_months(granted))
    return Account(course, variant, end, series, lines, granted, months, caps, tuple(_rights(lines, course)), done)


# Results ------------------------------------------------------------------------------------------------------------


def _lines(one: Series, end: int, course: Course) -> Iterator[Line]:
    """The periods of an objective that have begun before the data end."""
    for number, period in enumerate(course.periods(one.level)):
        if course.spans(one.level)[number].whole.start < end:
            yield _line(one, number, period, end, course)


def _line(one: Series, number: int, period: Period, end: int, course: Course) -> Line:
    level, indicator = one.level, course.indicators[one.level.id]
    whole = course.spans(level)[number].judged
    until = min(whole.end, end)
    judged = Interval(min(whole.start, until), until)
    exempt = course.exempt(level, period)
    try:
        hours, all_hours = course.hours(level, judged), course.hours(level, whole)
    except HolidaysUnpublished:
        nothing = (State.UNKNOWN, None, exempt, None, None)
        return Line(level, indicator.type, number, period, until, judged, *nothing)
    measured = measure(one, number, judged, hours, indicator, course.contract.measurement.missing_data)
    used, burn = _budget(measured, level, hours, all_hours)
    state = State.RUNNING if until < whole.end else _state(measured, level, indicator.type)
    shown = _shown(measured, level, indicator.type) if state is not State.RUNNING else measured
    return Line(level, indicator.type, number, period, until, judged, state, shown, exempt, used, burn)


def _state(measured: Measured, level: ServiceLevel, kind: SliType) -> State:
    """Met or missed, or open where the data that are there don't settle it."""
    if not measured.settled:
        return State.OPEN
    result = verdict(measured.value, kind, level, interrupted=measured.interrupted)
    return State.MET if result.met else State.MISSED


def _shown(measured: Measured, level: ServiceLevel, kind: SliType) -> Measured:
    """With the result that clause 4.1 gives where there was nothing to measure."""
    if measured.value is not None or not measured.settled:
        return measured
    return replace(measured, value=verdict(None, kind, level, interrupted=measured.interrupted).value)


def _budget(
    measured: Measured, level: ServiceLevel, hours: Intervals, all_hours: Intervals
) -> tuple[Fraction | None, Fraction | None]:
    """The share of the error budget used, and the burn rate: of availability targets that are not 100 %."""
    if measured.value is None or level.op is not Operator.AT_LEAST or not isinstance(level.target, Percent):
        return None, None
    burn = burn_rate_of_errors(1 - measured.value, level.target)
    elapsed = Fraction(seconds(hours), seconds(all_hours)) if all_hours else Fraction(0)
    return None if burn is None else burn * elapsed, burn


# Days ---------------------------------------------------------------------------------------------------------------


def later(start: date, period: Duration, business: BusinessDays) -> date:
    """The last day for an act within a period from a day (clause 8.3, “Periods”).

    Hours and less run from the beginning of the day, since no time of it is known, and are not extended.

    Raises:
        HolidaysUnpublished: it depends on a year without a notice.
    """
    if period.unit in (TimeUnit.SECOND, TimeUnit.MINUTE, TimeUnit.HOUR):
        return moment_at(beginning(start, business.zone) + (period.seconds or 0), business.zone).date()
    return extended(last_day(start, period, business), business)


def _reckoned(start: Due, course: Course, rule: Callable[[date, Later], date | None]) -> Due:
    """The day that a rule reckons from another one."""
    if start.day is None:
        return start
    basis = Basis.ASSUMED if start.basis is Basis.ASSUMED else Basis.RECKONED
    try:
        return Due(rule(start.day, lambda day, period: later(day, period, course.business)), basis)
    except HolidaysUnpublished as caught:
        return Due(None, basis, caught.year)


def _after(start: Due, period: Duration, course: Course) -> Due:
    """The last day of a period that starts on a day."""
    return _reckoned(start, course, lambda day, after: after(day, period))


def _dated(line: Line, outcome: Outcome | None, course: Course) -> Line:
    """A line with the days on which its result is delivered and established."""
    if line.state not in (State.MET, State.MISSED):
        return replace(line, outcome=outcome)
    rules = course.contract.measurement
    latest = _after(Due(line.period.last, Basis.ASSUMED), rules.results_within, course)
    delivered = Due(outcome.delivered) if outcome and outcome.delivered else latest
    disputed = _after(delivered, rules.dispute_within, course)
    established = Due(outcome.established) if outcome and outcome.established else disputed
    return replace(line, delivered=delivered, established=established, outcome=outcome)


# Credits ------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Miss:
    """A miss with its tier, and the days that its credit has."""

    line: Line
    credit: Credit
    tier: CreditTier
    basis: Fraction
    needs_claim: bool
    claim_by: Due
    pay_by: Due

    @property
    def earned(self) -> Fraction:
        return credit_amount(self.tier.pct, self.basis)

    @property
    def lapsed(self) -> bool:
        """Whether it was not claimed in time, so far as that is known."""
        outcome, by = self.line.outcome, self.claim_by
        if outcome is None or not self.needs_claim:
            return False
        late = outcome.claimed is not None and by.day is not None and by.basis is not Basis.ASSUMED
        return outcome.lapsed or (late and outcome.claimed > by.day)  # type: ignore[operator]


def _credits(lines: Sequence[Line], course: Course, variant: Variant, decimals: int) -> tuple[CreditLine, ...]:
    """What misses earn and what the caps leave of it, by the month in which their periods end."""
    terms = course.contract.credit_terms
    if terms is None:
        return ()
    misses = sorted(_misses(lines, terms, course, variant), key=lambda each: each.line.period.last)
    live = [each for each in misses if not each.lapsed]
    granted = grant([_earned(each, variant) for each in live], caps_of(terms, course.contract))
    left = {each.line.key: one for each, one in zip(live, granted, strict=True)}
    found: list[CreditLine] = []
    for _, month in groupby(misses, key=lambda each: _month_of(each.line.period)):
        each_month = tuple(month)
        amounts = [left[each.line.key].amount if each.line.key in left else Fraction(0) for each in each_month]
        found += map(partial(_credit_line, left), each_month, amounts, payable(amounts, decimals))
    return tuple(found)


def _month_of(period: Period) -> date:
    """The calendar month in which a period ends, by its first day."""
    return period.last.replace(day=1)


def _misses(lines: Sequence[Line], terms: CreditTerms, course: Course, variant: Variant) -> Iterator[_Miss]:
    months = course.months()
    for credit in course.contract.credits:
        for line in lines:
            tier = _tier(line, credit)
            if tier is not None:
                basis = period_basis(credit.basis, line.level.service, course.contract, line.period, months)
                yield _Miss(line, credit, tier, basis, *_claims(line, terms, course, variant))


def _tier(line: Line, credit: Credit) -> CreditTier | None:
    if line.level.id != credit.slo or not line.counts or not isinstance(line.level.target, Percent):
        return None
    value = line.measured.value if line.measured else None
    return None if value is None else tier_of(credit.tiers, value)


def _earned(miss: _Miss, variant: Variant) -> Earned:
    outcome, period = miss.line.outcome, miss.line.period
    uncapped = outcome is not None and outcome.intent and variant is Variant.CUSTOMER
    cause = outcome.cause if outcome else None
    level = miss.line.level
    return Earned(level.id, level.service, period.first, period.last, miss.earned, cause, uncapped)


def _credit_line(left: Mapping[tuple[str, int], Granted], miss: _Miss, granted: Fraction, paid: Decimal) -> CreditLine:
    one = left.get(miss.line.key)
    return CreditLine(
        miss.line,
        miss.credit,
        miss.tier,
        miss.basis,
        miss.earned,
        granted,
        paid,
        one.limit if one else None,
        miss.lapsed,
        miss.needs_claim,
        miss.claim_by,
        miss.pay_by,
    )


def _claims(line: Line, terms: CreditTerms, course: Course, variant: Variant) -> tuple[bool, Due, Due]:
    """Whether a credit has to be claimed, the last day to do so, and the last day to pay it."""
    needed = variant is Variant.PROVIDER or terms.claim is not None
    outcome, determined = line.outcome, line.established
    notified, claimed = (outcome.notified, outcome.claimed) if outcome else (None, None)
    measured = course.contract.measurement
    start = Due(notified) if variant is Variant.CUSTOMER else determined
    by = _reckoned(start, course, lambda day, after: claim(terms, measured, variant, day, after, day).by)
    begins = Due(claimed) if needed else determined
    paid = _reckoned(begins, course, lambda day, after: pay_by(terms, Claim(needed, None), day, day, after))
    return needed, by if needed else NEVER, paid


def _months(granted: Sequence[CreditLine]) -> Iterator[MonthTotal]:
    for month, each in groupby(granted, key=lambda one: _month_of(one.line.period)):
        lines = tuple(each)
        yield MonthTotal(
            month,
            sum((line.earned for line in lines if not line.lapsed), Fraction(0)),
            sum((line.granted for line in lines), Fraction(0)),
            sum((line.payable for line in lines), Decimal(0)),
            tuple(dict.fromkeys(line.limit for line in lines if line.limit)),
        )


# Rights to terminate ------------------------------------------------------------------------------------------------


def _rights(lines: Sequence[Line], course: Course) -> Iterator[Right]:
    """Each right that misses give rise to; periods that are not judged yet are no misses."""
    for trigger in course.contract.termination_triggers:
        own = [line for line in lines if line.level.id == trigger.slo]
        for found in reached(trigger, [line.counts for line in own]):
            misses = tuple(own[index] for index in found.misses)
            yield Right(trigger, misses, _exercise(trigger, misses, course))


def _exercise(trigger: TerminationTrigger, misses: Sequence[Line], course: Course) -> Due:
    unknown = next((line.established for line in misses if line.established.day is None), None)
    if unknown is not None:
        return unknown
    last = max((line.established for line in misses), key=lambda due: due.day or date.min)
    return _after(last, trigger.exercise_within, course)
