"""The time to claim a credit, and the report that shows the customer that there is one to claim.

Clause quality.measures counts that time from the determination of the miss: at the earliest when the Customer confirms
the Measurement Result, in the ordinary course when its time to dispute the result has passed.  In the customer's
variant it runs only from a notice that names the amount, so that no report is waited for.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date

from slagen.check.rule import Finding, Inputs, Rule
from slagen.diagnostics import Code, Message, Severity
from slagen.model.clause import Variant
from slagen.model.quality import Report, Window
from slagen.model.units import Duration, TimeUnit
from slagen.read.positioned import Path
from slagen.sla.deadlines import BusinessDays
from slagen.sla.holidays import HolidaysUnpublished
from slagen.sla.periods import periods
from slagen.sla.reports import act_by, report_due, reports_of
from slagen.sla.zones import ClockError, OutOfRangeError, add_months

_MONTHS_LOOKED_AT = 60


def claim_time(inputs: Inputs) -> Iterator[Finding]:
    """A credit can still be claimed when the report of the period that shows its miss is due."""
    claim = _claim(inputs)
    if claim is None:
        return
    windows = {inputs.slos[credit.slo].window for credit in inputs.contract.credits}
    for window in sorted(windows, key=list(Window).index):
        reports = reports_of(window, inputs.contract.reporting.reports)
        if reports:
            yield from _of_window(inputs, claim, window, reports)


@dataclass(frozen=True, slots=True)
class _Claim:
    """The time to claim, and where it is written."""

    time: Duration
    path: Path


def _claim(inputs: Inputs) -> _Claim | None:
    """The time to claim; None where credits need no claim, or where the time waits for a notice of the amount."""
    terms, variant = inputs.contract.credit_terms, inputs.variant("quality.measures")
    if terms is None or variant is Variant.CUSTOMER:
        return None
    if terms.claim is not None:
        return _Claim(terms.claim, ("credit_terms", "claim"))
    if variant is Variant.PROVIDER:
        return _Claim(inputs.contract.measurement.dispute_within, ("measurement", "dispute_within"))
    return None


@dataclass(frozen=True, slots=True)
class _Timed:
    """A period: the last days of itself, of claiming a credit for it, and of its report."""

    label: str
    ends: date
    lapses: date
    due: date
    always: bool
    """Whether credits lapse before the report even where the time to claim starts as late as it ordinarily does."""


def _of_window(inputs: Inputs, claim: _Claim, window: Window, reports: tuple[Report, ...]) -> Iterator[Finding]:
    known = list(_known(inputs, claim.time, window, reports))
    late = [one for one in known if one.lapses < one.due]
    if late:
        worst = max(late, key=lambda one: (one.always, (one.due - one.lapses).days))
        needed = max((one.due - one.ends).days for one in late)
        yield _by_dates(claim, reports[0], worst, needed)
    elif not known and _surely_less(claim.time, reports[0].due):
        yield _by_amounts(claim, reports[0])


def _known(inputs: Inputs, claim: Duration, window: Window, reports: tuple[Report, ...]) -> Iterator[_Timed]:
    """The periods of which that can be told: not where it depends on holidays that nobody knows yet."""
    contract = inputs.contract
    with suppress(ClockError):
        business = BusinessDays.of(contract)
        until = min(contract.contract.expiry, add_months(contract.contract.effective, _MONTHS_LOOKED_AT))
        for period in periods(contract, window, ends=until):
            with suppress(HolidaysUnpublished, OutOfRangeError):
                due = min(report_due(report, period.last, contract, business) for report in reports)
                lapses = act_by(period.last, claim, business)
                always = lapses < due and _always(inputs, period.last, claim, due, business)
                yield _Timed(period.label, period.last, lapses, due, always)


def _always(inputs: Inputs, last: date, claim: Duration, due: date, business: BusinessDays) -> bool:
    """Whether credits lapse before the report even where nobody confirms or disputes the result."""
    measurement = inputs.contract.measurement
    with suppress(ClockError):
        results = act_by(last, measurement.results_within, business)
        return act_by(act_by(results, measurement.dispute_within, business), claim, business) < due
    return False


def _by_dates(claim: _Claim, report: Report, late: _Timed, needed: int) -> Finding:
    return Finding(
        claim.path,
        Message(
            f"{late.label} 的未达标，自周期末 {late.ends} 起算 {claim.time}，至 {late.lapses} 届满，"
            f"早于显示该未达标的报告 {report.id} 的期限 {late.due}（{report.due}）"
            + (
                "；即使自数据异议期届满时起算，也早于该期限"
                if late.always
                else "；客户立即确认计量结果的，即自此时起算"
            ),
            f"for a miss of {late.label}, {claim.time} from the end of the period, {late.ends}, pass on {late.lapses}, "
            f"before report {report.id}, which shows the miss, is due on {late.due} ({report.due})"
            + (
                "; so they do even where they run only from the end of the time to dispute the result"
                if late.always
                else "; where the Customer confirms the result at once, they run from then"
            ),
        ),
        claim.time,
        _longer(f"{needed} days"),
        None if late.always else Severity.WARNING,
    )


def _by_amounts(claim: _Claim, report: Report) -> Finding:
    return Finding(
        claim.path,
        Message(
            f"主张期限 {claim.time} 短于显示未达标的报告 {report.id} 的期限 {report.due}",
            f"the time to claim, {claim.time}, is shorter than the {report.due} until report {report.id}, which shows "
            "the miss, is due",
        ),
        claim.time,
        _longer(str(report.due)),
        Severity.WARNING,
    )


def _longer(enough: str) -> Message:
    return Message(
        f"主张期限至少 {enough}，或者缩短报告的期限，或者删除主张期限而自动抵扣",
        f"give {enough} or more, have the report earlier, or leave the time out so that credits are automatic",
    )


_FIXED = {TimeUnit.DAY: 1, TimeUnit.WEEK: 7}
_LEAST = {**_FIXED, TimeUnit.MONTH: 28, TimeUnit.YEAR: 365}
"""The fewest days that a unit has."""


def _surely_less(one: Duration, other: Duration) -> bool:
    """Whether the first is over before the second whatever days turn out to be Business Days.

    A number of days that is extended to the next Business Day takes at most one Business Day more than their number.
    """
    if one.unit == other.unit:
        return one.amount < other.amount
    if one.unit in _FIXED and other.unit in _LEAST:
        return one.amount * _FIXED[one.unit] < other.amount * _LEAST[other.unit]
    if one.unit in _FIXED and other.unit is TimeUnit.BUSINESS_DAY:
        return one.amount * _FIXED[one.unit] + 1 < other.amount
    return False


RULES = (
    Rule(
        Code.CLAIM_TIME,
        Severity.ERROR,
        ("contract", "variants", "calendars", "credits", "credit_terms", "slos", "reporting", "measurement"),
        claim_time,
    ),
)
