"""Chinese public holidays and make-up working days (调休上班日), as the State Council's General Office announces them.

Source: the annual notices 国务院办公厅关于某年部分节假日安排的通知, as `chinesecalendar` holds them. A year without a
notice has no answer here, never a projected one. A notice may still touch the last days of the year before it
(2022-12-31 was a holiday by the notice for 2023), so a year's last days are final once the next year is known.

The library is imported on first use: many contracts never ask.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import groupby

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
class Break:
    """Days off in a row with the holidays they are for, and the weekend days that are worked in exchange for them.

    `off` is empty where only the days worked lie in the year.
    """

    names_zh: tuple[str, ...]
    names_en: tuple[str, ...]
    off: tuple[date, ...]
    worked: tuple[date, ...]


@dataclass(frozen=True, slots=True)
class Listed:
    """A holiday of a calendar year, or years that follow one another and have no notice."""

    first: int
    last: int
    found: Break | None = None


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
    from chinese_calendar.constants import holidays

    listed = sorted((day, name) for day, name in holidays.items() if day.year == year)
    return tuple(Holiday(day, _chinese(name), _formal(name)) for day, name in listed)


def makeup_days_of(year: int) -> tuple[date, ...]:
    """The Saturdays and Sundays of a calendar year that are worked in exchange for days off, in order.

    Raises:
        HolidaysUnpublished: no notice is known for it.
    """
    _check(year)
    from chinese_calendar.constants import workdays

    return tuple(sorted(day for day in workdays if day.year == year))


def breaks_of(year: int) -> tuple[Break, ...]:
    """The holidays of a calendar year as a notice lists them: those whose days follow one another as one.

    Raises:
        HolidaysUnpublished: no notice is known for it.
    """
    runs: list[list[Holiday]] = []
    for holiday in holidays_of(year):
        if runs and (holiday.day - runs[-1][-1].day).days == 1:
            runs[-1].append(holiday)
        else:
            runs.append([holiday])
    worked: dict[int | str, list[date]] = defaultdict(list)
    for day in makeup_days_of(year):
        worked[_belongs_to(day, runs)].append(day)
    found = [_break(run, worked[place]) for place, run in enumerate(runs)]
    alone = [(name, days) for name, days in worked.items() if isinstance(name, str)]
    return (*found, *(Break((_chinese(name),), (_formal(name),), (), tuple(days)) for name, days in alone))


def listed(first: int, last: int) -> Iterator[Listed]:
    """What the notices say of the calendar years from `first` to `last`, in order."""
    for known, years in groupby(range(first, last + 1), published):
        if known:
            yield from (Listed(year, year, found) for year in years for found in breaks_of(year))
        else:
            unknown = list(years)
            yield Listed(unknown[0], unknown[-1])


def _belongs_to(day: date, runs: list[list[Holiday]]) -> int | str:
    """The place of the days off that a make-up day is worked for, or the holiday's name where they lie in another year.

    A notice exchanges days that are some weeks apart at most.
    """
    from chinese_calendar.constants import workdays

    name = workdays[day]
    far = {
        min(abs((holiday.day - day).days) for holiday in run): place
        for place, run in enumerate(runs)
        if _formal(name) in {holiday.name_en for holiday in run}
    }
    return far[min(far)] if far and min(far) < 60 else name


def _break(run: list[Holiday], worked: list[date]) -> Break:
    return Break(
        tuple(dict.fromkeys(holiday.name_zh for holiday in run)),
        tuple(dict.fromkeys(holiday.name_en for holiday in run)),
        tuple(holiday.day for holiday in run),
        tuple(worked),
    )


def _chinese(name: str) -> str:
    from chinese_calendar import Holiday as Name

    return _formal(Name(name).chinese)


def _formal(name: str) -> str:
    return _FORMAL.get(name, name)


def _check(year: int) -> None:
    if not published(year):
        raise HolidaysUnpublished(year)
