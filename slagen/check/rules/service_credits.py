"""Service credits: tiers that hold every result exactly once, and amounts that their caps can hold."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from slagen.check.rule import Finding, Inputs, Rule
from slagen.diagnostics import Code, Message, Severity
from slagen.model.quality import CreditTier


def contiguous(inputs: Inputs) -> Iterator[Finding]:
    """Each tier ends where the one above it begins: ``lt[i] = ge[i−1]``."""
    for place, credit in enumerate(inputs.contract.credits):
        shown = _listed(credit.tiers)
        for index, (above, tier) in enumerate(zip(credit.tiers, credit.tiers[1:], strict=False), 1):
            path = ("credits", place, "tiers", index, "lt")
            if tier.lt.value < above.ge.value:
                yield _gap(path, tier, above, shown)
            elif tier.lt.value > above.ge.value:
                yield _overlap(path, tier, above, shown)


def _listed(tiers: tuple[CreditTier, ...]) -> Message:
    """Every tier, the lowest first, as half-open intervals."""
    intervals = ", ".join(f"[{_number(tier.ge.value)}, {_number(tier.lt.value)})" for tier in reversed(tiers))
    return Message(f"{len(tiers)} 档：{intervals}", f"{len(tiers)} tiers: {intervals}")


def _number(value: Decimal) -> str:
    return f"{value.normalize():f}"


def _gap(path: tuple[str | int, ...], tier: CreditTier, above: CreditTier, shown: Message) -> Finding:
    between = _number((tier.lt.value + above.ge.value) / 2)
    return Finding(
        path,
        Message(
            f"{shown.zh}——{between}% 不在任何一档之内",
            f"{shown.en} — {between}% falls in none",
        ),
        tier.lt,
        Message(f"写成上一档的下限 {above.ge}", f"write {above.ge}, where the tier above begins"),
    )


def _overlap(path: tuple[str | int, ...], tier: CreditTier, above: CreditTier, shown: Message) -> Finding:
    return Finding(
        path,
        Message(
            f"{shown.zh}——{above.ge} 同时落入两档，抵扣 {above.pct} 和 {tier.pct}",
            f"{shown.en} — {above.ge} falls in two, with credits of {above.pct} and {tier.pct}",
        ),
        tier.lt,
        Message(f"写成上一档的下限 {above.ge}", f"write {above.ge}, where the tier above begins"),
    )


RULES = (Rule(Code.TIERS_CONTIGUOUS, Severity.ERROR, ("credits",), contiguous),)
