"""What rules on money share: the fees that credits are taken of, and exact amounts as messages show them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_FLOOR, Context, Decimal
from fractions import Fraction
from types import MappingProxyType

from slagen.check.rule import Inputs
from slagen.model.quality import Credit, CreditBasis
from slagen.model.units import Percent

_EXACT = Context(prec=80)
"""Enough for the products of percentages (24 digits) and sums of amounts (17 digits) without rounding."""


@dataclass(frozen=True, slots=True)
class Fees:
    """The fees of one whole month, by service and in total, in the currency of account."""

    services: Mapping[str, Fraction]
    total: Fraction

    @classmethod
    def of(cls, inputs: Inputs) -> Fees:
        """Those of a contract; rules that ask for them read `services`."""
        if Fees not in inputs.kept:
            by_id = {service.id: Fraction(service.monthly_fee.amount) for service in inputs.contract.services}
            inputs.kept[Fees] = cls(MappingProxyType(by_id), sum(by_id.values(), Fraction(0)))
        fees: Fees = inputs.kept[Fees]
        return fees

    def basis(self, credit: Credit, service: str) -> Fraction:
        """What the percentages of a credit for an objective of that service are taken of."""
        return self.total if credit.basis is CreditBasis.TOTAL_FEE else self.services[service]


def part(percent: Percent, amount: Fraction) -> Fraction:
    """Percentage × amount, exact."""
    return Fraction(percent.value) * amount / 100


def exactly(amount: Fraction, currency: str) -> str:
    """An amount with all its decimals, at least two: ``CNY 100.005``.

    Only of sums and of products with percentages, whose decimals come to an end.
    """
    value = _EXACT.divide(Decimal(amount.numerator), Decimal(amount.denominator)).normalize(_EXACT)
    exponent = value.as_tuple().exponent
    short = not isinstance(exponent, int) or exponent > -2
    return f"{currency} {value:.2f}" if short else f"{currency} {value:f}"


def floored(amount: Fraction, currency: str) -> str:
    """The greatest amount of two decimals that is no more than this one."""
    value = _EXACT.divide(Decimal(amount.numerator), Decimal(amount.denominator))
    return f"{currency} {value.quantize(Decimal('0.01'), ROUND_FLOOR, _EXACT)}"
