"""Outages become downtime in the order that the contract gives."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sla.strategies import intervals

from slagen.model.quality import Denominator, ServiceLevel
from slagen.model.units import Duration
from slagen.sla.availability import Count
from slagen.sla.intervals import Interval, intersect, seconds
from slagen.sla.outages import Counting, counted, counting, downtime, time_count

DAY = Interval(0, 86400)
MANY = st.lists(intervals(), max_size=6)
RULES = st.builds(Counting, st.integers(0, 40), st.integers(0, 40), st.sampled_from(Denominator))


def _minutes(*pairs: tuple[int, int]) -> list[Interval]:
    return [Interval(start * 60, end * 60) for start, end in pairs]


def _down(outages: list[Interval], rules: Counting, excluded: list[Interval] | None = None) -> int:
    return seconds(downtime(outages, [DAY], excluded or [], rules)) // 60


@pytest.mark.parametrize(
    ("outages", "rules", "minutes"),
    [
        # Overlapping outages count once.
        ([(0, 10), (5, 15)], Counting(), 15),
        # The shortest outage that counts: shorter doesn't, as long does from its start.
        ([(0, 4), (20, 25)], Counting(min_outage=300), 5),
        # Less than the interval between them: one outage with the time between; as much: two.
        ([(0, 2), (6, 8)], Counting(min_gap=300), 8),
        ([(0, 2), (7, 9)], Counting(min_gap=300), 4),
        # The shortest outage is judged on the merged one.
        ([(0, 2), (4, 6)], Counting(min_outage=300, min_gap=300), 6),
        ([(0, 2), (4, 6)], Counting(min_outage=300), 0),
    ],
)
def test_merging_and_shortest_outage(outages: list[tuple[int, int]], rules: Counting, minutes: int) -> None:
    assert _down(_minutes(*outages), rules) == minutes


def test_an_exclusion_does_not_shorten_an_outage() -> None:
    rules = Counting(min_outage=300)
    assert _down(_minutes((0, 10)), rules, _minutes((0, 8))) == 2
    assert _down(_minutes((0, 2), (8, 10)), Counting(min_outage=300, min_gap=600), _minutes((2, 8))) == 4


def test_each_period_has_its_part_of_an_outage() -> None:
    outage, rules = Interval(86400 - 120, 86400 + 240), Counting(min_outage=300)
    assert seconds(downtime([outage], [DAY], rules=rules)) == 120
    assert seconds(downtime([outage], [Interval(86400, 172800)], rules=rules)) == 240


def test_only_service_hours_count() -> None:
    hours = [Interval(9 * 3600, 18 * 3600)]
    assert time_count([Interval(8 * 3600, 10 * 3600)], hours) == Count(8 * 3600, 9 * 3600)


def test_denominators() -> None:
    outages, excluded = _minutes((0, 60), (100, 130)), _minutes((0, 90))
    kept = time_count(outages, [DAY], excluded)
    left = time_count(outages, [DAY], excluded, Counting(denominator=Denominator.NET))
    assert kept == Count(86400 - 30 * 60, 86400)
    assert left == Count(86400 - 120 * 60, 86400 - 90 * 60)


def test_rules_of_an_objective() -> None:
    level = ServiceLevel.model_construct(min_outage=Duration.parse("1m"), min_gap=None, denominator=Denominator.NET)
    assert counting(level) == Counting(60, 0, Denominator.NET)
    with pytest.raises(ValueError, match="1 month has no length"):
        counting(level.model_copy(update={"min_gap": Duration.parse("1 month")}))


@given(MANY, MANY, MANY, RULES)
def test_downtime_never_exceeds_the_window(
    outages: list[Interval], within: list[Interval], excluded: list[Interval], rules: Counting
) -> None:
    down = downtime(outages, within, excluded, rules)
    assert seconds(down) <= seconds(within)
    assert not intersect(down, excluded)
    count = time_count(outages, within, excluded, rules)
    assert count.total - count.good == seconds(down)


@given(MANY, RULES)
def test_what_counts_is_apart_and_long_enough(outages: list[Interval], rules: Counting) -> None:
    found = counted(outages, rules)
    assert all(outage.seconds >= rules.min_outage for outage in found)
    assert counted(found, rules) == found


@given(MANY, MANY)
def test_more_outages_never_mean_less_downtime(one: list[Interval], more: list[Interval]) -> None:
    rules = Counting(10, 5)
    assert seconds(downtime(one, [DAY], rules=rules)) <= seconds(downtime([*one, *more], [DAY], rules=rules))
