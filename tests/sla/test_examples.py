"""Worked examples of credits: where tiers begin and end, in whole seconds, items and slices."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise
from typing import Any

import pytest
from check.contracts import base, put
from hypothesis import given, settings
from sla.strategies import contiguous_tiers

from slagen.model.contract import Contract
from slagen.model.quality import Credit, CreditTier, Operator
from slagen.model.units import Duration, Percent
from slagen.sla.availability import availability_at, meets
from slagen.sla.exact import percent_shown
from slagen.sla.examples import Example, examples, shown_total
from slagen.sla.levels import Unit
from slagen.sla.tiers import tier_of


def _contract(*edits: tuple[str, Any]) -> Contract:
    data = base()
    for path, value in edits:
        put(data, path, value)
    return Contract.model_validate(data)


def _examples(*edits: tuple[str, Any]) -> tuple[Example, ...]:
    contract = _contract(*edits)
    return examples(contract.credits[0], contract)


def _rows(found: tuple[Example, ...]) -> list[tuple[int, int, str, str]]:
    return [(each.least, each.most, str(each.tier.pct) if each.tier else "-", str(each.amount)) for each in found]


def test_a_month_of_30_days_at_99_9_percent() -> None:
    """43 min 12 s is the budget that Google, Site Reliability Engineering, appendix A states for it."""
    found = _examples()
    assert _rows(found) == [
        (0, 2592, "-", "0"),
        (2593, 25920, "10%", "2200"),
        (25921, 129600, "20%", "4400"),
        (129601, 2592000, "30%", "6600"),
    ]
    assert {shown_total(each) for each in found} == {Duration.parse("30 days")}


def test_ec2_in_a_month_of_30_days() -> None:
    """The credit steps of AWS EC2's region-level agreement: < 99.99 % 10 %, < 99 % 30 %, < 95 % 100 %."""
    tiers = [{"ge": "99%", "lt": "99.99%", "pct": "10%"}, {"ge": "95%", "lt": "99%", "pct": "30%"}]
    tiers.append({"ge": "0%", "lt": "95%", "pct": "100%"})
    found = _examples(("slos[0].target", "99.99%"), ("credits[0].tiers", tiers))
    assert [(each.least // 60, each.most // 60) for each in found] == [(0, 4), (4, 432), (432, 2160), (2160, 43200)]


@pytest.mark.parametrize(
    ("edits", "unit", "total", "free"),
    [
        ([("slos[0].window", "quarter")], Unit.SECONDS, 90 * 86400, 7776),
        ([("slos[0].window", "year")], Unit.SECONDS, 365 * 86400, 31536),
        ([("services[0].calendar", "office")], Unit.SECONDS, 360000, 360),
        ([("slis[0].type", "slice_mean"), ("slis[0].interval", "5m")], Unit.SLICES, 8640, 8),
        ([("slis[0].type", "request")], Unit.ITEMS, 1000, 1),
        ([("slis[0].type", "request"), ("slos[0].target", "99.9999%")], Unit.ITEMS, 1000000, 1),
        ([("slos[0].target", "100%")], Unit.SECONDS, 2592000, 0),
    ],
)
def test_totals(edits: list[tuple[str, Any]], unit: Unit, total: int, free: int) -> None:
    first = _examples(*edits)[0]
    assert (first.unit, first.total, first.least, first.most, first.tier) == (unit, total, 0, free, None)


@pytest.mark.parametrize(
    "edits",
    [
        [("slis[0].type", "duration"), ("slos[0].op", "<="), ("slos[0].target", "3m")],
        [("slos[0].op", "<="), ("slos[0].target", "1%")],
    ],
)
def test_objectives_without_examples(edits: list[tuple[str, Any]]) -> None:
    assert _examples(*edits) == ()


def test_a_tier_that_no_whole_number_reaches_is_left_out() -> None:
    tiers = [{"ge": "99.8999%", "lt": "99.9%", "pct": "1%"}, {"ge": "0%", "lt": "99.8999%", "pct": "10%"}]
    found = _examples(("slis[0].type", "slice_mean"), ("slis[0].interval", "1h"), ("credits[0].tiers", tiers))
    assert _rows(found) == [(0, 0, "-", "0"), (1, 720, "10%", "2200")]


CONTRACT = _contract()


@settings(deadline=None, max_examples=60)
@given(tiers=contiguous_tiers())
def test_each_count_has_exactly_one_row_and_its_own_tier(tiers: tuple[CreditTier, ...]) -> None:
    target = max(tier.lt for tier in tiers)
    level = CONTRACT.slos[0].model_copy(update={"target": target})
    credit = Credit(slo=level.id, tiers=tiers)
    contract = CONTRACT.model_copy(update={"slos": (level,), "credits": (credit,)})
    found = examples(credit, contract)
    assert (found[0].least, found[-1].most) == (0, found[0].total)
    assert all(one.most + 1 == other.least for one, other in pairwise(found))
    for example in found:
        for bad in (example.least, example.most):
            achieved = availability_at(bad, example.total)
            assert tier_of(tiers, achieved, met=meets(achieved, Operator.AT_LEAST, target)) == example.tier
            shown = Fraction(percent_shown(achieved, example.places)) / 100
            assert tier_of(tiers, shown, met=meets(shown, Operator.AT_LEAST, target)) == example.tier


def test_what_is_shown_has_no_more_decimals_than_it_needs() -> None:
    met, first, *_ = _examples(("slos[0].decimals", 1))
    assert (met.places, first.places) == (1, 5)
    assert percent_shown(first.best, first.places) == Percent.parse("99.89996%").value
