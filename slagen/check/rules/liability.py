"""Liability: losses that no contract can exclude (民法典 article 506), and deposits (articles 586 to 588)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from slagen.check.limits import SAID, Kept, kept_in
from slagen.check.money import floored
from slagen.check.rule import Finding, Inputs, Rule
from slagen.diagnostics import Code, Message, Severity
from slagen.model.supplementary import Deposit
from slagen.model.text import Text
from slagen.sla.periods import months_of_provision
from slagen.tree import LANGUAGES


def excluded_losses(inputs: Inputs) -> Iterator[Finding]:
    """Loss that is excluded although no contract can exclude it."""
    for place, loss in enumerate(inputs.contract.liability.excluded_losses):
        if named := _named(loss):
            zh, en = "、".join(SAID[kept].zh for kept in named), ", ".join(SAID[kept].en for kept in named)
            yield Finding(
                ("liability", "excluded_losses", place),
                Message(
                    f"“{loss.zh or loss.en}”提到{zh}，而排除该责任的约定依民法典第五百零六条无效",
                    f"“{loss.en or loss.zh}” names {en}; to exclude that liability is void (Civil Code, article 506)",
                ),
                loss.zh or loss.en,
                Message(
                    "删去该项，或者改写为不涉及上述责任的损失", "leave it out, or name a loss that is none of these"
                ),
            )


def _named(text: Text) -> list[Kept]:
    found = frozenset[Kept]().union(*(kept_in(text.get(lang) or "", lang) for lang in LANGUAGES))
    return [kept for kept in Kept if kept in found]


def deposit(inputs: Inputs) -> Iterator[Finding]:
    """A deposit of at most 20 % of the contract price; with liquidated damages beside it, only one of them applies."""
    found = inputs.contract.deposit
    if found is None:
        return
    yield from _above_a_fifth(found, inputs)
    if beside := list(_liquidated(inputs)):
        yield _election(found, beside)


_HIGHEST = Fraction(20, 100)
"""The share of the price of the contract above which a deposit has no effect (民法典 article 586)."""


def _above_a_fifth(found: Deposit, inputs: Inputs) -> Iterator[Finding]:
    agreement = inputs.contract.contract
    months = months_of_provision(agreement.effective, agreement.expiry)
    price = Fraction(agreement.annual_fee.amount) * max(months, Fraction(0)) / 12
    if Fraction(found.amount.amount) <= _HIGHEST * price:
        return
    whole, most = (floored(amount, agreement.currency) for amount in (price, _HIGHEST * price))
    yield Finding(
        ("deposit", "amount"),
        Message(
            f"定金 {found.amount} 超过有效期内合同价款 {whole}（每年 {agreement.annual_fee}）的 20%，即 {most}；"
            "超过部分不产生定金的效力",
            f"the deposit of {found.amount} is more than 20% of the price over the term, {whole} "
            f"({agreement.annual_fee} a year), which is {most}; the part above it has no effect as a deposit",
        ),
        found.amount,
        Message(f"降低到不超过 {most}", f"lower it to {most} or less"),
    )


def _liquidated(inputs: Inputs) -> Iterator[Message]:
    """The liquidated damages that a contract has beside a deposit."""
    contract = inputs.contract
    if contract.credits:
        yield Message("服务抵扣（credits）", "service credits (credits)")
    if contract.liability.late_payment.value > 0:
        yield Message("逾期付款违约金（liability.late_payment）", "those for late payment (liability.late_payment)")
    if contract.confidentiality.damages is not None:
        yield Message("泄密违约金（confidentiality.damages）", "those for leaks (confidentiality.damages)")
    if contract.incentives and any(band.malus for band in contract.incentives.bands):
        yield Message("绩效扣减（incentives）", "performance deductions (incentives)")


def _election(found: Deposit, beside: Sequence[Message]) -> Finding:
    zh, en = "、".join(one.zh for one in beside), ", ".join(one.en for one in beside)
    return Finding(
        ("deposit",),
        Message(
            f"定金 {found.amount} 与违约金并存：{zh}；就同一违约，守约方只能选择适用其一，不能并用",
            f"the deposit of {found.amount} stands beside liquidated damages: {en}; for one breach, the innocent party "
            "may choose one of them and not have both",
        ),
        found.amount,
        Message(
            "只约定其中一项；确需并存的，核对条款 supplementary.deposit 的选择约定，在 deposit 中豁免本规则并写明理由",
            "agree on one of them; where both are needed, read the choice in clause supplementary.deposit and waive "
            "this rule in `deposit`, with the reason",
        ),
        Severity.WARNING,
    )


RULES = (
    Rule(Code.CARVE_OUTS, Severity.ERROR, ("liability",), excluded_losses),
    Rule(
        Code.DEPOSIT_ELECTION,
        Severity.ERROR,
        ("contract", "deposit", "credits", "liability", "confidentiality", "incentives"),
        deposit,
    ),
)
