"""When maintenance recurs: recurrence rules as RFC 5545, section 3.3.10, writes them (``FREQ=MONTHLY;BYDAY=2SU``).

What a rule may say here is less than in the RFC, so that no rule takes long: it recurs daily or more rarely, at most
:data:`MOST_A_DAY` times on one day, and is at most :data:`LONGEST` characters long. It starts (DTSTART) at the moment a
caller gives, the beginning of a contract's term; that moment also gives what the rule leaves out: its weekday, its day,
its hour. Times are those of the zone's clocks; one that clocks skip is read with the offset before their change and one
that they repeat is the first of the two (section 3.3.5).

dateutil does the arithmetic and is imported on first use. It looks for a date that may never come (30 February) up to
the year 9999, so rules are worked out shortly before it: the Gregorian calendar repeats every 400 years, weekdays too.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from itertools import islice, pairwise, takewhile
from zoneinfo import ZoneInfo

from slagen.sla.zones import (
    YEARS,
    ClockError,
    OutOfRangeError,
    Spans,
    add_months,
    beginning,
    day_after,
    merged,
    moment_at,
    seconds_of,
    zone,
)

LONGEST = 500
"""Characters that a rule may have."""
MOST_A_DAY = 24
"""Occasions that one day may have."""
MOST_YEARS = 100
"""Years that a rule is worked out for."""
MOST = 50_000
"""Occasions that are worked out."""

_CYCLE = timedelta(days=146_097)
_FREQUENCIES = ("YEARLY", "MONTHLY", "WEEKLY", "DAILY")
_TOO_FREQUENT = ("HOURLY", "MINUTELY", "SECONDLY")
_WEEKDAY = "MO|TU|WE|TH|FR|SA|SU"
_NUMBERS = {
    "INTERVAL": (1, 9999),
    "COUNT": (1, 999_999),
    "BYSECOND": (0, 59),
    "BYMINUTE": (0, 59),
    "BYHOUR": (0, 23),
    "BYMONTH": (1, 12),
    "BYMONTHDAY": (-31, 31),
    "BYYEARDAY": (-366, 366),
    "BYWEEKNO": (-53, 53),
    "BYSETPOS": (-366, 366),
}
_TIMES = {"BYHOUR", "BYMINUTE", "BYSECOND"}
_SINGLE = {"INTERVAL", "COUNT"}
_FORMS = {
    "FREQ": "|".join(_FREQUENCIES + _TOO_FREQUENT),
    "UNTIL": r"\d{8}(T\d{6}Z?)?",
    "WKST": _WEEKDAY,
    "BYDAY": rf"[+-]?\d{{0,2}}({_WEEKDAY})(,[+-]?\d{{0,2}}({_WEEKDAY}))*",
}
_ONLY = {
    "BYWEEKNO": {"YEARLY"},
    "BYYEARDAY": {"YEARLY"},
    "BYMONTHDAY": {"YEARLY", "MONTHLY", "DAILY"},
}
"""The frequencies that a part may stand with (RFC 5545, the table of section 3.3.10)."""


class RuleProblem(StrEnum):
    """What may be wrong with a rule."""

    LENGTH = "longer than 500 characters"
    FORM = "not NAME=VALUE;NAME=VALUE with each name once"
    UNKNOWN = "no such part, or no such value of it"
    NO_FREQUENCY = "without FREQ"
    TOO_FREQUENT = "more than 24 times a day"
    COMBINATION = "parts that may not stand together"
    NEVER = "on no date at all"


@dataclass(frozen=True, slots=True)
class RuleFault:
    """A problem of a rule, and the part of it that has it."""

    problem: RuleProblem
    part: str


class RuleError(ClockError):
    """A rule that can't be worked out; `fault` says why."""

    def __init__(self, fault: RuleFault) -> None:
        super().__init__(f"{fault.problem}: {fault.part!r}")
        self.fault = fault


class TooManyOccasionsError(ClockError):
    """More than :data:`MOST` occasions."""

    def __init__(self) -> None:
        super().__init__(f"more than {MOST} occasions")


@dataclass(frozen=True, slots=True)
class MonthLoad:
    """How long maintenance may take in one calendar month: seconds, and of how many occasions."""

    year: int
    month: int
    seconds: int
    occasions: int


