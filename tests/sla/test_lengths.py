"""Lengths of unlike units: what is certain, at the boundaries."""

from __future__ import annotations

from datetime import date

import pytest
from dateutil.relativedelta import relativedelta
from hypothesis import given
from hypothesis import strategies as st

from slagen.model.units import Duration
from slagen.sla.lengths import DAY, Fit, Length, fit


def length(written: str) -> Length:
    return Length.of(*(Duration.parse(part.strip()) for part in written.split("+")))


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("90m + 10m", "100m", Fit.FITS),
        ("90m + 10m", "99m", Fit.EXCEEDS),
        ("5999s", "100m", Fit.FITS),
        ("6001s", "100m", Fit.EXCEEDS),
        ("1 week", "7 days", Fit.FITS),
        ("12 months", "1 year", Fit.FITS),
        ("1 year + 1s", "12 months", Fit.EXCEEDS),
        ("28 days", "1 month", Fit.FITS),
        ("29 days", "1 month", Fit.UNDECIDED),
        ("31 days", "1 month", Fit.UNDECIDED),
        ("32 days", "1 month", Fit.EXCEEDS),
        ("1 month", "31 days", Fit.FITS),
        ("1 month", "30 days", Fit.UNDECIDED),
        ("1 month", "27 days", Fit.EXCEEDS),
        ("1 month + 2 days", "1 month + 1 day", Fit.EXCEEDS),
        ("365 days", "1 year", Fit.FITS),
        ("366 days", "1 year", Fit.UNDECIDED),
        ("367 days", "1 year", Fit.EXCEEDS),
        ("24h", "1 business day", Fit.FITS),
        ("25h", "1 business day", Fit.UNDECIDED),
        ("1 business day", "23h", Fit.EXCEEDS),
        ("1 business day", "9 days", Fit.UNDECIDED),
        ("1 business day + 1h", "1 business day", Fit.EXCEEDS),
        ("3 business days", "2 business days + 1 day", Fit.UNDECIDED),
        ("0h", "0s", Fit.FITS),
        ("999999 years", "999999 years", Fit.FITS),
        ("999999 years", "999999 days", Fit.EXCEEDS),
    ],
)
def test_fit(one: str, other: str, expected: Fit) -> None:
    assert fit(length(one), length(other)) is expected


def test_an_equal_length_may_be_too_long() -> None:
    assert fit(length("60m"), length("1h"), equal=False) is Fit.EXCEEDS
    assert fit(length("3599s"), length("1h"), equal=False) is Fit.FITS
    assert fit(length("28 days"), length("1 month"), equal=False) is Fit.UNDECIDED


@given(st.dates(date(1880, 1, 1), date(2400, 1, 1)), st.integers(0, 1200))
def test_no_run_of_months_is_outside_its_bounds(start: date, months: int) -> None:
    real = (start.replace(day=1) + relativedelta(months=months) - start.replace(day=1)).days * DAY
    run = Length(months=months)
    assert run.least is not None
    assert run.most is not None
    assert run.least <= real <= run.most
    assert (Length() - run).least == -run.most
    assert (Length() - run).most == -run.least
