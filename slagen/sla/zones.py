"""Moments and local dates: IANA time zones as whole seconds since 1970-01-01T00:00Z, exact over changes of the clocks.

Python compares and subtracts two times of one zone by what their clocks show, and so loses the hour that a change of
the clocks adds or takes away (PEP 495); here arithmetic is done on integers and shown in a zone at the end.
"""

from __future__ import annotations

from bisect import bisect_left
from calendar import monthrange
from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import lru_cache
from itertools import pairwise
from zoneinfo import ZoneInfo

DAY = 86400
"""Seconds of a day on which the clocks don't change."""
YEARS = range(1900, 9900)
"""Years that dates are computed in; they end well before :data:`datetime.date.max`."""

Spans = tuple[tuple[int, int], ...]
"""Stretches of time, sorted and apart from one another: the first second of each and the second after its last."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_SECOND = timedelta(seconds=1)


class ClockError(ValueError):
    """A question that the arithmetic of dates and clocks can't answer."""


class UnknownZoneError(ClockError):
    """`name` is no time zone of the IANA database."""

    def __init__(self, name: str) -> None:
        super().__init__(f"no time zone of the IANA database: {name!r}")
        self.name = name


class OutOfRangeError(ClockError):
    """A date lies in no year of :data:`YEARS`."""

    def __init__(self) -> None:
        super().__init__(f"only dates from {YEARS[0]} to {YEARS[-1]} are computed")


@lru_cache(maxsize=1024)
def zone(name: str) -> ZoneInfo:
    """The time zone of an IANA name.

    Raises:
        UnknownZoneError: there is none.
    """
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):  # a folder or a hostile name gives OSError or ValueError
        raise UnknownZoneError(name) from None


def seconds_of(moment: datetime) -> int:
    """Whole seconds since 1970-01-01T00:00Z; a fraction of a second is dropped.

    Raises:
        ValueError: `moment` has no time zone.
        OutOfRangeError: it lies in no year of :data:`YEARS`.
    """
    if moment.tzinfo is None:
        raise ValueError(f"a moment needs its time zone: {moment}")
    if moment.year not in YEARS:
        raise OutOfRangeError
    return (moment - _EPOCH) // _SECOND


def moment_at(seconds: int, tz: ZoneInfo) -> datetime:
    """The moment so many seconds after 1970-01-01T00:00Z, as the clocks of a zone show it.

    Raises:
        OutOfRangeError: it lies in no year of :data:`YEARS`.
    """
    try:
        moment = _at(seconds, tz)
    except OverflowError:
        raise OutOfRangeError from None
    if moment.year not in YEARS:
        raise OutOfRangeError
    return moment


def day_after(day: date, days: int = 1) -> date:
    """The date `days` later, or earlier where negative.

    Raises:
        OutOfRangeError: it lies in no year of :data:`YEARS`.
    """
    try:
        found = day + timedelta(days=days)
    except OverflowError:
        raise OutOfRangeError from None
    if found.year not in YEARS:
        raise OutOfRangeError
    return found


def add_months(day: date, months: int) -> date:
    """The corresponding day so many months later, or earlier where negative; the last day of a month that has none.

    Raises:
        OutOfRangeError: it lies in no year of :data:`YEARS`.
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if year not in YEARS:
        raise OutOfRangeError
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


@lru_cache(maxsize=16384)
def beginning(day: date, tz: ZoneInfo) -> int:
    """The first moment of a date in a zone: its midnight, the first of two, or where clocks leap over it their leap.

    Raises:
        OutOfRangeError: it lies in no year of :data:`YEARS`.
    """
    if day.year not in YEARS:
        raise OutOfRangeError
    midnight = datetime.combine(day, time())
    first, last = sorted(seconds_of(midnight.replace(tzinfo=tz, fold=fold)) for fold in (0, 1))
    if _shown(first, tz) == midnight:
        return first
    return first + bisect_left(range(last - first), True, key=lambda more: _shown(first + more, tz) >= midnight)


def _shown(seconds: int, tz: tzinfo) -> datetime:
    return _at(seconds, tz).replace(tzinfo=None, fold=0)


def _at(seconds: int, tz: tzinfo) -> datetime:
    return (_EPOCH + timedelta(seconds=seconds)).astimezone(tz)


def offsets(start: int, end: int, tz: ZoneInfo) -> tuple[tuple[int, int, int], ...]:
    """The stretches of [start, end) with one offset from UTC: first second, second after the last, offset in seconds.

    Clocks are taken to change no more than once within any 24 hours from `start`, which holds for the IANA database.
    """
    marks = [*range(start, end, DAY), end]
    changes = [_change(low, high, tz) for low, high in pairwise(marks) if _offset(low, tz) != _offset(high, tz)]
    bounds = [start, *changes, end]
    return tuple((low, high, _offset(low, tz)) for low, high in pairwise(bounds) if low < high)


def _change(low: int, high: int, tz: ZoneInfo) -> int:
    before = _offset(low, tz)
    return low + bisect_left(range(high - low), True, key=lambda more: _offset(low + more, tz) != before)


def _offset(seconds: int, tz: ZoneInfo) -> int:
    return (_shown(seconds, tz) - _shown(seconds, UTC)) // _SECOND


def merged(spans: Iterable[tuple[int, int]]) -> Spans:
    """Spans that come in order of their start, with those that meet or overlap made one and empty ones left out."""
    found: list[tuple[int, int]] = []
    for first, last in spans:
        if found and first <= found[-1][1] and first < last:
            found[-1] = found[-1][0], max(found[-1][1], last)
        elif first < last:
            found.append((first, last))
    return tuple(found)