def check_rule(text: str) -> RuleFault | None:
    """The first problem of a rule, if it has any; an ``RRULE:`` before it is no problem, a DTSTART is."""
    if len(text) > LONGEST:
        return RuleFault(RuleProblem.LENGTH, text[:LONGEST])
    parts = _parts(text)
    if parts is None:
        return RuleFault(RuleProblem.FORM, text)
    wrong = next((f"{name}={value}" for name, value in parts.items() if not _possible(name, value)), None)
    if wrong is not None:
        return RuleFault(RuleProblem.UNKNOWN, wrong)
    return _frequency(parts) or _combination(parts) or _never(parts)


def occurrences(
    rrule: str, minutes: int, tz: str, start: datetime, end: datetime, *, anchor: datetime | None = None
) -> tuple[tuple[datetime, datetime], ...]:
    """The occasions that begin in [start, end), each with its end `minutes` later, in a zone.

    The rule itself starts at `anchor`, `start` by default: what ``INTERVAL=2`` leaves out depends on it.

    Raises:
        RuleError: `check_rule` finds a problem in it.
        TooManyOccasionsError: there are more than :data:`MOST`, counted from `anchor`.
        UnknownZoneError: `tz` is no time zone.
        OutOfRangeError: a date is too far away, or more than :data:`MOST_YEARS` years have to be worked out.
        ValueError: `start`, `end` or `anchor` has no time zone.
    """
    low, high, here = seconds_of(start), seconds_of(end), zone(tz)
    first, last = _wall(moment_at(seconds_of(anchor or start), here)), _wall(moment_at(high, here))
    # A day more, since clocks that go back may show a moment of the period later than its end.
    begins = (seconds_of(wall.replace(tzinfo=here)) for wall in _starts(rrule, first, last + timedelta(days=1), tz))
    return tuple(
        (moment_at(moment, here), moment_at(moment + minutes * 60, here)) for moment in begins if low <= moment < high
    )


def shortest_gap(rrule: str, tz: str, start: date, end: date) -> timedelta | None:
    """The shortest time, as clocks show it, from one occasion's start to the next's, over the days from start to end.

    None where there are fewer than two.

    Raises:
        RuleError: `check_rule` finds a problem in it.
        TooManyOccasionsError: there are more than :data:`MOST`.
        OutOfRangeError: the days are more than :data:`MOST_YEARS` years.
    """
    begins = _starts(rrule, datetime.combine(start, time()), datetime.combine(end, time.max), tz)
    return min((after - before for before, after in pairwise(begins)), default=None)


def most_minutes_in_a_month(rrule: str, minutes: int, tz: str, start: date, end: date) -> MonthLoad | None:
    """The calendar month of a term with the most maintenance, the earliest of several; None where there is none.

    Occasions that overlap count once, and one that runs over the end of a month counts in each for its part. The term
    is that of the days from `start` to `end`, both included, and what begins in it counts to its end.

    Raises:
        RuleError, TooManyOccasionsError, UnknownZoneError, OutOfRangeError: as :func:`occurrences`.
    """
    here = zone(tz)
    bounds = beginning(start, here), beginning(day_after(end), here)
    found = occurrences(rrule, minutes, tz, *(moment_at(bound, here) for bound in bounds))
    begun = Counter((first.year, first.month) for first, _ in found)
    load: Counter[tuple[int, int]] = Counter()
    for month, seconds in _by_month(merged((seconds_of(first), seconds_of(last)) for first, last in found), here):
        load[month] += seconds
    loads = [MonthLoad(*month, seconds, begun[month]) for month, seconds in sorted(load.items())]
    return max(loads, key=lambda one: one.seconds, default=None)


def _by_month(spans: Spans, tz: ZoneInfo) -> Iterator[tuple[tuple[int, int], int]]:
    for first, last in spans:
        while first < last:
            day = moment_at(first, tz).date()
            turn = min(beginning(add_months(day.replace(day=1), 1), tz), last)
            yield (day.year, day.month), turn - first
            first = turn


def _parts(text: str) -> dict[str, str] | None:
    """The parts of a rule by name, in capitals; None where it is no list of parts or says one twice."""
    pairs = [part.partition("=")[::2] for part in text.upper().removeprefix("RRULE:").split(";")]
    return dict(pairs) if all(value for _, value in pairs) and len(dict(pairs)) == len(pairs) else None


def _possible(name: str, value: str) -> bool:
    if name in _NUMBERS:
        return all(_in_range(number, *_NUMBERS[name]) for number in value.split(",", 0 if name in _SINGLE else -1))
    if name not in _FORMS or not re.fullmatch(_FORMS[name], value, re.ASCII):
        return False
    if name == "BYDAY":
        return all(_in_range(day[:-2] or "1", -53, 53) for day in value.split(","))
    return name != "UNTIL" or _until(value) is not None


