"""Moments as they are written, and the seconds that they are."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from slagen.model.units import Moment
from slagen.sla.instants import NoSuchTimeError, instant
from slagen.sla.zones import OutOfRangeError

BERLIN, SHANGHAI = ZoneInfo("Europe/Berlin"), ZoneInfo("Asia/Shanghai")


@pytest.mark.parametrize(
    ("written", "start", "end"),
    [
        ("2026-03-14", "2026-03-13T23:00", "2026-03-14T23:00"),
        ("2026-03-29", "2026-03-28T23:00", "2026-03-29T22:00"),
        ("2026-10-25", "2026-10-24T22:00", "2026-10-25T23:00"),
        ("2026-03-14T02:10", "2026-03-14T01:10", "2026-03-14T01:10"),
        ("2026-03-14 24:00", "2026-03-14T23:00", "2026-03-14T23:00"),
        ("2026-10-25T02:30+01:00", "2026-10-25T01:30", "2026-10-25T01:30"),
        ("2026-10-25T02:30:00.999 +0200", "2026-10-25T00:30", "2026-10-25T00:30"),
        ("2026-07-01T00:00Z", "2026-07-01T00:00", "2026-07-01T00:00"),
    ],
)
def test_in_berlin(written: str, start: str, end: str) -> None:
    expected = [int(datetime.fromisoformat(each).replace(tzinfo=UTC).timestamp()) for each in (start, end)]
    moment = Moment.parse(written)
    assert [instant(moment, BERLIN), instant(moment, BERLIN, end=True)] == expected


@pytest.mark.parametrize(("written", "twice"), [("2026-03-29T02:00", False), ("2026-10-25T02:00", True)])
def test_times_that_clocks_skip_or_repeat(written: str, twice: bool) -> None:
    with pytest.raises(NoSuchTimeError) as caught:
        instant(Moment.parse(written), BERLIN)
    assert caught.value.twice is twice
    instant(Moment.parse(written), SHANGHAI)


@given(st.datetimes(datetime(1971, 1, 1), datetime(2090, 1, 1)))
def test_a_clock_without_changes_is_read_as_it_is(clock: datetime) -> None:
    clock = clock.replace(microsecond=0)
    moment = Moment.parse(clock.isoformat())
    assert instant(moment, ZoneInfo("UTC")) == int(clock.replace(tzinfo=UTC).timestamp())
    assert instant(Moment.parse(str(moment)), ZoneInfo("UTC")) == instant(moment, ZoneInfo("UTC"))


@given(st.datetimes(datetime(1971, 1, 1), datetime(2037, 1, 1)))
def test_berlin_agrees_with_the_zone_database(clock: datetime) -> None:
    clock = clock.replace(microsecond=0)
    both = {int(clock.replace(tzinfo=BERLIN, fold=fold).timestamp()) for fold in (0, 1)}
    try:
        assert {instant(Moment.parse(clock.isoformat()), BERLIN)} == both
    except NoSuchTimeError:
        assert len(both) == 2


@pytest.mark.parametrize("written", ["1899-12-31", "9900-01-01T00:00"])
def test_years_too_far_away(written: str) -> None:
    with pytest.raises(OutOfRangeError):
        instant(Moment.parse(written), BERLIN)
