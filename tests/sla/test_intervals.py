"""Intervals, against sets of seconds."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sla.strategies import intervals

from slagen.sla.intervals import Interval, Intervals, intersect, merge, seconds, subtract

MANY = st.lists(intervals(), max_size=8)


def _set(found: list[Interval] | Intervals) -> set[int]:
    return {second for interval in found for second in range(interval.start, interval.end)}


@given(MANY)
def test_union(many: list[Interval]) -> None:
    merged = merge(many)
    assert _set(merged) == _set(many)
    assert all(one.end < other.start for one, other in pairwise(merged))
    assert seconds(many) == len(_set(many))


@given(MANY, MANY)
def test_intersection_and_difference(one: list[Interval], other: list[Interval]) -> None:
    assert _set(intersect(one, other)) == _set(one) & _set(other)
    assert _set(subtract(one, other)) == _set(one) - _set(other)


@given(MANY, st.integers(0, 60))
def test_gaps_shorter_than_the_gap_close(many: list[Interval], gap: int) -> None:
    merged = merge(many, gap)
    assert _set(many) <= _set(merged)
    assert all(other.start - one.end >= max(gap, 1) for one, other in pairwise(merged))
    assert all(hole.seconds < gap for hole in subtract(merged, many))


def test_edges_of_a_gap() -> None:
    near, far = Interval(0, 10), Interval(40, 50)
    assert merge([far, near], 31) == (Interval(0, 50),)
    assert merge([far, near], 30) == (near, far)


def test_an_interval_does_not_end_before_it_starts() -> None:
    with pytest.raises(ValueError, match="can't end at 1"):
        Interval(2, 1)
