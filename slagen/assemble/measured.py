"""Measured values in words: results, tiers, amounts, periods, times, in either language."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from slagen.assemble.show import calendar_period, dates, decimals, duration, money, number, span
from slagen.diagnostics import Lang
from slagen.model.contract import Contract
from slagen.model.quality import CreditTier, ServiceLevel
from slagen.model.units import Duration, Money, Percent, TimeUnit
from slagen.sla.course import Course
from slagen.sla.exact import percent_shown, rounded
from slagen.sla.intervals import Interval
from slagen.sla.periods import Period
from slagen.sla.zones import moment_at


@dataclass(frozen=True)
class Words:
    """Says what was measured of a contract in one language."""

    course: Course
    lang: Lang

    @property
    def contract(self) -> Contract:
        """The contract."""
        return self.course.contract

    def result(self, value: Fraction, level: ServiceLevel) -> str:
        """A result as clause 4.2, “Comparison and rounding”, shows it: 99.93%; a duration in the target's unit."""
        rounding = self.contract.measurement.rounding
        if isinstance(level.target, Percent):
            return f"{decimals(percent_shown(value, level.decimals, rounding), level.decimals, self.lang)}%"
        unit = level.target.unit if level.target.seconds is not None else TimeUnit.SECOND
        shown = rounded(value / (Duration(1, unit).seconds or 1), level.decimals, rounding)
        words = duration(Duration(1 if shown == 1 else 2, unit), self.lang)
        return decimals(shown, level.decimals, self.lang) + words.removeprefix("1" if shown == 1 else "2")

    def target(self, level: ServiceLevel) -> str:
        """The target of an objective: 99.95%; 4 hours."""
        return self.percent(level.target) if isinstance(level.target, Percent) else duration(level.target, self.lang)

    def percent(self, value: Percent) -> str:
        """A percentage with all its decimals and no others."""
        return f"{number(value.value, self.lang)}%"

    def tier(self, tier: CreditTier) -> str:
        """A tier by its bounds: ≥ 99%, < 99.95%; a line doesn't end between a sign and its figure."""
        both = (f"≥\u00a0{self.percent(tier.ge)}", f"<\u00a0{self.percent(tier.lt)}")
        return ("，" if self.lang == "zh" else ", ").join(both)

    def amount(self, value: Decimal | Fraction) -> str:
        """An amount in the currency of account, rounded half up to two decimals."""
        exact = value if isinstance(value, Decimal) else rounded(value, 2)
        return money(Money(exact, self.contract.contract.currency), self.lang)

    def period(self, period: Period, level: ServiceLevel) -> str:
        """A measurement period: the calendar's month, quarter or year, or its first and last day."""
        natural = self.contract.measurement.calendar_months and len(period.names) == 1
        if natural:
            return calendar_period(period.first, level.window, self.lang)
        return dates(period.first, period.last, self.lang)

    def times(self, when: Interval) -> str:
        """A stretch of time as clocks in the time zone of measurement show it."""
        start, end = (moment_at(second, self.course.zone) for second in (when.start, when.end))
        return span(start, end, self.lang)
