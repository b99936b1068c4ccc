"""When planned maintenance takes place: occasions of a term, what falls in a period, what meets hours and freezes."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from slagen.model.contract import Contract
from slagen.model.management import Freeze
from slagen.model.parties import Calendar
from slagen.model.quality import Window
from slagen.model.text import Text
from slagen.pipeline import load
from slagen.sla.hours import ServiceHours
from slagen.sla.maintenance import Occasion, in_freeze, in_hours, loads, occasions, spans_of
from slagen.sla.periods import periods

ROOT = Path(__file__).parents[2]
SHANGHAI = ZoneInfo("Asia/Shanghai")
OFFICE = Calendar.model_validate(
    {
        "id": "office",
        "name": {"en": "office"},
        "tz": "Asia/Shanghai",
        "weekly": {day: ["09:00-18:00"] for day in ("mon", "tue", "wed", "thu", "fri")},
        "statutory": "CN",
        "makeup_days": "work",
    }
)


@pytest.fixture(scope="module")
def operations() -> Contract:
    return load(ROOT / "samples" / "it-operations" / "contract.yaml").contract


def at(*moment: int) -> datetime:
    return datetime(*moment, tzinfo=SHANGHAI)  # type: ignore[misc,arg-type]


def hours(start: datetime, number: int) -> Occasion:
    return Occasion(start, start + timedelta(hours=number))


def test_occasions_are_those_of_the_term_in_the_zone_of_measurement(operations: Contract) -> None:
    found = occasions(operations, operations.maintenance[0])
    assert [one.start.date() for one in found[:2]] == [date(2026, 1, 10), date(2026, 2, 14)]
    assert len(found) == 12
    assert found[0].start == at(2026, 1, 10, 20)
    assert found[0].end == at(2026, 1, 10, 23)


def test_what_runs_over_the_end_of_a_period_counts_in_each_for_its_part(operations: Contract) -> None:
    spans = spans_of([hours(at(2026, 1, 31, 23), 3), hours(at(2026, 2, 10), 1), hours(at(2025, 12, 31, 23), 2)])
    found = {period.label: load for period, load in loads(spans, periods(operations, Window.MONTH))}
    assert (found["2026-01"], found["2026-02"], found["2026-03"]) == (7200, 10800, 0)


def test_one_span_over_several_periods_fills_them(operations: Contract) -> None:
    among = periods(operations, Window.MONTH)
    found = list(loads(spans_of([Occasion(at(2026, 1, 1), at(2027, 1, 1))]), among))
    assert [load for _, load in found] == [period.seconds for period in among]


def test_overlapping_occasions_count_once() -> None:
    assert len(spans_of([hours(at(2026, 1, 1), 3), hours(at(2026, 1, 1, 2), 2), hours(at(2026, 1, 1, 4), 1)])) == 1


def test_a_certain_clash_comes_before_one_of_a_year_without_published_holidays() -> None:
    clock = ServiceHours.of(OFFICE)
    unknown, known = hours(at(2030, 3, 5, 10), 1), hours(at(2026, 3, 3, 10), 1)
    both = in_hours([unknown, known], clock)
    assert both is not None
    assert (both.first, both.number, both.certain) == (known, 1, True)
    doubtful = in_hours([unknown, hours(at(2030, 3, 6, 10), 1)], clock)
    assert doubtful is not None
    assert (doubtful.first, doubtful.number, doubtful.certain) == (unknown, 2, False)


def test_holidays_make_up_days_and_nights_meet_as_the_notice_says() -> None:
    clock = ServiceHours.of(OFFICE)
    assert in_hours([hours(at(2026, 10, 1, 10), 1), hours(at(2026, 3, 3, 18), 2)], clock) is None
    assert in_hours([hours(at(2026, 2, 14, 10), 1)], clock) is not None


def test_a_freeze_runs_from_the_beginning_of_its_first_day_to_the_end_of_its_last() -> None:
    freeze = Freeze(id="F", name=Text(en="freeze"), start=date(2026, 11, 1), end=date(2026, 11, 12))
    before, after = hours(at(2026, 10, 31, 23), 1), hours(at(2026, 11, 13), 1)
    assert in_freeze([before, after], freeze) is None
    within = [replace(before, end=before.end + timedelta(seconds=1)), hours(at(2026, 11, 12, 23), 1)]
    found = in_freeze([*within, after], freeze)
    assert found is not None
    assert (found.first, found.number) == (within[0], 2)


def test_a_freeze_without_end() -> None:
    freeze = Freeze(id="F", name=Text(en="freeze"), start=date.min, end=date.max)
    assert in_freeze([hours(at(2026, 1, 1), 1)], freeze) is not None
