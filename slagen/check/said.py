"""Lengths of time and numbers as messages say them: ``2 h 10 min``, ``3 months``; in Chinese ``2 小时 10 分钟``."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal

from slagen.diagnostics import Message
from slagen.model.units import Duration, TimeUnit
from slagen.sla.lengths import Length

_UNITS = {
    TimeUnit.SECOND: (" 秒", " s", " s"),
    TimeUnit.MINUTE: (" 分钟", " min", " min"),
    TimeUnit.HOUR: (" 小时", " h", " h"),
    TimeUnit.DAY: (" 日", " day", " days"),
    TimeUnit.BUSINESS_DAY: (" 个工作日", " business day", " business days"),
    TimeUnit.WEEK: (" 周", " week", " weeks"),
    TimeUnit.MONTH: (" 个月", " month", " months"),
    TimeUnit.YEAR: (" 年", " year", " years"),
}
_PARTS = ((86400, TimeUnit.DAY), (3600, TimeUnit.HOUR), (60, TimeUnit.MINUTE), (1, TimeUnit.SECOND))


def number(value: Decimal | int) -> str:
    """A number with all its decimals and no others: ``99.9``, ``43.2``."""
    return f"{Decimal(value).normalize():f}"


def duration(value: Duration) -> Message:
    """A length as it was written: ``90 min``."""
    return _unit(value.amount, value.unit)


def seconds(value: Decimal | int) -> Message:
    """Seconds in the largest units that hold them exactly: ``1 day 2 h``, ``40 min 19.2 s``."""
    rest, parts = Decimal(value), []
    for size, unit in _PARTS:
        amount = rest if size == 1 else rest // size
        rest -= amount * size
        if amount:
            parts.append(_unit(amount, unit))
    return together(parts or [_unit(0, TimeUnit.SECOND)], " ")


def hours(value: int) -> Message:
    """Seconds in hours, minutes and seconds, never in days, which a calendar's hours don't have: ``123 h 30 min``."""
    whole, rest = divmod(value, 3600)
    parts = [_unit(whole, TimeUnit.HOUR)] if whole else []
    return together([*parts, seconds(rest)] if rest or not parts else parts, " ")


def length(value: Length) -> Message:
    """A sum of lengths in its parts: ``2 months 3 h``."""
    parts = [
        _unit(amount, unit)
        for amount, unit in ((value.months, TimeUnit.MONTH), (value.business_days, TimeUnit.BUSINESS_DAY))
        if amount
    ]
    return together([*parts, seconds(value.seconds)] if value.seconds or not parts else parts, " ")


def added(values: Sequence[Duration]) -> Message:
    """A sum with what it comes to: ``2 h + 10 min = 2 h 10 min``."""
    terms, total = together(map(duration, values), " + "), length(Length.of(*values))
    return Message(f"{terms.zh} = {total.zh}", f"{terms.en} = {total.en}")


def together(messages: Iterable[Message], between: str) -> Message:
    """Messages in a row, `between` each two of them."""
    every = list(messages)
    return Message(between.join(one.zh for one in every), between.join(one.en for one in every))


def _unit(amount: Decimal | int, unit: TimeUnit) -> Message:
    zh, one, many = _UNITS[unit]
    return Message(f"{number(amount)}{zh}", f"{number(amount)}{one if amount == 1 else many}")
