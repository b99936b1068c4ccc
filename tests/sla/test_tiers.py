"""Which tier a result has, and from which downtime to which."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sla.strategies import PERCENTS, SHARES, contiguous_tiers, downtime_of

from slagen.model.quality import CreditTier, Operator
from slagen.model.units import Percent
from slagen.sla.availability import meets
from slagen.sla.exact import share
from slagen.sla.tiers import boundaries, highest_credit, tier_of

WINDOW = 2592000


def _tiers(*written: tuple[str, str, str]) -> tuple[CreditTier, ...]:
    return tuple(
        CreditTier(ge=Percent.parse(ge), lt=Percent.parse(lt), pct=Percent.parse(pct)) for ge, lt, pct in written
    )


GAPS = _tiers(("99%", "99.9%", "10%"), ("95%", "98.99%", "25%"), ("50%", "90%", "40%"))


@pytest.mark.parametrize(
    ("achieved", "credit"),
    [
        ("99.5%", "10%"),
        ("98.99%", "25%"),  # between two tiers: the higher credit
        ("98.995%", "25%"),
        ("92%", "40%"),
        ("99.9%", "10%"),  # above all tiers and missed: the tier next to it
        ("100%", "10%"),
        ("49%", "40%"),  # below all tiers
        ("0%", "40%"),
    ],
)
def test_values_in_no_tier(achieved: str, credit: str) -> None:
    tier = tier_of(GAPS, share(Percent.parse(achieved)))
    assert tier is not None
    assert tier.pct == Percent.parse(credit)


def test_what_meets_the_target_earns_nothing() -> None:
    assert tier_of(GAPS, Fraction(995, 1000), met=True) is None
    assert tier_of([], Fraction(1, 2)) is None


def test_overlapping_tiers_have_the_higher_credit() -> None:
    tier = tier_of(_tiers(("98%", "99.9%", "10%"), ("95%", "99%", "25%")), Fraction(985, 1000))
    assert tier is not None
    assert tier.pct == Percent.parse("25%")


@given(contiguous_tiers(), SHARES)
def test_contiguous_tiers_assign_exactly_one_credit(tiers: tuple[CreditTier, ...], achieved: Fraction) -> None:
    met = meets(achieved, Operator.AT_LEAST, tiers[0].lt)
    holding = [tier for tier in tiers if share(tier.ge) <= achieved < share(tier.lt)]
    assert len(holding) == (0 if met else 1)
    assert tier_of(tiers, achieved, met=met) == (None if met else holding[0])


@given(contiguous_tiers(), st.integers(0, WINDOW), st.integers(0, WINDOW))
def test_credits_rise_with_downtime(tiers: tuple[CreditTier, ...], one: int, other: int) -> None:
    less, more = sorted((one, other))
    first, second = (tier_of(tiers, 1 - Fraction(down, WINDOW)) for down in (less, more))
    assert first is not None
    assert second is not None
    assert first.pct <= second.pct


@given(contiguous_tiers(), SHARES)
def test_boundaries_hold_each_downtime_once(tiers: tuple[CreditTier, ...], achieved: Fraction) -> None:
    reaches = boundaries(tiers, WINDOW)
    assert all(one.upto == other.above for one, other in pairwise(reaches))
    down = downtime_of(achieved, WINDOW)
    found = [reach.tier for reach in reaches if reach.above < down <= reach.upto]
    tier = tier_of(tiers, achieved, met=meets(achieved, Operator.AT_LEAST, tiers[0].lt))
    assert found == ([] if tier is None else [tier])


@given(st.lists(st.tuples(PERCENTS, PERCENTS, PERCENTS), min_size=1, max_size=5), PERCENTS, SHARES)
def test_boundaries_follow_the_annex_for_any_tiers(
    written: list[tuple[Percent, Percent, Percent]], target: Percent, achieved: Fraction
) -> None:
    tiers = [CreditTier(ge=min(one, other), lt=max(one, other), pct=pct) for one, other, pct in written]
    down = downtime_of(achieved, WINDOW)
    found = [reach.tier.pct for reach in boundaries(tiers, WINDOW, target) if reach.above < down <= reach.upto]
    met = meets(achieved, Operator.AT_LEAST, target)
    tier = tier_of(tiers, achieved, met=met)
    assert found == ([] if tier is None or achieved == 1 else [tier.pct])


def test_whole_minutes_and_seconds() -> None:
    (first, second) = boundaries(_tiers(("99%", "99.99%", "10%"), ("0%", "99%", "30%")), WINDOW)
    assert (first.above, first.upto) == (Fraction(2592, 10), 25920)
    assert (first.first(), first.last(), first.first(60), first.last(60)) == (260, 25920, 5, 432)
    assert (second.first(60), second.last(60)) == (433, 43200)


def test_a_tier_too_narrow_for_a_whole_minute() -> None:
    narrow, rest = boundaries(_tiers(("99.9991%", "99.9995%", "1%"), ("0%", "99.9991%", "2%")), WINDOW)
    assert (narrow.first(60), narrow.last(60)) == (None, None)
    assert (narrow.first(), narrow.last()) == (13, 23)
    assert rest.first(60) == 1


def test_no_tiers_have_no_boundaries() -> None:
    assert boundaries([], WINDOW) == ()


@pytest.mark.parametrize(
    ("op", "target", "credit"),
    [
        (Operator.AT_LEAST, "99.9%", "40%"),
        (Operator.AT_LEAST, "0%", None),
        (Operator.AT_MOST, "98.99%", "25%"),  # missed by values above it only
        (Operator.AT_MOST, "100%", None),
    ],
)
def test_highest_credit(op: Operator, target: str, credit: str | None) -> None:
    assert highest_credit(GAPS, op, Percent.parse(target)) == (None if credit is None else Percent.parse(credit))


@given(contiguous_tiers(), SHARES)
def test_nothing_earns_more_than_the_highest_credit(tiers: tuple[CreditTier, ...], achieved: Fraction) -> None:
    highest = highest_credit(tiers, Operator.AT_LEAST, tiers[0].lt)
    assert highest == tiers[-1].pct
    tier = tier_of(tiers, achieved)
    assert tier is not None
    assert tier.pct <= highest