def _in_range(number: str, least: int, most: int) -> bool:
    form = r"[+-]?\d{1,6}" if least < 0 else r"\d{1,6}"
    return (
        bool(re.fullmatch(form, number, re.ASCII)) and least <= int(number) <= most and (least >= 0 or int(number) != 0)
    )


def _frequency(parts: dict[str, str]) -> RuleFault | None:
    if "FREQ" not in parts:
        return RuleFault(RuleProblem.NO_FREQUENCY, "")
    times = {name: value for name, value in parts.items() if name in _TIMES}
    if parts["FREQ"] in _TOO_FREQUENT:
        return RuleFault(RuleProblem.TOO_FREQUENT, f"FREQ={parts['FREQ']}")
    if math.prod(len(set(value.split(","))) for value in times.values()) > MOST_A_DAY:
        return RuleFault(RuleProblem.TOO_FREQUENT, _joined(times))
    return None


def _combination(parts: dict[str, str]) -> RuleFault | None:
    days = parts.get("BYDAY", "").split(",")
    numbered = [day for day in days if len(day) > 2]
    yearly = {"YEARLY", "MONTHLY"} if "BYWEEKNO" not in parts else {"MONTHLY"}
    wrong = [
        *((name, "FREQ") for name, allowed in _ONLY.items() if name in parts and parts["FREQ"] not in allowed),
        *([("COUNT", "UNTIL")] if {"COUNT", "UNTIL"} <= parts.keys() else []),
        *([("BYDAY", "FREQ")] if numbered and parts["FREQ"] not in yearly else []),
        # dateutil would ask for a day that is both: the RFC allows it, but no maintenance needs it.
        *([("BYDAY",)] if numbered and len(numbered) < len(days) else []),
        *([("BYSETPOS",)] if "BYSETPOS" in parts and not any(_selects(name) for name in parts) else []),
    ]
    return next((RuleFault(RuleProblem.COMBINATION, _joined({n: parts[n] for n in names})) for names in wrong), None)


def _selects(name: str) -> bool:
    return name.startswith("BY") and name != "BYSETPOS"


def _never(parts: dict[str, str]) -> RuleFault | None:
    """The fault of a rule that no date of a whole cycle fits, whatever its interval."""
    rule = {name: value for name, value in parts.items() if name != "INTERVAL"}
    if next(_dates(rule, datetime(2000, 1, 1), datetime(2399, 12, 31, 23)), None) is None:
        return RuleFault(RuleProblem.NEVER, _joined(_lasting(parts)))
    return None


def _starts(rrule: str, first: datetime, last: datetime, tz: str) -> Iterator[datetime]:
    """The starts of a rule that begins at `first`, as clocks show them, up to `last`."""
    if (fault := check_rule(rrule)) is not None:
        raise RuleError(fault)
    if first.year not in YEARS or last.year not in YEARS or last.year - first.year > MOST_YEARS:
        raise OutOfRangeError
    parts = _parts(rrule) or {}
    until = _until(parts["UNTIL"], zone(tz)) if "UNTIL" in parts else None
    found = _dates(parts, first, min(last, until or last))
    for number, start in enumerate(islice(found, int(parts.get("COUNT", MOST + 1)))):
        if number == MOST:
            raise TooManyOccasionsError
        yield start


def _dates(parts: dict[str, str], first: datetime, last: datetime) -> Iterator[datetime]:
    """What a rule says without its COUNT and UNTIL, worked out shortly before the year 9999."""
    from dateutil.rrule import rrulestr

    later = (9999 - MOST_YEARS - first.year) // 400 * _CYCLE
    dates = rrulestr(_joined(_lasting(parts)), dtstart=first + later)
    return (one - later for one in takewhile(lambda one: one <= last + later, dates))


def _lasting(parts: dict[str, str]) -> dict[str, str]:
    return {name: value for name, value in parts.items() if name not in {"COUNT", "UNTIL"}}


def _joined(parts: dict[str, str]) -> str:
    return ";".join(f"{name}={value}" for name, value in parts.items())


def _until(written: str, tz: ZoneInfo | None = None) -> datetime | None:
    """The last moment that UNTIL allows, as clocks in a zone show it: of a date, the end. None where it is no date."""
    try:
        until = datetime.fromisoformat(written if "T" in written else f"{written}T235959")
    except ValueError:
        return None
    if until.tzinfo is None or tz is None or until.year not in YEARS:
        return until.replace(tzinfo=None)
    return _wall(until.astimezone(tz))


def _wall(moment: datetime) -> datetime:
    return moment.replace(tzinfo=None, fold=0)
