"""What the tests of `slagen.sla` draw."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from hypothesis import strategies as st

from slagen.model.quality import CreditTier
from slagen.model.units import Percent
from slagen.sla.intervals import Interval

PERCENTS = st.decimals(0, 100, places=3).map(Percent)
TARGETS = st.decimals(Decimal("0.001"), Decimal("99.999"), places=3).map(Percent)
SHARES = st.fractions(0, 1, max_denominator=10**6)


@st.composite
def intervals(draw: st.DrawFn, end: int = 200) -> Interval:
    start = draw(st.integers(0, end))
    return Interval(start, draw(st.integers(start, end)))


@st.composite
def contiguous_tiers(draw: st.DrawFn) -> tuple[CreditTier, ...]:
    """Tiers from a target down to 0 without a gap, the credit rising as the value falls."""
    inner = draw(st.sets(st.decimals(Decimal("0.001"), Decimal("99.999"), places=3), min_size=1, max_size=6))
    bounds = [*sorted(inner, reverse=True), Decimal(0)]
    credits_ = sorted(
        draw(st.sets(st.decimals(Decimal("0.01"), 100, places=2), min_size=len(inner), max_size=len(inner)))
    )
    return tuple(
        CreditTier(ge=Percent(low), lt=Percent(high), pct=Percent(credit))
        for high, low, credit in zip(bounds, bounds[1:], credits_, strict=False)
    )


def downtime_of(achieved: Fraction, window: int) -> Fraction:
    return (1 - achieved) * window
