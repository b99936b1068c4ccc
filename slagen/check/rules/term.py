"""The term: dates in order, notices shorter than it, holidays known for each of its years."""

from __future__ import annotations

from collections.abc import Iterator

from slagen.check.rule import Finding, Inputs, Rule
from slagen.diagnostics import Code, Message, Severity


def order(inputs: Inputs) -> Iterator[Finding]:
    """signed ≤ effective < expiry; an effective date before signature makes the agreement retroactive."""
    agreement = inputs.contract.contract
    if agreement.expiry <= agreement.effective:
        yield Finding(
            ("contract", "expiry"),
            Message(
                f"届满日期 {agreement.expiry} 应当晚于生效日期 {agreement.effective}",
                f"the expiry date {agreement.expiry} should be later than the effective date {agreement.effective}",
            ),
            agreement.expiry,
        )
    if agreement.signed and agreement.signed > agreement.effective:
        days = (agreement.signed - agreement.effective).days
        yield Finding(
            ("contract", "effective"),
            Message(
                f"生效日期 {agreement.effective} 比签署日期 {agreement.signed} 早 {days} 日，合同具有溯及力",
                f"the effective date {agreement.effective} is {days} days before the signature, {agreement.signed}, "
                "so the contract is retroactive",
            ),
            agreement.effective,
            Message("确认双方有意使合同溯及既往", "make sure that the parties mean it to be retroactive"),
            Severity.WARNING,
        )


RULES = (Rule(Code.TERM_ORDER, Severity.ERROR, ("contract",), order),)
