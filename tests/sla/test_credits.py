"""What a miss earns, and what the caps leave of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from slagen.model.contract import Contract
from slagen.model.quality import CreditBasis, CreditTerms, SameCause
from slagen.model.services import Service
from slagen.model.units import Money, Percent
from slagen.sla.credits import (
    Caps,
    Earned,
    Granted,
    Limit,
    caps_of,
    credit_amount,
    full_basis,
    grant,
    payable,
    period_basis,
    term_cap_reached,
)
from slagen.sla.periods import Period, service_months

CAPS = Caps(Fraction(100), Fraction(150), Fraction(10), SameCause.SUM)


def _earned(amount: int, month: int = 1, **more: object) -> Earned:
    values = {
        "slo": f"{amount}-{month}",
        "service": "web",
        "starts": date(2026, month, 1),
        "ends": date(2026, month, 28),
    }
    return Earned(**{**values, **more}, amount=Fraction(amount))  # type: ignore[arg-type]


def _amounts(granted: Iterable[Granted]) -> list[tuple[Fraction | int, Limit | None]]:
    return [(each.amount, each.limit) for each in granted]


def test_amount() -> None:
    assert credit_amount(Percent.parse("2.5%"), Decimal("68000.10")) == Fraction(1700_0025, 10000)


def test_within_the_caps_all_is_granted() -> None:
    assert _amounts(grant([_earned(40), _earned(60)], CAPS)) == [(40, None), (60, None)]


def test_monthly_cap_reduces_in_proportion() -> None:
    found = grant([_earned(150), _earned(50)], CAPS)
    assert _amounts(found) == [(75, Limit.MONTHLY_CAP), (25, Limit.MONTHLY_CAP)]


def test_term_cap_leaves_what_earlier_months_left() -> None:
    found = grant([_earned(30, 2), _earned(120, 1), _earned(90, 3), _earned(50, 4)], CAPS)
    assert _amounts(found) == [(100, Limit.MONTHLY_CAP), (30, None), (20, Limit.TERM_CAP), (0, Limit.TERM_CAP)]
    assert _amounts(grant([_earned(90)], CAPS, before=120)) == [(30, Limit.TERM_CAP)]
    assert term_cap_reached(found, CAPS)
    assert not term_cap_reached(found[:2], CAPS)


def test_periods_count_in_the_month_in_which_they_end() -> None:
    quarter = _earned(80, 3, starts=date(2026, 1, 1), ends=date(2026, 3, 31))
    assert _amounts(grant([quarter, _earned(120, 3)], CAPS)) == [(60, Limit.MONTHLY_CAP), (40, Limit.MONTHLY_CAP)]


@pytest.mark.parametrize(
    ("amounts", "found"),
    [
        ([9], [(0, Limit.MINIMUM)]),
        ([10], [(10, None)]),
        ([4, 5], [(0, Limit.MINIMUM), (0, Limit.MINIMUM)]),
        ([5, 6], [(5, None), (6, None)]),
    ],
)
def test_a_month_below_the_minimum_pays_nothing(amounts: list[int], found: list[tuple[int, Limit | None]]) -> None:
    assert _amounts(grant([_earned(amount) for amount in amounts], CAPS)) == found


def test_the_minimum_is_held_against_the_sum_before_reduction() -> None:
    assert _amounts(grant([_earned(20)], CAPS, before=145)) == [(5, Limit.TERM_CAP)]


HIGHEST = Caps(Fraction(100), Fraction(150), Fraction(0), SameCause.HIGHEST)


@pytest.mark.parametrize(
    ("second", "found"),
    [
        ({"cause": "power"}, [(0, Limit.SAME_CAUSE), (20, None)]),
        ({"cause": "fire"}, [(10, None), (20, None)]),
        ({"cause": None}, [(10, None), (20, None)]),
        ({"cause": "power", "service": "mail"}, [(10, None), (20, None)]),
        ({"cause": "power", "starts": date(2025, 12, 1)}, [(10, None), (20, None)]),
    ],
)
def test_one_cause_leaves_the_highest(second: dict[str, object], found: list[tuple[int, Limit | None]]) -> None:
    misses = [_earned(10, cause="power"), _earned(20, **second)]
    assert _amounts(grant(misses, HIGHEST)) == found
    assert _amounts(grant(misses, CAPS)) == [(10, None), (20, None)]


def test_of_equal_credits_one_stands() -> None:
    misses = [_earned(10, cause="power", slo="a"), _earned(10, cause="power", slo="b")]
    assert _amounts(grant(misses, HIGHEST)) == [(10, None), (0, Limit.SAME_CAUSE)]


def test_wilful_misses_stand_outside_the_caps() -> None:
    found = grant([_earned(300, uncapped=True), _earned(200), _earned(120, 2)], CAPS)
    assert _amounts(found) == [(300, None), (100, Limit.MONTHLY_CAP), (50, Limit.TERM_CAP)]


MISSES = st.lists(st.builds(_earned, st.integers(0, 90), st.integers(1, 12), cause=st.sampled_from([None, "power"])))


@given(MISSES)
def test_caps_hold_and_nothing_grows(misses: list[Earned]) -> None:
    found = grant(misses, HIGHEST)
    assert sorted(each.earned.ends for each in found) == [each.earned.ends for each in found]
    assert len(found) == len(misses)
    assert all(0 <= each.amount <= each.earned.amount for each in found)
    assert sum(each.amount for each in found) <= HIGHEST.term
    for month in range(1, 13):
        assert sum(each.amount for each in found if each.earned.ends.month == month) <= HIGHEST.monthly


@given(st.lists(st.fractions(0, 1000), max_size=6), st.sampled_from([0, 2]))
def test_what_is_paid_adds_up(amounts: list[Fraction], decimals: int) -> None:
    paid, unit = payable(amounts, decimals), Fraction(1, 10**decimals)
    assert all(abs(Fraction(one) - exact) < unit for one, exact in zip(paid, amounts, strict=True))
    assert all(-int(one.as_tuple().exponent) == decimals for one in paid)
    assert -unit / 2 < sum(map(Fraction, paid)) - sum(amounts) <= unit / 2


def test_halves_are_rounded_up() -> None:
    assert payable([Fraction(1, 200)]) == (Decimal("0.01"),)
    assert payable([Fraction(1, 3), Fraction(1, 3), Fraction(1, 3)]) == tuple(map(Decimal, ("0.34", "0.33", "0.33")))


def _contract() -> Contract:
    fees = {"web": "CNY 1000", "mail": "CNY 3000"}
    return Contract.model_construct(
        services=tuple(Service.model_construct(id=id_, monthly_fee=Money.parse(fee)) for id_, fee in fees.items())
    )


@pytest.mark.parametrize(("minimum", "found"), [("CNY 500", 500), (None, 0)])
def test_caps_of_a_contract(minimum: str | None, found: int) -> None:
    terms = CreditTerms.model_construct(
        monthly_cap=Percent.parse("30%"),
        term_cap=Money.parse("CNY 4000"),
        min_amount=Money.parse(minimum) if minimum else None,
        same_cause=SameCause.HIGHEST,
    )
    assert caps_of(terms, _contract()) == Caps(Fraction(1200), Fraction(4000), Fraction(found), SameCause.HIGHEST)


def test_bases() -> None:
    assert full_basis(CreditBasis.SERVICE_FEE, "web", _contract()) == 1000
    assert full_basis(CreditBasis.TOTAL_FEE, "web", _contract()) == 4000


MOMENT = datetime(2026, 4, 1, tzinfo=UTC)
APRIL_TO_JUNE = Period(1, ("2026-Q2",), date(2026, 4, 1), date(2026, 6, 30), MOMENT, MOMENT)
MONTHS = {
    # web runs from 16 April to 15 June, mail from 1 March to 20 May.
    "web": service_months(date(2026, 4, 16), date(2026, 6, 15)),
    "mail": service_months(date(2026, 3, 1), date(2026, 5, 20)),
}


@pytest.mark.parametrize(
    ("basis", "service", "first", "found"),
    [
        (CreditBasis.SERVICE_FEE, "web", date(2026, 4, 1), Fraction(1000)),  # May
        (CreditBasis.SERVICE_FEE, "web", date(2026, 6, 1), Fraction(1000, 2)),
        (
            CreditBasis.TOTAL_FEE,
            "web",
            date(2026, 4, 1),
            Fraction(1000, 2) + 3000,
        ),  # April, not May: 1000 + 3000 × 20/31
        (CreditBasis.SERVICE_FEE, "mail", date(2026, 6, 1), Fraction(0)),
    ],
)
def test_basis_of_a_period(basis: CreditBasis, service: str, first: date, found: Fraction) -> None:
    period = replace(APRIL_TO_JUNE, first=first)
    assert period_basis(basis, service, _contract(), period, MONTHS) == found
