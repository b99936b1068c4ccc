"""Moments as they are written, as whole seconds since 1970-01-01T00:00Z.

A moment without an offset is one of a time zone's clocks, which skip some times and show others twice: neither has an
answer, and none is guessed (PEP 495).  A date alone is its beginning as a start and its end as an end.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from functools import lru_cache
from zoneinfo import ZoneInfo

from slagen.model.units import Moment
from slagen.sla.zones import DAY, ClockError, beginning, day_after, moment_at, seconds_of

_UNIX = date(1970, 1, 1).toordinal()


class NoSuchTimeError(ClockError):
    """The clocks of `zone` skip this time, or show it twice."""

    def __init__(self, clock: datetime, zone: str, *, twice: bool) -> None:
        super().__init__(f"clocks in {zone} show {clock} {'twice' if twice else 'never'}")
        self.clock, self.zone, self.twice = clock, zone, twice


def instant(moment: Moment, tz: ZoneInfo, *, end: bool = False) -> int:
    """The seconds of a moment; `end` tells that it ends something.

    Raises:
        NoSuchTimeError: it has no offset, and the clocks of `tz` skip it or show it twice.
        OutOfRangeError: its year is too far away.
    """
    if not moment.has_time:
        day = moment.clock.date()
        return beginning(day_after(day) if end else day, tz)
    if moment.offset is not None:
        return seconds_of(moment.clock.replace(tzinfo=UTC)) - moment.offset
    steady = _steady(moment.clock.date(), tz)
    return _changing(moment.clock, tz) if steady is None else _midnight(moment.clock) - steady


def _midnight(clock: datetime) -> int:
    """Seconds of what clocks show, as if they showed UTC."""
    return (clock.toordinal() - _UNIX) * DAY + clock.hour * 3600 + clock.minute * 60 + clock.second


@lru_cache(maxsize=4096)
def _steady(day: date, tz: ZoneInfo) -> int | None:
    """How far clocks are ahead of UTC all through a date; None where they are changed on it.

    Raises:
        OutOfRangeError: its year is too far away.
    """
    shown = [datetime.combine(day, at, tz) for at in (time(), time.max)]
    offsets = {each.replace(fold=fold).utcoffset() for each in shown for fold in (0, 1)}
    seconds_of(shown[0])
    offset = offsets.pop()
    return None if offsets or offset is None else round(offset.total_seconds())


def _changing(clock: datetime, tz: ZoneInfo) -> int:
    first, second = (seconds_of(clock.replace(tzinfo=tz, fold=fold)) for fold in (0, 1))
    if first != second:
        shown = moment_at(first, tz).replace(tzinfo=None, fold=0)
        raise NoSuchTimeError(clock, tz.key, twice=shown == clock)
    return first
