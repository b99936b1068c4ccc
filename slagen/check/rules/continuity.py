"""Continuity: recovery objectives that backups, replication and restoration can meet, and that downtime can bear."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from slagen.check import said
from slagen.check.rule import Finding, Inputs, Rule
from slagen.diagnostics import Code, Message, Severity
from slagen.model.quality import Operator, ServiceLevel, SliType
from slagen.model.units import Duration, Percent
from slagen.read.positioned import Path
from slagen.sla.availability import around_the_clock, budget, window_seconds
from slagen.sla.exact import decimal_of
from slagen.sla.hours import WEEK, ServiceHours
from slagen.sla.lengths import DAY, Fit, Length, fit


@dataclass(frozen=True, slots=True)
class _Total:
    """What a sum of durations comes to, as it is shown, and the value to mend where that is too much."""

    path: Path
    value: Duration
    length: Length
    shown: Message


def recovery_point(inputs: Inputs) -> Iterator[Finding]:
    """backup_interval + replication_lag ≤ RPO: what was written just before a backup that never came to be."""
    for index, entry in enumerate(inputs.contract.continuity):
        lost = _sum(("continuity", index, "backup_interval"), (entry.backup_interval, entry.replication_lag))
        mend = Message("缩短备份间隔或者复制延迟", "shorten the backup interval or the replication lag")
        yield from _within(lost, "RPO", entry.rpo, mend)


def recovery_time(inputs: Inputs) -> Iterator[Finding]:
    """Detect + restore ≤ RTO ≤ MTPD."""
    for index, entry in enumerate(inputs.contract.continuity):
        taken = _sum(("continuity", index, "restore"), (entry.restore, entry.detect))
        yield from _within(taken, "RTO", entry.rto, Message("缩短发现或者恢复的时间", "detect or restore sooner"))
        rto = said.duration(entry.rto)
        whole = Message(f"RTO {rto.zh}", f"RTO {rto.en}")
        promised = _Total(("continuity", index, "rto"), entry.rto, Length.of(entry.rto), whole)
        yield from _within(promised, "MTPD", entry.mtpd, Message("缩短 RTO", "shorten the RTO"))


def _sum(path: Path, terms: Sequence[Duration]) -> _Total:
    """The sum of the value at `path`, which is the first of the terms, and the others."""
    return _Total(path, terms[0], Length.of(*terms), said.added(terms))


def _within(total: _Total, name: str, limit: Duration, mend: Message) -> Iterator[Finding]:
    """A finding where a total is more than the limit of that name, or can't be told to be within it."""
    how, allowed = fit(total.length, Length.of(limit)), said.duration(limit)
    if how is Fit.EXCEEDS:
        least = said.length(total.length)
        message = Message(f"{total.shown.zh} > {name} {allowed.zh}", f"{total.shown.en} > {name} {allowed.en}")
        hint = Message(f"{mend.zh}，或者把 {name} 写成 {least.zh}", f"{mend.en}, or make the {name} {least.en}")
        yield Finding(total.path, message, total.value, hint)
    elif how is Fit.UNDECIDED:
        message = Message(
            f"{total.shown.zh}，不能确定不超过 {name} {allowed.zh}：两者没有共同的单位",
            f"{total.shown.en} is not certain to be within the {name} of {allowed.en}, since they share no unit",
        )
        hint = Message("都用小时或者日写出", "give all of them in hours or days")
        yield Finding(total.path, message, total.value, hint, Severity.WARNING)


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
        if inputs.slis[level.sli].type is SliType.TIME and level.op is Operator.AT_LEAST:
            levels.setdefault(level.service, []).append(level)
    for index, entry in enumerate(inputs.contract.continuity):
        for level in levels.get(entry.service, ()):
            if isinstance(level.target, Percent):
                yield from _over_budget(inputs, ("continuity", index, "rto"), entry.rto, level, level.target)


def _over_budget(inputs: Inputs, path: Path, rto: Duration, level: ServiceLevel, target: Percent) -> Iterator[Finding]:
    window = _window(inputs, level)
    allowed = max(budget(target, window.seconds), Fraction())
    outage = window.of_outage(Length.of(rto).least or 0)
    if outage <= allowed or outage < (level.min_outage.seconds or 0 if level.min_outage else 0):
        return
    long, most = said.duration(rto), said.seconds(decimal_of(allowed))
    share, taken = said.number(max(100 - target.value, Decimal())), said.seconds(outage)
    if outage < (Length.of(rto).least or 0):
        long = Message(
            f"{long.zh}，其中服务时间至少 {taken.zh}", f"{long.en}, at least {taken.en} of it in service hours,"
        )
    yield Finding(
        path,
        Message(
            f"一次长达 RTO 的中断为 {long.zh} > {level.id} 的停机预算 {most.zh}（{window.shown.zh}的 {share}%）",
            f"an outage as long as the RTO is {long.en} > {most.en}, the downtime budget of {level.id} "
            f"({share}% of {window.shown.en})",
        ),
        rto,
        Message(
            f"把 RTO 缩短至 {most.zh} 以内，或者降低该目标；否则一次灾难即使其不达标",
            f"bring the RTO down to {most.en}, or lower the target; otherwise a single disaster misses it",
        ),
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
