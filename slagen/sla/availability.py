"""Downtime budgets: how long a service may be down in one window and still meet its target.

Source of the formula and of the lengths: Google, Site Reliability Engineering, appendix A (availability table).
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from slagen.model.contract import Contract
from slagen.model.parties import Calendar
from slagen.model.quality import ServiceLevel, SliType, Window
from slagen.model.units import Percent

DAY = 86400
_DAYS: Mapping[Window, tuple[int, int, int]] = {
    Window.MONTH: (30, 28, 31),
    Window.QUARTER: (90, 90, 92),
    Window.YEAR: (365, 365, 366),
}


def window_seconds(window: Window, *, calendar_months: bool) -> tuple[int, int]:
    """The least and greatest length of a window in seconds; equal where months count as 30 days."""
    fixed, least, most = _DAYS[window]
    return (least * DAY, most * DAY) if calendar_months else (fixed * DAY, fixed * DAY)


def budget_seconds(target: Percent, window: int) -> Decimal:
    """(1 − target) × window, in seconds, exact; `window` in seconds."""
    return (1 - target.fraction) * window


def downtime_budget(level: ServiceLevel, contract: Contract) -> tuple[Decimal, Decimal] | None:
    """The least and greatest downtime in seconds that one window of `level` allows.

    None where downtime is not what the objective counts: indicators that are not time-based, and services that
    don't run around the clock, whose window depends on the days that a month happens to have.
    """
    indicator = next(sli for sli in contract.slis if sli.id == level.sli)
    service = next(service for service in contract.services if service.id == level.service)
    calendar = next(calendar for calendar in contract.calendars if calendar.id == service.calendar)
    if indicator.type is not SliType.TIME or not isinstance(level.target, Percent) or not around_the_clock(calendar):
        return None
    least, most = window_seconds(level.window, calendar_months=contract.measurement.calendar_months)
    return budget_seconds(level.target, least), budget_seconds(level.target, most)


def around_the_clock(calendar: Calendar) -> bool:
    """Whether a calendar has every hour of every day, holidays included."""
    whole = all(
        [(span.start.minutes, span.end.minutes) for span in hours] == [(0, 24 * 60)]
        for hours in calendar.weekly.values()
    )
    return whole and len(calendar.weekly) == 7 and calendar.statutory is None and not calendar.overrides
