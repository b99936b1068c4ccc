"""Which report shows a Measurement Period, and by when, by the words of clause 4.4."""

from __future__ import annotations

from datetime import date

import pytest
from sla.calendars import contract

from slagen.model.governance import Frequency
from slagen.model.quality import Report, Window
from slagen.model.text import Text
from slagen.model.units import Duration
from slagen.sla.deadlines import BusinessDays
from slagen.sla.reports import act_by, report_due, report_period_end, reports_of

YEAR = ("2026-01-01", "2026-12-31")


def report(freq: str, due: str = "5 business days") -> Report:
    return Report(
        id=freq, name=Text(en="R"), freq=Frequency(freq), due=Duration.parse(due), to=("c",), contents=Text(en="C")
    )


@pytest.mark.parametrize(
    ("window", "freqs", "shows"),
    [
        ("month", ["weekly", "monthly", "quarterly"], "monthly"),
        ("month", ["weekly", "quarterly", "yearly"], "quarterly"),
        ("quarter", ["monthly", "weekly"], "weekly"),
        ("quarter", ["monthly", "half-yearly"], "half-yearly"),
        ("year", ["monthly", "quarterly"], "monthly"),
        ("month", ["once"], None),
    ],
)
def test_which_report_shows_a_period(window: str, freqs: list[str], shows: str | None) -> None:
    found = reports_of(Window(window), [report(freq) for freq in freqs])
    assert [one.id for one in found] == ([shows] if shows else [])


@pytest.mark.parametrize(
    ("day", "freq", "term", "calendar_months", "end"),
    [
        ("2026-02-28", "monthly", YEAR, True, "2026-02-28"),
        ("2026-02-28", "quarterly", YEAR, True, "2026-03-31"),
        ("2026-02-28", "half-yearly", YEAR, True, "2026-06-30"),
        ("2026-02-28", "yearly", YEAR, True, "2026-12-31"),
        ("2026-03-31", "weekly", YEAR, True, "2026-04-05"),
        ("2026-04-05", "weekly", YEAR, True, "2026-04-05"),
        ("2026-05-31", "half-yearly", ("2026-01-01", "2026-06-15"), True, "2026-06-15"),
        ("2026-01-30", "monthly", YEAR, False, "2026-01-30"),
        ("2026-01-31", "monthly", YEAR, False, "2026-03-01"),
        ("2026-01-30", "quarterly", YEAR, False, "2026-03-31"),
    ],
)
def test_the_end_of_a_report_period(
    day: str, freq: str, term: tuple[str, str], calendar_months: bool, end: str
) -> None:
    made = contract(*map(date.fromisoformat, term), calendar_months=calendar_months)
    assert report_period_end(date.fromisoformat(day), Frequency(freq), made) == date.fromisoformat(end)


@pytest.mark.parametrize(
    ("period", "by"),
    [
        ("5 business days", "2026-10-13"),  # 10-01 to 10-07 are off, 10-10 is worked
        ("7 days", "2026-10-08"),  # ends on the last day of the holiday, and is extended
        ("1 month", "2026-10-30"),
        ("24h", "2026-10-01"),
        ("25h", "2026-10-02"),
        ("0 days", "2026-09-30"),
    ],
)
def test_the_last_day_for_an_act(period: str, by: str) -> None:
    business = BusinessDays.announced("Asia/Shanghai")
    assert act_by(date(2026, 9, 30), Duration.parse(period), business) == date.fromisoformat(by)


def test_a_report_is_due_after_the_end_of_its_own_period() -> None:
    made, business = contract(*map(date.fromisoformat, YEAR)), BusinessDays.announced("Asia/Shanghai")
    assert report_due(report("quarterly", "10 days"), date(2026, 1, 31), made, business) == date(2026, 4, 10)
