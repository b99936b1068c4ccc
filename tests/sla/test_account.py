"""The account: results by period, what follows from misses, and the days on which it does."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from measured import contract, line, measurements, reckoned

from slagen.model.clause import Variant
from slagen.model.quality import SameCause
from slagen.sla.account import Account, Basis, Due, State
from slagen.sla.availability import Count
from slagen.sla.course import Exempt
from slagen.sla.credits import Limit
from slagen.sla.zones import beginning, zone

HOUR, DAY = 3600, 86400
YEAR = [{"start": "2026-01-01", "end": "2026-12-31"}]
Rows = Sequence[Mapping[str, Any]]


def outage(slo: str, start: str, end: str, **more: Any) -> dict[str, Any]:
    return {"slo": slo, "start": start, "end": end, **more}


def up(*outages: Mapping[str, Any], changes: Mapping[str, Any] | None = None, **more: Any) -> Account:
    lists = {name: more.pop(name) for name in ("outcomes", "exclusions", "counts", "maintenance") if name in more}
    coverage = more.pop("coverage", YEAR)
    starts = more.pop("service_starts", ())
    data = measurements(coverage=coverage, outages=outages, service_starts=starts, **lists)
    return reckoned(data, changes, **more)


def count(made: Account, period: str, slo: str = "UP") -> Count | None:
    measured = line(made, slo, period).measured
    return measured.count if measured else None


# Time ---------------------------------------------------------------------------------------------------------------


def test_outages_that_overlap_are_one_and_those_across_periods_are_cut() -> None:
    made = up(
        outage("UP", "2026-01-05T10:00", "2026-01-05T11:00"),
        outage("UP", "2026-01-05T10:30", "2026-01-05T11:30"),
        outage("UP", "2026-01-31T23:00", "2026-02-01T02:00"),
    )
    assert count(made, "2026-01") == Count(31 * DAY - HOUR * 5 // 2, 31 * DAY)
    assert count(made, "2026-02") == Count(28 * DAY - 2 * HOUR, 28 * DAY)
    assert [line(made, "UP", f"2026-0{month}").state for month in (1, 2, 3)] == [
        State.MISSED,
        State.MISSED,
        State.MET,
    ]


def test_the_shortest_outage_is_judged_across_the_end_of_a_period() -> None:
    made = up(
        outage("UP", "2026-01-31T23:58", "2026-02-01T00:03"),
        outage("UP", "2026-02-07T10:00", "2026-02-07T10:03"),
        changes={"slos[0].min_outage": "5m"},
    )
    assert count(made, "2026-01") == Count(31 * DAY - 120, 31 * DAY)
    assert count(made, "2026-02") == Count(28 * DAY - 180, 28 * DAY)


@pytest.mark.parametrize(
    ("period", "hours", "down"),
    [("2026-03", 31 * 24 - 1, HOUR), ("2026-10", 31 * 24 + 1, 3 * HOUR), ("2026-04", 30 * 24, 0)],
)
def test_months_in_which_clocks_are_changed(period: str, hours: int, down: int) -> None:
    made = up(
        outage("UP", "2026-03-29T01:30", "2026-03-29T03:30"),
        outage("UP", "2026-10-25T01:30", "2026-10-25T03:30"),
        changes={"measurement.tz": "Europe/Berlin", "calendars[1].tz": "Europe/Berlin"},
    )
    assert count(made, period) == Count(hours * HOUR - down, hours * HOUR)


def test_service_hours() -> None:
    """Of 2026-09-30, hours end at 18:00; then come holidays; 2026-09-20 and 2026-10-10 are make-up days."""
    made = up(
        outage("HOURS", "2026-09-30T17:00", "2026-10-01T09:00"), outage("HOURS", "2026-10-10T08:00", "2026-10-10T10:00")
    )
    assert count(made, "2026-09", "HOURS") == Count((22 * 9 - 1) * HOUR, 22 * 9 * HOUR)
    assert count(made, "2026-10", "HOURS") == Count((17 * 9 + 9 - 1) * HOUR, (17 * 9 + 9) * HOUR)


def test_service_hours_of_a_year_without_holidays() -> None:
    made = up(
        coverage=[{"start": "2026-11-01", "end": "2027-02-28"}],
        changes={"contract.expiry": date(2027, 12, 31)},
    )
    assert line(made, "HOURS", "2026-12").state is State.MET
    assert line(made, "HOURS", "2027-01").state is State.UNKNOWN
    assert line(made, "UP", "2027-01").state is State.MET


@pytest.mark.parametrize(("denominator", "expected"), [("total", (31, 31)), ("net", (30, 30))])
def test_exclusions(denominator: str, expected: tuple[int, int]) -> None:
    made = up(
        outage("UP", "2026-01-05", "2026-01-05", excluded=True, reason="x"),
        changes={"slos[0].denominator": denominator},
    )
    assert count(made, "2026-01") == Count(expected[0] * DAY, expected[1] * DAY)
    part = up(
        outage("UP", "2026-01-05T00:00", "2026-01-05T12:00"),
        exclusions=[outage("UP", "2026-01-05T06:00", "2026-01-06T06:00", reason="x")],
        changes={"slos[0].denominator": denominator},
    )
    assert count(part, "2026-01") == Count(expected[0] * DAY - 6 * HOUR, expected[1] * DAY)


def test_planned_maintenance_is_excluded_within_its_window() -> None:
    down = outage("UP", "2026-01-11T01:00", "2026-01-11T03:00")
    done = {"service": "web", "start": "2026-01-11T01:00", "end": "2026-01-11T03:00", "notified": date(2026, 1, 5)}
    assert count(up(down, maintenance=[done]), "2026-01") == Count(31 * DAY - HOUR, 31 * DAY)
    late = {**done, "notified": date(2026, 1, 6)}
    assert count(up(down, maintenance=[late]), "2026-01") == Count(31 * DAY - 2 * HOUR, 31 * DAY)


def test_counted_seconds_say_the_same_as_outages() -> None:
    by_count = up(counts=[{"slo": "UP", "period": "2026-01", "good": 31 * DAY - 60, "total": 31 * DAY}])
    by_outage = up(outage("UP", "2026-01-09T00:00", "2026-01-09T00:01"))
    one, other = (line(made, "UP", "2026-01").measured for made in (by_count, by_outage))
    assert one is not None
    assert other is not None
    assert (one.value, one.settled, one.count) == (other.value, other.settled, other.count)


# Periods ------------------------------------------------------------------------------------------------------------


def test_a_service_that_starts_within_a_month() -> None:
    made = up(
        outage("UP", "2026-01-20T00:00", "2026-01-20T01:00"),
        service_starts=[{"start": date(2026, 1, 14)}],
        changes={"measurement.short_period": "15 days"},
    )
    assert count(made, "2026-01") == Count(18 * DAY - HOUR, 18 * DAY)
    (credit,) = made.credits
    assert credit.basis == Fraction(10000 * 18, 31)
    assert credit.earned == Fraction(1000 * 18, 31)
    assert credit.payable == Decimal("580.65")


def test_a_first_period_that_is_too_short_joins_the_next() -> None:
    made = up(
        outage("UP", "2026-01-20T00:00", "2026-01-20T03:00"),
        service_starts=[{"start": date(2026, 1, 19)}],
        changes={"measurement.short_period": "15 days"},
    )
    assert count(made, "2026-01/2026-02") == Count((13 + 28) * DAY - 3 * HOUR, (13 + 28) * DAY)
    assert made.credits[0].basis == 10000


def test_months_of_thirty_days() -> None:
    made = up(outage("UP", "2026-01-31T00:00", "2026-01-31T01:00"), changes={"measurement.calendar_months": False})
    assert [each.period.label for each in made.lines if each.level.id == "UP"][:2] == ["M1", "M2"]
    assert count(made, "M1") == Count(30 * DAY, 30 * DAY)
    assert count(made, "M2") == Count(30 * DAY - HOUR, 30 * DAY)


def test_what_is_measured_later_is_left_out() -> None:
    tz = zone("Asia/Shanghai")
    down = outage("UP", "2026-02-10T00:00", "2026-02-10T06:00")
    made = up(down, until=beginning(date(2026, 2, 15), tz))
    assert [each.period.label for each in made.lines if each.level.id == "UP"] == ["2026-01", "2026-02"]
    running = line(made, "UP", "2026-02")
    assert running.state is State.RUNNING
    assert running.measured is not None
    assert running.measured.count == Count(14 * DAY - 6 * HOUR, 14 * DAY)
    assert made.credits == ()
    # 6 h of the month's 2419.2 s, used at twice the pace.
    assert running.used == Fraction(6 * HOUR * 1000, 28 * DAY)
    assert running.burn == Fraction(6 * HOUR * 1000, 14 * DAY)


@pytest.mark.parametrize(
    ("changes", "exempt"),
    [
        ({"establishment.baseline_period": "1 month"}, Exempt.BASELINE),
        ({"contract.signed": date(2026, 2, 1)}, Exempt.UNSIGNED),
        ({"contract.signed": date(2026, 1, 31)}, None),
        ({"contract.signed": date(2026, 2, 1), "contract.retroactive_credits": True}, None),
    ],
)
def test_misses_without_consequences(changes: Mapping[str, Any], exempt: Exempt | None) -> None:
    down = [outage("UP", f"2026-0{month}-10T00:00", f"2026-0{month}-10T06:00") for month in (1, 2)]
    made = up(*down, changes=changes)
    assert line(made, "UP", "2026-01").state is State.MISSED
    assert line(made, "UP", "2026-01").exempt is exempt
    assert [each.line.period.label for each in made.credits] == (["2026-02"] if exempt else ["2026-01", "2026-02"])
    assert len(made.rights) == (0 if exempt else 1)


def test_a_period_across_the_end_of_the_baseline_period_is_judged_by_what_follows() -> None:
    made = up(
        outage("UP", "2026-01-15T23:00", "2026-01-16T00:30"), changes={"establishment.baseline_period": "2 weeks"}
    )
    assert count(made, "2026-01") == Count(16 * DAY - HOUR // 2, 16 * DAY)
    assert line(made, "UP", "2026-01").exempt is None


# Credits ------------------------------------------------------------------------------------------------------------


def test_caps_minimum_and_rounding() -> None:
    down = outage("UP", "2026-01-05", "2026-01-06")
    calls = [{"slo": "REQ", "period": "2026-01", "good": 1, "total": 2}]
    made = up(down, counts=calls)
    assert [(each.earned, each.payable, each.limit) for each in made.credits] == [
        (10000, Decimal("10000.00"), None),
        (3000, Decimal("3000.00"), None),
    ]
    capped = up(down, counts=calls, changes={"credit_terms.monthly_cap": "66.67%"})
    assert [(each.payable, each.limit) for each in capped.credits] == [
        (Decimal("7692.69"), Limit.MONTHLY_CAP),
        (Decimal("2307.81"), Limit.MONTHLY_CAP),
    ]
    assert capped.months[0].payable == Decimal("10000.50")
    nothing = up(down, counts=calls, changes={"credit_terms.min_amount": "CNY 13000.01"})
    assert (nothing.total, nothing.months[0].limits) == (Decimal("0.00"), (Limit.MINIMUM,))


def test_the_cap_of_the_term() -> None:
    down = [outage("UP", f"2026-0{month}-05", f"2026-0{month}-06") for month in (1, 2)]
    made = up(*down, changes={"credit_terms.term_cap": "CNY 15000"})
    assert [each.payable for each in made.credits] == [Decimal("10000.00"), Decimal("5000.00")]
    assert made.cap_reached
    lapsed = up(
        *down,
        changes={"credit_terms.term_cap": "CNY 15000"},
        outcomes=[{"slo": "UP", "period": "2026-01", "lapsed": True}],
    )
    assert [(each.payable, each.lapsed) for each in lapsed.credits] == [
        (Decimal("0.00"), True),
        (Decimal("10000.00"), False),
    ]


@pytest.mark.parametrize(("rule", "total"), [(SameCause.HIGHEST, "10000.00"), (SameCause.SUM, "13000.00")])
def test_one_cause(rule: SameCause, total: str) -> None:
    made = up(
        outage("UP", "2026-01-05", "2026-01-06"),
        counts=[{"slo": "REQ", "period": "2026-01", "good": 1, "total": 2}],
        outcomes=[{"slo": slo, "period": "2026-01", "cause": "router"} for slo in ("UP", "REQ")],
        changes={"credit_terms.same_cause": rule.value},
    )
    assert made.total == Decimal(total)


def test_intent_is_not_capped_where_the_customer_says_so() -> None:
    arguments: dict[str, Any] = {
        "outcomes": [{"slo": "UP", "period": "2026-01", "intent": True}],
        "changes": {"credit_terms.monthly_cap": "10%"},
    }
    down = outage("UP", "2026-01-05", "2026-01-06")
    assert up(down, **arguments).total == Decimal("1500.00")
    assert up(down, **arguments, variant=Variant.CUSTOMER).total == Decimal("10000.00")


# Days ---------------------------------------------------------------------------------------------------------------


def test_days_that_nobody_stated_are_the_latest_ones() -> None:
    """Results 5 business days after 31 January; disputed within 10, over Spring Festival; claimed within 30 days."""
    made = up(outage("UP", "2026-01-05", "2026-01-05"))
    one = line(made, "UP", "2026-01")
    assert one.delivered == Due(date(2026, 2, 6), Basis.ASSUMED)
    assert one.established == Due(date(2026, 2, 27), Basis.ASSUMED)
    (credit,) = made.credits
    assert credit.claim_by == Due(date(2026, 3, 30), Basis.ASSUMED)  # the 29th is a Sunday
    assert credit.pay_by.day is None


def test_days_that_are_stated() -> None:
    outcome = {"slo": "UP", "period": "2026-01", "delivered": date(2026, 2, 3)}
    down = outage("UP", "2026-01-05", "2026-01-05")
    one = line(up(down, outcomes=[outcome]), "UP", "2026-01")
    assert (one.delivered.basis, one.established) == (Basis.STATED, Due(date(2026, 2, 24), Basis.RECKONED))
    claimed = {**outcome, "established": date(2026, 2, 10), "claimed": date(2026, 3, 12)}
    (credit,) = up(down, outcomes=[claimed]).credits
    assert credit.claim_by == Due(date(2026, 3, 12), Basis.RECKONED)
    assert credit.pay_by == Due(date(2026, 4, 13), Basis.RECKONED)
    (late,) = up(down, outcomes=[{**claimed, "claimed": date(2026, 3, 13)}]).credits
    assert late.lapsed
    assert late.payable == 0


@pytest.mark.parametrize(
    ("variant", "claim", "needed", "by"),
    [
        (Variant.BALANCED, None, False, None),
        (Variant.PROVIDER, None, True, date(2026, 3, 10)),  # 2026-02-28 is a make-up day
        (Variant.PROVIDER, "30 days", True, date(2026, 3, 30)),
        (Variant.CUSTOMER, "30 days", True, None),
    ],
)
def test_claims_by_variant(variant: Variant, claim: str | None, needed: bool, by: date | None) -> None:
    down = outage("UP", "2026-01-05", "2026-01-05")
    outcomes = [{"slo": "UP", "period": "2026-01", "established": date(2026, 2, 25)}]
    if claim:
        outcomes = [{"slo": "UP", "period": "2026-01", "established": date(2026, 2, 27)}]
    (credit,) = up(down, variant=variant, outcomes=outcomes, changes={"credit_terms.claim": claim}).credits
    assert (credit.needs_claim, credit.claim_by.day) == (needed, by)
    assert (credit.pay_by.day is None) is needed


def test_the_customer_variant_counts_from_the_notice() -> None:
    outcome = {"slo": "UP", "period": "2026-01", "notified": date(2026, 3, 2)}
    (credit,) = up(outage("UP", "2026-01-05", "2026-01-05"), variant=Variant.CUSTOMER, outcomes=[outcome]).credits
    assert credit.claim_by == Due(date(2026, 4, 1), Basis.RECKONED)


def test_days_beyond_the_published_holidays_are_not_guessed() -> None:
    made = up(
        outage("UP", "2026-12-05", "2026-12-05"),
        coverage=[{"start": "2026-12-01", "end": "2026-12-31"}],
    )
    one = line(made, "UP", "2026-12")
    assert (one.delivered.day, one.delivered.unpublished) == (None, 2027)
    (credit,) = made.credits
    assert (credit.claim_by.day, credit.claim_by.unpublished) == (None, 2027)


# Rights -------------------------------------------------------------------------------------------------------------


def test_rights_to_terminate() -> None:
    down = [outage("UP", f"2026-{month:02}-05", f"2026-{month:02}-05") for month in (1, 3, 7)]
    made = up(*down, outcomes=[{"slo": "UP", "period": "2026-03", "established": date(2026, 5, 15)}])
    (right,) = made.rights
    assert [each.period.label for each in right.lines] == ["2026-01", "2026-03"]
    assert right.exercise_by == Due(date(2026, 6, 15), Basis.RECKONED)  # the 14th is a Sunday


# Missing data -------------------------------------------------------------------------------------------------------

GAP = [{"start": "2026-01-01", "end": "2026-01-10T00:00"}, {"start": "2026-01-10T12:00", "end": "2026-01-31"}]


def test_missing_data_above_the_share_leave_a_result_open() -> None:
    made = up(outage("UP", "2026-01-20T00:00", "2026-01-20T00:10"), coverage=GAP)
    one = line(made, "UP", "2026-01")
    assert one.measured is not None
    assert one.state is State.OPEN
    assert made.credits == ()
    assert one.measured.missing == Fraction(12, 31 * 24)
    assert sum(each.seconds for each in one.measured.gaps) == 12 * HOUR
    assert one.measured.count == Count(31 * DAY - 12 * HOUR - 600, 31 * DAY - 12 * HOUR)
    assert (one.measured.low, one.measured.high) == (
        1 - Fraction(12 * HOUR + 600, 31 * DAY),
        1 - Fraction(600, 31 * DAY),
    )


@pytest.mark.parametrize(
    ("others", "state", "good", "total"),
    [
        ([{"source": "customer"}], State.MET, 31 * DAY - 600, 31 * DAY),
        ([{"source": "third party"}], State.MET, 31 * DAY - 600, 31 * DAY),
        ([{"source": "nobody"}], State.MISSED, 31 * DAY - 600 - 12 * HOUR, 31 * DAY),
        ([{"source": "customer", "end": "2026-01-10T11:00"}], State.OPEN, None, None),
    ],
)
def test_other_data_settle_it(others: Rows, state: State, good: int | None, total: int | None) -> None:
    whole = {"start": "2026-01-10T00:00", "end": "2026-01-10T12:00"}
    made = up(
        outage("UP", "2026-01-20T00:00", "2026-01-20T00:10"), coverage=[*GAP, *({**whole, **each} for each in others)]
    )
    one = line(made, "UP", "2026-01")
    assert one.state is state
    if good is not None and total is not None:
        assert count(made, "2026-01") == Count(good, total)


def test_the_customers_outages_in_the_gap_count() -> None:
    customer = [{"start": "2026-01-10T00:00", "end": "2026-01-10T12:00", "source": "customer"}]
    down = outage("UP", "2026-01-09T23:00", "2026-01-10T01:00", source="customer")
    made = up(down, coverage=[*GAP, *customer])
    # Only its part in the gap: for the rest, the Provider's data prevail.
    assert count(made, "2026-01") == Count(31 * DAY - HOUR, 31 * DAY)


def test_missing_data_within_the_share_are_left_out() -> None:
    small = [{"start": "2026-01-01", "end": "2026-01-10T00:00"}, {"start": "2026-01-10T07:00", "end": "2026-01-31"}]
    made = up(coverage=small)
    assert line(made, "UP", "2026-01").state is State.MET
    assert count(made, "2026-01") == Count(31 * DAY - 7 * HOUR, 31 * DAY - 7 * HOUR)
    customer = outage("UP", "2026-01-10T00:00", "2026-01-10T01:00", source="customer")
    assert count(up(customer, coverage=small), "2026-01") == Count(31 * DAY - 7 * HOUR, 31 * DAY - 6 * HOUR)
    # An interruption that explains a gap is no missing data, but downtime.
    explained = up(outage("UP", "2026-01-10T00:00", "2026-01-10T06:00"), coverage=small)
    assert count(explained, "2026-01") == Count(31 * DAY - 7 * HOUR, 31 * DAY - HOUR)
    assert line(explained, "UP", "2026-01").measured.missing == Fraction(1, 31 * 24)  # type: ignore[union-attr]


def test_counts_that_lack_seconds() -> None:
    short = {"slo": "UP", "period": "2026-01", "good": 30 * DAY, "total": 30 * DAY}
    assert line(up(counts=[short]), "UP", "2026-01").state is State.OPEN
    most = {"slo": "UP", "period": "2026-01", "good": 31 * DAY - 600, "total": 31 * DAY - 600}
    assert count(up(counts=[most]), "2026-01") == Count(31 * DAY - 600, 31 * DAY - 600)


def test_nothing_at_all() -> None:
    made = reckoned(measurements())
    assert (made.until, made.lines, made.credits, made.total) == (None, (), (), 0)


# Properties ---------------------------------------------------------------------------------------------------------

MINUTES = st.integers(0, 59 * 24 * 60)
SPANS = st.lists(st.tuples(MINUTES, st.integers(1, 600)), max_size=8)


def _written(minute: int) -> str:
    return (datetime(2026, 1, 1) + timedelta(minutes=minute)).isoformat()


@settings(max_examples=25, deadline=None)
@given(SPANS, st.randoms(use_true_random=False))
def test_order_and_repetition_of_outages_change_nothing(spans: list[tuple[int, int]], random: Any) -> None:
    rows = [outage("UP", _written(start), _written(start + length)) for start, length in spans]
    shuffled = [*rows, *rows]
    random.shuffle(shuffled)
    days = [{"start": "2026-01-01", "end": "2026-02-28"}]
    one, other = up(*rows, coverage=days), up(*shuffled, coverage=days)
    assert [count(one, period) for period in ("2026-01", "2026-02")] == [
        count(other, period) for period in ("2026-01", "2026-02")
    ]


@settings(max_examples=25, deadline=None)
@given(SPANS, SPANS)
def test_a_result_lies_between_its_bounds_and_more_data_narrow_them(
    outages: list[tuple[int, int]], covered: list[tuple[int, int]]
) -> None:
    rows = [outage("UP", _written(start), _written(start + length)) for start, length in outages]
    coverage = [{"start": _written(start), "end": _written(start + 10 * length)} for start, length in covered
                if start + 10 * length < 59 * 24 * 60]  # fmt: skip
    last = [{"start": "2026-02-28T23:59", "end": "2026-02-28"}]
    some = line(up(*rows, coverage=[*coverage, *last]), "UP", "2026-01").measured
    whole = line(up(*rows), "UP", "2026-01").measured
    assert some is not None
    assert whole is not None
    assert some.low is not None
    assert some.high is not None
    assert some.low <= some.high
    if not some.settled:
        assert some.low <= (whole.value or 0) <= some.high


def test_the_account_of_a_contract_without_credits() -> None:
    made = up(outage("UP", "2026-01-05", "2026-01-05"), changes={"credits": [], "credit_terms": None})
    assert (made.caps, made.credits, made.months) == (None, (), ())
    assert contract({"credits": [], "credit_terms": None}).credits == ()
