"""Measurement Periods, service months and Contract Years, by the words of clauses 4.2, 8.1 and the terms."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sla.calendars import at, contract

from slagen.model.quality import Window
from slagen.sla.periods import (
    Period,
    contract_years,
    highest_share,
    months_of_provision,
    period_of,
    periods,
    service_months,
)


def day(written: str) -> date:
    return date.fromisoformat(written)


def shown(found: tuple[Period, ...]) -> list[tuple[str, str, str]]:
    return [(period.label, str(period.first), str(period.last)) for period in found]


@pytest.mark.parametrize(
    ("term", "window", "measurement", "expected"),
    [
        (  # a whole year of months
            ("2026-01-01", "2026-03-31"), Window.MONTH, {"short_period": "15 days"},
            [("2026-01", "2026-01-01", "2026-01-31"), ("2026-02", "2026-02-01", "2026-02-28"),
             ("2026-03", "2026-03-01", "2026-03-31")],
        ),
        (  # 15 days are not shorter than 15 days
            ("2026-01-17", "2026-03-15"), Window.MONTH, {"short_period": "15 days"},
            [("2026-01", "2026-01-17", "2026-01-31"), ("2026-02", "2026-02-01", "2026-02-28"),
             ("2026-03", "2026-03-01", "2026-03-15")],
        ),
        (  # 14 are, at the beginning and at the end
            ("2026-01-18", "2026-04-14"), Window.MONTH, {"short_period": "15 days"},
            [("2026-01/2026-02", "2026-01-18", "2026-02-28"), ("2026-03/2026-04", "2026-03-01", "2026-04-14")],
        ),
        (  # both join one month between
            ("2026-01-18", "2026-03-14"), Window.MONTH, {"short_period": "15 days"},
            [("2026-01/2026-02/2026-03", "2026-01-18", "2026-03-14")],
        ),
        (  # two short ones are each other's neighbours
            ("2026-01-25", "2026-02-03"), Window.MONTH, {"short_period": "15 days"},
            [("2026-01/2026-02", "2026-01-25", "2026-02-03")],
        ),
        (  # a short one alone has no neighbour
            ("2026-01-25", "2026-01-27"), Window.MONTH, {"short_period": "15 days"},
            [("2026-01", "2026-01-25", "2026-01-27")],
        ),
        (
            ("2026-02-10", "2026-11-20"), Window.QUARTER, {"short_period": "1 month"},
            [("2026-Q1", "2026-02-10", "2026-03-31"), ("2026-Q2", "2026-04-01", "2026-06-30"),
             ("2026-Q3", "2026-07-01", "2026-09-30"), ("2026-Q4", "2026-10-01", "2026-11-20")],
        ),
        (
            ("2026-03-02", "2026-11-30"), Window.QUARTER, {"short_period": "1 month"},
            [("2026-Q1/2026-Q2", "2026-03-02", "2026-06-30"), ("2026-Q3", "2026-07-01", "2026-09-30"),
             ("2026-Q4", "2026-10-01", "2026-11-30")],
        ),
        (
            ("2025-07-01", "2027-06-30"), Window.YEAR, {"short_period": "3 months"},
            [("2025", "2025-07-01", "2025-12-31"), ("2026", "2026-01-01", "2026-12-31"),
             ("2027", "2027-01-01", "2027-06-30")],
        ),
        (  # months of 30 days from the Service Start Date; the last is short
            ("2026-01-20", "2026-03-31"), Window.MONTH, {"short_period": "12 days", "calendar_months": False},
            [("M1", "2026-01-20", "2026-02-18"), ("M2/M3", "2026-02-19", "2026-03-31")],
        ),
        (
            ("2026-01-01", "2027-12-31"), Window.YEAR, {"short_period": "12 days", "calendar_months": False},
            [("Y1", "2026-01-01", "2026-12-31"), ("Y2", "2027-01-01", "2027-12-31")],
        ),
        (  # ten Business Days from 19 January; eleven before the Spring Festival, with a worked Saturday
            ("2026-01-19", "2026-02-14"), Window.MONTH, {"short_period": "10 business days"},
            [("2026-01", "2026-01-19", "2026-01-31"), ("2026-02", "2026-02-01", "2026-02-14")],
        ),
        (
            ("2026-01-20", "2026-03-13"), Window.MONTH, {"short_period": "10 business days"},
            [("2026-01/2026-02", "2026-01-20", "2026-02-28"), ("2026-03", "2026-03-01", "2026-03-13")],
        ),
        (
            ("2026-01-01", "2026-02-05"), Window.MONTH, {"short_period": "120h"},
            [("2026-01", "2026-01-01", "2026-01-31"), ("2026-02", "2026-02-01", "2026-02-05")],
        ),
        (
            ("2026-01-01", "2026-02-05"), Window.MONTH, {"short_period": "121h"},
            [("2026-01/2026-02", "2026-01-01", "2026-02-05")],
        ),
        (("2026-02-01", "2026-01-31"), Window.MONTH, {"short_period": "15 days"}, []),
        (("2026-02-20", "2026-02-10"), Window.MONTH, {"short_period": "15 days"}, []),
    ],
)  # fmt: skip
def test_periods(
    term: tuple[str, str], window: Window, measurement: dict[str, object], expected: list[tuple[str, str, str]]
) -> None:
    found = periods(contract(day(term[0]), day(term[1]), **measurement), window)
    assert shown(found) == expected
    assert [period.number for period in found] == list(range(1, len(found) + 1))


def test_a_service_with_a_start_and_an_end_of_its_own() -> None:
    written = contract(day("2026-01-01"), day("2026-12-31"), short_period="15 days")
    found = periods(written, Window.MONTH, starts=day("2026-02-10"), ends=day("2027-01-20"))
    assert (found[0].first, found[-1].last, len(found)) == (day("2026-02-10"), day("2027-01-20"), 12)


def test_a_period_is_as_long_as_clocks_make_it() -> None:
    written = contract(day("2026-01-01"), day("2026-12-31"), tz="Europe/London", short_period="15 days")
    march, april, october = (periods(written, Window.MONTH)[number - 1] for number in (3, 4, 10))
    assert (march.seconds, april.seconds, october.seconds) == (743 * 3600, 720 * 3600, 745 * 3600)
    assert march.start == at("2026-03-01", "Europe/London")
    assert march.end == at("2026-04-01", "Europe/London")


def test_the_period_of_a_moment() -> None:
    found = periods(contract(day("2026-01-01"), day("2026-12-31"), short_period="15 days"), Window.MONTH)
    expected = {
        "2025-12-31T23:59:59": None,
        "2026-01-01T00:00": "2026-01",
        "2026-01-31T23:59:59": "2026-01",
        "2026-02-01T00:00": "2026-02",
        "2026-12-31T23:59:59": "2026-12",
        "2027-01-01T00:00": None,
    }
    labels = {moment: period_of(at(moment), found) for moment in expected}
    assert {moment: period and period.label for moment, period in labels.items()} == expected
    assert period_of(datetime(2026, 1, 31, 16, tzinfo=UTC), found) is found[1]


@given(
    st.dates(date(2015, 1, 1), date(2017, 12, 31)), st.integers(0, 1200), st.sampled_from(Window), st.booleans(),
    st.sampled_from(["0 days", "15 days", "10 business days", "1 month", "100h", "3 weeks", "1 year"]),
    st.sampled_from(["Asia/Shanghai", "America/Sao_Paulo", "Pacific/Apia", "Australia/Lord_Howe"]),
)  # fmt: skip
@settings(deadline=None)
def test_periods_tile_the_term(start: date, days: int, window: Window, natural: bool, least: str, tz: str) -> None:
    expiry = start + timedelta(days=days)
    found = periods(contract(start, expiry, calendar_months=natural, short_period=least, tz=tz), window)
    assert (found[0].first, found[-1].last) == (start, expiry)
    assert all(one.last + timedelta(days=1) == other.first for one, other in pairwise(found))
    assert all(one.end == other.start for one, other in pairwise(found))
    assert all(one.first <= one.last for one in found)
    assert all(one.seconds > 0 for one in found)
    for period in found:
        assert period_of(period.start, found) is period
        assert period_of(period.end.astimezone(UTC) - timedelta(seconds=1), found) is period


def test_service_months() -> None:
    months = service_months(day("2026-01-20"), day("2026-04-10"))
    assert [month.share for month in months] == [Fraction(12, 31), 1, 1, Fraction(1, 3)]
    assert service_months(day("2026-02-02"), day("2026-02-01")) == ()
    assert service_months(day("2024-02-15"), day("2024-02-15"))[0].share == Fraction(1, 29)


def test_the_highest_share_among_the_months_of_a_period() -> None:
    written = contract(day("2026-01-20"), day("2026-04-10"), short_period="15 days")
    months = service_months(day("2026-01-20"), day("2026-04-10"))
    # Twelve days of January join February, ten of April join March.
    assert [highest_share(period, months) for period in periods(written, Window.MONTH)] == [1, 1]
    kept = contract(day("2026-01-20"), day("2026-04-10"), short_period="1 day")
    found = [highest_share(period, months) for period in periods(kept, Window.MONTH)]
    assert found == [Fraction(12, 31), 1, 1, Fraction(1, 3)]
    counted = contract(day("2026-01-20"), day("2026-04-10"), short_period="1 day", calendar_months=False)
    assert [highest_share(period, months) for period in periods(counted, Window.MONTH)] == [1, 1, 1]


def test_contract_years() -> None:
    years = contract_years(contract(day("2024-02-29"), day("2026-08-31")))
    assert [(year.number, str(year.first), str(year.last)) for year in years] == [
        (1, "2024-02-29", "2025-02-27"),
        (2, "2025-02-28", "2026-02-27"),
        (3, "2026-02-28", "2026-08-31"),
    ]
    assert contract_years(contract(day("2026-02-01"), day("2026-01-31"))) == ()


@given(st.dates(date(1999, 12, 1), date(2004, 3, 31)), st.dates(date(1999, 12, 1), date(2004, 3, 31)))
def test_months_of_provision_are_the_sum_of_the_shares(one: date, other: date) -> None:
    first, last = sorted((one, other))
    assert months_of_provision(first, last) == sum(month.share for month in service_months(first, last))


def test_months_of_provision_are_none_where_the_last_day_comes_first() -> None:
    assert months_of_provision(day("2026-03-02"), day("2026-03-01")) == 0
    assert months_of_provision(day("2026-03-02"), day("2026-01-01")) < 0
