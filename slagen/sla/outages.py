"""From outages to downtime: merging, the shortest outage that counts, exclusions, the time that counts at all.

The order is the contract's (clause 4.1): outages that are less than the merging interval apart become one with the
time between them; whether the shortest outage is reached is judged on the merged outage; one that reaches it counts in
full from its start.  What is excluded is then taken away from what counts, since an exclusion leaves an outage as long
as it was.  For the same reason an outage that crosses the edge of a period is judged by its whole length, and each
period has the part that lies in it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from slagen.model.quality import Denominator, ServiceLevel
from slagen.model.units import Duration
from slagen.sla.availability import Count
from slagen.sla.intervals import Interval, Intervals, intersect, merge, seconds, subtract


@dataclass(frozen=True, slots=True)
class Counting:
    """How an objective counts outages; lengths in seconds, 0 where it sets none."""

    min_outage: int = 0
    min_gap: int = 0
    denominator: Denominator = Denominator.TOTAL


_PLAIN = Counting()


def counting(level: ServiceLevel) -> Counting:
    """How `level` counts outages.

    Raises:
        ValueError: its shortest outage or merging interval has no length in seconds of its own.
    """
    return Counting(_length(level.min_outage), _length(level.min_gap), level.denominator)


def counted(outages: Iterable[Interval], rules: Counting) -> Intervals:
    """The outages that count, merged, exclusions not yet taken away."""
    return tuple(outage for outage in merge(outages, rules.min_gap) if outage.seconds >= rules.min_outage)


def downtime(
    outages: Iterable[Interval], within: Iterable[Interval], excluded: Iterable[Interval] = (), rules: Counting = _PLAIN
) -> Intervals:
    """The downtime: time of the total `within` (a period, or its service hours) that is neither good nor excluded."""
    return subtract(intersect(counted(outages, rules), within), excluded)


def time_count(
    outages: Iterable[Interval], within: Iterable[Interval], excluded: Iterable[Interval] = (), rules: Counting = _PLAIN
) -> Count:
    """Good and all seconds of a period by the denominator of `rules`; excluded time is good, or left out of both."""
    whole = merge(within)
    left_out = intersect(whole, excluded)
    total = seconds(whole) - (seconds(left_out) if rules.denominator is Denominator.NET else 0)
    return Count(total - seconds(downtime(outages, whole, left_out, rules)), total)


def _length(duration: Duration | None) -> int:
    if duration is None:
        return 0
    if duration.seconds is None:
        raise ValueError(f"{duration} has no length in seconds of its own")
    return duration.seconds
