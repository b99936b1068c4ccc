"""Tiers of a service credit: which one a result lies in, and from which downtime to which each one reaches.

Source: annex “Service Credits”.  A result that meets the target earns nothing, even where it lies in a tier.  A miss
that lies in no tier has the tier next to it; between two tiers, the one with the higher credit.  The annex doesn't say
what holds where tiers overlap; the higher credit is taken there, too.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import groupby, pairwise
from math import floor

from slagen.model.quality import CreditTier, Operator
from slagen.model.units import Percent


def tier_of(tiers: Iterable[CreditTier], achieved: Fraction, *, met: bool = False) -> CreditTier | None:
    """The tier that `achieved`, a share of one, has; None for a result that is `met`, or where there are no tiers."""
    return None if met else _tier_at(tuple(tiers), achieved * 100)


def _tier_at(tiers: Sequence[CreditTier], percent: Fraction | Decimal) -> CreditTier | None:
    """The tier of a miss in percent; a decimal and a fraction compare exactly."""
    holding = [tier for tier in tiers if tier.ge.value <= percent < tier.lt.value]
    return max(holding or _beside(tiers, percent), key=lambda tier: tier.pct, default=None)


def _beside(tiers: Sequence[CreditTier], percent: Fraction | Decimal) -> list[CreditTier]:
    """The tiers next to a value that lies in none: those that end nearest below it and start nearest above it."""
    below = [tier for tier in tiers if tier.lt.value <= percent]
    above = [tier for tier in tiers if tier.ge.value > percent]
    ends, starts = max((tier.lt for tier in below), default=None), min((tier.ge for tier in above), default=None)
    return [tier for tier in below if tier.lt == ends] + [tier for tier in above if tier.ge == starts]


def highest_credit(tiers: Iterable[CreditTier], op: Operator, target: Percent) -> Percent | None:
    """The highest credit that a result from 0 to 100 % can earn; None where none can."""
    tiers = tuple(tiers)
    missed = [value for value in _values(tiers, target) if not _met(value, op, target)]
    return max((tier.pct for value in missed if (tier := _tier_at(tiers, value)) is not None), default=None)


def _met(percent: Decimal, op: Operator, target: Percent) -> bool:
    return percent >= target.value if op is Operator.AT_LEAST else percent <= target.value


def _values(tiers: Sequence[CreditTier], target: Percent) -> Iterator[Decimal]:
    """One value of every stretch on which nothing changes: all bounds, and what lies midway between two of them."""
    bounds = _bounds(tiers, target)
    yield from bounds
    for low, high in pairwise(bounds):
        yield (low + high) / 2


def _bounds(tiers: Sequence[CreditTier], target: Percent) -> list[Decimal]:
    written = {bound.value for tier in tiers for bound in (tier.ge, tier.lt)} | {target.value}
    return sorted({Decimal(0), Decimal(100)} | {bound for bound in written if bound < 100})


@dataclass(frozen=True, slots=True)
class Reach:
    """The downtimes of one window, in seconds, to which a tier applies: more than `above`, at most `upto`."""

    tier: CreditTier
    above: Fraction
    upto: Fraction

    def first(self, step: int = 1) -> int | None:
        """The least whole number of `step` seconds (60 for minutes) to which the tier applies; None for none."""
        first = floor(self.above / step) + 1
        return first if first * step <= self.upto else None

    def last(self, step: int = 1) -> int | None:
        """The greatest whole number of `step` seconds to which the tier applies; None for none."""
        return None if self.first(step) is None else floor(self.upto / step)


def boundaries(tiers: Iterable[CreditTier], window: int, target: Percent | None = None) -> tuple[Reach, ...]:
    """The downtimes at which each tier begins and ends in a window of `window` seconds, least downtime first.

    For objectives that are met from above, by results of 1 − downtime ÷ window.  `target` is the objective's; without
    it, the least value above all tiers meets it.  A gap between tiers belongs to the one that the annex assigns.
    """
    tiers = tuple(tiers)
    if not tiers:
        return ()
    met_from = target or max(tier.lt for tier in tiers)
    stretches = [
        (None if low >= met_from.value else _tier_at(tiers, low), low, high)
        for low, high in pairwise(_bounds(tiers, met_from))
    ]
    runs = [(tier, list(run)) for tier, run in groupby(reversed(stretches), key=lambda stretch: stretch[0])]
    return tuple(
        Reach(tier, _downtime(run[0][2], window), _downtime(run[-1][1], window))
        for tier, run in runs
        if tier is not None
    )


def _downtime(percent: Decimal, window: int) -> Fraction:
    return Fraction(100 - percent) * window / 100
