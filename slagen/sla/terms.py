"""Terms of contracts in dates: whether a notice is shorter than one, and the terms that renewals add.

A term runs from the beginning of its first day to the end of its last (clause 8.1, “Term”).  A notice is shorter than
it where, given at its beginning, it ends within it; months and years end on the corresponding day.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from slagen.model.units import Duration
from slagen.sla.deadlines import BusinessDays, TooFewDaysError, last_day
from slagen.sla.holidays import HolidaysUnpublished
from slagen.sla.lengths import DAY, Length
from slagen.sla.zones import YEARS, OutOfRangeError, day_after


@dataclass(frozen=True, slots=True)
class Term:
    """The days of a term, both included."""

    first: date
    last: date

    @property
    def days(self) -> int:
        """How many days it has."""
        return (self.last - self.first).days + 1


def reach(first: date, notice: Duration, business: BusinessDays) -> date:
    """The day in which a notice given at the beginning of a date ends; of whole days, the one after them.

    Raises:
        HolidaysUnpublished: the answer depends on a year without a notice of its holidays.
        TooFewDaysError, OutOfRangeError: that is too far away.
    """
    exact = Length.of(notice).exact
    return last_day(first, notice, business) if exact is None else day_after(first, exact // DAY)


def is_shorter(notice: Duration, term: Term, business: BusinessDays) -> bool:
    """Whether a notice is shorter than a term; so it is taken to be of a term in years that dates are not computed in.

    Business Days that can't be counted, since no holidays are announced yet for a year of the term, are taken to be
    days, which is the least that they can be.
    """
    try:
        return reach(term.first, notice, business) <= term.last
    except HolidaysUnpublished as unknown:
        return unknown.year <= term.last.year and notice.amount < term.days
    except TooFewDaysError:
        return notice.amount < term.days
    except OutOfRangeError:
        return not {term.first.year, term.last.year} <= set(YEARS)


def renewed(term: Term, by: Duration, business: BusinessDays) -> Term:
    """The term that a renewal adds: it begins on the day after the last, and lasts `by`.

    Raises:
        HolidaysUnpublished: the answer depends on a year without a notice of its holidays.
        TooFewDaysError, OutOfRangeError: it ends too far away.
    """
    first = day_after(term.last)
    return Term(first, day_after(reach(first, by, business), -1))
