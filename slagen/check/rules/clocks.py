"""The clocks that times of priorities and requests run on, and times compared as far as that is certain."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from slagen.check import said
from slagen.check.rule import Inputs
from slagen.diagnostics import Message
from slagen.model.delivery import Clock, PriorityTarget, ServiceRequest
from slagen.model.units import Duration
from slagen.sla.availability import around_the_clock
from slagen.sla.durations import (
    Bounds,
    bounds,
    business_day_hours,
    elapsed,
    no_longer,
    no_longer_elapsed,
    sum_no_longer,
)

READS = ("contract", "calendars")
"""What :meth:`Running.of` looks at besides the entry itself."""


@dataclass(frozen=True, slots=True)
class Running:
    """What a time runs on: elapsed time, where `calendar` is None, or the hours of a calendar."""

    calendar: str | None
    day: Bounds | None = None
    """The seconds of a Business Day in the calendar, if that has hours on Business Days only."""

    @classmethod
    def of(cls, entry: PriorityTarget | ServiceRequest, inputs: Inputs) -> Running:
        """That of a priority or a kind of request; a calendar without a gap is elapsed time."""
        calendar = inputs.calendars[entry.calendar]
        if entry.clock is Clock.CALENDAR or around_the_clock(calendar):
            return cls(None)
        return cls(calendar.id, business_day_hours(calendar, inputs.contract.contract.business_calendar))

    @property
    def clock(self) -> Clock:
        """The kind of clock."""
        return Clock.CALENDAR if self.calendar is None else Clock.SERVICE_HOURS

    def no_longer(self, first: Duration, second: Duration) -> bool | None:
        """Whether `first` ends no later than `second`; None where that is not certain."""
        return no_longer(first, second, self.clock, self.day)

    def sum_no_longer(self, parts: Sequence[Duration], limit: Duration) -> bool | None:
        """As :meth:`no_longer` for times that follow one another."""
        return sum_no_longer(parts, limit, self.clock, self.day)

    @property
    def shown(self) -> Message:
        """What it is called."""
        if self.calendar is None:
            return Message("自然时间", "elapsed time")
        return Message(f"日历 {self.calendar} 的时段", f"hours of {self.calendar}")


def longer(first: Duration, running: Running, second: Duration, other: Running) -> bool:
    """Whether `first` on its clock certainly ends later than `second` on its own, if they start together."""
    if running == other:
        return running.no_longer(first, second) is False
    return no_longer_elapsed(first, running.clock, second, other.clock) is False


def compared(first: Duration, running: Running, sign: str, second: Duration, other: Running) -> Message:
    """Two times with the sign between them: ``5 h > 4 h``, ``1 business day (at least 9 h) > 8 h``.

    The bounds that the order rests on are shown where the units have no common measure, the clocks where they differ.
    """
    alike = running == other
    shown = [said.duration(first), said.duration(second)]
    if not _same_measure(first, second):
        shown = [
            _bounded(first, running, alike=alike, least=sign != "<"),
            _bounded(second, other, alike=alike, least=sign == "<"),
        ]
    if not alike:
        shown = [_with(time, on.shown) for time, on in zip(shown, (running, other), strict=True)]
    return said.together(shown, f" {sign} ")


def compared_sum(parts: Sequence[Duration], limit: Duration, running: Running) -> Message:
    """Times that follow one another and come to more than a limit: ``10 min + 6 min = 16 min > 15 min``."""
    if len(parts) == 1:
        return compared(parts[0], running, ">", limit, running)
    terms, total = said.together(map(said.duration, parts), " + "), _total(parts)
    if total is not None and _same_measure(parts[0], limit):
        return said.together([said.together([terms, total], " = "), said.duration(limit)], " > ")
    least = said.hours(sum(bounds(part, running.clock, running.day).least for part in parts))
    return said.together(
        [said.together([terms, least], " ≥ "), _bounded(limit, running, alike=True, least=False)], " > "
    )


def _total(parts: Sequence[Duration]) -> Message | None:
    seconds = [part.seconds for part in parts if part.seconds is not None]
    if len(seconds) == len(parts):
        return said.hours(sum(seconds))
    if len({part.unit for part in parts}) == 1:
        return said.duration(Duration(sum(part.amount for part in parts), parts[0].unit))
    return None


def _same_measure(first: Duration, second: Duration) -> bool:
    return first.unit is second.unit or (first.seconds is not None and second.seconds is not None)


def _bounded(time: Duration, running: Running, *, alike: bool, least: bool) -> Message:
    found = bounds(time, running.clock, running.day) if alike else elapsed(time, running.clock)
    bound, written = found.least if least else found.most, said.duration(time)
    if bound is None or bound == time.seconds:
        return written
    length = said.hours(bound)
    zh, en = ("至少", "at least") if least else ("至多", "at most")
    return _with(written, Message(f"{zh} {length.zh}", f"{en} {length.en}"))


def _with(time: Message, more: Message) -> Message:
    return Message(f"{time.zh}（{more.zh}）", f"{time.en} ({more.en})")
