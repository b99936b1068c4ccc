"""Measures the service-hours clock: due dates one year ahead, counted a second on one core.

bench.py may call :func:`due_dates_a_second`; alone: python scripts/bench_clock.py
"""

from __future__ import annotations

import statistics
import time
from datetime import UTC, datetime, timedelta

from slagen.model.parties import Calendar
from slagen.sla.hours import ServiceHours

_OFFICE = {
    "id": "office",
    "name": {"zh": "工作时间", "en": "Business Hours"},
    "tz": "Asia/Shanghai",
    "weekly": {day: ["09:00-12:00", "13:00-18:00"] for day in ("mon", "tue", "wed", "thu", "fri")},
    "statutory": "CN",
    "makeup_days": "work",
}
_START = datetime(2025, 1, 1, tzinfo=UTC)


def due_dates_a_second(times: int = 20_000, rounds: int = 5) -> float:
    """How many due dates a second the clock gives: the median of rounds.

    Each is asked for the working seconds of a whole year, from moments spread over that year, by a calendar with the
    Chinese holidays and make-up days. Working out the two years is part of the first round.
    """
    hours = ServiceHours.of(Calendar.model_validate(_OFFICE))
    seconds = hours.elapsed(_START, _START.replace(year=2026))
    step = timedelta(days=365) / times
    opened = [_START + number * step for number in range(times)]
    return statistics.median(_round(hours, opened, seconds) for _ in range(rounds))


def _round(hours: ServiceHours, opened: list[datetime], seconds: int) -> float:
    started = time.perf_counter()
    for moment in opened:
        hours.due(moment, seconds)
    return len(opened) / (time.perf_counter() - started)


if __name__ == "__main__":
    print(f"due dates one year ahead: {due_dates_a_second():,.0f} a second")
