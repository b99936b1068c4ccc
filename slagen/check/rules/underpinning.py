"""Operational level agreements and underpinning contracts: quick enough, and in force for the whole term.

ISO/IEC 20000-1:2018, 8.3.4 has suppliers' service levels support those promised to the customer.
"""

from __future__ import annotations

from collections.abc import Iterator

from slagen.check.rule import Finding, Inputs, Rule
from slagen.check.rules.clocks import READS, Running, compared_sum
from slagen.diagnostics import Code, Message, Severity
from slagen.model.delivery import Dependency
from slagen.model.units import Duration
from slagen.read.positioned import Path


def in_force(inputs: Inputs) -> Iterator[Finding]:
    """None ends before the contract that rests on it; one without an expiry date has no end that is known."""
    expiry = inputs.contract.contract.expiry
    for index, dependency in enumerate(inputs.contract.dependencies):
        if dependency.expiry is not None and dependency.expiry < expiry:
            days = (expiry - dependency.expiry).days
            yield Finding(
                ("dependencies", index, "expiry"),
                Message(
                    f"{dependency.id} 于 {dependency.expiry} 到期，比合同届满日期 {expiry} 早 {days} 日",
                    f"{dependency.id} ends on {dependency.expiry}, {days} {'day' if days == 1 else 'days'} before "
                    f"the contract does, on {expiry}",
                ),
                dependency.expiry,
                Message(
                    f"续签至 {expiry} 或者更晚，或者以注明理由的豁免说明将如何续签",
                    f"extend it to {expiry} or later, or waive the rule and say how it will be renewed",
                ),
            )


def quick_enough(inputs: Inputs) -> Iterator[Finding]:
    """Hand-off and response, and hand-off and resolution, fit the times of the priority that is served.

    All run by that priority's clock and calendar (3.3, "Supporting agreements").
    """
    highest = inputs.contract.priority.targets[0]
    for index, dependency in enumerate(inputs.contract.dependencies):
        target = inputs.priorities[dependency.priority] if dependency.priority else highest
        running = Running.of(target, inputs)
        for field in _TIMES:
            parts, limit = _parts(dependency, field), getattr(target, field)
            if parts and running.sum_no_longer(parts, limit) is False:
                figures = compared_sum(parts, limit, running)
                yield _too_slow(("dependencies", index, field), dependency, target.id, figures)


_TIMES = {"response": Message("响应", "response"), "resolution": Message("解决", "resolution")}


def _parts(dependency: Dependency, field: str) -> list[Duration]:
    """The hand-off, if it takes any time, and the time that is agreed; nothing where none is."""
    time: Duration | None = getattr(dependency, field)
    return [] if time is None else [time] if dependency.handoff is None else [dependency.handoff, time]


def _too_slow(path: Path, dependency: Dependency, target: str, figures: Message) -> Finding:
    name = _TIMES[str(path[-1])]
    what = name if dependency.handoff is None else Message(f"转交加{name.zh}", f"hand-off and {name.en}")
    return Finding(
        path,
        Message(
            f"{dependency.id} 的{what.zh}超过 {target} 的{name.zh}时限：{figures.zh}",
            f"{what.en} by {dependency.id} can't keep to the {name.en} time of {target}: {figures.en}",
        ),
        getattr(dependency, str(path[-1])),
        Message(
            f"约定更短的{name.zh}时限，或者写明其所服务的较低优先级",
            f"agree on a shorter {name.en} time, or name the lower priority that it serves",
        ),
    )


RULES = (
    Rule(Code.UNDERPINNING_TIMES, Severity.ERROR, (*READS, "priority", "dependencies"), quick_enough),
    Rule(Code.UNDERPINNING_EXPIRY, Severity.ERROR, ("contract", "dependencies"), in_force),
)
