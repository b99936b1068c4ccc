"""Lengths of time whose units differ, added up and compared as far as that can be certain.

Seconds to weeks have one length each (a week is seven days of 24 hours).  A month is 28 to 31 days, a year 365 or 366,
a Business Day at least one day and as long as the holidays that follow it; so two lengths can fit, exceed, or be beyond
comparison.  What both sides have in common falls out before anything is estimated.  These are lengths as technicians
mean them; periods that run from a day on which something happens are those of :mod:`slagen.sla.durations`.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from slagen.model.units import Duration, TimeUnit

DAY = 86400
# Days of 0 to 11 months in a row: the fewest in any year, and the most.
_FEWEST = (0, 28, 59, 89, 120, 150, 181, 212, 242, 273, 303, 334)
_MOST = (0, 31, 62, 92, 123, 153, 184, 215, 245, 276, 306, 337)


class Fit(Enum):
    """How one length compares with the one that it should not be longer than."""

    FITS = "fits"
    EXCEEDS = "exceeds"
    UNDECIDED = "undecided"


@dataclass(frozen=True, slots=True)
class Length:
    """A length in what can't be turned into one another; the parts of a difference may be negative."""

    seconds: int = 0
    business_days: int = 0
    months: int = 0

    @classmethod
    def of(cls, *durations: Duration) -> Length:
        """The sum of the durations."""
        return sum(map(_length, durations), cls())

    def __add__(self, other: Length) -> Length:
        return Length(
            self.seconds + other.seconds, self.business_days + other.business_days, self.months + other.months
        )

    def __sub__(self, other: Length) -> Length:
        return Length(
            self.seconds - other.seconds, self.business_days - other.business_days, self.months - other.months
        )

    @property
    def exact(self) -> int | None:
        """The length in seconds; None where it has parts that have none of their own."""
        return None if self.business_days or self.months else self.seconds

    @property
    def least(self) -> int | None:
        """The least number of seconds it can be; None where there is no bound."""
        if self.business_days < 0:
            return None
        return self.seconds + self.business_days * DAY + _months(self.months, least=True)

    @property
    def most(self) -> int | None:
        """The greatest number of seconds it can be; None where there is no bound."""
        if self.business_days > 0:
            return None
        return self.seconds + self.business_days * DAY + _months(self.months, least=False)


def fit(length: Length, limit: Length, *, equal: bool = True) -> Fit:
    """Whether `length` is certainly no longer than `limit`, certainly longer, or neither is certain.

    Args:
        equal: whether a length of exactly `limit` fits.
    """
    over = length - limit if equal else length - limit + Length(seconds=1)
    if over.most is not None and over.most <= 0:
        return Fit.FITS
    return Fit.EXCEEDS if over.least is not None and over.least > 0 else Fit.UNDECIDED


def _length(duration: Duration) -> Length:
    match duration.unit:
        case TimeUnit.BUSINESS_DAY:
            return Length(business_days=duration.amount)
        case TimeUnit.MONTH:
            return Length(months=duration.amount)
        case TimeUnit.YEAR:
            return Length(months=12 * duration.amount)
    return Length(seconds=duration.seconds or 0)


def _months(amount: int, *, least: bool) -> int:
    """The fewest or most seconds of so many months in a row; of a negative number, those that are taken away."""
    years, rest = divmod(abs(amount), 12)
    fewest = years * 365 + years // 8 + _FEWEST[rest]
    most = years * 365 + (years + 3) // 4 + _MOST[rest]
    days = fewest if least == (amount >= 0) else most
    return days * DAY if amount >= 0 else -days * DAY
