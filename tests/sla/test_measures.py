"""Values of indicators in a unit of both, and which of two is better."""

from __future__ import annotations

import pytest

from slagen.model.improvement import Direction
from slagen.model.units import Duration, Figure, Percent
from slagen.sla.measures import improves, in_common


@pytest.mark.parametrize(
    ("baseline", "target", "up"),
    [
        (Percent.parse("80%"), Percent.parse("80.000000001%"), True),
        (Percent.parse("80%"), Percent.parse("80.0%"), False),
        (Duration.parse("2h"), Duration.parse("121m"), True),
        (Duration.parse("2 months"), Duration.parse("3 months"), True),
        (Duration.parse("2 months"), Duration.parse("61 days"), None),
        (Figure.parse(1.6), Figure.parse(2), True),
        (Figure.parse(80), Percent.parse("90%"), None),
        (Percent.parse("80%"), Duration.parse("2h"), None),
    ],
)
def test_improves(baseline: Percent, target: Percent, up: bool | None) -> None:
    assert improves(baseline, target, Direction.UP) is up
    assert (in_common(baseline, target) is None) is (up is None)
    if up:
        assert improves(baseline, target, Direction.DOWN) is False
        assert improves(target, baseline, Direction.DOWN) is True
