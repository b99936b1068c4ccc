"""Measurement: probes that see what a target allows to fail, figures that show whether it is met."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from slagen.check.rule import Finding, Inputs, Rule
from slagen.check.said import duration, number, seconds
from slagen.diagnostics import Code, Message, Severity
from slagen.model.quality import Operator, Rounding, ServiceLevel, Sli, SliType
from slagen.model.units import Duration, Percent
from slagen.read.positioned import Path
from slagen.sla.availability import around_the_clock, budget, window_seconds
from slagen.sla.durations import bounds
from slagen.sla.hours import WEEK, ServiceHours

_MOST_DECIMALS = 6
"""What `slos[].decimals` may be at most."""


@dataclass(frozen=True, slots=True)
class _Limit:
    """What an interval may be at most for one objective, in seconds; `window` where a downtime budget makes it so."""

    level: ServiceLevel
    most: Fraction
    window: Fraction | None
    severity: Severity = Severity.ERROR

    @property
    def rank(self) -> tuple[bool, Fraction]:
        """Errors first, then the shortest."""
        return self.severity is not Severity.ERROR, self.most


def probe_interval(inputs: Inputs) -> Iterator[Finding]:
    """Interval ≤ D of the shortest window, and ≤ min_outage, of every objective that rests on the indicator.

    How long the window is of a service with hours of its own depends on what its indicator counts: all time, which is
    certain to be no less, or the service hours, on which there is only a warning.
    """
    levels = defaultdict(list)
    for level in inputs.contract.slos:
        levels[level.sli].append(level)
    for place, sli in enumerate(inputs.contract.slis):
        interval = bounds(sli.interval).least
        limits = [limit for level in levels[sli.id] for limit in _limits(inputs, sli, level, interval)]
        broken = min((limit for limit in limits if limit.most < interval), key=lambda one: one.rank, default=None)
        if broken:
            yield _too_slow(("slis", place, "interval"), sli, broken, interval)


def _limits(inputs: Inputs, sli: Sli, level: ServiceLevel, interval: int) -> Iterator[_Limit]:
    if sli.type is SliType.DURATION:
        return
    shortest = level.min_outage.seconds if level.min_outage else None
    if shortest is not None:
        yield _Limit(level, Fraction(shortest), None)
    if sli.type is not SliType.TIME or not isinstance(level.target, Percent) or level.op is not Operator.AT_LEAST:
        return
    # A target of 100% leaves nothing to see, but a probe still sees every outage that counts.
    if level.target.value < 100 or shortest is None or shortest < interval:
        yield from _budgets(inputs, level, level.target)


def _budgets(inputs: Inputs, level: ServiceLevel, target: Percent) -> Iterator[_Limit]:
    least, _ = window_seconds(level.window, calendar_months=inputs.contract.measurement.calendar_months)
    yield _Limit(level, max(budget(target, least), Fraction(0)), Fraction(least))
    calendar = inputs.calendars[inputs.services[level.service].calendar]
    if not around_the_clock(calendar):
        hours = Fraction(ServiceHours.of(calendar).weekly_seconds() * least, WEEK)
        yield _Limit(level, max(budget(target, hours), Fraction(0)), hours, Severity.WARNING)


def _too_slow(path: Path, sli: Sli, limit: _Limit, interval: int) -> Finding:
    every, most = duration(sli.interval), _shown(limit.most)
    zh, en = (f"{limit.level.id} 的最短中断", f"the shortest outage of {limit.level.id},")
    if limit.window is not None:
        sum_, window = f"(100% − {limit.level.target}) ×", _window(limit.window, limit.severity)
        zh = f"{limit.level.id} 最短计量周期的允许停机时间 {sum_} {window.zh} ="
        en = f"the downtime budget of {limit.level.id} in its shortest window, {sum_} {window.en} ="
    return Finding(
        path,
        Message(f"采集间隔 {every.zh} > {zh} {most.zh}", f"{every.en} > {en} {most.en}"),
        sli.interval,
        _quicker(limit, interval),
        limit.severity,
    )


def _window(length: Fraction, severity: Severity) -> Message:
    if severity is Severity.ERROR:
        return _shown(length)
    hours = number(Decimal(round(length / 36)) / 100)
    return Message(f"{hours} 小时服务时间", f"{hours} service hours")


def _shown(length: Fraction) -> Message:
    return seconds(Decimal(round(length * 100)) / 100)


def _quicker(limit: _Limit, interval: int) -> Message:
    """An interval, a shortest outage or a target that would do."""
    zh, en = [], []
    if whole := int(limit.most):
        most = seconds(whole)
        zh.append(f"采集间隔不超过 {most.zh}")
        en.append(f"an interval of at most {most.en}")
    if limit.window is None or limit.most == 0:
        zh.append("最短中断不短于采集间隔")
        en.append("a shortest outage that is at least the interval")
    if limit.window and limit.window > interval:
        target = Decimal(int((1 - interval / limit.window) * 10**6)).scaleb(-4)
        zh.append(f"目标值不高于 {number(target)}%")
        en.append(f"a target of at most {number(target)}%")
    return Message("改为：" + "，或者".join(zh), "use " + ", or ".join(en))


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


RULES = (
    Rule(
        Code.PROBE_INTERVAL,
        Severity.ERROR,
        ("slis", "slos", "services", "calendars", "measurement"),
        probe_interval,
    ),
    Rule(Code.ROUNDING_STEP, Severity.WARNING, ("slos", "measurement"), rounding_step),
)
