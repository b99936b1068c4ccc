"""Lengths of time as messages say them."""

from __future__ import annotations

from decimal import Decimal

import pytest

from slagen.check import said
from slagen.model.units import Duration
from slagen.sla.lengths import Length


@pytest.mark.parametrize(
    ("value", "zh", "en"),
    [
        (0, "0 秒", "0 s"),
        (7800, "2 小时 10 分钟", "2 h 10 min"),
        (86400, "1 日", "1 day"),
        (90061, "1 日 1 小时 1 分钟 1 秒", "1 day 1 h 1 min 1 s"),
        (Decimal("2419.20"), "40 分钟 19.2 秒", "40 min 19.2 s"),
        (Decimal("0.000000001"), "0.000000001 秒", "0.000000001 s"),
        (8640000, "100 日", "100 days"),
    ],
)
def test_seconds(value: Decimal | int, zh: str, en: str) -> None:
    assert (said.seconds(value).zh, said.seconds(value).en) == (zh, en)


def test_a_sum_shows_its_terms_as_written_and_its_total() -> None:
    shown = said.added([Duration.parse("120m"), Duration.parse("10m")])
    assert shown.en == "120 min + 10 min = 2 h 10 min"
    assert shown.zh == "120 分钟 + 10 分钟 = 2 小时 10 分钟"


def test_a_sum_of_unlike_units_keeps_them_apart() -> None:
    parts = Length.of(*map(Duration.parse, ("1 month", "2 business days", "1h")))
    assert said.length(parts).en == "1 month 2 business days 1 h"
    assert said.length(Length.of(Duration.parse("1 year"))).zh == "12 个月"
    assert said.length(Length()).en == "0 s"
