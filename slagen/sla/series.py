"""What a file of measurements says of one objective, placed in time and in its measurement periods."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from slagen.model.measurements import Count as CountEntry
from slagen.model.measurements import DurationMeasured, Measurements, Source
from slagen.model.quality import ServiceLevel, SliType
from slagen.model.units import Moment
from slagen.sla.availability import Count
from slagen.sla.course import Course, Span
from slagen.sla.instants import instant
from slagen.sla.intervals import Interval, Intervals, merge
from slagen.sla.maintained import Occasion
from slagen.sla.zones import ClockError


class CrossingError(ClockError):
    """What is counted runs across `edge` (epoch seconds), on both sides of which it would count differently."""

    def __init__(self, edge: int) -> None:
        super().__init__(f"counted across {edge}")
        self.edge = edge


@dataclass(frozen=True, slots=True)
class Stretch:
    """An outage in time, and the entry that says so."""

    entry: int
    within: Interval
    source: Source


@dataclass(frozen=True, slots=True)
class Sample:
    """A count and the time that it speaks of; `located` unless it is one of many slices somewhere in that time."""

    entry: int
    within: Interval
    located: bool
    count: Count
    excluded: Count
    times: int
    source: Source


@dataclass(frozen=True, slots=True)
class Lasting:
    """A measured duration in seconds, and the time in which it began."""

    entry: int
    within: Interval
    seconds: int
    excluded: bool
    source: Source


@dataclass(frozen=True)
class Series:
    """All that is measured of an objective; samples and durations by the index of their measurement period."""

    level: ServiceLevel
    outages: tuple[Stretch, ...]
    exclusions: Intervals
    coverage: Mapping[Source, Intervals]
    samples: Mapping[int, tuple[Sample, ...]]
    durations: Mapping[int, tuple[Lasting, ...]]


def slice_seconds(level: ServiceLevel, course: Course) -> int | None:
    """The length of a time slice: the interval of collection; None where it has no length in seconds of its own."""
    return course.indicators[level.id].interval.seconds


def period_named(name: str, level: ServiceLevel, course: Course) -> tuple[int, Interval] | None:
    """The index of the measurement period of that name, and its time; None where there is none of that name.

    A period that another one has joined has its own name, ``2026-01/2026-02``, only.
    """
    for index, period in enumerate(course.periods(level)):
        if name == period.label:
            return index, course.spans(level)[index].whole
    return None


def period_at(moment: int, spans: Sequence[Span]) -> int | None:
    """The index of the measurement period in which a moment lies."""
    index = bisect_right(spans, moment, key=_start) - 1
    return index if index >= 0 and moment < spans[index].whole.end else None


def _start(span: Span) -> int:
    return span.whole.start


def placed(entry: CountEntry | DurationMeasured, level: ServiceLevel, course: Course) -> tuple[int, Interval] | None:
    """The index of the measurement period that a count or duration belongs to, and the time that it speaks of.

    None where it lies in none.

    Raises:
        CrossingError: it runs across the end of a period, or of the baseline period within one.
        NoSuchTimeError, OutOfRangeError: a time of it is none.
    """
    if entry.period is not None:
        found = period_named(entry.period, level, course)
        return None if found is None else (found[0], _uncrossed(found[1], level, found[0], course))
    within = _time_of(entry, level, course)
    index = period_at(within.start, course.spans(level))
    return None if index is None else (index, _uncrossed(within, level, index, course))


def _time_of(entry: CountEntry | DurationMeasured, level: ServiceLevel, course: Course) -> Interval:
    assert entry.start is not None  # noqa: S101 - narrowed for the type checker: without a period, it has a start
    start = instant(entry.start, course.zone)
    if isinstance(entry, DurationMeasured):
        return Interval(start, start)
    if entry.end is not None:
        return Interval(start, instant(entry.end, course.zone, end=True))
    return Interval(start, start + entry.times * (slice_seconds(level, course) or 0))


def _uncrossed(within: Interval, level: ServiceLevel, index: int, course: Course) -> Interval:
    judged = course.spans(level)[index].judged
    for edge in (judged.start, judged.end):
        if within.start < edge < within.end:
            raise CrossingError(edge)
    return within


def series_of(
    levels: Iterable[ServiceLevel], measurements: Measurements, done: Sequence[Occasion], course: Course
) -> Mapping[str, Series]:
    """What is measured of each objective, by its id.

    Args:
        done: the maintenance carried out.

    Raises:
        CrossingError, NoSuchTimeError, OutOfRangeError: an entry has no place; reading makes sure that each has one.
    """
    outages, exclusions = _outages(measurements, course), _exclusions(measurements, course)
    coverage = _coverage(measurements, course)
    samples, durations = _samples(measurements, course), _durations(measurements, course)
    found: dict[str, Series] = {}
    for level in levels:
        maintained = [part for each in done if each.service == level.service for part in each.excluded]
        covered = {source: merge((*coverage[None, source], *coverage[level.id, source])) for source in Source}
        found[level.id] = Series(
            level,
            tuple(outages[level.id]),
            merge((*exclusions[level.id], *maintained)),
            covered,
            {index: tuple(each) for index, each in samples[level.id].items()},
            {index: tuple(each) for index, each in durations[level.id].items()},
        )
    return found


def _between(start: Moment, end: Moment, course: Course) -> Interval:
    return Interval(instant(start, course.zone), instant(end, course.zone, end=True))


def _outages(measurements: Measurements, course: Course) -> defaultdict[str, list[Stretch]]:
    found: defaultdict[str, list[Stretch]] = defaultdict(list)
    for entry, each in enumerate(measurements.outages):
        found[each.slo].append(Stretch(entry, _between(each.start, each.end, course), each.source))
    return found


def _exclusions(measurements: Measurements, course: Course) -> defaultdict[str, list[Interval]]:
    found: defaultdict[str, list[Interval]] = defaultdict(list)
    for each in measurements.exclusions:
        found[each.slo].append(_between(each.start, each.end, course))
    for outage in measurements.outages:
        if outage.excluded:
            found[outage.slo].append(_between(outage.start, outage.end, course))
    return found


def _coverage(measurements: Measurements, course: Course) -> defaultdict[tuple[str | None, Source], list[Interval]]:
    found: defaultdict[tuple[str | None, Source], list[Interval]] = defaultdict(list)
    for each in measurements.coverage:
        found[each.slo, each.source].append(_between(each.start, each.end, course))
    return found


_ByPeriod = defaultdict[str, defaultdict[int, list[Sample]]]


def _samples(measurements: Measurements, course: Course) -> _ByPeriod:
    found: _ByPeriod = defaultdict(lambda: defaultdict(list))
    for entry, each in enumerate(measurements.counts):
        level = course.levels[each.slo]
        place = placed(each, level, course)
        if place is not None:
            slices = course.indicators[level.id].type is SliType.SLICE_MEAN
            located = not (slices and each.period is not None)
            count, excluded = Count(each.good, each.total), Count(each.excluded_good, each.excluded_total)
            sample = Sample(entry, place[1], located, count, excluded, each.times, each.source)
            found[each.slo][place[0]].append(sample)
    return found


def _durations(measurements: Measurements, course: Course) -> defaultdict[str, defaultdict[int, list[Lasting]]]:
    found: defaultdict[str, defaultdict[int, list[Lasting]]] = defaultdict(lambda: defaultdict(list))
    for entry, each in enumerate(measurements.durations):
        place = placed(each, course.levels[each.slo], course)
        if place is not None:
            found[each.slo][place[0]].append(Lasting(entry, place[1], each.seconds, each.excluded, each.source))
    return found


def horizon(series: Iterable[Series]) -> int | None:
    """The moment up to which the file has data at all; None where it has none."""
    ends = [
        each.end
        for one in series
        for each in (
            *(covered for source in Source for covered in one.coverage[source]),
            *(sample.within for samples in one.samples.values() for sample in samples),
            *(lasting.within for durations in one.durations.values() for lasting in durations),
        )
    ]
    return max(ends, default=None)
