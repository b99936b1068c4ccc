"""Requests, time slices and durations: results, exclusions, missing data, and nothing to measure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from measured import line, measurements, reckoned

from slagen.sla.account import Line, State
from slagen.sla.availability import Count

YEAR = [{"start": "2026-01-01", "end": "2026-12-31"}]
Lists = Mapping[str, Any]


def made(slo: str, period: str, changes: Mapping[str, Any] | None = None, **lists: Any) -> Line:
    return line(reckoned(measurements(**lists), changes), slo, period)


def counted(slo: str, **more: Any) -> dict[str, Any]:
    return {"slo": slo, "period": "2026-01", **more}


def value(found: Line) -> Fraction | None:
    assert found.measured is not None
    return found.measured.value


# Requests -----------------------------------------------------------------------------------------------------------


def test_requests_add_up() -> None:
    weeks = [("2026-01-01", "2026-01-15", 90, 100), ("2026-01-16", "2026-01-31", 9, 10)]
    rows = [
        {"slo": "REQ", "start": start, "end": end, "good": good, "total": total} for start, end, good, total in weeks
    ]
    found = made("REQ", "2026-01", counts=rows)
    assert found.measured is not None
    assert (found.measured.count, found.state) == (Count(99, 110), State.MISSED)
    assert found.burn == Fraction(11, 110) * 200


@pytest.mark.parametrize(("denominator", "count"), [("total", Count(95, 100)), ("net", Count(85, 90))])
def test_excluded_requests(denominator: str, count: Count) -> None:
    row = counted("REQ", good=88, total=100, excluded_good=3, excluded_total=10, reason="x")
    found = made("REQ", "2026-01", {"slos[1].denominator": denominator}, counts=[row])
    assert found.measured is not None
    assert found.measured.count == count


def test_requests_that_are_missing() -> None:
    part = {"slo": "REQ", "start": "2026-01-01", "end": "2026-01-30", "good": 10, "total": 10}
    theirs = {"slo": "REQ", "start": "2026-01-31", "end": "2026-01-31", "good": 5, "total": 10, "source": "customer"}
    found = made("REQ", "2026-01", counts=[part], coverage=YEAR)
    assert found.measured is not None
    assert (found.state, found.measured.missing) == (State.OPEN, Fraction(1, 31))
    assert value(made("REQ", "2026-01", counts=[part, theirs], coverage=YEAR)) == Fraction(15, 20)
    # Within the share, only what the Customer's data show to be not good is taken in.
    little = {"measurement.missing_data": "5%"}
    assert value(made("REQ", "2026-01", little, counts=[part], coverage=YEAR)) == 1
    assert value(made("REQ", "2026-01", little, counts=[part, theirs], coverage=YEAR)) == Fraction(10, 15)


@pytest.mark.parametrize(
    ("outages", "state", "result"),
    [
        ([], State.MET, None),
        ([{"excluded": True, "reason": "x"}], State.MET, None),
        ([{}], State.MISSED, Fraction(0)),
    ],
)
def test_nothing_to_measure(outages: list[dict[str, Any]], state: State, result: Fraction | None) -> None:
    down = [{"slo": "REQ", "start": "2026-01-01", "end": "2026-01-31", **each} for each in outages]
    found = made("REQ", "2026-01", counts=[counted("REQ", good=0, total=0)], outages=down, coverage=YEAR)
    assert (found.state, value(found)) == (state, result)


# Time slices --------------------------------------------------------------------------------------------------------

ALL = 31 * 288


def test_the_mean_of_slices() -> None:
    rows = [
        counted("MEAN", good=1, total=1, times=ALL - 3),
        counted("MEAN", good=1, total=4, times=2),
        counted("MEAN", good=0, total=0),
    ]
    found = made("MEAN", "2026-01", counts=rows)
    assert value(found) == 1 - Fraction(3, 2) / ALL
    assert found.measured is not None
    assert found.measured.missing == 0


def test_slices_one_by_one_say_the_same_as_slices_alike() -> None:
    located = [
        {"slo": "MEAN", "start": f"2026-01-01T{n // 12:02}:{n % 12 * 5:02}", "good": 3, "total": 4} for n in range(12)
    ]
    rest = [{"slo": "MEAN", "start": "2026-01-01T01:00", "times": ALL - 12, "good": 1, "total": 1}]
    alike = [counted("MEAN", good=3, total=4, times=12), counted("MEAN", good=1, total=1, times=ALL - 12)]
    one, other = (made("MEAN", "2026-01", counts=rows) for rows in ([*located, *rest], alike))
    assert value(one) == value(other) == 1 - Fraction(3, ALL)


def test_a_mean_weighs_slices_alike_however_many_requests_they_have() -> None:
    rows = [counted("MEAN", good=0, total=10**12), counted("MEAN", good=1, total=1, times=ALL - 1)]
    assert value(made("MEAN", "2026-01", counts=rows)) == 1 - Fraction(1, ALL)


@pytest.mark.parametrize(("denominator", "rate"), [("total", Fraction(1, 10)), ("net", Fraction(1, 5))])
def test_what_is_excluded_of_a_slice(denominator: str, rate: Fraction) -> None:
    row = counted("MEAN", good=4, total=10, excluded_good=0, excluded_total=5, reason="x")
    rows = [row, counted("MEAN", good=1, total=1, times=ALL - 1)]
    assert value(made("MEAN", "2026-01", {"slos[2].denominator": denominator}, counts=rows)) == 1 - rate / ALL


def test_slices_that_are_missing() -> None:
    day = [{"slo": "MEAN", "start": "2026-01-01", "times": ALL - 288, "good": 1, "total": 1}]
    found = made("MEAN", "2026-01", counts=day, coverage=YEAR)
    assert found.measured is not None
    assert (found.state, found.measured.missing) == (State.OPEN, Fraction(1, 31))
    assert (found.measured.low, found.measured.high) == (1 - Fraction(1, 31), 1)
    down = [{"slo": "MEAN", "start": "2026-01-31T00:00", "end": "2026-01-31T12:00"}]
    part = made("MEAN", "2026-01", counts=day, coverage=YEAR, outages=down)
    assert part.measured is not None
    assert part.measured.missing == Fraction(1, 62)
    nobody = [{"slo": "MEAN", "start": "2026-01-31", "end": "2026-01-31", "source": "nobody"}]
    assert value(made("MEAN", "2026-01", counts=day, coverage=[*YEAR, *nobody])) == 1 - Fraction(1, 31)
    theirs = {"slo": "MEAN", "start": "2026-01-31", "times": 288, "good": 1, "total": 2, "source": "customer"}
    assert value(made("MEAN", "2026-01", counts=[*day, theirs], coverage=YEAR)) == 1 - Fraction(1, 62)


def test_within_the_share_only_failing_slices_of_others_are_taken_in() -> None:
    ours = {"slo": "MEAN", "start": "2026-01-01", "times": ALL - 4, "good": 1, "total": 1}
    more = {"slo": "MEAN", "times": 2, "good": 1, "source": "customer"}
    theirs = [{**more, "start": "2026-01-31T23:40", "total": 1}, {**more, "start": "2026-01-31T23:50", "total": 5}]
    assert value(made("MEAN", "2026-01", counts=[ours, *theirs])) == 1 - Fraction(8, 5) / (ALL - 2)


# Durations ----------------------------------------------------------------------------------------------------------


def durations(slo: str, *lengths: int, **more: Any) -> list[dict[str, Any]]:
    return [{"slo": slo, "period": "2026-Q1", "seconds": length, **more} for length in lengths]


@pytest.mark.parametrize(
    ("slo", "lengths", "result", "state"),
    [
        ("SWITCH", (100, 250), Fraction(175), State.MET),
        ("SWITCH", (100, 261), Fraction(361, 2), State.MISSED),
        ("SWITCH", (180,), Fraction(180), State.MET),
        ("SWITCH-95", (*(60,) * 19, 999), Fraction(60), State.MET),
        ("SWITCH-95", (*(60,) * 18, 999), Fraction(999), State.MISSED),
        ("SWITCH-95", (181,), Fraction(181), State.MISSED),
    ],
)
def test_durations(slo: str, lengths: tuple[int, ...], result: Fraction, state: State) -> None:
    found = made(slo, "2026-Q1", durations=durations(slo, *lengths), coverage=YEAR)
    assert (value(found), found.state, found.burn) == (result, state, None)


def test_excluded_durations_are_left_out() -> None:
    rows = [*durations("SWITCH", 100), *durations("SWITCH", 9999, excluded=True, reason="drill")]
    assert value(made("SWITCH", "2026-Q1", durations=rows, coverage=YEAR)) == 100


def test_no_duration_at_all_is_met_where_it_was_measured() -> None:
    assert made("SWITCH", "2026-Q1", coverage=YEAR).state is State.MET
    part = [{"start": "2026-01-01", "end": "2026-03-01"}, {"start": "2026-04-01", "end": "2026-04-30"}]
    assert made("SWITCH", "2026-Q1", coverage=part).state is State.OPEN
    more = [*part, {"start": "2026-03-02", "end": "2026-03-31", "source": "customer"}]
    assert made("SWITCH", "2026-Q1", coverage=more).state is State.MET


def test_durations_of_the_customer_are_heard_where_the_providers_data_are_missing() -> None:
    part = [
        {"start": "2026-01-01", "end": "2026-02-28"},
        {"start": "2026-03-01", "end": "2026-03-31", "source": "customer"},
    ]
    rows = [*durations("SWITCH", 100), *durations("SWITCH", 300, source="customer")]
    assert value(made("SWITCH", "2026-Q1", durations=rows, coverage=part)) == 200
    assert value(made("SWITCH", "2026-Q1", durations=rows, coverage=YEAR)) == 100


def test_durations_count_in_the_period_in_which_they_start() -> None:
    rows = [
        {"slo": "SWITCH", "start": "2026-03-31T23:59", "seconds": 90},
        {"slo": "SWITCH", "start": "2026-04-01", "seconds": 20},
    ]
    assert value(made("SWITCH", "2026-Q1", durations=rows, coverage=YEAR)) == 90
    assert value(made("SWITCH", "2026-Q2", durations=rows, coverage=YEAR)) == 20


def test_a_first_quarter_that_is_short() -> None:
    rows, starts = [{"slo": "SWITCH", "start": "2026-03-31", "seconds": 90}], [{"start": date(2026, 3, 16)}]
    found = made("SWITCH", "2026-Q1", durations=rows, coverage=YEAR, service_starts=starts)
    assert (found.period.first, value(found)) == (date(2026, 3, 16), 90)
