"""Worked examples of an objective's credits: where each tier begins and ends, and what it comes to.

They are for annex “Service Credits”.  The total is a round one: 30, 90 or 365 days for a service that runs around the
clock, :data:`HOURS` for one with hours of its own, of items a power of ten; what is not good are whole seconds, items,
or time slices each of which is good or not as a whole.  Amounts are at the fee of a whole month, before any cap.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from math import floor

from slagen.model.contract import Contract
from slagen.model.quality import Credit, CreditTier, Operator, ServiceLevel, Sli, SliType
from slagen.model.units import Duration, Percent, TimeUnit
from slagen.sla.availability import DAY, around_the_clock, availability_at, budget, meets, window_seconds
from slagen.sla.credits import credit_amount, full_basis
from slagen.sla.exact import percent_shown
from slagen.sla.levels import Unit, round_total
from slagen.sla.tiers import boundaries, tier_of

HOURS = 100
"""The hours of the total of a service with hours of its own."""
_MOST_PLACES = 15


@dataclass(frozen=True, slots=True)
class Example:
    """From the least to the greatest number of units that are not good, of so many in all; without a tier it is met.

    `best` and `worst` are the results of the two, shares of one, and `places` the decimals, as a percentage, with which
    both still lie on their side of the bounds.  `fee` and `amount` are in the currency of account.
    """

    unit: Unit
    total: int
    least: int
    most: int
    tier: CreditTier | None
    fee: Fraction
    amount: Fraction
    places: int

    @property
    def best(self) -> Fraction:
        """The result where the least is not good."""
        return availability_at(self.least, self.total)

    @property
    def worst(self) -> Fraction:
        """The result where the most is not good."""
        return availability_at(self.most, self.total)


def examples(credit: Credit, contract: Contract) -> tuple[Example, ...]:
    """The stretches of an objective from wholly good to not at all: what earns nothing, then tier by tier.

    None for objectives that are not met from above by a share; a tier that no whole number of units reaches is left
    out.
    """
    level = next(each for each in contract.slos if each.id == credit.slo)
    indicator = next(each for each in contract.slis if each.id == level.sli)
    if not isinstance(level.target, Percent) or level.op is not Operator.AT_LEAST:
        return ()
    if indicator.type is SliType.DURATION:
        return ()
    return tuple(_examples(_Case(credit, level, level.target, indicator, contract)))


@dataclass(frozen=True, slots=True)
class _Case:
    """An objective with its credit, and what they stand in."""

    credit: Credit
    level: ServiceLevel
    target: Percent
    indicator: Sli
    contract: Contract

    def tier(self, achieved: Fraction) -> CreditTier | None:
        """The tier that a result has; None where it meets the target."""
        return tier_of(self.credit.tiers, achieved, met=meets(achieved, self.level.op, self.target))


def _examples(case: _Case) -> Iterator[Example]:
    unit, total = _total(case)
    fee = full_basis(case.credit.basis, case.level.service, case.contract)
    free = floor(max(budget(case.target, total), Fraction(0)))
    if free < total:
        yield _example(case, Example(unit, total, 0, free, None, fee, Fraction(0), 0))
    for reach in boundaries(case.credit.tiers, total, case.target):
        least, most = reach.first(), reach.last()
        if least is not None and most is not None:
            amount = credit_amount(reach.tier.pct, fee)
            yield _example(case, Example(unit, total, least, most, reach.tier, fee, amount, 0))


def _example(case: _Case, made: Example) -> Example:
    return replace(made, places=max(_places(case, value) for value in (made.best, made.worst)))


def _places(case: _Case, value: Fraction) -> int:
    """The fewest decimals, from those that the objective is shown with, that don't move a result over a bound."""
    rounding = case.contract.measurement.rounding
    kept = case.tier(value)
    for places in range(case.level.decimals, _MOST_PLACES):
        if case.tier(Fraction(percent_shown(value, places, rounding)) / 100) == kept:
            return places
    return _MOST_PLACES


def _total(case: _Case) -> tuple[Unit, int]:
    if case.indicator.type is SliType.REQUEST:
        bounds = (bound for tier in case.credit.tiers for bound in (tier.ge, tier.lt))
        return Unit.ITEMS, round_total((*bounds, case.target), 1000)
    seconds = _seconds(case.level, case.contract)
    slice_ = case.indicator.interval.seconds if case.indicator.type is SliType.SLICE_MEAN else None
    return (Unit.SLICES, max(seconds // slice_, 1)) if slice_ else (Unit.SECONDS, seconds)


def _seconds(level: ServiceLevel, contract: Contract) -> int:
    service = next(each for each in contract.services if each.id == level.service)
    calendar = next(each for each in contract.calendars if each.id == service.calendar)
    return window_seconds(level.window, calendar_months=False)[0] if around_the_clock(calendar) else HOURS * 3600


def shown_total(example: Example) -> Duration | int:
    """The total as it is said: in days or hours where it is time, else a number."""
    if example.unit is not Unit.SECONDS:
        return example.total
    days, rest = divmod(example.total, DAY)
    return Duration(example.total // 3600, TimeUnit.HOUR) if rest else Duration(days, TimeUnit.DAY)
