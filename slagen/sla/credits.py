"""Service credits: what a miss earns, and what the caps leave of it.

Sources: clause 4.5, whose variant for the customer takes some misses out of the caps; annex “Service Credits”; clause
8.3, “Amounts”.  Amounts are exact fractions in the currency of account, which the contract rounds only in the last
step: :func:`payable`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from itertools import groupby

from slagen.model.contract import Contract
from slagen.model.quality import CreditBasis, CreditTerms, SameCause
from slagen.model.services import Service
from slagen.model.units import Percent
from slagen.sla.exact import rounded, share
from slagen.sla.periods import Period, ServiceMonth


def credit_amount(percent: Percent, basis: Fraction | Decimal | int) -> Fraction:
    """Percentage of the tier × basis, exact, in the currency of the basis."""
    return share(percent) * Fraction(basis)


def full_basis(basis: CreditBasis, service: str, contract: Contract) -> Fraction:
    """The basis for a whole month: the monthly fee of the service with that id, or of all services together."""
    return Fraction(sum(each.monthly_fee.amount for each in _counted(basis, service, contract)))


def period_basis(
    basis: CreditBasis, service: str, contract: Contract, period: Period, months: Mapping[str, Sequence[ServiceMonth]]
) -> Fraction:
    """The basis for a measurement period: of the calendar months in which it lies, that of the highest fees.

    `months` gives, by the id of each service, the months in which it is provided; the fee of a month is reduced to the
    share of its days (annex, “Amount”; term “Monthly Service Fee”).
    """
    totals: defaultdict[date, Fraction] = defaultdict(Fraction)
    for each in _counted(basis, service, contract):
        for month in months[each.id]:
            if month.first <= period.last and period.first <= month.last:
                totals[month.first.replace(day=1)] += Fraction(each.monthly_fee.amount) * month.share
    return max(totals.values(), default=Fraction(0))


def _counted(basis: CreditBasis, service: str, contract: Contract) -> list[Service]:
    return [each for each in contract.services if basis is CreditBasis.TOTAL_FEE or each.id == service]


@dataclass(frozen=True, slots=True)
class Earned:
    """What one miss earns by its tier, before anything limits it."""

    slo: str
    service: str
    starts: date
    ends: date
    """First and last day of the measurement period."""
    amount: Fraction
    cause: str | None = None
    """What the provider proved to have caused the miss; None where it proved nothing."""
    uncapped: bool = False
    """Caused wilfully or by gross negligence, which the customer's variant of clause 4.5 takes out of the caps."""


class Limit(StrEnum):
    """What made a credit smaller than it was earned."""

    SAME_CAUSE = "same cause"
    MINIMUM = "minimum"
    MONTHLY_CAP = "monthly cap"
    TERM_CAP = "term cap"


@dataclass(frozen=True, slots=True)
class Granted:
    """What is due for a miss, and what limited it, if anything did."""

    earned: Earned
    amount: Fraction
    limit: Limit | None = None


@dataclass(frozen=True, slots=True)
class Caps:
    """The limits of a contract's credits, in the currency of account."""

    monthly: Fraction
    term: Fraction
    minimum: Fraction
    same_cause: SameCause


def caps_of(terms: CreditTerms, contract: Contract) -> Caps:
    """The limits that `terms` set: the monthly cap is a share of the fees of all services for a whole month."""
    fees = full_basis(CreditBasis.TOTAL_FEE, "", contract)
    minimum = Fraction(terms.min_amount.amount) if terms.min_amount else Fraction(0)
    return Caps(share(terms.monthly_cap) * fees, Fraction(terms.term_cap.amount), minimum, terms.same_cause)


def grant(earned: Iterable[Earned], caps: Caps, *, before: Fraction | int = 0) -> tuple[Granted, ...]:
    """What is due for each miss, by the month in which its measurement period ends, earliest first.

    Of misses of one service with one cause in one period, the highest credit may stand alone; a month below the
    minimum pays nothing; where a cap is exceeded, the credits of the month are reduced in proportion.  The minimum is
    held against the sum of the month before reduction.  `before`: what was granted earlier, against the cap of the
    term.  A credit that lapsed unclaimed is no credit: leave it out of `earned`.
    """
    found: list[Granted] = []
    spent = Fraction(before)
    for _, month in groupby(
        sorted(earned, key=lambda each: each.ends), key=lambda each: (each.ends.year, each.ends.month)
    ):
        found += _month(tuple(month), caps, max(caps.term - spent, Fraction(0)))
        spent = Fraction(before) + sum(each.amount for each in found if not each.earned.uncapped)
    return tuple(found)


def _month(earned: tuple[Earned, ...], caps: Caps, room: Fraction) -> list[Granted]:
    standing = _standing(earned) if caps.same_cause is SameCause.HIGHEST else earned
    if sum(each.amount for each in standing) < caps.minimum:
        return [_nothing(each, Limit.MINIMUM if each in standing else Limit.SAME_CAUSE) for each in earned]
    under_caps = sum((each.amount for each in standing if not each.uncapped), Fraction(0))
    cap, limit = min((caps.monthly, Limit.MONTHLY_CAP), (room, Limit.TERM_CAP))
    left = cap / under_caps if under_caps > cap else None
    return [_reduced(each, left, limit) if each in standing else _nothing(each, Limit.SAME_CAUSE) for each in earned]


def _reduced(earned: Earned, left: Fraction | None, limit: Limit) -> Granted:
    if left is None or earned.uncapped:
        return Granted(earned, earned.amount)
    return Granted(earned, earned.amount * left, limit)


def _nothing(earned: Earned, limit: Limit) -> Granted:
    return Granted(earned, Fraction(0), limit)


def _standing(earned: Sequence[Earned]) -> tuple[Earned, ...]:
    """Those that stand where one cause leaves only the highest: the first of them where several are highest."""
    highest: dict[tuple[str, date, date, str], Earned] = {}
    for each in earned:
        if each.cause is not None:
            key = (each.service, each.starts, each.ends, each.cause)
            highest[key] = max(highest.get(key, each), each, key=lambda one: one.amount)
    return tuple(each for each in earned if each.cause is None or each in highest.values())


def term_cap_reached(granted: Iterable[Granted], caps: Caps) -> bool:
    """Whether credits granted reach the cap of the term, which lets the customer terminate in its variant of 4.5."""
    return sum(each.amount for each in granted) >= caps.term


def payable(amounts: Sequence[Fraction], decimals: int = 2) -> tuple[Decimal, ...]:
    """`amounts` in the smallest unit of the currency, so that they add up to their exact sum rounded half up.

    The sum is the last step of the calculation; what rounding leaves over goes to the largest remainders.
    """
    units = [amount * 10**decimals for amount in amounts]
    whole = [int(unit) for unit in units]
    over = int(rounded(sum(units, Fraction(0)), 0)) - sum(whole)
    largest = sorted(range(len(units)), key=lambda place: (whole[place] - units[place], place))[:over]
    return tuple(Decimal(f"{whole[place] + (1 if place in largest else 0)}E-{decimals}") for place in range(len(units)))
