"""Improvement: weights that make a whole, and targets that are better than what there was."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from slagen.check import said
from slagen.check.rule import Finding, Inputs, Rule
from slagen.diagnostics import Code, Message, Severity
from slagen.model.improvement import Direction, Kpi
from slagen.sla.measures import improves

_SHOWN = 12
"""How many weights a message lists."""


def indicators(inputs: Inputs) -> Iterator[Finding]:
    """Weights of indicators add up to 100 %; each target improves on its baseline."""
    kpis = inputs.contract.kpis
    if inputs.contract.incentives is not None and not kpis:
        yield Finding(
            ("incentives",),
            Message("没有 kpis，无从计分：权重合计 0% ≠ 100%", "no kpis to score: their weights add up to 0% ≠ 100%"),
            hint=Message("写出 kpis 及其权重，或者删除 incentives", "give kpis with weights, or delete incentives"),
        )
    elif inputs.contract.incentives is not None or any(kpi.weight is not None for kpi in kpis):
        yield from _weights(kpis)
    for index, kpi in enumerate(kpis):
        if improves(kpi.baseline, kpi.target, kpi.direction) is False:
            yield _no_better(index, kpi)


def _weights(kpis: Sequence[Kpi]) -> Iterator[Finding]:
    given = [kpi.weight.value for kpi in kpis if kpi.weight is not None]
    total, lacking = sum(given, Decimal()), [kpi.id for kpi in kpis if kpi.weight is None]
    if lacking:
        names = ", ".join(lacking[:_SHOWN]) + (" …" if len(lacking) > _SHOWN else "")
        message = Message(
            f"{names} 没有权重，其余合计 {_sum(given, total)}",
            f"no weight for {names}; the others add up to {_sum(given, total)}",
        )
        yield Finding(("kpis",), message, hint=_missing(total))
    elif total != 100:
        shown = f"{_sum(given, total)} ≠ 100%"
        yield Finding(("kpis",), Message(f"权重合计 {shown}", f"the weights add up to {shown}"), hint=_missing(total))


def _sum(weights: Sequence[Decimal], total: Decimal) -> str:
    """The weights and what they come to: ``60% + 30% = 90%``."""
    terms = [f"{said.number(weight)}%" for weight in weights[:_SHOWN]] + ["…"] * (len(weights) > _SHOWN)
    whole = f"{said.number(total)}%"
    return f"{' + '.join(terms)} = {whole}" if len(terms) > 1 else whole


def _missing(total: Decimal) -> Message:
    rest = said.number(abs(100 - total))
    if total == 100:
        return Message("给每项指标写出权重，合计 100%", "give every indicator a weight, 100% altogether")
    if total < 100:
        return Message(f"还差 {rest} 个百分点", f"{rest} percentage points are missing")
    return Message(f"多出 {rest} 个百分点", f"{rest} percentage points too many")


def _no_better(index: int, kpi: Kpi) -> Finding:
    sign = "≤" if kpi.direction is Direction.UP else "≥"
    return Finding(
        ("kpis", index, "target"),
        Message(
            f"目标 {kpi.target} {sign} 基线 {kpi.baseline}，而改善方向为 {kpi.direction}",
            f"the target {kpi.target} {sign} the baseline {kpi.baseline}, though it should go {kpi.direction}",
        ),
        kpi.target,
        Message("更正目标、基线或者改善方向", "mend the target, the baseline or the direction"),
    )


RULES = (Rule(Code.KPI_WEIGHTS, Severity.ERROR, ("kpis", "incentives"), indicators),)
