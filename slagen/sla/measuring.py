"""From what was collected to a result, with what is missing dealt with as clause 4.2, “Missing data”, does.

Up to a share of the data due, missing data are left out; above it the Customer's data prevail.  Where the Customer's
are not there either, nothing is made up: the result is not settled, and has bounds where they can be told.  A file
settles it by stating the Customer's or a third party's data for the time, or that nobody has any.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from slagen.model.measurements import Source
from slagen.model.quality import Sli, SliType
from slagen.model.units import Percent
from slagen.sla.availability import (
    Count,
    Missing,
    completed,
    duration_mean,
    duration_percentile,
    error_rate,
    excluding,
)
from slagen.sla.exact import share, summed
from slagen.sla.intervals import Interval, Intervals, intersect, merge, seconds, subtract
from slagen.sla.outages import counted, counting, time_count
from slagen.sla.series import Lasting, Sample, Series

_OTHERS = (Source.CUSTOMER, Source.THIRD_PARTY)


@dataclass(frozen=True, slots=True)
class Measured:
    """What an objective reached in a time, exactly: a share of one, or seconds; None where there was nothing.

    Where it is not `settled`, `value` is of the data that are there, and `low` and `high` what it can become.
    """

    value: Fraction | None
    settled: bool = True
    low: Fraction | None = None
    high: Fraction | None = None
    count: Count | None = None
    """Good and total in seconds or requests; None for indicators that don't add up to them."""
    missing: Fraction = Fraction(0)
    """The share of the data due that is missing, other than because of an interruption."""
    gaps: Intervals = ()
    """The time for which the file has no data, where it can be told."""
    excluded: Intervals = ()
    interrupted: bool = False
    """An outage that is not excluded lies in the time."""


def measure(one: Series, index: int, judged: Interval, hours: Intervals, indicator: Sli, allowed: Percent) -> Measured:
    """What an objective reached in a time that lies in the measurement period at an index.

    Args:
        judged: the time; counts that reach beyond it are left out.
        hours: the service hours in it.
        allowed: the share of missing data up to which they are left out.
    """
    samples = [each for each in one.samples.get(index, ()) if _in(each.within, judged)]
    match indicator.type:
        case SliType.DURATION:
            durations = [each for each in one.durations.get(index, ()) if _in(each.within, judged)]
            return _durations(one, durations, hours, indicator, allowed)
        case SliType.SLICE_MEAN:
            return _slices(one, samples, hours, indicator, allowed)
        case SliType.REQUEST:
            return _requests(one, samples, hours, allowed)
        case _ if one.samples.get(index):
            return _counted_seconds(one, samples, hours, allowed)
    return _outages(one, hours, allowed)


def _in(part: Interval, whole: Interval) -> bool:
    return whole.start <= part.start and part.end <= whole.end


def _interrupted(one: Series, hours: Intervals) -> bool:
    return any(subtract(intersect((each.within,), hours), one.exclusions) for each in one.outages)


# Time ---------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Lacking:
    """Time without the Provider's data, in seconds by what else is known of it; of `unknown` the file says nothing.

    `gaps` is where the unknown time lies, so far as that can be told.
    """

    by_outage: int
    bad: int
    good: int
    nobody: int
    unknown: int
    gaps: Intervals

    @property
    def others(self) -> int:
        """All of it but what an interruption explains."""
        return self.bad + self.good + self.nobody + self.unknown

    def missing(self, *, unknown_good: bool = False) -> Missing:
        """The same for clause 4.2; what nothing is known of counts as what nobody has data of, or as good."""
        good, unknown = (self.good + self.unknown, 0) if unknown_good else (self.good, self.unknown)
        return Missing(self.by_outage, self.bad, good, self.nobody + unknown)


def _outages(one: Series, hours: Intervals, allowed: Percent) -> Measured:
    """Seconds without an outage by all seconds."""
    rules = counting(one.level)
    excluded = intersect(hours, one.exclusions)
    uncovered = subtract(subtract(hours, one.coverage[Source.PROVIDER]), excluded)
    outages = [each.within for each in one.outages if each.source is Source.PROVIDER]
    count = time_count(outages, subtract(hours, uncovered), excluded, rules)
    lacking = _lacking(one, uncovered, outages)
    return _settled(one, count, lacking, hours, allowed)


