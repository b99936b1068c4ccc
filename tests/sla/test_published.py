"""Published tables, cell by cell."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
import yaml

from slagen.model.quality import CreditTier, Operator, Rounding
from slagen.model.units import Percent
from slagen.sla.availability import availability_at, budget, meets
from slagen.sla.composite import Component, Parallel, Serial, Structure, availability
from slagen.sla.exact import percent_shown, rounded, share
from slagen.sla.reliability import burn_rate, burn_rate_of_errors, time_to_exhaustion
from slagen.sla.tiers import boundaries, tier_of

PUBLISHED = yaml.safe_load((Path(__file__).parent / "published.yaml").read_text("utf-8"))
SECONDS = {"second": 1, "minute": 60, "hour": 3600, "day": 86400}
MONTH = 30 * 86400


def _length(written: str) -> tuple[Decimal, int]:
    amount, unit = written.split()
    return Decimal(amount), SECONDS[unit.removesuffix("s")]


def _seconds(written: str) -> int:
    amount, unit = _length(written)
    return int(amount * unit)


def _decimals(amount: Decimal) -> int:
    return -int(amount.as_tuple().exponent)


CELLS = [
    (table.get("rounding", "half up"), target, table["windows"][window], cell)
    for table in PUBLISHED["availability"]
    for target, row in table["rows"].items()
    for window, cell in row.items()
]


@pytest.mark.parametrize(("rounding", "target", "window", "cell"), CELLS)
def test_budget(rounding: str, target: str, window: str, cell: str) -> None:
    amount, unit = _length(cell)
    found = budget(Percent.parse(target), _seconds(window)) / unit
    assert rounded(found, _decimals(amount), Rounding(rounding)) == amount


def test_whole_table_of_google() -> None:
    assert sum(len(row) for row in PUBLISHED["availability"][0]["rows"].values()) == 8 * 6


STEPS = [
    (table["tiers"], table["target"], minutes, credit)
    for table in PUBLISHED["credits"]
    for minutes, credit in table["minutes"].items()
]


def _tiers(written: list[dict[str, str]]) -> tuple[CreditTier, ...]:
    return tuple(CreditTier.model_validate(tier) for tier in written)


@pytest.mark.parametrize(("tiers", "target", "minutes", "credit"), STEPS)
def test_credit(tiers: list[dict[str, str]], target: str, minutes: int, credit: str) -> None:
    achieved = availability_at(minutes * 60, MONTH)
    met = meets(achieved, Operator.AT_LEAST, Percent.parse(target))
    tier = tier_of(_tiers(tiers), achieved, met=met)
    assert (Percent(Decimal(0)) if tier is None else tier.pct) == Percent.parse(credit)


@pytest.mark.parametrize(("tiers", "target", "minutes", "credit"), STEPS)
def test_credit_by_boundaries(tiers: list[dict[str, str]], target: str, minutes: int, credit: str) -> None:
    reaches = boundaries(_tiers(tiers), MONTH, Percent.parse(target))
    held = [reach.tier.pct for reach in reaches if (reach.first(60) or 0) <= minutes <= (reach.last(60) or 0)]
    assert (held or [Percent(Decimal(0))]) == [Percent.parse(credit)]


def _structure(written: Any, path: str = "c") -> Structure:
    if isinstance(written, str):
        return Component(path, share(Percent.parse(written)))
    parts = written.get("all") or written["any"]
    built = tuple(_structure(part, f"{path}.{place}") for place, part in enumerate(parts))
    return Serial(built) if "all" in written else Parallel(built)


@pytest.mark.parametrize("case", PUBLISHED["composite"], ids=lambda case: case["source"])
def test_composite(case: dict[str, Any]) -> None:
    shown = Percent.parse(case["shown"])
    assert percent_shown(availability(_structure(case)), _decimals(shown.value)) == shown.value


@pytest.mark.parametrize(
    ("window", "row"), [(table["window"], row) for table in PUBLISHED["burn_rates"] for row in table["rows"]]
)
def test_burn_rate(window: str, row: dict[str, str]) -> None:
    consumed, look_back = share(Percent.parse(row["consumed"])), _seconds(row["look_back"])
    assert burn_rate(consumed, look_back, _seconds(window)) == Fraction(row["rate"])


@pytest.mark.parametrize(("table", "row"), [(table, row) for table in PUBLISHED["exhaustion"] for row in table["rows"]])
def test_time_to_exhaustion(table: dict[str, Any], row: dict[str, str]) -> None:
    rate = burn_rate_of_errors(share(Percent.parse(row["error_rate"])), Percent.parse(table["target"]))
    assert rate == Fraction(row["rate"])
    amount, unit = _length(row["time"])
    found = time_to_exhaustion(1, rate, _seconds(table["window"]))
    assert found is not None
    assert rounded(found / unit, _decimals(amount)) == amount
