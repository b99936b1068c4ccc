"""Chinese public holidays and make-up working days (调休上班日), as the State Council's General Office announces them.

Source: the annual notices 国务院办公厅关于某年部分节假日安排的通知, as `chinesecalendar` holds them. A year without a
notice has no answer here, never a projected one. A notice may still touch the last days of the year before it
(2022-12-31 was a holiday by the notice for 2023), so a year's last days are final once the next year is known.

The library is imported on first use: many contracts never ask.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache

from slagen.sla.zones import ClockError

_FORMAL = {
    "清明": "清明节",
    "端午": "端午节",
    "中秋": "中秋节",
    "Tomb-sweeping Day": "Tomb-Sweeping Day",
    "Mid-autumn Festival": "Mid-Autumn Festival",
}
"""The names of 全国年节及纪念日放假办法, where the library writes others."""


class HolidaysUnpublished(ClockError):  # noqa: N818 - a state of the world, nobody's error
    """No holiday arrangements are known for `year`."""

    def __init__(self, year: int) -> None:
        super().__init__(f"no Chinese holiday arrangements are known for {year}")
        self.year = year


@dataclass(frozen=True, slots=True)
class Holiday:
    """A day off that the notice lists, weekends within a holiday included, and the holiday's name."""

    day: date
    name_zh: str
    name_en: str


@dataclass(frozen=True, slots=True)
class Arrangements:
    """What the notices say of one calendar year: days off, and weekend days that are worked."""

    off: frozenset[date]
    worked: frozenset[date]


def published(year: int) -> bool:
    """Whether the notice for a year is known; its National Day stands for the whole of it."""
    from chinese_calendar.constants import holidays

    return year > 0 and date(year, 10, 1) in holidays


@cache
def arrangements(year: int) -> Arrangements:
    """Days off and worked weekend days of a calendar year.

    Raises:
        HolidaysUnpublished: no notice is known for it.
    """
    return Arrangements(frozenset(holiday.day for holiday in holidays_of(year)), frozenset(makeup_days_of(year)))


def holidays_of(year: int) -> tuple[Holiday, ...]:
    """The days off of a calendar year in order, with the holiday's name in both languages.

    Raises:
        HolidaysUnpublished: no notice is known for it.
    """
    _check(year)
    from chinese_calendar import Holiday as Name
    from chinese_calendar.constants import holidays

    listed = sorted((day, name) for day, name in holidays.items() if day.year == year)
    return tuple(Holiday(day, _formal(Name(name).chinese), _formal(name)) for day, name in listed)


def makeup_days_of(year: int) -> tuple[date, ...]:
    """The Saturdays and Sundays of a calendar year that are worked in exchange for days off, in order.

    Raises:
        HolidaysUnpublished: no notice is known for it.
    """
    _check(year)
    from chinese_calendar.constants import workdays

    return tuple(sorted(day for day in workdays if day.year == year))


def _formal(name: str) -> str:
    return _FORMAL.get(name, name)


def _check(year: int) -> None:
    if not published(year):
        raise HolidaysUnpublished(year)
