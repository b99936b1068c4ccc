"""Holidays and make-up days as 国务院办公厅关于2026年部分节假日安排的通知 (国办发明电〔2025〕7号) lists them."""

from __future__ import annotations

import subprocess
import sys
from datetime import date, timedelta

import pytest

from slagen.sla.holidays import (
    HolidaysUnpublished,
    Listed,
    arrangements,
    breaks_of,
    holidays_of,
    listed,
    makeup_days_of,
    published,
)

NOTICE_OF_2026 = [
    ("元旦", "New Year's Day", "01-01", "01-03"),
    ("春节", "Spring Festival", "02-15", "02-23"),
    ("清明节", "Tomb-Sweeping Day", "04-04", "04-06"),
    ("劳动节", "Labour Day", "05-01", "05-05"),
    ("端午节", "Dragon Boat Festival", "06-19", "06-21"),
    ("中秋节", "Mid-Autumn Festival", "09-25", "09-27"),
    ("国庆节", "National Day", "10-01", "10-07"),
]
WORKED_IN_2026 = ["01-04", "02-14", "02-28", "05-09", "09-20", "10-10"]


def test_holidays_of_2026() -> None:
    listed = [
        (first + timedelta(days=number), zh, en)
        for zh, en, first, last in ((zh, en, day(first), day(last)) for zh, en, first, last in NOTICE_OF_2026)
        for number in range((last - first).days + 1)
    ]
    assert [(holiday.day, holiday.name_zh, holiday.name_en) for holiday in holidays_of(2026)] == listed


def test_makeup_days_of_2026() -> None:
    assert makeup_days_of(2026) == tuple(day(written) for written in WORKED_IN_2026)


def day(written: str) -> date:
    return date.fromisoformat(f"2026-{written}")


def test_published_years() -> None:
    assert [year for year in range(1990, 2040) if published(year)][:23] == list(range(2004, 2027))


@pytest.mark.parametrize("year", [2003, 0, -1, 9999])
def test_unpublished_years_are_refused(year: int) -> None:
    for asked in (holidays_of, makeup_days_of, arrangements):
        with pytest.raises(HolidaysUnpublished) as caught:
            asked(year)
        assert caught.value.year == year


def test_makeup_days_are_weekend_days_and_no_holidays() -> None:
    for year in filter(published, range(2004, 2030)):
        assert all(one.weekday() >= 5 for one in makeup_days_of(year))
        assert not arrangements(year).off & arrangements(year).worked


def test_every_holiday_has_a_chinese_name() -> None:
    holidays = [holiday for year in filter(published, range(2004, 2030)) for holiday in holidays_of(year)]
    assert all(holiday.name_zh.isascii() is False and holiday.name_en.isascii() for holiday in holidays)


def test_what_is_not_asked_for_is_not_imported() -> None:
    program = (
        "import sys, slagen.sla.periods, slagen.sla.recurrence;"
        "print([name for name in ('chinese_calendar', 'dateutil') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_breaks_of_a_year_as_its_notice_lists_them() -> None:
    listed_ = [(one.names_zh, one.names_en, one.off[0], one.off[-1]) for one in breaks_of(2026)]
    assert listed_ == [((zh,), (en,), day(first), day(last)) for zh, en, first, last in NOTICE_OF_2026]
    assert {one.names_zh[0]: [f"{d:%m-%d}" for d in one.worked] for one in breaks_of(2026) if one.worked} == {
        "元旦": ["01-04"],
        "春节": ["02-14", "02-28"],
        "劳动节": ["05-09"],
        "国庆节": ["09-20", "10-10"],
    }


def test_holidays_that_meet_are_one_break() -> None:
    [one] = [one for one in breaks_of(2025) if one.off[0].month == 10]
    assert (one.names_zh, len(one.off)) == (("国庆节", "中秋节"), 8)


def test_a_day_worked_for_the_next_year_stands_alone() -> None:
    [one] = [one for one in breaks_of(2006) if not one.off]
    assert (one.names_zh, one.worked) == (("元旦",), (date(2006, 12, 30), date(2006, 12, 31)))


def test_every_day_of_a_notice_stands_in_one_break() -> None:
    for year in filter(published, range(2004, 2030)):
        found = breaks_of(year)
        assert [one for part in found for one in part.off] == [holiday.day for holiday in holidays_of(year)]
        assert sorted(one for part in found for one in part.worked) == list(makeup_days_of(year))


def test_years_without_a_notice_are_one() -> None:
    found = list(listed(2002, 2004))
    assert (found[0], {one.first for one in found[1:]}) == (Listed(2002, 2003), {2004})
    assert list(listed(9000, 9998)) == [Listed(9000, 9998)]