def _lacking(one: Series, uncovered: Intervals, outages: Sequence[Interval]) -> _Lacking:
    rules = counting(one.level)
    others, by_outage = subtract(uncovered, outages), intersect(uncovered, counted(outages, rules))
    theirs = [each.within for each in one.outages if each.source in _OTHERS]
    bad = intersect(others, counted(theirs, rules))
    good = subtract(intersect(others, (*theirs, *one.coverage[_OTHERS[0]], *one.coverage[_OTHERS[1]])), bad)
    left = subtract(others, (*bad, *good))
    nobody = intersect(left, one.coverage[Source.NOBODY])
    gaps = subtract(left, nobody)
    return _Lacking(seconds(by_outage), seconds(bad), seconds(good), seconds(nobody), seconds(gaps), gaps)


def _settled(one: Series, count: Count, lacking: _Lacking, hours: Intervals, allowed: Percent) -> Measured:
    """The result of a count with what is known of the time that it lacks."""
    due = count.total + lacking.by_outage + lacking.others
    missing = Fraction(lacking.others, due) if due else Fraction(0)
    settled = missing <= share(allowed) or not lacking.unknown
    low, high = (
        completed(count, lacking.missing(unknown_good=unknown_good), allowed) for unknown_good in (False, True)
    )
    shown = low if settled else count
    return Measured(
        _quotient(shown),
        settled,
        _quotient(low),
        _quotient(high),
        shown,
        missing,
        lacking.gaps,
        intersect(hours, one.exclusions),
        _interrupted(one, hours),
    )


def _counted_seconds(one: Series, samples: Sequence[Sample], hours: Intervals, allowed: Percent) -> Measured:
    """Good seconds by all seconds, both counted; what the counts don't add up to is missing, wherever it lies."""
    count = _sum(one, _of(samples, Source.PROVIDER))
    theirs = _sum(one, _of(samples, *_OTHERS))
    collected = sum(each.count.total for each in samples)
    uncounted = subtract(hours, [each.within for each in samples])
    lacks = max(seconds(hours) - collected, 0)
    nobody = min(lacks, seconds(intersect(uncounted, one.coverage[Source.NOBODY])))
    lacking = _Lacking(0, theirs.total - theirs.good, theirs.good, nobody, lacks - nobody, uncounted)
    return _settled(one, count, lacking, hours, allowed)


def _of(samples: Iterable[Sample], *sources: Source) -> list[Sample]:
    return [each for each in samples if each.source in sources]


def _sum(one: Series, samples: Iterable[Sample]) -> Count:
    """The samples together, without what is excluded of them."""
    kept = [excluding(each.count, each.excluded, one.level.denominator) for each in samples]
    return Count(sum(each.good for each in kept), sum(each.total for each in kept))


def _quotient(count: Count) -> Fraction | None:
    return Fraction(count.good, count.total) if count.total else None


# Requests -----------------------------------------------------------------------------------------------------------


def _requests(one: Series, samples: Sequence[Sample], hours: Intervals, allowed: Percent) -> Measured:
    """Good requests by all requests; how many are missing is not known, so the share missing is that of the time."""
    ours, theirs = _of(samples, Source.PROVIDER), _of(samples, *_OTHERS)
    uncounted = subtract(hours, [each.within for each in ours])
    gaps = subtract(uncounted, [each.within for each in theirs])
    missing = _share(uncounted, hours)
    count, more = _sum(one, ours), _sum(one, theirs)
    if missing <= share(allowed):
        count = Count(count.good, count.total + more.total - more.good)
    else:
        count = Count(count.good + more.good, count.total + more.total)
    value, settled = _quotient(count), missing <= share(allowed) or not gaps
    excluded = intersect(hours, one.exclusions)
    return Measured(value, settled, None, None, count, missing, gaps, excluded, _interrupted(one, hours))


def _share(part: Intervals, whole: Intervals) -> Fraction:
    return Fraction(seconds(part), seconds(whole)) if whole else Fraction(0)


