"""What credits come to: percentages that their caps can hold, and amounts that are really granted."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from slagen.check.money import Fees, exactly, floored, part
from slagen.check.rule import Finding, Inputs, Rule
from slagen.diagnostics import Code, Message, Severity
from slagen.model.quality import CreditTerms
from slagen.model.units import Money, Percent
from slagen.read.positioned import Path


@dataclass(frozen=True, slots=True)
class _Worth:
    """A tier of a credit, what its percentage is taken of, and what it comes to in a whole month."""

    slo: str
    pct: Percent
    path: Path
    basis: Fraction
    amount: Fraction


def _worths(inputs: Inputs) -> list[list[_Worth]]:
    """The tiers of each credit that earn anything; a list for each credit."""
    if _Worth not in inputs.kept:
        inputs.kept[_Worth] = [_of_credit(inputs, place) for place in range(len(inputs.contract.credits))]
    found: list[list[_Worth]] = inputs.kept[_Worth]
    return found


def _of_credit(inputs: Inputs, place: int) -> list[_Worth]:
    credit = inputs.contract.credits[place]
    basis = Fees.of(inputs).basis(credit, inputs.slos[credit.slo].service)
    return [
        _Worth(credit.slo, tier.pct, ("credits", place, "tiers", index, "pct"), basis, part(tier.pct, basis))
        for index, tier in enumerate(credit.tiers)
        if tier.pct.value > 0
    ]


def ranges(inputs: Inputs) -> Iterator[Finding]:
    """``0 < pct ≤ monthly_cap ≤ 100``: an error where the amounts break it, too, odd where only the numbers do."""
    terms = inputs.contract.credit_terms
    for place, credit in enumerate(inputs.contract.credits):
        for index, tier in enumerate(credit.tiers):
            if tier.pct.value == 0:
                yield _nothing(("credits", place, "tiers", index, "pct"), tier.pct)
    if terms is None:
        return
    if terms.monthly_cap.value > 100:
        yield _above_the_fee(terms.monthly_cap)
    total = Fees.of(inputs).total
    for worth in (each for credit in _worths(inputs) for each in credit):
        if worth.pct > terms.monthly_cap:
            yield _above_the_cap(worth, terms, total, inputs.contract.services[0].monthly_fee.currency)


def _nothing(path: Path, pct: Percent) -> Finding:
    return Finding(
        path,
        Message(
            "本档的抵扣比例为 0%：未达标而没有抵扣",
            "this tier earns 0%: a miss of the target without a credit",
        ),
        pct,
        Message(
            "写出大于 0% 的比例；不应抵扣的，降低目标值并删除本档",
            "give a percentage above 0%; if nothing should be due, lower the target and delete the tier",
        ),
    )


def _above_the_fee(cap: Percent) -> Finding:
    return Finding(
        ("credit_terms", "monthly_cap"),
        Message(
            f"月抵扣上限 {cap} 高于 100%，一个月的抵扣会超过全部月服务费",
            f"the monthly cap of {cap} is above 100%, so that a month's credits could exceed all its fees",
        ),
        cap,
        Message("写成不高于 100% 的比例", "write 100% or less"),
    )


def _above_the_cap(worth: _Worth, terms: CreditTerms, total: Fraction, currency: str) -> Finding:
    cap = part(terms.monthly_cap, total)
    fits = worth.amount <= cap
    sum_zh = f"{worth.pct} × {exactly(worth.basis, currency)} = {exactly(worth.amount, currency)}"
    cap_zh = f"{terms.monthly_cap} × {exactly(total, currency)} = {exactly(cap, currency)}"
    return Finding(
        worth.path,
        Message(
            f"抵扣比例 {worth.pct} 高于月抵扣上限 {terms.monthly_cap}，但两者的基数不同：{sum_zh}，不超过 {cap_zh}"
            if fits
            else f"{sum_zh}，超过月抵扣上限 {cap_zh}，本档从来不能足额抵扣",
            f"{worth.pct} is above the monthly cap of {terms.monthly_cap}, but they are shares of different fees: "
            f"{sum_zh} is no more than {cap_zh}"
            if fits
            else f"{sum_zh} is above the monthly cap, {cap_zh}, so that this tier is never granted in full",
        ),
        worth.pct,
        Message(
            f"核对基数；使比例不高于 {terms.monthly_cap}，或者提高月抵扣上限",
            f"compare the bases; make it {terms.monthly_cap} or less, or raise the monthly cap",
        ),
        Severity.WARNING if fits else None,
    )


def minimum(inputs: Inputs) -> Iterator[Finding]:
    """``min_amount ≤ fee × lowest pct`` for each credit.

    An error where a tier stays below the minimum even if every other credit of its month is the highest; otherwise
    the tier is granted only together with others, which is odd.
    """
    terms = inputs.contract.credit_terms
    if terms is None or terms.min_amount is None:
        return
    credits_ = [credit for credit in _worths(inputs) if credit]
    low = [min(credit, key=lambda worth: worth.amount) for credit in credits_]
    below = [worth for worth in low if worth.amount < Fraction(terms.min_amount.amount)]
    if below:
        most = sum((max(worth.amount for worth in credit) for credit in credits_), Fraction(0))
        own = {credit[0].slo: max(worth.amount for worth in credit) for credit in credits_}
        alone = {worth.slo: most - own[worth.slo] + worth.amount for worth in below}
        yield _below(below, terms.min_amount, alone)


def _below(below: Sequence[_Worth], least: Money, together: dict[str, Fraction]) -> Finding:
    """`together`: what the lowest tier of an objective comes to along with the highest credits of all others."""
    worst = min(below, key=lambda worth: (together[worth.slo], worth.amount))
    never = together[worst.slo] < Fraction(least.amount)
    smallest = min(worth.amount for worth in below)
    amount = f"{worst.pct} × {exactly(worst.basis, least.currency)} = {exactly(worst.amount, least.currency)}"
    others = len(below) - 1
    more_zh, more_en = (f"；另有 {others} 项目标如此", f"; {others} more of the kind") if others else ("", "")
    return Finding(
        ("credit_terms", "min_amount"),
        Message(
            f"{least} 高于 {worst.slo} 最低一档的抵扣：{amount}，"
            + ("该档从来不会给予" if never else "该档只在与同月的其他抵扣相加时才给予")
            + more_zh,
            f"{least} is above the lowest credit for {worst.slo}, {amount}, so that it is "
            + ("never granted" if never else "granted only along with other credits of its month")
            + more_en,
        ),
        least,
        Message(
            f"降低到不超过 {floored(smallest, least.currency)}，或者删除本项，或者提高最低一档的比例",
            f"lower it to {floored(smallest, least.currency)} or less, leave it out, or raise the lowest tier",
        ),
        None if never else Severity.WARNING,
    )


def excess(inputs: Inputs) -> Iterator[Finding]:
    """``(penalty − loss) / loss ≤ 30 %``, where the parties have estimated the loss of a tier."""
    terms, fees = inputs.contract.credit_terms, Fees.of(inputs)
    cap = part(terms.monthly_cap, fees.total) if terms else fees.total
    for place, credit in enumerate(inputs.contract.credits):
        basis = fees.basis(credit, inputs.slos[credit.slo].service)
        for index, tier in enumerate(credit.tiers):
            if tier.loss is not None:
                penalty, loss = min(part(tier.pct, basis), cap), Fraction(tier.loss.amount)
                if penalty - loss > _HIGH * loss:
                    yield _too_high(("credits", place, "tiers", index, "pct"), tier.pct, penalty, tier.loss)


_HIGH = Fraction(30, 100)
"""The share of the loss above which courts ordinarily find a penalty excessive (法释〔2023〕13号 article 65)."""


def _too_high(path: Path, pct: Percent, penalty: Fraction, loss: Money) -> Finding:
    known, currency = Fraction(loss.amount), loss.currency
    over, allowed = exactly(penalty - known, currency), exactly(_HIGH * known, currency)
    most = floored((1 + _HIGH) * known, currency)
    return Finding(
        path,
        Message(
            f"本档的抵扣 {exactly(penalty, currency)} 比估计的损失 {loss} 高 {over}，超过损失的 30%（{allowed}）："
            "一般可以被认定为过分高于损失，并依请求减少",
            f"the credit of this tier, {exactly(penalty, currency)}, is {over} above the estimated loss of {loss}, "
            f"more than 30% of it ({allowed}): it may ordinarily be found excessive and be reduced on request",
        ),
        pct,
        Message(
            f"使抵扣不超过 {most}，或者核实损失的估计并留存其测算",
            f"keep the credit within {most}, or review the estimate and keep its calculation",
        ),
    )


RULES = (
    Rule(Code.CREDIT_RANGE, Severity.ERROR, ("credits", "credit_terms", "slos", "services"), ranges),
    Rule(Code.CREDIT_MINIMUM, Severity.ERROR, ("credits", "credit_terms", "slos", "services"), minimum),
    Rule(Code.PENALTY_EXCESS, Severity.WARNING, ("credits", "credit_terms", "slos", "services"), excess),
)
