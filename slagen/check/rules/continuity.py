"""Continuity: recovery objectives that backups, replication and restoration can meet, and that downtime can bear."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from slagen.check import said
from slagen.check.rule import Finding, Inputs, Rule
from slagen.diagnostics import Code, Message, Severity
from slagen.model.quality import Operator, Rounding, ServiceLevel, SliType
from slagen.model.units import Duration, Percent
from slagen.read.positioned import Path
from slagen.sla.availability import around_the_clock, budget, window_seconds
from slagen.sla.exact import rounded
from slagen.sla.hours import WEEK, ServiceHours
from slagen.sla.lengths import DAY, Fit, Length, fit


@dataclass(frozen=True, slots=True)
class _Total:
    """What durations come to: the first is that of the value to mend, at `path`; a single one may have a name."""

    path: Path
    terms: tuple[Duration, ...]
    name: str = ""

    @property
    def shown(self) -> Message:
        """The sum and what it comes to, or the one term by its name."""
        if len(self.terms) > 1:
            return said.added(self.terms)
        only = said.duration(self.terms[0])
        return Message(f"{self.name} {only.zh}", f"{self.name} {only.en}")


def recovery_point(inputs: Inputs) -> Iterator[Finding]:
    """backup_interval + replication_lag ≤ RPO: what was written just before a backup that never came to be."""
    for index, entry in enumerate(inputs.contract.continuity):
        lost = _Total(("continuity", index, "backup_interval"), (entry.backup_interval, entry.replication_lag))
        yield from _within(lost, "RPO", entry.rpo, _MEND_BACKUPS)


def recovery_time(inputs: Inputs) -> Iterator[Finding]:
    """Detect + restore ≤ RTO ≤ MTPD."""
    for index, entry in enumerate(inputs.contract.continuity):
        taken = _Total(("continuity", index, "restore"), (entry.restore, entry.detect))
        yield from _within(taken, "RTO", entry.rto, _MEND_RECOVERY)
        yield from _within(_Total(("continuity", index, "rto"), (entry.rto,), "RTO"), "MTPD", entry.mtpd, _MEND_RTO)


_MEND_BACKUPS = Message("缩短备份间隔或者复制延迟", "shorten the backup interval or the replication lag")
_MEND_RECOVERY = Message("缩短发现或者恢复的时间", "detect or restore sooner")
_MEND_RTO = Message("缩短 RTO", "shorten the RTO")


def _within(total: _Total, name: str, limit: Duration, mend: Message) -> Iterator[Finding]:
    """A finding where a total is more than the limit of that name, or can't be told to be within it."""
    length = Length.of(*total.terms)
    how = fit(length, Length.of(limit))
    if how is Fit.FITS:
        return
    shown, allowed, least = total.shown, said.duration(limit), said.length(length)
    if how is Fit.EXCEEDS:
        message = Message(f"{shown.zh} > {name} {allowed.zh}", f"{shown.en} > {name} {allowed.en}")
        hint = Message(f"{mend.zh}，或者把 {name} 写成 {least.zh}", f"{mend.en}, or make the {name} {least.en}")
        yield Finding(total.path, message, total.terms[0], hint)
    else:
        message = Message(
            f"{shown.zh}，不能确定不超过 {name} {allowed.zh}：两者没有共同的单位",
            f"{shown.en} is not certain to be within the {name} of {allowed.en}, since they share no unit",
        )
        hint = Message("都用小时或者日写出", "give all of them in hours or days")
        yield Finding(total.path, message, total.terms[0], hint, Severity.WARNING)


_SERVICE_HOURS = re.compile(r"服务时间|服务时段|服务小时|\bservice (?:hours|time)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Window:
    """The shortest window of an objective, in seconds, and the most of an outage that can fall into it in one go."""

    seconds: Fraction
    shown: Message
    longest: int | None

    def of_outage(self, outage: int) -> int:
        """How much of an outage of that length counts at least, if it comes at the worst time."""
        return outage if self.longest is None else min(outage, self.longest)


def recovery_budget(inputs: Inputs) -> Iterator[Finding]:
    """One outage as long as the RTO is not more than the downtime budget of an availability objective.

    The budget is that of the shortest window: of the months, a February of 28 days; where the indicator says that it
    counts service hours, those hours, of which an outage takes at least what one day has.
    """
    levels: dict[str, list[ServiceLevel]] = {}
    for level in inputs.contract.slos:
        indicator = inputs.slis[level.sli]
        if indicator.type is SliType.TIME and level.op is Operator.AT_LEAST:
            levels.setdefault(level.service, []).append(level)
    for index, entry in enumerate(inputs.contract.continuity):
        for level in levels.get(entry.service, ()):
            if isinstance(level.target, Percent):
                yield from _over_budget(inputs, ("continuity", index, "rto"), entry.rto, level, level.target)


def _over_budget(inputs: Inputs, path: Path, rto: Duration, level: ServiceLevel, target: Percent) -> Iterator[Finding]:
    window, whole = _window(inputs, level), Length.of(rto).least or 0
    allowed, counted = max(budget(target, window.seconds), Fraction()), window.of_outage(whole)
    if counted <= allowed or (level.min_outage is not None and counted < (level.min_outage.seconds or 0)):
        return
    long, most = said.duration(rto), said.seconds(rounded(allowed, 3, Rounding.DOWN).normalize())
    if counted < whole:
        part = said.seconds(counted)
        long = Message(
            f"{long.zh}，其中服务时间至少 {part.zh}", f"{long.en}, at least {part.en} of it in service hours,"
        )
    share = f"{said.number(max(100 - target.value, Decimal()))}%"
    message = Message(
        f"一次长达 RTO 的中断为 {long.zh} > {level.id} 的停机预算 {most.zh}（{window.shown.zh}的 {share}）",
        f"an outage as long as the RTO is {long.en} > {most.en}, the downtime budget of {level.id} "
        f"({share} of {window.shown.en})",
    )
    yield Finding(path, message, rto, _shorter(most))


def _shorter(most: Message) -> Message:
    return Message(
        f"把 RTO 缩短至 {most.zh}以内，或者降低该目标；否则发生一次灾难，该目标就会不达标",
        f"bring the RTO down to {most.en}, or lower the target; otherwise a single disaster misses it",
    )


def _window(inputs: Inputs, level: ServiceLevel) -> _Window:
    least, _ = window_seconds(level.window, calendar_months=inputs.contract.measurement.calendar_months)
    days, calendar = least // DAY, inputs.calendars[inputs.services[level.service].calendar]
    total = inputs.slis[level.sli].total
    if around_the_clock(calendar) or not any(_SERVICE_HOURS.search(text) for text in (total.zh, total.en) if text):
        return _Window(Fraction(least), Message(f"{days} 日周期", f"a window of {days} days"), None)
    hours = ServiceHours.of(calendar)
    seconds = Fraction(hours.weekly_seconds() * least, WEEK)
    number = said.number(Decimal(round(seconds / 36)) / 100)
    shown = Message(f"{days} 日周期 {number} 小时服务时间", f"{number} service hours in a window of {days} days")
    return _Window(seconds, shown, max((last - first for day in hours.week for first, last in day), default=0))


RULES = (
    Rule(Code.RECOVERY_POINT, Severity.ERROR, ("continuity",), recovery_point),
    Rule(Code.RECOVERY_TIME, Severity.ERROR, ("continuity",), recovery_time),
    Rule(
        Code.RECOVERY_BUDGET,
        Severity.WARNING,
        ("continuity", "slos", "slis", "services", "calendars", "measurement"),
        recovery_budget,
    ),
)
