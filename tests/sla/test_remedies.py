"""When a credit is claimed and paid, and when misses let the customer terminate."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from slagen.model.clause import Variant
from slagen.model.quality import CreditTerms, Measurement, TerminationTrigger
from slagen.model.units import Duration
from slagen.sla.remedies import Claim, Reached, claim, exercise_by, pay_by, reached


def _later(start: date, length: Duration) -> date:
    return start + timedelta(days=length.amount)


def _terms(**values: object) -> CreditTerms:
    return CreditTerms.model_construct(**{"claim": None, "apply_within": Duration.parse("30d"), **values})


DETERMINED, NOTIFIED = date(2026, 2, 10), date(2026, 2, 20)
MEASUREMENT = Measurement.model_construct(dispute_within=Duration.parse("5d"))


@pytest.mark.parametrize(
    ("variant", "within", "notified", "found"),
    [
        (Variant.BALANCED, None, None, Claim(False, None)),
        (Variant.BALANCED, "10d", None, Claim(True, date(2026, 2, 20))),
        (Variant.PROVIDER, "10d", None, Claim(True, date(2026, 2, 20))),
        (Variant.PROVIDER, None, None, Claim(True, date(2026, 2, 15))),
        (Variant.CUSTOMER, None, None, Claim(False, None)),
        (Variant.CUSTOMER, "10d", None, Claim(True, None)),
        (Variant.CUSTOMER, "10d", NOTIFIED, Claim(True, date(2026, 3, 2))),
    ],
)
def test_claims(variant: Variant, within: str | None, notified: date | None, found: Claim) -> None:
    terms = _terms(claim=Duration.parse(within) if within else None)
    assert claim(terms, MEASUREMENT, variant, DETERMINED, _later, notified) == found


def test_payment() -> None:
    assert pay_by(_terms(), Claim(False, None), DETERMINED, None, _later) == date(2026, 3, 12)
    assert pay_by(_terms(), Claim(True, None), DETERMINED, NOTIFIED, _later) == date(2026, 3, 22)
    assert pay_by(_terms(), Claim(True, None), DETERMINED, None, _later) is None


def _trigger(misses: int, of_periods: int) -> TerminationTrigger:
    return TerminationTrigger(slo="a", misses=misses, of_periods=of_periods, exercise_within=Duration.parse("30d"))


@pytest.mark.parametrize(
    ("misses", "of_periods", "missed", "found"),
    [
        (2, 3, "x.x", [Reached(2, (0, 2))]),
        (2, 3, "x..x", []),
        (2, 3, "xx.", [Reached(1, (0, 1))]),
        (2, 2, "xxx", [Reached(1, (0, 1)), Reached(2, (1, 2))]),
        (1, 1, ".x", [Reached(1, (1,))]),
        (3, 2, "xxxx", []),
    ],
)
def test_triggers(misses: int, of_periods: int, missed: str, found: list[Reached]) -> None:
    assert reached(_trigger(misses, of_periods), [each == "x" for each in missed]) == tuple(found)


def test_exercise_runs_from_the_last_determination() -> None:
    assert exercise_by(_trigger(2, 3), [NOTIFIED, DETERMINED], _later) == date(2026, 3, 22)
