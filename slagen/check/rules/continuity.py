"""Continuity: recovery objectives that backups, replication and restoration can meet, and that downtime can bear."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from slagen.check import said
from slagen.check.rule import Finding, Inputs, Rule
from slagen.diagnostics import Code, Message, Severity
from slagen.model.quality import Operator, ServiceLevel, SliType
from slagen.model.units import Duration, Percent
from slagen.read.positioned import Path
from slagen.sla.availability import around_the_clock, budget_seconds, window_seconds
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


def recovery_budget(inputs: Inputs) -> Iterator[Finding]:
    """One outage as long as the RTO is not more than the downtime budget of an availability objective.

    The budget is that of the shortest window: of the months, a February of 28 days.
    """
    levels = _availability(inputs)
    for index, entry in enumerate(inputs.contract.continuity):
        for level in levels.get(entry.service, ()):
            yield from _over_budget(inputs, ("continuity", index, "rto"), entry.rto, level)


def _availability(inputs: Inputs) -> Mapping[str, Sequence[ServiceLevel]]:
    """The objectives of each service that count downtime around the clock, in the order of the file."""
    found: dict[str, list[ServiceLevel]] = {}
    for level in inputs.contract.slos:
        calendar = inputs.calendars[inputs.services[level.service].calendar]
        if inputs.slis[level.sli].type is SliType.TIME and around_the_clock(calendar):
            found.setdefault(level.service, []).append(level)
    return found


def _over_budget(inputs: Inputs, path: Path, rto: Duration, level: ServiceLevel) -> Iterator[Finding]:
    if not isinstance(level.target, Percent) or level.op is not Operator.AT_LEAST:
        return
    window, _ = window_seconds(level.window, calendar_months=inputs.contract.measurement.calendar_months)
    budget = max(budget_seconds(level.target, window), Decimal())
    outage = Length.of(rto).least or 0
    if outage > budget and _counts(level, outage):
        yield Finding(path, _budget(level, level.target, window, said.duration(rto)), rto, _cut(said.seconds(budget)))


def _counts(level: ServiceLevel, outage: int) -> bool:
    """Whether an outage of that length counts at all."""
    least = level.min_outage.seconds if level.min_outage else None
    return least is None or outage >= least


def _budget(level: ServiceLevel, target: Percent, window: int, rto: Message) -> Message:
    share, days = said.number(max(100 - target.value, Decimal())), window // DAY
    allowed = said.seconds(max(budget_seconds(target, window), Decimal()))
    return Message(
        f"一次长达 RTO 的中断为 {rto.zh} > {level.id} 的停机预算 {allowed.zh}（{days} 日周期的 {share}%）",
        f"an outage as long as the RTO is {rto.en} > {allowed.en}, the downtime budget of {level.id} "
        f"({share}% of a window of {days} days)",
    )


def _cut(allowed: Message) -> Message:
    return Message(
        f"把 RTO 缩短至 {allowed.zh} 以内，或者降低该目标；否则一次灾难即使其不达标",
        f"bring the RTO down to {allowed.en}, or lower the target; otherwise a single disaster misses it",
    )


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
