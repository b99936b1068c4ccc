"""Operational level agreements and underpinning contracts: quick enough, and in force for the whole term.

ISO/IEC 20000-1:2018, 8.3.4 has suppliers' service levels support those promised to the customer.
"""

from __future__ import annotations

from collections.abc import Iterator

from slagen.check.rule import Finding, Inputs, Rule
from slagen.diagnostics import Code, Message, Severity


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


RULES = (Rule(Code.UNDERPINNING_EXPIRY, Severity.ERROR, ("contract", "dependencies"), in_force),)
