"""The times of priorities and requests: in order within each, not shorter for a lower priority, escalated in time.

Times that run on one clock are compared there.  Others are compared by the wall clock, and only as far as their order
is certain whenever they start (:mod:`slagen.sla.durations`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from slagen.check import said
from slagen.check.rule import Finding, Inputs, Rule
from slagen.check.rules.clocks import READS, Running, compared, longer
from slagen.diagnostics import Code, Message, Severity
from slagen.model.delivery import Escalation, PriorityTarget, ServiceRequest
from slagen.model.units import Duration
from slagen.read.positioned import Path

_RESPONSE = Message("响应时限", "response time")
_UPDATE = Message("进展通报间隔", "interval of progress reports")
_RESOLUTION = Message("解决时限", "resolution time")
_FULFILMENT = Message("完成时限", "fulfilment time")


def order(inputs: Inputs) -> Iterator[Finding]:
    """response ≤ update ≤ resolution for each priority, response ≤ fulfilment for each kind of request.

    A first progress report that is due before the response contradicts nothing, so it is only a warning.
    """
    for index, target in enumerate(inputs.contract.priority.targets):
        yield from _order(("priority", "targets", index), target, Running.of(target, inputs))
    for index, request in enumerate(inputs.contract.requests):
        running = Running.of(request, inputs)
        if running.no_longer(request.response, request.fulfilment) is False:
            path = ("requests", index, "response")
            yield _later(path, request, (_RESPONSE, request.response), (_FULFILMENT, request.fulfilment), running)


def _order(path: Path, target: PriorityTarget, running: Running) -> Iterator[Finding]:
    response, update, resolution = (
        (_RESPONSE, target.response),
        (_UPDATE, target.update),
        (_RESOLUTION, target.resolution),
    )
    if running.no_longer(target.response, target.resolution) is False:
        yield _later((*path, "response"), target, response, resolution, running)
    elif running.no_longer(target.response, target.update) is False:
        yield _later((*path, "response"), target, response, update, running, Severity.WARNING)
    if running.no_longer(target.update, target.resolution) is False:
        yield _later((*path, "update"), target, update, resolution, running)


_Named = tuple[Message, Duration]
"""A time and what it is called."""


def _later(
    path: Path,
    entry: PriorityTarget | ServiceRequest,
    first: _Named,
    second: _Named,
    running: Running,
    severity: Severity | None = None,
) -> Finding:
    (name, time), (limited_by, limit) = first, second
    figures = compared(time, running, ">", limit, running)
    written = said.duration(limit)
    return Finding(
        path,
        Message(
            f"{entry.id} 的{name.zh}长于{limited_by.zh}：{figures.zh}",
            f"the {name.en} of {entry.id} is longer than its {limited_by.en}: {figures.en}",
        ),
        time,
        Message(
            f"缩短至 {written.zh}，或者延长{limited_by.zh}",
            f"shorten it to {written.en}, or lengthen the {limited_by.en}",
        ),
        severity,
    )


@dataclass(frozen=True, slots=True)
class _Ranked:
    """A priority and the clock of its times."""

    target: PriorityTarget
    running: Running

    def time(self, field: str) -> Duration:
        """The response, update or resolution time."""
        found: Duration = getattr(self.target, field)
        return found


_FIELDS = {"response": _RESPONSE, "update": _UPDATE, "resolution": _RESOLUTION}


def priorities(inputs: Inputs) -> Iterator[Finding]:
    """No time is shorter, and no attainment higher, than that of a higher priority.

    Each priority is compared with the one above it, and with the last one above that runs on the same clock.
    """
    last: dict[Running, _Ranked] = {}
    above: _Ranked | None = None
    for index, target in enumerate(inputs.contract.priority.targets):
        path, ranked = ("priority", "targets", index), _Ranked(target, Running.of(target, inputs))
        if above is not None:
            yield from _shrinks(path, ranked, (above, last.get(ranked.running, above)))
            yield from _stricter(path, target, above.target)
        last[ranked.running] = above = ranked


def _shrinks(path: Path, lower: _Ranked, above: Sequence[_Ranked]) -> Iterator[Finding]:
    for field in _FIELDS:
        for higher in above:
            if longer(higher.time(field), higher.running, lower.time(field), lower.running):
                yield _shorter((*path, field), field, lower, higher)
                break


def _shorter(path: Path, field: str, lower: _Ranked, higher: _Ranked) -> Finding:
    name, time, limit = _FIELDS[field], lower.time(field), higher.time(field)
    figures, written = compared(time, lower.running, "<", limit, higher.running), said.duration(limit)
    here, there = lower.target.id, higher.target.id
    return Finding(
        path,
        Message(
            f"{here} 的{name.zh}短于较高优先级 {there} 的：{figures.zh}",
            f"the {name.en} of {here} is shorter than that of {there}, a higher priority: {figures.en}",
        ),
        time,
        Message(
            f"延长至不短于 {written.zh}，或者缩短 {there} 的{name.zh}", f"give it {written.en} or more, or {there} less"
        ),
    )


def _stricter(path: Path, target: PriorityTarget, higher: PriorityTarget) -> Iterator[Finding]:
    if target.attainment > higher.attainment:
        yield Finding(
            (*path, "attainment"),
            Message(
                f"{target.id} 的达成率高于较高优先级 {higher.id} 的：{target.attainment} > {higher.attainment}",
                f"the attainment of {target.id} is higher than that of {higher.id}, a higher priority: "
                f"{target.attainment} > {higher.attainment}",
            ),
            target.attainment,
            Message(
                f"降至 {higher.attainment}，或者提高 {higher.id} 的达成率",
                f"lower it to {higher.attainment}, or raise that of {higher.id}",
            ),
            Severity.WARNING,
        )


def escalated(inputs: Inputs) -> Iterator[Finding]:
    """Each escalation comes before its priority's resolution time is over; both run on one clock (annex 5)."""
    for index, escalation in enumerate(inputs.contract.escalations):
        priority = inputs.priorities[escalation.priority]
        running = Running.of(priority, inputs)
        if running.no_longer(priority.resolution, escalation.after) is True:
            yield _too_late(index, escalation, priority, running)


def _too_late(index: int, escalation: Escalation, priority: PriorityTarget, running: Running) -> Finding:
    figures = compared(escalation.after, running, "≥", priority.resolution, running)
    limit = said.duration(priority.resolution)
    return Finding(
        ("escalations", index, "after"),
        Message(
            f"升级时 {priority.id} 的解决时限已经届满：{figures.zh}",
            f"the resolution time of {priority.id} is over when it is escalated: {figures.en}",
        ),
        escalation.after,
        Message(f"早于 {limit.zh}升级", f"escalate earlier than {limit.en}"),
    )


RULES = (
    Rule(Code.TARGET_ORDER, Severity.ERROR, (*READS, "priority", "requests"), order),
    Rule(Code.PRIORITY_ORDER, Severity.ERROR, (*READS, "priority"), priorities),
    Rule(Code.ESCALATION_LATE, Severity.ERROR, (*READS, "priority", "escalations"), escalated),
)
