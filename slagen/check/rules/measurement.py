"""Measurement: probes that see what a target allows to fail, figures that show whether it is met."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from slagen.check.rule import Finding, Inputs, Rule
from slagen.diagnostics import Code, Message, Severity
from slagen.model.quality import Operator, Rounding, ServiceLevel
from slagen.model.units import Duration, Percent
from slagen.read.positioned import Path

_MOST_DECIMALS = 6
"""What `slos[].decimals` may be at most."""


def rounding_step(inputs: Inputs) -> Iterator[Finding]:
    """The last decimal shown is at most a tenth of what the target leaves: 10^−decimals ≤ (1 − T)/10.

    A share that is to stay below its target leaves that target; a duration is judged by itself, in its own unit.
    """
    rounding = inputs.contract.measurement.rounding
    for place, level in enumerate(inputs.contract.slos):
        path: Path = ("slos", place, "decimals")
        left = _left(level)
        if left > 0 and _step(level.decimals) * 10 > left:
            yield _too_coarse(path, level, left)
        elif left == 0 and _counts_up(level) and rounding is Rounding.HALF_UP:
            yield _nothing_left(path, level)


def _left(level: ServiceLevel) -> Decimal:
    """What the target leaves to fail, in percent; a duration itself, in its own unit."""
    if isinstance(level.target, Duration):
        return Decimal(level.target.amount)
    return 100 - level.target.value if level.op is Operator.AT_LEAST else level.target.value


def _counts_up(level: ServiceLevel) -> bool:
    return isinstance(level.target, Percent) and level.op is Operator.AT_LEAST


def _step(decimals: int) -> Decimal:
    return Decimal(1).scaleb(-decimals)


def _too_coarse(path: Path, level: ServiceLevel, left: Decimal) -> Finding:
    step, tenth = _step(level.decimals), left / 10
    wanted = next(decimals for decimals in range(99) if _step(decimals) <= tenth)
    unit = f" {level.target.unit}" if isinstance(level.target, Duration) else "%"
    allowed = f"(100% − {level.target})" if _counts_up(level) else f"{level.target}"
    sum_ = f"{step:f}{unit} > {allowed} ÷ 10 = {_plain(tenth)}{unit}"
    return Finding(
        path,
        Message(
            f"显示的最小刻度 {sum_}，从显示的结果分不清是否达标",
            f"results are shown in steps of {sum_}, too coarse to tell a met target from a missed one",
        ),
        level.decimals,
        _more_decimals(wanted),
    )


def _more_decimals(wanted: int) -> Message:
    if wanted <= _MOST_DECIMALS:
        return Message(f"写成 decimals: {wanted}", f"write decimals: {wanted}")
    return Message(
        f"需要 {wanted} 位小数，而至多显示 {_MOST_DECIMALS} 位：放宽目标值",
        f"it needs {wanted} decimals and at most {_MOST_DECIMALS} are shown: relax the target",
    )


def _nothing_left(path: Path, level: ServiceLevel) -> Finding:
    nines = "99." + "9" * (level.decimals + 1) + "%"
    shown = f"{Decimal(100):.{level.decimals}f}%"
    return Finding(
        path,
        Message(
            f"目标为 {level.target} 且四舍五入，{nines} 也显示为 {shown}",
            f"the target is {level.target} and results are rounded half up, so that {nines} is shown as {shown}, too",
        ),
        level.decimals,
        Message("写成 measurement.rounding: down", "write measurement.rounding: down"),
    )


def _plain(value: Decimal) -> str:
    return f"{value.normalize():f}"


RULES = (Rule(Code.ROUNDING_STEP, Severity.WARNING, ("slos", "measurement"), rounding_step),)
