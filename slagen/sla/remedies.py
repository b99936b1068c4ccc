"""When a credit has to be claimed and is paid, and when misses let the customer terminate.

Source: clause 4.5, whose variants differ in how credits are claimed.  Periods are reckoned by the caller, who has the
calendar of business days: see :data:`Later`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from slagen.model.clause import Variant
from slagen.model.quality import CreditTerms, Measurement, TerminationTrigger
from slagen.model.units import Duration

Later = Callable[[date, Duration], date]
"""The last day of a period that starts on a day, by the caller's calendar (clause 8.3, “Periods”)."""


@dataclass(frozen=True, slots=True)
class Claim:
    """Whether a credit has to be claimed, and the last day to do so; None where no time runs."""

    needed: bool
    by: date | None


def claim(
    terms: CreditTerms,
    measurement: Measurement,
    variant: Variant,
    determined: date,
    later: Later,
    notified: date | None = None,
) -> Claim:
    """How a credit is claimed under a variant of clause 4.5.

    Balanced: within the time set, from the determination of the miss; automatic without one.  Provider: always
    claimed, without a time within the time to dispute data.  Customer: the time runs from the day on which the
    provider has `notified` the amount, and doesn't run before.
    """
    if variant is Variant.PROVIDER:
        return Claim(True, later(determined, terms.claim or measurement.dispute_within))
    if terms.claim is None:
        return Claim(False, None)
    start = notified if variant is Variant.CUSTOMER else determined
    return Claim(True, later(start, terms.claim) if start else None)


def pay_by(terms: CreditTerms, claim_: Claim, determined: date, claimed: date | None, later: Later) -> date | None:
    """The last day to deduct or pay a credit; None while a claim that it needs has not been received."""
    start = claimed if claim_.needed else determined
    return later(start, terms.apply_within) if start else None


@dataclass(frozen=True, slots=True)
class Reached:
    """A right to terminate: the period whose miss reached the number, and all misses that count, as indexes."""

    period: int
    misses: tuple[int, ...]


def reached(trigger: TerminationTrigger, missed: Sequence[bool]) -> tuple[Reached, ...]:
    """Each miss with which a trigger's number is reached in its consecutive periods, which that miss ends.

    `missed` tells for each measurement period in order whether its objective was missed; periods joined together count
    as one.  After a right has lapsed, the next one listed is a new right.
    """
    return tuple(found for found in _rights(trigger, missed) if len(found.misses) >= trigger.misses)


def _rights(trigger: TerminationTrigger, missed: Sequence[bool]) -> Iterator[Reached]:
    for period, miss in enumerate(missed):
        if miss:
            first = max(period - trigger.of_periods + 1, 0)
            yield Reached(period, tuple(each for each in range(first, period + 1) if missed[each]))


def exercise_by(trigger: TerminationTrigger, determined: Iterable[date], later: Later) -> date:
    """The last day to give notice, from the last determination among the misses that reached the trigger."""
    return later(max(determined), trigger.exercise_within)
