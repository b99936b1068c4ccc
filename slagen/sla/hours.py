"""The service-hours clock: time that runs only inside the hours of a calendar.

A moment counts where the clocks of the calendar's zone show a time within the hours of that date: an hour that clocks
skip in spring counts nothing, one that they repeat in autumn counts twice, so that 01:00-04:00 lasts two hours on the
first day and four on the other. All arithmetic is done in whole seconds of real time; fractions of one are dropped.

The hours of a date are those of the first line that fits (clause annex.contacts, "Calendars", and delivery.response,
"Clock"):

1. an exceptional day (`overrides`) has its own hours, or none;
2. a public holiday has none, if the calendar keeps them (`statutory`);
3. a make-up working day has the hours of Monday (`makeup_days: work`), none (`off`), or, where nothing is said, those
   of its weekday;
4. any other day has the hours of its weekday; a weekday that is not named has none.

Overlapping hours count once. A calendar that keeps neither holidays nor make-up days needs no notice of the State
Council; any other raises :class:`HolidaysUnpublished` as soon as an answer depends on a year without one.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import cached_property, lru_cache
from itertools import accumulate
from zoneinfo import ZoneInfo

from slagen.model.parties import Calendar, MakeupDays, Weekday
from slagen.model.units import Hours
from slagen.sla.holidays import Holiday, HolidaysUnpublished, arrangements, holidays_of, makeup_days_of, published
from slagen.sla.zones import (
    DAY,
    ClockError,
    OutOfRangeError,
    Spans,
    UnknownZoneError,
    beginning,
    merged,
    moment_at,
    offsets,
    seconds_of,
    zone,
)

WEEK = 7 * DAY
HORIZON = 100
"""Years ahead of a start that a due date is looked for in, and that elapsed time is counted over."""


class NeverDueError(ClockError):
    """The calendar's hours of the next :data:`HORIZON` years don't suffice."""

    def __init__(self, seconds: int) -> None:
        super().__init__(f"{seconds} s of service hours don't pass within {HORIZON} years")
        self.seconds = seconds


@dataclass(frozen=True, slots=True)
class _Year:
    """The open spans of one year of a zone in seconds since 1970, and the open seconds up to the end of each."""

    starts: tuple[int, ...]
    ends: tuple[int, ...]
    passed: tuple[int, ...]

    @property
    def total(self) -> int:
        return self.passed[-1] if self.passed else 0

    def used(self, moment: int) -> int:
        """Open seconds of the year before a moment."""
        index = bisect_right(self.starts, moment) - 1
        return self.passed[index] - max(self.ends[index] - moment, 0) if index >= 0 else 0

    def reached(self, seconds: int) -> int:
        """The first moment by which so many open seconds of the year, at least one, have passed."""
        index = bisect_left(self.passed, seconds)
        return self.ends[index] - (self.passed[index] - seconds)


@dataclass(frozen=True)
class ServiceHours:
    """The hours of a calendar, ready to count in; make it with :meth:`of`.

    Equal calendars share one value, with the years that have been worked out; those are no part of the value.
    """

    tz: str
    week: tuple[Spans, ...]
    statutory: bool = False
    makeup_days: MakeupDays | None = None
    overrides: tuple[tuple[date, Spans], ...] = ()
    _years: dict[int, _Year] = field(default_factory=dict, init=False, repr=False, compare=False)

    @classmethod
    def of(cls, calendar: Calendar) -> ServiceHours:
        """The hours of a calendar of a contract; several overrides of one day add up.

        Raises:
            UnknownZoneError: the calendar's time zone is none.
        """
        zone(calendar.tz)
        exceptions: dict[date, list[Hours]] = {}
        for override in calendar.overrides:
            exceptions.setdefault(override.day, []).extend(override.hours)
        return _shared(
            cls(
                calendar.tz,
                tuple(_spans(calendar.weekly.get(weekday, ())) for weekday in Weekday),
                calendar.statutory is not None,
                calendar.makeup_days,
                tuple((day, _spans(hours)) for day, hours in sorted(exceptions.items())),
            )
        )

    @cached_property
    def zone(self) -> ZoneInfo:
        """The time zone of the hours."""
        return zone(self.tz)

    @cached_property
    def usual(self) -> ServiceHours:
        """The same hours as if there were neither holidays nor make-up days."""
        return _shared(replace(self, statutory=False, makeup_days=None))

    @cached_property
    def _exceptions(self) -> dict[date, Spans]:
        return dict(self.overrides)

    def hours_on(self, day: date) -> Spans:
        """The hours of a date by the calendar, in seconds after midnight, as clocks show them.

        Raises:
            HolidaysUnpublished: they depend on a year without a notice.
        """
        if day in self._exceptions:
            return self._exceptions[day]
        if self.statutory or self.makeup_days is not None:
            listed = arrangements(day.year)
            if self.statutory and day in listed.off:
                return ()
            if self.makeup_days is not None and day in listed.worked:
                return self.week[0] if self.makeup_days is MakeupDays.WORK else ()
        return self.week[day.weekday()]

    def is_working(self, day: date) -> bool:
        """Whether a date has hours.

        Raises:
            HolidaysUnpublished: that depends on a year without a notice.
        """
        return bool(self.hours_on(day))

    def open_spans(self, day: date) -> tuple[tuple[datetime, datetime], ...]:
        """The spans of a date in which the clock runs, as moments in the calendar's zone; hours that meet are one.

        Raises:
            HolidaysUnpublished: they depend on a year without a notice.
            OutOfRangeError: the date is too far away.
        """
        midnight = day.toordinal() * DAY
        around = beginning(day, self.zone) - DAY, beginning(day, self.zone) + 3 * DAY
        spans = merged(
            (max(midnight + first - shift, low), min(midnight + last - shift, high))
            for low, high, shift in _local(offsets(*around, self.zone))
            for first, last in self.hours_on(day)
        )
        return tuple((moment_at(first, self.zone), moment_at(last, self.zone)) for first, last in spans)

    def due(self, opened: datetime, seconds: int) -> datetime:
        """The first moment by which so many seconds of the hours have passed since `opened`, in the calendar's zone.

        That is `opened` itself for 0 s, and the close of a day, not the next opening, for time that ends with it.

        Raises:
            ValueError: `seconds` is negative, or `opened` has no time zone.
            HolidaysUnpublished: the answer depends on a year without a notice.
            NeverDueError: that much time doesn't pass within :data:`HORIZON` years.
            OutOfRangeError: a date is too far away.
        """
        if seconds < 0:
            raise ValueError(f"time to be passed is never negative: {seconds} s")
        moment = seconds_of(opened)
        return moment_at(self._due(moment, seconds) if seconds else moment, self.zone)

    def _due(self, moment: int, seconds: int) -> int:
        first = self._year_of(moment)
        sought = seconds + self._year(first).used(moment)
        for number in range(first, self._horizon(first) + 1):
            year = self._year(number)
            if sought <= year.total:
                return year.reached(sought)
            sought -= year.total
        raise NeverDueError(seconds)

    def elapsed(self, start: datetime, end: datetime) -> int:
        """Seconds of the hours between two moments.

        Raises:
            ValueError: `end` lies before `start`, or one of them has no time zone.
            HolidaysUnpublished: the answer depends on a year without a notice.
            OutOfRangeError: a date is too far away, or they are more than :data:`HORIZON` years apart.
        """
        low, high = seconds_of(start), seconds_of(end)
        if high < low:
            raise ValueError(f"{end} lies before {start}")
        if high == low:
            return 0
        # The last second counts, not the moment after it: up to the end of a year nothing depends on the next.
        first, last = self._year_of(low), self._year_of(high - 1)
        if last - first > HORIZON:
            raise OutOfRangeError
        whole = sum(self._year(number).total for number in range(first, last))
        return whole + self._year(last).used(high) - self._year(first).used(low)

    def weekly_seconds(self) -> int:
        """Seconds of the hours of a normal week: no holiday, no exceptional day, no change of the clocks."""
        return sum(last - first for hours in self.week for first, last in hours)

    def _horizon(self, first: int) -> int:
        """The last year in which there may be hours, as far as it is looked at."""
        if any(self.week):
            return first + HORIZON
        return min(first + HORIZON, max((day.year for day, _ in self.overrides), default=0))

    def _year_of(self, moment: int) -> int:
        year = moment_at(moment, self.zone).year
        # Where clocks go back over New Year, the old year shows again after the new one has begun.
        return year + 1 if moment >= _new_year(year + 1, self.zone) else year

    def _year(self, number: int) -> _Year:
        if (known := self._years.get(number)) is None:
            known = self._years[number] = _compiled(merged(self._open(number)))
        return known

    def _open(self, year: int) -> Iterator[tuple[int, int]]:
        span = _new_year(year, self.zone), _new_year(year + 1, self.zone)
        for low, high, shift in _local(offsets(*span, self.zone)):
            for ordinal in range((low + shift) // DAY, (high + shift - 1) // DAY + 1):
                midnight = ordinal * DAY - shift
                for first, last in self.hours_on(date.fromordinal(ordinal)):
                    yield max(midnight + first, low), min(midnight + last, high)


@lru_cache(maxsize=256)
def _shared(hours: ServiceHours) -> ServiceHours:
    return hours


def _compiled(spans: Spans) -> _Year:
    starts, ends = tuple(first for first, _ in spans), tuple(last for _, last in spans)
    return _Year(starts, ends, tuple(accumulate(last - first for first, last in spans)))


def _new_year(year: int, tz: ZoneInfo) -> int:
    return beginning(date(year, 1, 1), tz)


_UNIX = date(1970, 1, 1).toordinal() * DAY


def _local(stretches: Iterable[tuple[int, int, int]]) -> Iterator[tuple[int, int, int]]:
    """Stretches with the seconds to add to get what clocks show, counted from the proleptic ordinal 0."""
    return ((low, high, offset + _UNIX) for low, high, offset in stretches)


def _spans(hours: Iterable[Hours]) -> Spans:
    return merged(sorted((span.start.minutes * 60, span.end.minutes * 60) for span in hours))


@dataclass(frozen=True, slots=True)
class WeekSpan:
    """A stretch of a week: seconds after Monday 00:00 of its first second, and of the second after its last."""

    start: int
    end: int

    @property
    def seconds(self) -> int:
        """Its length."""
        return self.end - self.start


def uncovered(calendars: Iterable[ServiceHours], tz: str, year: int) -> tuple[WeekSpan, ...]:
    """The stretches of a normal week, as clocks in `tz` show it, in which none of the calendars is open.

    Zones change their clocks on different days, so what is open in one week of `year` may be closed in another: a
    stretch is uncovered if it is in any week. Holidays and exceptional days are not looked at. Where the stretches
    add up to 0 s, all 168 hours are covered.

    Raises:
        UnknownZoneError: `tz` is no time zone.
        OutOfRangeError: `year` is too far away.
    """
    hours = tuple(calendars)
    zones = [zone(tz), *(one.zone for one in hours)]
    shifts = {_shifts(week, zones) for week in range(_new_year(year, zones[0]), _new_year(year + 1, zones[0]), WEEK)}
    gaps = sorted(gap for shift in shifts for gap in _gaps(_covered(hours, shift)))
    return tuple(WeekSpan(first, last) for first, last in merged(gaps))


def _shifts(moment: int, zones: list[ZoneInfo]) -> tuple[int, ...]:
    """How far the clocks of the first zone are ahead of those of each other one."""
    here, *there = (offset for one in zones for _, _, offset in offsets(moment, moment + 1, one))
    return tuple(here - other for other in there)


def _covered(hours: tuple[ServiceHours, ...], shifts: tuple[int, ...]) -> Spans:
    """What is open in a week; what runs over its end comes round at its beginning."""
    spans = (
        (first + turn, last + turn)
        for one, shift in zip(hours, shifts, strict=True)
        for weekday, day in enumerate(one.week)
        for first, last in ((a + weekday * DAY + shift, b + weekday * DAY + shift) for a, b in day)
        for turn in (-WEEK, 0, WEEK)
    )
    return merged(sorted((max(first, 0), min(last, WEEK)) for first, last in spans))


def _gaps(covered: Spans) -> Iterator[tuple[int, int]]:
    edges = [0, *(edge for span in covered for edge in span), WEEK]
    return ((first, last) for first, last in zip(edges[::2], edges[1::2], strict=True) if first < last)


__all__ = [
    "HORIZON",
    "ClockError",
    "Holiday",
    "HolidaysUnpublished",
    "NeverDueError",
    "OutOfRangeError",
    "ServiceHours",
    "Spans",
    "UnknownZoneError",
    "WeekSpan",
    "holidays_of",
    "makeup_days_of",
    "published",
    "uncovered",
]
