"""Terms in dates: notices at the boundaries, renewals, Business Days that can't be counted yet."""

from __future__ import annotations

from datetime import date

import pytest

from slagen.model.units import Duration
from slagen.sla.deadlines import BusinessDays
from slagen.sla.terms import Term, is_shorter, renewed
from slagen.sla.zones import OutOfRangeError

BUSINESS = BusinessDays.announced("Asia/Shanghai")
YEAR = Term(date(2026, 1, 1), date(2026, 12, 31))
LATER = Term(date(2029, 1, 1), date(2029, 12, 31))
"""A term whose holidays nobody has announced."""


@pytest.mark.parametrize(
    ("term", "notice", "expected"),
    [
        (YEAR, "364 days", True),
        (YEAR, "365 days", False),
        (YEAR, "11 months", True),
        (YEAR, "12 months", False),
        (YEAR, "1 year", False),
        (YEAR, "52 weeks", True),
        (YEAR, "53 weeks", False),
        (YEAR, "8759h", True),
        (YEAR, "8760h", False),
        (YEAR, "0 days", True),
        (YEAR, "240 business days", True),
        (YEAR, "260 business days", False),
        (YEAR, "999999 years", False),
        (YEAR, "999999 business days", False),
        (LATER, "364 business days", True),
        (LATER, "365 business days", False),
        (Term(date(2028, 1, 1), date(2028, 12, 31)), "365 days", True),
        (Term(date(2026, 1, 31), date(2026, 2, 28)), "1 month", True),
        (Term(date(2026, 1, 31), date(2026, 2, 27)), "1 month", False),
        (Term(date(1, 1, 1), date(1, 12, 31)), "1 year", True),
        (Term(date(2026, 1, 1), date(9999, 12, 31)), "999999 years", True),
    ],
)
def test_is_shorter(term: Term, notice: str, expected: bool) -> None:
    assert is_shorter(Duration.parse(notice), term, BUSINESS) is expected


@pytest.mark.parametrize(
    ("by", "last"),
    [("1 year", date(2027, 12, 31)), ("6 months", date(2027, 6, 30)), ("10 days", date(2027, 1, 10))],
)
def test_a_renewal_begins_on_the_next_day_and_ends_before_the_corresponding_one(by: str, last: date) -> None:
    assert renewed(YEAR, Duration.parse(by), BUSINESS) == Term(date(2027, 1, 1), last)


def test_a_renewal_beyond_the_calendar_can_not_be_told() -> None:
    with pytest.raises(OutOfRangeError):
        renewed(YEAR, Duration.parse("999999 years"), BUSINESS)
