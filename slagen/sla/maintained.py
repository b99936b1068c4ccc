"""Planned maintenance that was carried out: how much of it is excluded, and why the rest counts.

Source: clause 4.1, “Planned Maintenance”, and annex “Service Calendar”.  Excluded is what lies in a window that the
contract excludes, was notified in time, keeps to the longest occasion and the monthly cap, and was permitted where it
falls in a freeze period (clause 2.4).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from slagen.model.measurements import MaintenanceDone
from slagen.model.quality import Maintenance
from slagen.sla.course import Course
from slagen.sla.deadlines import latest_notice
from slagen.sla.holidays import HolidaysUnpublished
from slagen.sla.instants import instant
from slagen.sla.intervals import Interval, Intervals, intersect, merge, seconds, subtract
from slagen.sla.recurrence import occurrences
from slagen.sla.zones import add_months, beginning, day_after, moment_at, seconds_of


class Counts(StrEnum):
    """Why maintenance counts as if it were an outage."""

    UNLISTED = "no window is agreed for the service"
    LISTED_AS_COUNTED = "the contract counts it"
    OUTSIDE = "outside the window, or longer than an occasion may be"
    UNNOTIFIED = "no notice is stated"
    LATE = "notified too late"
    CAP = "above the monthly cap"
    FREEZE = "in a freeze period without permission"


@dataclass(frozen=True, slots=True)
class Occasion:
    """Maintenance as it was carried out: when, how much of it is excluded, and why what counts does."""

    row: int
    service: str
    done: Interval
    excluded: Intervals
    counts: tuple[Counts, ...]
    unchecked: int | None = None
    """The year without published holidays for which the notice can't be checked; it is taken to be in time."""


_Used = defaultdict[tuple[str, int, int], int]
"""Seconds of a window's monthly cap that are used up, by window, year and month."""


def occasions(rows: Iterable[MaintenanceDone], course: Course) -> tuple[Occasion, ...]:
    """What was carried out, in the order of `rows`; monthly caps are used up by what starts first.

    Raises:
        NoSuchTimeError, RuleError, OutOfRangeError: a time or a recurrence rule can't be worked out.
    """
    placed = [
        (Interval(instant(each.start, course.zone), instant(each.end, course.zone, end=True)), row, each)
        for row, each in enumerate(rows)
    ]
    used: _Used = defaultdict(int)
    found = [_occasion(row, each, done, course, used) for done, row, each in sorted(placed, key=lambda one: one[:2])]
    return tuple(sorted(found, key=lambda one: one.row))


def _occasion(row: int, each: MaintenanceDone, done: Interval, course: Course, used: _Used) -> Occasion:
    found = Occasion(row, each.service, done, (), ())
    windows = [window for window in course.contract.maintenance if window.service == each.service]
    for window in windows:
        found = _in_window(found, window, each, course, used)
    if not windows:
        return replace(found, counts=(Counts.UNLISTED,))
    if not found.counts and seconds(found.excluded) < done.seconds:
        return replace(found, counts=(Counts.OUTSIDE,))
    return replace(found, counts=tuple(dict.fromkeys(found.counts)))


def _in_window(found: Occasion, window: Maintenance, each: MaintenanceDone, course: Course, used: _Used) -> Occasion:
    """The occasion with what a further window excludes of it."""
    inside = subtract(intersect((found.done,), _spans(window, found.done, course)), found.excluded)
    if not inside:
        return found
    try:
        refused = _refused(window, each, found.done, course)
    except HolidaysUnpublished as caught:
        refused, found = None, replace(found, unchecked=caught.year)
    if refused is not None:
        return replace(found, counts=(*found.counts, refused))
    allowed = inside if each.permitted else subtract(inside, _frozen(each.service, course))
    kept = tuple(_capped(window, allowed, course, used))
    for month, part in _months(kept, course):
        used[window.id, *month] += part.seconds
    why = (*_if(Counts.FREEZE, allowed, inside), *_if(Counts.CAP, kept, allowed))
    return replace(found, excluded=merge((*found.excluded, *kept)), counts=(*found.counts, *why))


def _if(why: Counts, less: Intervals, than: Intervals) -> tuple[Counts, ...]:
    return (why,) if seconds(less) < seconds(than) else ()


def _spans(window: Maintenance, done: Interval, course: Course) -> Intervals:
    """The occasions of a window that may touch what was done; its rule starts with the contract."""
    first = beginning(course.contract.contract.effective, course.zone)
    low, high = max(done.start - window.minutes * 60, first), max(done.end, first)
    start, end, anchor = (moment_at(moment, course.zone) for moment in (low, high, first))
    found = occurrences(window.rrule, window.minutes, course.contract.measurement.tz, start, end, anchor=anchor)
    return merge(Interval(seconds_of(begins), seconds_of(ends)) for begins, ends in found)


def _refused(window: Maintenance, each: MaintenanceDone, done: Interval, course: Course) -> Counts | None:
    """Why all of what was done in a window counts."""
    if not window.excluded:
        return Counts.LISTED_AS_COUNTED
    if each.notified is None:
        return Counts.UNNOTIFIED
    day = moment_at(done.start, course.zone).date()
    return Counts.LATE if each.notified > latest_notice(day, window.notice, course.business) else None


def _capped(window: Maintenance, inside: Intervals, course: Course, used: _Used) -> Iterator[Interval]:
    """What of it keeps to the window's monthly cap; a cap that has no length in seconds of its own caps nothing."""
    cap, taken = window.monthly_cap.seconds, dict(used)
    for month, part in _months(inside, course):
        before = taken.get((window.id, *month), 0)
        left = part.seconds if cap is None else max(min(part.seconds, cap - before), 0)
        taken[window.id, *month] = before + left
        yield Interval(part.start, part.start + left)


def _months(inside: Intervals, course: Course) -> Iterator[tuple[tuple[int, int], Interval]]:
    """Intervals cut at the ends of calendar months, with year and month."""
    for each in inside:
        start = each.start
        while start < each.end:
            first = moment_at(start, course.zone).date().replace(day=1)
            end = min(each.end, beginning(add_months(first, 1), course.zone))
            yield (first.year, first.month), Interval(start, end)
            start = end


def _frozen(service: str, course: Course) -> Intervals:
    """The freeze periods of a service."""
    return merge(
        Interval(beginning(freeze.start, course.zone), beginning(day_after(freeze.end), course.zone))
        for freeze in course.contract.change_control.freezes
        if not freeze.services or service in freeze.services
    )
