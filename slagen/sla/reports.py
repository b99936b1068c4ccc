"""When a regular report is due that shows what a Measurement Period came to.

A report's time runs from the end of its period (clause quality.reporting, "Service Reports"). Its periods are calendar
months, quarters, half-years and years, or those of 30, 90, 180 and 365 days from the Effective Date where the contract
measures so (clause quality.measurement, "Measurement Periods"), and weeks that end on Sunday; none ends after the term.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from types import MappingProxyType

from slagen.model.contract import Contract
from slagen.model.governance import Frequency
from slagen.model.quality import Report, Window
from slagen.model.units import Duration, TimeUnit
from slagen.sla.deadlines import BusinessDays, extended, last_day
from slagen.sla.zones import DAY, add_months, day_after

_MONTHS = {Frequency.MONTHLY: 1, Frequency.QUARTERLY: 3, Frequency.HALF_YEARLY: 6, Frequency.YEARLY: 12}
_DAYS = {Frequency.MONTHLY: 30, Frequency.QUARTERLY: 90, Frequency.HALF_YEARLY: 180, Frequency.YEARLY: 365}
_LONGER = (Frequency.MONTHLY, Frequency.QUARTERLY, Frequency.HALF_YEARLY, Frequency.YEARLY)
_OF_WINDOW: Mapping[Window, Frequency] = MappingProxyType(
    {Window.MONTH: Frequency.MONTHLY, Window.QUARTER: Frequency.QUARTERLY, Window.YEAR: Frequency.YEARLY}
)


def reports_of(window: Window, reports: Sequence[Report]) -> tuple[Report, ...]:
    """The reports that show each Measurement Period of a window: of its own frequency, or else the next longer one.

    Where there is none of either, the most frequent of the shorter ones; none where reports are made only once.
    """
    own = _LONGER.index(_OF_WINDOW[window])
    for freq in (*_LONGER[own:], Frequency.WEEKLY, *_LONGER[:own]):
        if found := tuple(report for report in reports if report.freq is freq):
            return found
    return ()


def report_period_end(day: date, freq: Frequency, contract: Contract) -> date:
    """The last day of the report period in which a day of the term lies; the Expiry Date where it would be later.

    Raises:
        OutOfRangeError: a date is too far away.
    """
    effective, expiry = contract.contract.effective, contract.contract.expiry
    if freq is Frequency.WEEKLY:
        return min(day_after(day, 6 - day.weekday()), max(day, expiry))
    if contract.measurement.calendar_months:
        months = _MONTHS.get(freq, 1)
        begins = date(day.year, (day.month - 1) // months * months + 1, 1)
        return min(day_after(add_months(begins, months), -1), max(day, expiry))
    length = _DAYS.get(freq, 30)
    return min(day_after(day, length - 1 - (day - effective).days % length), max(day, expiry))


def report_due(report: Report, last: date, contract: Contract, business: BusinessDays) -> date:
    """The last day on which a report may be submitted that shows the Measurement Period that ends on `last`.

    Raises:
        ClockError: the answer depends on a year without a notice of holidays, or a date is too far away.
    """
    return act_by(report_period_end(last, report.freq, contract), report.due, business)


def act_by(start: date, period: Duration, business: BusinessDays) -> date:
    """The last day for an act that may be done within a period that runs from the end of a day.

    Raises:
        ClockError: the answer depends on a year without a notice of holidays, or a date is too far away.
    """
    if period.unit in {TimeUnit.SECOND, TimeUnit.MINUTE, TimeUnit.HOUR}:
        return day_after(start, -(-(period.seconds or 0) // DAY))
    return extended(last_day(start, period, business), business)
