"""Planned maintenance: what of it is excluded, and why the rest counts."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from measured import contract

from slagen.model.measurements import MaintenanceDone
from slagen.sla.course import Course
from slagen.sla.intervals import seconds
from slagen.sla.maintained import Counts, Occasion, occasions

MINUTE = 60
FREEZE = {"id": "f", "name": {"zh": "冻结"}, "start": date(2026, 1, 11), "end": date(2026, 1, 11)}


def done(start: str, end: str, notified: date | None = date(2025, 12, 1), **more: Any) -> MaintenanceDone:
    return MaintenanceDone.model_validate({"service": "web", "start": start, "end": end, "notified": notified, **more})


def found(*rows: MaintenanceDone, **changes: Any) -> list[tuple[int, tuple[Counts, ...]]]:
    made = occasions(rows, Course.of(contract({"maintenance[0].monthly_cap": "90m", **changes}), {}))
    return [(seconds(each.excluded) // MINUTE, each.counts) for each in made]


@pytest.mark.parametrize(
    ("start", "end", "minutes", "why"),
    [
        ("2026-01-11T02:00", "2026-01-11T03:30", 90, ()),
        ("2026-01-11T01:00", "2026-01-11T02:30", 30, (Counts.OUTSIDE,)),
        ("2026-01-11T03:30", "2026-01-11T04:30", 30, (Counts.OUTSIDE,)),
        ("2026-01-11T02:00", "2026-01-11T04:00", 90, (Counts.CAP,)),
        ("2026-01-12T02:00", "2026-01-12T03:00", 0, (Counts.OUTSIDE,)),
        ("2026-01-10T18:00Z", "2026-01-10T18:30Z", 30, ()),
    ],
)
def test_windows(start: str, end: str, minutes: int, why: tuple[Counts, ...]) -> None:
    assert found(done(start, end)) == [(minutes, why)]


@pytest.mark.parametrize(
    ("notified", "minutes", "why"),
    [
        (date(2026, 1, 5), 60, ()),
        (date(2026, 1, 6), 0, (Counts.LATE,)),
        (None, 0, (Counts.UNNOTIFIED,)),
    ],
)
def test_notice(notified: date | None, minutes: int, why: tuple[Counts, ...]) -> None:
    assert found(done("2026-01-11T02:00", "2026-01-11T03:00", notified)) == [(minutes, why)]


def test_the_cap_is_of_the_month_and_used_up_by_what_starts_first() -> None:
    later, first = done("2026-01-11T03:00", "2026-01-11T04:00"), done("2026-01-11T02:00", "2026-01-11T03:00")
    assert found(later, first) == [(30, (Counts.CAP,)), (60, ())]
    assert found(first, done("2026-02-08T02:00", "2026-02-08T03:00")) == [(60, ()), (60, ())]


def test_maintenance_that_the_contract_counts_or_does_not_list() -> None:
    row = done("2026-01-11T02:00", "2026-01-11T03:00")
    assert found(row, **{"maintenance[0].excluded": False}) == [(0, (Counts.LISTED_AS_COUNTED,))]
    assert found(row, **{"maintenance[0].service": "desk"}) == [(0, (Counts.UNLISTED,))]


def test_freeze_periods() -> None:
    row = ("2026-01-11T02:00", "2026-01-11T03:00")
    freeze = {"change_control.freezes": [FREEZE]}
    assert found(done(*row), **freeze) == [(0, (Counts.FREEZE,))]
    assert found(done(*row, permitted=True), **freeze) == [(60, ())]
    assert found(done(*row), **{"change_control.freezes": [{**FREEZE, "services": ["desk"]}]}) == [(60, ())]


def test_a_notice_that_depends_on_holidays_not_yet_published() -> None:
    changes = {"maintenance[0].notice": "5 business days", "contract.expiry": date(2027, 12, 31)}
    row = done("2027-02-14T02:00", "2027-02-14T03:00", date(2027, 2, 1))
    (made,) = occasions([row], Course.of(contract(changes), {}))
    assert isinstance(made, Occasion)
    assert (seconds(made.excluded), made.counts, made.unchecked) == (3600, (), 2027)
