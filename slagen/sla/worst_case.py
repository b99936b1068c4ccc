"""The most that the credits of a contract can cost, in a month and over its term.

Every measurement period is missed by the highest credit it can earn, each for a cause of its own and at the fee of a
whole month, and the minimum amount is left out, so what is found is an upper bound.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from slagen.model.contract import Contract
from slagen.model.quality import Credit, ServiceLevel
from slagen.model.units import Percent
from slagen.sla.credits import caps_of, credit_amount, full_basis
from slagen.sla.tiers import highest_credit

Month = tuple[int, int]
"""A calendar month: year and month."""
Ends = Callable[[ServiceLevel], Iterable[date]]
"""The last days of an objective's measurement periods over the term."""


@dataclass(frozen=True, slots=True)
class WorstCase:
    """The most that credits can cost, in the currency of account."""

    month: Fraction
    """In the dearest calendar month, monthly cap applied."""
    term: Fraction
    """Over the term: the sum of its months, monthly cap applied, the cap of the term not."""
    capped: Fraction
    """Over the term, all caps applied."""


def worst_period(credit: Credit, level: ServiceLevel, contract: Contract) -> Fraction:
    """The most that one measurement period of an objective can earn: its highest credit of the fee of a whole month."""
    if not isinstance(level.target, Percent):
        return Fraction(0)
    percent = highest_credit(credit.tiers, level.op, level.target)
    return credit_amount(percent, full_basis(credit.basis, level.service, contract)) if percent else Fraction(0)


def worst_months(contract: Contract, ends: Ends, credits_: Iterable[Credit] | None = None) -> Mapping[Month, Fraction]:
    """The most that `credits_`, by default all of the contract's, can cost in each month in which a period ends.

    The monthly cap is applied, the cap of the term not.  Months are in no order.

    Raises:
        ValueError: the contract has no credit terms.
    """
    if contract.credit_terms is None:
        raise ValueError("a contract without credit terms has no caps on credits")
    cap = caps_of(contract.credit_terms, contract).monthly
    levels = {level.id: level for level in contract.slos}
    months: defaultdict[Month, Fraction] = defaultdict(Fraction)
    for credit in contract.credits if credits_ is None else credits_:
        most = worst_period(credit, levels[credit.slo], contract)
        for end in ends(levels[credit.slo]):
            months[end.year, end.month] += most
    return {month: min(total, cap) for month, total in months.items()}


def worst_case(contract: Contract, ends: Ends, credits_: Iterable[Credit] | None = None) -> WorstCase:
    """The most that `credits_` can cost, by default all of the contract's.

    Raises:
        ValueError: the contract has no credit terms.
    """
    totals = worst_months(contract, ends, credits_).values()
    term = sum(totals, Fraction(0))
    cap = Fraction(contract.credit_terms.term_cap.amount) if contract.credit_terms else term
    return WorstCase(max(totals, default=Fraction(0)), term, min(term, cap))
