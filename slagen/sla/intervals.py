"""Spans of time as half-open intervals of whole epoch seconds: union, intersection, difference, length.

An instant belongs to an interval where start ≤ instant < end, so intervals that touch share nothing and their lengths
add up.  Every function takes its intervals in any order, overlapping or not, and gives them sorted, apart and none of
them empty.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Interval:
    """From `start` to just before `end`, in seconds of one clock, such as the Unix epoch's.

    Raises:
        ValueError: it ends before it starts.
    """

    start: int
    end: int

    def __post_init__(self) -> None:
        if self.end < self.start:
            raise ValueError(f"an interval from {self.start} can't end at {self.end}")

    @property
    def seconds(self) -> int:
        """Its length."""
        return self.end - self.start


Intervals = tuple[Interval, ...]


def merge(intervals: Iterable[Interval], gap: int = 0) -> Intervals:
    """The union; intervals that overlap, touch, or have less than `gap` seconds between them become one."""
    merged: list[Interval] = []
    for interval in sorted(interval for interval in intervals if interval.seconds):
        if merged and interval.start - merged[-1].end < max(gap, 1):
            merged[-1] = Interval(merged[-1].start, max(merged[-1].end, interval.end))
        else:
            merged.append(interval)
    return tuple(merged)


def intersect(first: Iterable[Interval], second: Iterable[Interval]) -> Intervals:
    """What lies in both."""
    one, two = merge(first), merge(second)
    found: list[Interval] = []
    i = j = 0
    while i < len(one) and j < len(two):
        start, end = max(one[i].start, two[j].start), min(one[i].end, two[j].end)
        if start < end:
            found.append(Interval(start, end))
        if one[i].end <= two[j].end:
            i += 1
        else:
            j += 1
    return tuple(found)


def subtract(intervals: Iterable[Interval], taken: Iterable[Interval]) -> Intervals:
    """What lies in `intervals` and not in `taken`."""
    whole, holes = merge(intervals), merge(taken)
    if not whole:
        return ()
    starts = [whole[0].start, *(hole.end for hole in holes)]
    ends = [*(hole.start for hole in holes), whole[-1].end]
    between = [Interval(start, end) for start, end in zip(starts, ends, strict=True) if start < end]
    return intersect(whole, between)


def seconds(intervals: Iterable[Interval]) -> int:
    """The length of the union, in seconds."""
    return sum(interval.seconds for interval in merge(intervals))
