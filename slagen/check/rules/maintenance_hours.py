"""Planned maintenance that falls where it should not: in the hours of a service, in business hours, in a freeze."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime

from slagen.check.rule import Finding, Inputs, Rule
from slagen.check.rules.maintenance import occasions_of
from slagen.diagnostics import Code, Message, Severity
from slagen.model.management import Freeze
from slagen.model.parties import Calendar
from slagen.model.quality import Maintenance
from slagen.read.positioned import Path
from slagen.sla.hours import WEEK, ServiceHours
from slagen.sla.maintenance import Clash, in_freeze, in_hours
from slagen.sla.zones import ClockError

_DAYS_ZH = "一二三四五六日"
_DAYS_EN = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def outside_hours(inputs: Inputs) -> Iterator[Finding]:
    """No maintenance within the hours of a service that has hours of its own, nor in a freeze that concerns it.

    A service that runs around the clock has no hours without it; the contract's business hours, if it names a calendar
    of them, are then a warning.  So are clashes in a year whose holidays are not published, and freezes, since clause
    annex.calendar ("Overlaps") says what follows: the occasion does not take place.
    """
    freezes = _freezes(inputs)
    for place, window in enumerate(inputs.contract.maintenance):
        path: Path = ("maintenance", place, "rrule")
        yield from _in_hours(inputs, path, window)
        for freeze in freezes[window.service]:
            yield from _in_freeze(inputs, path, window, freeze)


def _freezes(inputs: Inputs) -> dict[str, list[Freeze]]:
    """The freeze periods of each service that has maintenance."""
    found: dict[str, list[Freeze]] = defaultdict(list)
    for freeze in inputs.contract.change_control.freezes:
        for service in freeze.services or inputs.services:
            found[service].append(freeze)
    return found


def _in_hours(inputs: Inputs, path: Path, window: Maintenance) -> Iterator[Finding]:
    own = inputs.calendars[inputs.services[window.service].calendar]
    named = inputs.contract.contract.business_calendar
    around = ServiceHours.of(own).weekly_seconds() == WEEK
    calendar = inputs.calendars[named] if around and named else None if around else own
    clash = _clash(inputs, window, calendar) if calendar else None
    if calendar and clash:
        severity = Severity.ERROR if clash.certain and not around else Severity.WARNING
        yield _found(path, window, clash, _hours_said(window, calendar, clash, around=around), severity)


def _clash(inputs: Inputs, window: Maintenance, calendar: Calendar) -> Clash | None:
    try:
        return in_hours(occasions_of(inputs, window), ServiceHours.of(calendar))
    except ClockError:
        return None


def _hours_said(window: Maintenance, calendar: Calendar, clash: Clash, *, around: bool) -> Message:
    zh, en = (
        ("双方的工作时间", "the business hours")
        if around
        else (f"服务 {window.service} 的服务时间", "the service hours")
    )
    of = "" if around else f" of {window.service}"
    doubt_zh = "" if clash.certain else "；该年的放假安排尚未公布，按每周时段计"
    doubt_en = "" if clash.certain else "; the holidays of that year are not published, so the hours of the week count"
    return Message(f"{zh}（日历 {calendar.id}{doubt_zh}）", f"{en}{of} (calendar {calendar.id}{doubt_en})")


def _in_freeze(inputs: Inputs, path: Path, window: Maintenance, freeze: Freeze) -> Iterator[Finding]:
    clash = in_freeze(occasions_of(inputs, window), freeze)
    if clash:
        said = Message(
            f"变更冻结期 {freeze.id}（{freeze.start} 至 {freeze.end}）",
            f"the freeze period {freeze.id} ({freeze.start} to {freeze.end})",
        )
        yield _found(path, window, clash, said, Severity.WARNING)


def _found(path: Path, window: Maintenance, clash: Clash, where: Message, severity: Severity) -> Finding:
    more_zh = f"，共 {clash.number} 次" if clash.number > 1 else ""
    more_en = f", the first of {clash.number}" if clash.number > 1 else ""
    zh, en = _when(clash.first.start, clash.first.end)
    return Finding(
        path,
        Message(f"{zh}的计划维护落在{where.zh}之内{more_zh}", f"the maintenance of {en} falls in {where.en}{more_en}"),
        window.rrule,
        Message(
            "改变时刻或者星期，或者用 BYMONTH 略去冲突的月份，并使 schedule 与之一致",
            "change the hour or the day, or leave out the month with BYMONTH, and the words of `schedule` with it",
        ),
        severity,
    )


def _when(start: datetime, end: datetime) -> tuple[str, str]:
    until = f"{end:%H:%M}" if end.date() == start.date() else f"{end:%Y-%m-%d %H:%M}"
    day = start.weekday()
    return (
        f"{start:%Y-%m-%d}（星期{_DAYS_ZH[day]}）{start:%H:%M}–{until} ",
        f"{_DAYS_EN[day]} {start:%Y-%m-%d} {start:%H:%M}–{until}",
    )


RULES = (
    Rule(
        Code.MAINTENANCE_HOURS,
        Severity.ERROR,
        ("maintenance", "services", "calendars", "change_control", "measurement", "contract"),
        outside_hours,
    ),
)
