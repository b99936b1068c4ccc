"""The most that credits can cost."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from slagen.model.contract import Contract
from slagen.model.quality import Credit, CreditBasis, CreditTerms, CreditTier, Operator, SameCause, ServiceLevel
from slagen.model.services import Service
from slagen.model.units import Duration, Money, Percent
from slagen.sla.worst_case import WorstCase, worst_case, worst_period


def _terms(term_cap: str) -> CreditTerms:
    return CreditTerms.model_construct(
        monthly_cap=Percent.parse("30%"),
        term_cap=Money.parse(term_cap),
        min_amount=None,
        same_cause=SameCause.HIGHEST,
    )


def _tier(ge: str, lt: str, pct: str) -> CreditTier:
    return CreditTier(ge=Percent.parse(ge), lt=Percent.parse(lt), pct=Percent.parse(pct))


def _contract() -> Contract:
    fees = {"web": "CNY 1000", "mail": "CNY 3000"}
    target = Percent.parse("99.9%")
    tiers = (_tier("99%", "99.9%", "10%"), _tier("0%", "99%", "50%"))
    return Contract.model_construct(
        services=tuple(Service.model_construct(id=id_, monthly_fee=Money.parse(fee)) for id_, fee in fees.items()),
        slos=tuple(
            ServiceLevel.model_construct(id=f"{id_}-up", service=id_, op=Operator.AT_LEAST, target=target)
            for id_ in fees
        ),
        credits=(
            Credit(slo="web-up", basis=CreditBasis.SERVICE_FEE, tiers=tiers),
            Credit(slo="mail-up", basis=CreditBasis.TOTAL_FEE, tiers=tiers),
        ),
        credit_terms=_terms("CNY 4000"),
    )


def _ends(level: ServiceLevel) -> list[date]:
    return [date(2026, month, 28) for month in ((1, 2, 3, 4) if level.id == "web-up" else (3, 6))]


def test_worst_case() -> None:
    contract = _contract()
    assert worst_period(contract.credits[1], contract.slos[1], contract) == 2000
    # January, February, April: 500; March: 500 + 2000 and June: 2000, both above the cap of 1200.
    assert worst_case(contract, _ends) == WorstCase(Fraction(1200), Fraction(3900), Fraction(3900))
    assert worst_case(contract, _ends, contract.credits[:1]) == WorstCase(Fraction(500), Fraction(2000), Fraction(2000))


def test_worst_case_never_exceeds_the_cap_of_the_term() -> None:
    found = worst_case(_contract().model_copy(update={"credit_terms": _terms("CNY 3000")}), _ends)
    assert (found.term, found.capped) == (3900, 3000)


def test_a_duration_has_no_worst_case() -> None:
    contract = _contract()
    level = contract.slos[0].model_copy(update={"target": Duration.parse("4h")})
    assert worst_period(contract.credits[0], level, contract) == 0


def test_a_worst_case_needs_credit_terms() -> None:
    with pytest.raises(ValueError, match="without credit terms"):
        worst_case(_contract().model_copy(update={"credit_terms": None}), _ends)
