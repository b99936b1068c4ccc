"""Exact quantities as they are written in a contract: ``99.95%``, ``4h``, ``2 business days``, ``CNY 1200000``.

Nothing here rounds: percentages and amounts are :class:`decimal.Decimal`, clock time is whole seconds.  A number
without its unit is an error, since every reader would have to guess it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from functools import total_ordering
from typing import Any, ClassVar, NoReturn

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic_core import PydanticCustomError, core_schema

_NUMBER = r"(?:0|[1-9][0-9]{0,14})(?:\.[0-9]{1,9})?"


def _refuse(kind: str, zh: str, en: str) -> NoReturn:
    raise PydanticCustomError(kind, "{en}", {"zh": zh, "en": en})


class _Written:
    """Something written as one string in YAML: parsed on the way in, the same string on the way out."""

    _pattern: ClassVar[str]
    _example: ClassVar[str]

    @classmethod
    def parse(cls, written: Any) -> Any:
        """The quantity that `written` says; a PydanticCustomError says what is wrong with it."""
        raise NotImplementedError(cls)

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> core_schema.CoreSchema:
        return core_schema.no_info_plain_validator_function(
            lambda value: value if isinstance(value, cls) else cls.parse(value),
            serialization=core_schema.plain_serializer_function_ser_schema(str),
        )

    @classmethod
    def __get_pydantic_json_schema__(
        cls, schema: core_schema.CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        return {"type": "string", "pattern": cls._pattern, "examples": [cls._example]}


@dataclass(frozen=True, slots=True, order=True)
class Percent(_Written):
    """A percentage of 0 % or more; `value` is in percent: 99.95 for ``99.95%``."""

    value: Decimal
    _pattern: ClassVar[str] = rf"^{_NUMBER} ?%$"
    _example: ClassVar[str] = "99.95%"

    @classmethod
    def parse(cls, written: Any) -> Percent:
        """Read ``99.95%``; the % is needed and at most nine decimals are kept exactly.

        Raises:
            PydanticCustomError: not a percentage.
        """
        if isinstance(written, int | float) and not isinstance(written, bool):
            _refuse("percent_form", f"百分数缺少百分号，应当写成 {written}%", f"a percentage needs its %: {written}%")
        if not isinstance(written, str) or not re.fullmatch(cls._pattern, written):
            _refuse("percent_form", "应当是百分数，例如 99.95%", "should be a percentage such as 99.95%")
        return cls(Decimal(written.rstrip("% ")))

    @property
    def fraction(self) -> Decimal:
        """The same as a fraction: 0.9995 for 99.95 %."""
        return self.value / 100

    def __str__(self) -> str:
        return f"{self.value:f}%"


@dataclass(frozen=True, slots=True, order=True)
class Figure(_Written):
    """A plain number of 0 or more, such as ``1.6``; what it counts, if anything, is said by a unit beside it."""

    value: Decimal
    _pattern: ClassVar[str] = rf"^{_NUMBER}$"
    _example: ClassVar[str] = "1.6"

    @classmethod
    def parse(cls, written: Any) -> Figure:
        """Read ``1.6``, quoted or not; at most nine decimals are kept exactly.

        Raises:
            PydanticCustomError: not a number of 0 or more.
        """
        if isinstance(written, int | float) and not isinstance(written, bool):
            written = str(written)
        if not isinstance(written, str) or not re.fullmatch(cls._pattern, written):
            _refuse(
                "value_invalid",
                "应当是零或者正的数字，例如 1.6，最多九位小数",
                "should be a number of 0 or more such as 1.6, with at most nine decimals",
            )
        return cls(Decimal(written))

    @classmethod
    def __get_pydantic_json_schema__(
        cls, schema: core_schema.CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        return {"type": "number", "minimum": 0, "examples": [float(cls._example)]}

    def __str__(self) -> str:
        return f"{self.value:f}"


class TimeUnit(StrEnum):
    """The units a duration may have; months and years follow the calendar."""

    SECOND = "second"
    MINUTE = "minute"
    HOUR = "hour"
    DAY = "day"
    BUSINESS_DAY = "business day"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"


_UNITS = {
    "s": TimeUnit.SECOND,
    "m": TimeUnit.MINUTE,
    "min": TimeUnit.MINUTE,
    "h": TimeUnit.HOUR,
    "d": TimeUnit.DAY,
    "w": TimeUnit.WEEK,
    **{unit.value: unit for unit in TimeUnit},
    **{unit.value + "s": unit for unit in TimeUnit},
}
_SECONDS = {
    TimeUnit.SECOND: 1,
    TimeUnit.MINUTE: 60,
    TimeUnit.HOUR: 3600,
    TimeUnit.DAY: 86400,
    TimeUnit.WEEK: 604800,
}


@dataclass(frozen=True, slots=True)
class Duration(_Written):
    """A length of time: a whole number and its unit."""

    amount: int
    unit: TimeUnit
    _pattern: ClassVar[str] = (
        r"^(0|[1-9][0-9]{0,5}) ?(s|m|min|h|d|w|(second|minute|hour|day|business day|week|month|year)s?)$"
    )
    _example: ClassVar[str] = "4h"

    @classmethod
    def parse(cls, written: Any) -> Duration:
        """Read ``15m``, ``4h``, ``2 business days``, ``3 months``; `m` is minutes.

        Raises:
            PydanticCustomError: not a duration.
        """
        if isinstance(written, int) and not isinstance(written, bool):
            _refuse(
                "duration_form",
                f"时长缺少单位，例如 {written}m（分钟）、{written}h（小时）、{written} business days（工作日）",
                f"a duration needs its unit: {written}m, {written}h, {written} business days",
            )
        match = re.fullmatch(cls._pattern, written) if isinstance(written, str) else None
        if match is None:
            _refuse(
                "duration_form",
                "应当是时长，例如 15m、4h、2 business days、3 months",
                "should be a duration such as 15m, 4h, 2 business days, 3 months",
            )
        return cls(int(match[1]), _UNITS[match[2]])

    @property
    def seconds(self) -> int | None:
        """The length in seconds; None for business days, months and years, which have none of their own."""
        factor = _SECONDS.get(self.unit)
        return None if factor is None else self.amount * factor

    def __str__(self) -> str:
        return f"{self.amount} {self.unit}" + ("" if self.amount == 1 else "s")


@dataclass(frozen=True, slots=True)
class Money(_Written):
    """An amount in one currency (ISO 4217 code), never negative, at most two decimals."""

    amount: Decimal
    currency: str
    _pattern: ClassVar[str] = r"^[A-Z]{3} ?((0|[1-9][0-9]{0,14})|[1-9][0-9]{0,2}(,[0-9]{3}){1,4})(\.[0-9]{1,2})?$"
    _example: ClassVar[str] = "CNY 1200000.00"

    @classmethod
    def parse(cls, written: Any) -> Money:
        """Read ``CNY 1200000``, ``CNY 1,200,000.50``.

        Raises:
            PydanticCustomError: not an amount.
        """
        if isinstance(written, int | float) and not isinstance(written, bool):
            _refuse("money_form", f"金额缺少币种，例如 CNY {written}", f"an amount needs its currency: CNY {written}")
        if not isinstance(written, str) or not re.fullmatch(cls._pattern, written):
            _refuse(
                "money_form",
                "应当是币种代码和金额，最多两位小数，例如 CNY 1200000.00",
                "should be a currency code and an amount with at most two decimals, such as CNY 1200000.00",
            )
        return cls(Decimal(written[3:].strip().replace(",", "")), written[:3])

    def __str__(self) -> str:
        return f"{self.currency} {self.amount:.2f}"


@total_ordering
@dataclass(frozen=True, slots=True)
class ClockTime(_Written):
    """A time of day on the 24-hour clock, ``00:00`` to ``24:00``, in whole minutes after midnight."""

    minutes: int
    _pattern: ClassVar[str] = r"^([01][0-9]|2[0-3]):[0-5][0-9]$|^24:00$"
    _example: ClassVar[str] = "09:00"

    @classmethod
    def parse(cls, written: Any) -> ClockTime:
        """Read ``09:00``.

        Raises:
            PydanticCustomError: not a time of day.
        """
        if not isinstance(written, str) or not re.fullmatch(cls._pattern, written):
            _refuse("value_invalid", "应当是时刻，例如 09:00", "should be a time of day such as 09:00")
        return cls(int(written[:2]) * 60 + int(written[3:]))

    def __lt__(self, other: ClockTime) -> bool:
        return self.minutes < other.minutes

    def __str__(self) -> str:
        return f"{self.minutes // 60:02d}:{self.minutes % 60:02d}"


@dataclass(frozen=True, slots=True)
class Hours(_Written):
    """One span of a working day, ``09:00-18:00``."""

    start: ClockTime
    end: ClockTime
    _pattern: ClassVar[str] = r"^[0-2][0-9]:[0-5][0-9]-[0-2][0-9]:[0-5][0-9]$"
    _example: ClassVar[str] = "09:00-18:00"

    @classmethod
    def parse(cls, written: Any) -> Hours:
        """Read ``09:00-18:00``; the end lies after the start.

        Raises:
            PydanticCustomError: not a span of hours.
        """
        if not isinstance(written, str) or not re.fullmatch(cls._pattern, written):
            _refuse("value_invalid", "应当是时段，例如 09:00-18:00", "should be a span of hours such as 09:00-18:00")
        start, end = (ClockTime.parse(part) for part in written.split("-"))
        if end <= start:
            _refuse("calendar_form", "时段的结束时刻应当晚于开始时刻", "a span of hours should end after it starts")
        return cls(start, end)

    def __str__(self) -> str:
        return f"{self.start}-{self.end}"


@dataclass(frozen=True, slots=True)
class Moment(_Written):
    """A date, or a date and a time of day to the second, with its offset from UTC where one is written.

    `clock` is what clocks show, midnight for a date alone; `offset` is in seconds, None for the time zone that the
    reader knows.  A time of 24:00 is the next day's midnight; fractions of a second are dropped.
    """

    clock: datetime
    has_time: bool = True
    offset: int | None = None
    _pattern: ClassVar[str] = (
        r"^[0-9]{4}-[0-9]{2}-[0-9]{2}([T ]([01][0-9]:[0-5][0-9]|2[0-3]:[0-5][0-9]|24:00)"
        r"(:[0-5][0-9]([.][0-9]{1,9})?)?( ?(Z|[+-][0-9]{2}:?[0-9]{2}))?)?$"
    )
    _example: ClassVar[str] = "2026-03-14T02:10+08:00"

    @classmethod
    def parse(cls, written: Any) -> Moment:
        """Read ``2026-03-14``, ``2026-03-14 02:10``, ``2026-03-14T02:10:30+08:00``, ``2026-03-13T18:10Z``.

        Raises:
            PydanticCustomError: not a date or a moment, or one that doesn't exist.
        """
        match = re.fullmatch(cls._pattern, written) if isinstance(written, str) else None
        if match is None:
            _refuse(
                "value_invalid",
                "应当是日期或者时刻，例如 2026-03-14、2026-03-14T02:10、2026-03-14T02:10:30+08:00",
                "should be a date or a moment such as 2026-03-14, 2026-03-14T02:10 or 2026-03-14T02:10:30+08:00",
            )
        try:
            day = date.fromisoformat(written[:10])
            return cls(_clock(day, match[2], match[3]), match[1] is not None, _offset(match[6]))
        except (ValueError, OverflowError):
            _refuse("value_invalid", "没有这个日期或者时刻", "there is no such date or moment")

    def __str__(self) -> str:
        shown = self.clock.isoformat(timespec="seconds") if self.has_time else self.clock.date().isoformat()
        if self.offset is None:
            return shown
        hours, minutes = divmod(abs(self.offset) // 60, 60)
        return f"{shown}{'-' if self.offset < 0 else '+'}{hours:02d}:{minutes:02d}"


def _clock(day: date, hours: str | None, seconds: str | None) -> datetime:
    """A date and ``02:10`` with ``:30.5`` after it; 24:00 is the end of the date, and has no seconds."""
    if hours is None:
        return datetime(day.year, day.month, day.day)
    hour, minute, second = int(hours[:2]), int(hours[3:]), int(seconds[1:3]) if seconds else 0
    if hour == 24 and second:
        raise ValueError(seconds)
    return datetime(day.year, day.month, day.day) + timedelta(hours=hour, minutes=minute, seconds=second)


def _offset(written: str | None) -> int | None:
    """Seconds that ``+08:00`` is ahead of UTC."""
    if written is None or written == "Z":
        return None if written is None else 0
    hours, minutes = int(written[1:3]), int(written[-2:])
    if hours > 14 or minutes > 59:
        raise ValueError(written)
    return (-1 if written[0] == "-" else 1) * (hours * 60 + minutes) * 60
