"""Calendars: hours that can be computed with, exceptional days said once, public holidays known for the whole term."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import pairwise

from slagen.check.rule import Finding, Inputs, Rule
from slagen.diagnostics import Code, Message, Severity
from slagen.model.parties import Calendar, Override
from slagen.model.units import Hours
from slagen.read.positioned import Path


def calendars(inputs: Inputs) -> Iterator[Finding]:
    """Spans of a day apart, some hours at all, each exceptional day once and in the term, holidays of every year."""
    agreement = inputs.contract.contract
    years = range(agreement.effective.year, agreement.expiry.year + 1)
    unknown = _unpublished(years) if any(map(_by_notice, inputs.contract.calendars)) else ()
    for place, calendar in enumerate(inputs.contract.calendars):
        path: Path = ("calendars", place)
        yield from _overlaps(path, calendar)
        yield from _no_hours(path, calendar)
        yield from _twice(path, calendar)
        yield from _outside(path, calendar, agreement.effective, agreement.expiry)
        if unknown and _by_notice(calendar):
            yield _not_known(path, calendar, unknown)


def _by_notice(calendar: Calendar) -> bool:
    return bool(calendar.statutory or calendar.makeup_days)


def _overlaps(path: Path, calendar: Calendar) -> Iterator[Finding]:
    days = [((*path, "weekly", day.value), hours) for day, hours in calendar.weekly.items()]
    days += [((*path, "overrides", number, "hours"), one.hours) for number, one in enumerate(calendar.overrides)]
    for where, hours in days:
        order = sorted(range(len(hours)), key=lambda index: (hours[index].start, hours[index].end))
        furthest = order[0] if order else 0
        for index in order[1:]:
            if hours[index].start < hours[furthest].end:
                yield _overlap((*where, index), hours[furthest], hours[index])
            furthest = max(furthest, index, key=lambda one: hours[one].end)


def _overlap(path: Path, first: Hours, second: Hours) -> Finding:
    start, end = second.start, min(first.end, second.end)
    return Finding(
        path,
        Message(
            f"{second} 与 {first} 在 {start}–{end} 重叠",
            f"{second} overlaps {first} from {start} to {end}",
        ),
        second,
        Message("使各时段不重叠，或者合为一段", "keep the spans apart, or make one of them"),
    )


def _no_hours(path: Path, calendar: Calendar) -> Iterator[Finding]:
    if not any(calendar.weekly.values()) and not any(override.hours for override in calendar.overrides):
        yield Finding(
            (*path, "weekly"),
            Message("没有任何时段，依照该日历的时限永不届满", "has no hours at all, so that no time on it ever ends"),
            "",
            Message('写出时段，例如 mon: ["09:00-18:00"]', 'give hours such as mon: ["09:00-18:00"]'),
        )


def _twice(path: Path, calendar: Calendar) -> Iterator[Finding]:
    first: dict[date, Override] = {}
    for number, override in enumerate(calendar.overrides):
        before = first.setdefault(override.day, override)
        if before is not override:
            yield _second(path, number, before, override)


def _second(path: Path, number: int, before: Override, override: Override) -> Finding:
    same = before.hours == override.hours
    (zh_one, en_one), (zh_two, en_two) = _hours(before), _hours(override)
    zh = f"同为 {zh_one}" if same else f"先为 {zh_one}，后为 {zh_two}"
    en = f"both times {en_one}" if same else f"first {en_one}, then {en_two}"
    return Finding(
        (*path, "overrides", number, "day"),
        Message(f"{override.day} 写了两次：{zh}", f"{override.day} stands here twice: {en}"),
        override.day,
        Message("删除其中一项", "delete one of them"),
        Severity.WARNING if same else Severity.ERROR,
    )


def _hours(override: Override) -> tuple[str, str]:
    spans = ", ".join(str(span) for span in override.hours)
    return (spans.replace(", ", "、"), spans) if spans else ("休息", "a day off")


def _outside(path: Path, calendar: Calendar, effective: date, expiry: date) -> Iterator[Finding]:
    for number, override in enumerate(calendar.overrides):
        if effective <= expiry and not effective <= override.day <= expiry:
            yield Finding(
                (*path, "overrides", number, "day"),
                Message(
                    f"{override.day} 不在有效期 {effective} 至 {expiry} 之内",
                    f"{override.day} is not within the term, {effective} to {expiry}",
                ),
                override.day,
                Message("核对年份，或者删除该日", "look at the year, or delete the day"),
                Severity.WARNING,
            )


def _unpublished(years: range) -> Sequence[int]:
    """The years whose arrangements are not published; the library of holidays is looked at only where it is needed."""
    from slagen.sla.holidays import published

    return [year for year in years if not published(year)]


def _not_known(path: Path, calendar: Calendar, years: Sequence[int]) -> Finding:
    field, said = ("statutory", calendar.statutory) if calendar.statutory else ("makeup_days", calendar.makeup_days)
    shown = ", ".join(_runs(years))
    return Finding(
        (*path, field),
        Message(
            f"有效期内 {shown.replace(', ', '、')} 年的放假安排尚未公布，调休未知，依照该日历的时限不能算出确切的日期",
            f"the public holidays of {shown} in the term are not announced yet, nor which days are exchanged for them, "
            "so that times by this calendar have no certain dates",
        ),
        said,
        Message(
            "国务院办公厅通常在前一年末公布；公布后更新 slagen 再检查，需要确定日期的，另约定例外日期（overrides）",
            "the State Council's General Office announces them late in the year before: update slagen and check again "
            "then, and agree on exceptional days (overrides) where dates have to be certain",
        ),
        Severity.WARNING,
    )


def _runs(years: Sequence[int]) -> Iterator[str]:
    """Years that follow one another as one: ``2027–2030``."""
    first = years[0]
    for year, after in pairwise([*years, 0]):
        if after != year + 1:
            yield f"{first}" if first == year else f"{first}–{year}"
            first = after


RULES = (Rule(Code.CALENDAR_FORM, Severity.ERROR, ("calendars", "contract"), calendars),)
