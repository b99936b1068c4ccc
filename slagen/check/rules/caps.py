"""The caps one above the other: what credits can come to, their cap over the term, the cap on liability.

Clause supplementary.liability counts its cap by contract year or for the whole term, as `liability.cap_period` says or,
without it, as the variant has it.  With `liability.credits_count`, credits above it are not granted.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import date
from fractions import Fraction

from slagen.check.money import exactly
from slagen.check.rule import Finding, Inputs, Rule
from slagen.diagnostics import Code, Message, Severity
from slagen.model.clause import Variant
from slagen.model.contract import Contract
from slagen.model.quality import CreditTerms, Window
from slagen.model.supplementary import CapPeriod
from slagen.model.units import Duration
from slagen.sla.credits import credit_amount
from slagen.sla.deadlines import BusinessDays, last_day
from slagen.sla.periods import ContractYear, contract_years, periods
from slagen.sla.worst_case import Month, worst_months
from slagen.sla.zones import ClockError

_LONGEST = 100
"""Contract years up to which months are looked at one by one."""


def worst_case(inputs: Inputs) -> Iterator[Finding]:
    """Worst case over the term ≤ cap over the term ≤ cap on liability over the term."""
    terms = inputs.contract.credit_terms
    if terms is None or not inputs.contract.credits:
        return
    with suppress(ClockError):
        years = contract_years(inputs.contract)
        if not years:
            return
        yield from _above_liability(inputs, terms, years)
        if len(years) <= _LONGEST:
            ends = _ends(inputs.contract)
            months = worst_months(inputs.contract, lambda level: ends[level.window])
            yield from _used_up(terms, months)
            yield from _above_liability_in_a_year(inputs, terms, months, years)


def _ends(contract: Contract) -> Mapping[Window, tuple[date, ...]]:
    """The last days of the Measurement Periods in which misses earn credits, by window.

    Where a first or last period may be joined to its neighbour by holidays that nobody knows yet, it is counted apart.
    """
    try:
        found = {window: periods(contract, window) for window in {level.window for level in contract.slos}}
    except ClockError:
        measurement = contract.measurement.model_copy(update={"short_period": Duration.parse("0 days")})
        return _ends(contract.model_copy(update={"measurement": measurement}))
    after = _end_of_baseline(contract)
    return {
        window: tuple(period.last for period in some if after is None or period.last > after)
        for window, some in found.items()
    }


def _end_of_baseline(contract: Contract) -> date | None:
    """The last day of the baseline period, in which misses earn nothing; None where there is none, or nobody knows."""
    baseline = contract.establishment.baseline_period
    with suppress(ClockError, ValueError):
        if baseline is not None:
            return last_day(contract.contract.effective, baseline, BusinessDays.of(contract))
    return None


def _above_liability(inputs: Inputs, terms: CreditTerms, years: tuple[ContractYear, ...]) -> Iterator[Finding]:
    contract, liability = inputs.contract, inputs.contract.liability
    fee = contract.contract.annual_fee
    by_year = _cap_period(inputs) is CapPeriod.CONTRACT_YEAR
    times = len(years) if by_year else 1
    cap = credit_amount(liability.cap, fee.amount) * times
    if Fraction(terms.term_cap.amount) <= cap:
        return
    most = f"{liability.cap} × {fee}{f' × {times}' if by_year else ''} = {exactly(cap, fee.currency)}"
    counted = liability.credits_count
    yield Finding(
        ("credit_terms", "term_cap"),
        Message(
            f"合同期抵扣上限 {terms.term_cap} 高于有效期内的责任上限 {most}，"
            + ("而抵扣计入责任上限，超出的部分不予给予" if counted else "抵扣虽不计入责任上限，却高于其他全部责任"),
            f"the cap on credits over the term, {terms.term_cap}, is above the cap on liability over it, {most}, "
            + (
                "towards which credits count, so that the part above it is not granted"
                if counted
                else "so that credits, which do not count towards it, may exceed all other liability"
            ),
        ),
        terms.term_cap,
        Message(
            f"降低到不超过 {exactly(cap, fee.currency)}，或者提高 liability.cap",
            f"lower it to {exactly(cap, fee.currency)} or less, or raise liability.cap",
        ),
        None if counted else Severity.WARNING,
    )


def _cap_period(inputs: Inputs) -> CapPeriod:
    written = inputs.contract.liability.cap_period
    whole_term = inputs.variant("supplementary.liability") is Variant.PROVIDER
    return written or (CapPeriod.TERM if whole_term else CapPeriod.CONTRACT_YEAR)


def _used_up(terms: CreditTerms, months: Mapping[Month, Fraction]) -> Iterator[Finding]:
    """The worst case comes to more than the cap: from some month on, misses have no consequence in money."""
    cap, currency = Fraction(terms.term_cap.amount), terms.term_cap.currency
    total, used_up = Fraction(0), None
    for month in sorted(months):
        total += months[month]
        used_up = used_up or (month if total > cap else None)
    if used_up is None:
        return
    highest = exactly(max(months.values()), currency)
    name = f"{used_up[0]}-{used_up[1]:02}"
    yield Finding(
        ("credit_terms", "term_cap"),
        Message(
            f"最坏情形下，{len(months)} 个月的抵扣（每月最多 {highest}）合计 {exactly(total, currency)}，"
            f"超过合同期上限 {terms.term_cap}：上限在 {name} 用尽，其后的未达标不再抵扣",
            f"at worst the credits of {len(months)} months, of up to {highest} each, come to "
            f"{exactly(total, currency)}, more than the cap over the term, {terms.term_cap}: it is used up in {name}, "
            "after which misses earn nothing",
        ),
        terms.term_cap,
        Message(
            f"提高到 {exactly(total, currency)}，或者降低月抵扣上限",
            f"raise it to {exactly(total, currency)}, or lower the monthly cap",
        ),
        Severity.WARNING,
    )


def _above_liability_in_a_year(
    inputs: Inputs, terms: CreditTerms, months: Mapping[Month, Fraction], years: tuple[ContractYear, ...]
) -> Iterator[Finding]:
    """Credits of one contract year, as far as their own caps allow, that its cap on liability does not."""
    contract, liability = inputs.contract, inputs.contract.liability
    if not liability.credits_count or _cap_period(inputs) is CapPeriod.TERM:
        return
    fee, term_cap = contract.contract.annual_fee, Fraction(terms.term_cap.amount)
    cap = credit_amount(liability.cap, fee.amount)
    for year in years:
        worst = min(term_cap, sum((months[month] for month in months if _wholly_in(month, year)), Fraction(0)))
        if cap < worst and term_cap <= cap * len(years):
            yield _year(year, worst, cap, inputs)
            return


def _wholly_in(month: Month, year: ContractYear) -> bool:
    """Whether all days of a calendar month lie in a contract year, which may begin within a month."""
    first, last = year.first, year.last
    begins = (first.year, first.month) if first.day == 1 else (first.year, first.month + 1)
    return begins <= month <= (last.year, last.month)


def _year(year: ContractYear, worst: Fraction, cap: Fraction, inputs: Inputs) -> Finding:
    fee, share = inputs.contract.contract.annual_fee, inputs.contract.liability.cap
    most, most_cap = exactly(worst, fee.currency), exactly(cap, fee.currency)
    return Finding(
        ("liability", "cap"),
        Message(
            f"第 {year.number} 个合同年度的抵扣最多可达 {most}，超过该年度的责任上限 {share} × {fee} = {most_cap}，"
            "而抵扣计入责任上限，超出的部分不予给予",
            f"the credits of contract year {year.number} may come to {most}, more than its cap on liability, "
            f"{share} × {fee} = {most_cap}, towards which they count, so that the part above it is not granted",
        ),
        share,
        Message(
            "提高责任上限，或者降低月抵扣上限，或者使抵扣不计入责任上限",
            "raise the cap on liability, lower the monthly cap, or let credits stand outside the cap on liability",
        ),
        Severity.WARNING,
    )


RULES = (
    Rule(
        Code.CREDIT_WORST_CASE,
        Severity.ERROR,
        (
            "contract", "variants", "calendars", "establishment", "measurement", "services", "slos", "credits",
            "credit_terms", "liability",
        ),
        worst_case,
    ),
)  # fmt: skip