# Time slices --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Slices:
    """How many time slices, the sum of their error rates, and how many of them have one above 0."""

    number: int
    errors: Fraction
    failing: int

    @classmethod
    def bad(cls, number: int) -> _Slices:
        """So many slices in which nothing was good."""
        return cls(number, Fraction(number), number)

    def __add__(self, other: _Slices) -> _Slices:
        return _Slices(self.number + other.number, self.errors + other.errors, self.failing + other.failing)

    @property
    def mean(self) -> Fraction | None:
        """1 − error rates ÷ slices."""
        return 1 - self.errors / self.number if self.number else None


def _slices(one: Series, samples: Sequence[Sample], hours: Intervals, indicator: Sli, allowed: Percent) -> Measured:
    """1 − the mean error rate of the time slices; slices that are due and not there are missing."""
    ours, theirs = _of(samples, Source.PROVIDER), _of(samples, *_OTHERS)
    length = indicator.interval.seconds or 1
    uncounted = subtract(hours, [each.within for each in ours])
    collected, due = _rates(one, ours), seconds(hours) // length
    located = all(each.located for each in ours)
    down = counted((each.within for each in one.outages if each.source is Source.PROVIDER), counting(one.level))
    by_outage = seconds(intersect(uncounted, down)) // length if located else 0
    others = max(due - collected.number - by_outage, 0)
    nobody = min(seconds(intersect(uncounted, one.coverage[Source.NOBODY])) // length, others)
    found = _Found(collected + _Slices.bad(by_outage), _rates(one, theirs), nobody, others)
    missing = Fraction(others, due) if due else Fraction(0)
    measured = found.measured(within=missing <= share(allowed))
    if not any(each.count.total for each in samples) and not by_outage:
        measured = replace(measured, value=None)
    gaps = subtract(uncounted, [each.within for each in theirs]) if located else ()
    return replace(
        measured,
        missing=missing,
        gaps=gaps if found.unknown else (),
        excluded=intersect(hours, one.exclusions),
        interrupted=_interrupted(one, hours),
    )


@dataclass(frozen=True, slots=True)
class _Found:
    """Slices of the Provider (with those that an interruption explains) and of others; how many of the rest are due."""

    ours: _Slices
    theirs: _Slices
    nobody: int
    others: int

    @property
    def unknown(self) -> int:
        """Slices that the file says nothing of."""
        return max(self.others - self.theirs.number - self.nobody, 0)

    def measured(self, *, within: bool) -> Measured:
        """The result; `within` the share up to which missing slices are left out, or above it."""
        if within:
            # Of others' slices only those that fail are taken in.
            value = (self.ours + replace(self.theirs, number=self.theirs.failing)).mean
            return Measured(value, True, value, value)
        known = self.ours + self.theirs + _Slices.bad(self.nobody)
        low, high = (known + _Slices.bad(self.unknown)).mean, (known + _Slices(self.unknown, Fraction(0), 0)).mean
        return Measured(known.mean if self.unknown else low, not self.unknown, low, high)


def _rates(one: Series, samples: Iterable[Sample]) -> _Slices:
    counts = [(excluding(each.count, each.excluded, one.level.denominator), each.times) for each in samples]
    failing = [(count, times) for count, times in counts if count.good < count.total]
    errors = summed(times * error_rate(count.good, count.total) for count, times in failing)
    return _Slices(sum(times for _, times in counts), errors, sum(times for _, times in failing))


# Durations ----------------------------------------------------------------------------------------------------------


def _durations(
    one: Series, durations: Sequence[Lasting], hours: Intervals, indicator: Sli, allowed: Percent
) -> Measured:
    """The mean or a percentile of the durations; excluded ones are left out, whatever the denominator."""
    uncovered = subtract(hours, one.coverage[Source.PROVIDER])
    gaps = subtract(uncovered, merge(each for source in _OTHERS for each in one.coverage[source]))
    missing = _share(uncovered, hours)
    heard = (Source.PROVIDER,) if missing <= share(allowed) else (Source.PROVIDER, *_OTHERS)
    kept = [each.seconds for each in durations if each.source in heard and not each.excluded]
    value = duration_mean(kept) if indicator.percentile is None else duration_percentile(kept, indicator.percentile)
    return Measured(value, missing <= share(allowed) or not gaps, missing=missing, gaps=gaps)
