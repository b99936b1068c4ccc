"""Service credits: tiers that hold every miss exactly once, and earn more the worse it is.

A tier is the half-open interval [ge, lt) of results in percent.  The annex “Service Credits” says what becomes of a
result outside of all tiers; a contract that needs that has not said what its parties agreed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from slagen.check.rule import Finding, Inputs, Rule
from slagen.diagnostics import Code, Message, Severity
from slagen.model.quality import Credit, CreditTier, Operator, ServiceLevel, SliType
from slagen.model.units import Percent
from slagen.read.positioned import Path


@dataclass(frozen=True, slots=True)
class _Placed:
    """A tier and its path."""

    tier: CreditTier
    path: Path

    @property
    def interval(self) -> str:
        return f"[{_number(self.tier.ge.value)}, {_number(self.tier.lt.value)})"


def _placed(place: int, credit: Credit) -> list[_Placed]:
    """The tiers that hold anything, the highest results first, in whatever order they are written."""
    found = [_Placed(tier, ("credits", place, "tiers", index)) for index, tier in enumerate(credit.tiers)]
    return sorted(
        (each for each in found if each.tier.ge < each.tier.lt),
        key=lambda each: (each.tier.ge, each.tier.lt),
        reverse=True,
    )


def contiguous(inputs: Inputs) -> Iterator[Finding]:
    """Each tier ends where the one above it begins: ``lt[i] = ge[i−1]``; an objective has its tiers in one place."""
    first: dict[str, int] = {}
    for place, credit in enumerate(inputs.contract.credits):
        if credit.slo in first:
            yield _second(place, credit, first[credit.slo])
        first.setdefault(credit.slo, place)
        yield from _holding_nothing(place, credit)
        yield from _not_meeting(_placed(place, credit))


def _not_meeting(tiers: Sequence[_Placed]) -> Iterator[Finding]:
    for above, below in pairwise(tiers):
        if below.tier.lt < above.tier.ge:
            yield _gap(below, above.tier, _listed(tiers))
        elif below.tier.lt > above.tier.ge:
            yield _overlap(below, above.tier, _listed(tiers))


def _listed(tiers: Sequence[_Placed]) -> Message:
    """Every tier, the lowest first."""
    intervals = ", ".join(each.interval for each in reversed(tiers))
    return Message(f"{len(tiers)} 档：{intervals}", f"{len(tiers)} tiers: {intervals}")


def _number(value: Decimal) -> str:
    return f"{value.normalize():f}"


def _midway(one: Percent, other: Percent) -> str:
    return f"{_number((one.value + other.value) / 2)}%"


def _second(place: int, credit: Credit, first: int) -> Finding:
    return Finding(
        ("credits", place, "slo"),
        Message(
            f"credits[{first}] 已有 {credit.slo} 的分档，同一计量结果落入两处的档次",
            f"credits[{first}] has tiers for {credit.slo} already, so that one result lies in tiers of both",
        ),
        credit.slo,
        Message("把两处的分档合为一项", "make one entry of the two"),
    )


def _holding_nothing(place: int, credit: Credit) -> Iterator[Finding]:
    for index, tier in enumerate(credit.tiers):
        if tier.ge >= tier.lt:
            yield Finding(
                ("credits", place, "tiers", index),
                Message(
                    f"没有大于等于 {tier.ge} 而小于 {tier.lt} 的计量结果",
                    f"no result is at least {tier.ge} and less than {tier.lt}",
                ),
                f"[{tier.ge}, {tier.lt})",
                Message("ge 应当小于 lt", "make ge less than lt"),
            )


def _gap(below: _Placed, above: CreditTier, shown: Message) -> Finding:
    between = _midway(below.tier.lt, above.ge)
    return Finding(
        (*below.path, "lt"),
        Message(
            f"{shown.zh}——{between} 不在任何一档之内",
            f"{shown.en} — {between} falls in none",
        ),
        below.tier.lt,
        Message(f"写成上一档的下限 {above.ge}", f"write {above.ge}, where the tier above begins"),
    )


def _overlap(below: _Placed, above: CreditTier, shown: Message) -> Finding:
    return Finding(
        (*below.path, "lt"),
        Message(
            f"{shown.zh}——{above.ge} 同时落入两档，抵扣 {above.pct} 和 {below.tier.pct}",
            f"{shown.en} — {above.ge} falls in two, with credits of {above.pct} and {below.tier.pct}",
        ),
        below.tier.lt,
        Message(f"写成上一档的下限 {above.ge}", f"write {above.ge}, where the tier above begins"),
    )


def monotone(inputs: Inputs) -> Iterator[Finding]:
    """The worse the result, the higher the credit; one that stays the same is only odd."""
    for place, credit in enumerate(inputs.contract.credits):
        level = inputs.slos[credit.slo]
        if not isinstance(level.target, Percent):
            continue  # tiers of percentages say nothing about a duration, which is found apart
        tiers = _placed(place, credit)
        best_first = tiers if level.op is Operator.AT_LEAST else tiers[::-1]
        for better, worse in pairwise(best_first):
            if worse.tier.pct <= better.tier.pct:
                yield _not_rising(worse, better)


def _not_rising(worse: _Placed, better: _Placed) -> Finding:
    same = worse.tier.pct == better.tier.pct
    return Finding(
        (*worse.path, "pct"),
        Message(
            f"{worse.interval} 抵扣 {worse.tier.pct}，{'没有高于' if same else '低于'}结果较好的 {better.interval} "
            f"的 {better.tier.pct}",
            f"{worse.interval} earns {worse.tier.pct}, {'no more' if same else 'less'} than the {better.tier.pct} of "
            f"the better results {better.interval}",
        ),
        worse.tier.pct,
        Message(
            f"写成高于 {better.tier.pct} 的比例" + ("，或者把两档合为一档" if same else ""),
            f"raise it above {better.tier.pct}" + (", or make one tier of the two" if same else ""),
        ),
        Severity.WARNING if same else None,
    )


def ends(inputs: Inputs) -> Iterator[Finding]:
    """The tiers hold all misses and nothing else: from the target down to 0, or where less is better up to 100 %."""
    for place, credit in enumerate(inputs.contract.credits):
        level = inputs.slos[credit.slo]
        tiers = _placed(place, credit)
        if not isinstance(level.target, Percent) or inputs.slis[level.sli].type is SliType.DURATION:
            yield _no_percentage(place, level)
        elif tiers and level.op is Operator.AT_LEAST:
            yield from _down_from(tiers, level, level.target)
        elif tiers:
            yield from _up_from(tiers, level, level.target)


def _no_percentage(place: int, level: ServiceLevel) -> Finding:
    return Finding(
        ("credits", place, "slo"),
        Message(
            f"{level.id}（{level.op.sign} {level.target}）的计量结果是时长，而各档的界限是百分数，没有一档能容纳它",
            f"a result of {level.id} ({level.op.sign} {level.target}) is a length of time, and the tiers are bounded "
            "by percentages, none of which can hold it",
        ),
        level.id,
        Message(
            "另设一项以按时完成的比例为指示器的目标（例如 95%），对它约定抵扣",
            "set an objective on the share that is done in that time (95%, say) and give the credit for that",
        ),
    )


def _down_from(tiers: Sequence[_Placed], level: ServiceLevel, target: Percent) -> Iterator[Finding]:
    top, bottom = tiers[0], tiers[-1]
    if top.tier.lt < target:
        yield _missing((*top.path, "lt"), top.tier.lt, target, level, _midway(top.tier.lt, target))
    elif top.tier.lt > target:
        met = max(target, top.tier.ge)
        yield _too_far((*top.path, "lt"), top.tier.lt, level, _midway(met, top.tier.lt), top.tier.pct)
    if bottom.tier.ge.value > 0:
        yield _unbounded((*bottom.path, "ge"), bottom.tier.ge, "0%", _midway(bottom.tier.ge, Percent(Decimal(0))))


def _up_from(tiers: Sequence[_Placed], level: ServiceLevel, target: Percent) -> Iterator[Finding]:
    top, bottom = tiers[0], tiers[-1]
    if bottom.tier.ge > target:
        yield _missing((*bottom.path, "ge"), bottom.tier.ge, target, level, _midway(target, bottom.tier.ge))
    elif bottom.tier.ge < target:
        met = min(target, bottom.tier.lt)
        yield _too_far((*bottom.path, "ge"), bottom.tier.ge, level, _midway(bottom.tier.ge, met), bottom.tier.pct)
    if top.tier.lt.value < 100:
        yield _unbounded((*top.path, "lt"), top.tier.lt, "100%", _midway(top.tier.lt, Percent(Decimal(100))))


def _missing(path: Path, bound: Percent, target: Percent, level: ServiceLevel, between: str) -> Finding:
    return Finding(
        path,
        Message(
            f"{bound} 与 {level.id} 的目标值 {target} 之间没有档次：{between} 未达标，却不在任何一档之内",
            f"no tier between {bound} and the target of {level.id}, {target}: {between} misses it and falls in none",
        ),
        bound,
        _write_target(target),
    )


def _too_far(path: Path, bound: Percent, level: ServiceLevel, met: str, pct: Percent) -> Finding:
    return Finding(
        path,
        Message(
            f"{bound} 越过了 {level.id} 的目标值 {level.target}：{met} 已达标，却落入抵扣 {pct} 的一档",
            f"{bound} is beyond the target of {level.id}, {level.target}: {met} meets it and yet falls in the tier of "
            f"{pct}",
        ),
        bound,
        _write_target(level.target),
    )


def _write_target(target: object) -> Message:
    return Message(f"写成目标值 {target}，或者更正目标值", f"write the target, {target}, or mend the target")


def _unbounded(path: Path, bound: Percent, end: str, beyond: str) -> Finding:
    return Finding(
        path,
        Message(
            f"各档止于 {bound}，不至 {end}：最差的结果（例如 {beyond}）不在任何一档之内",
            f"the tiers end at {bound} and not at {end}: the worst results, such as {beyond}, fall in none",
        ),
        bound,
        Message(f"写成 {end}，或者补上一档", f"write {end}, or add a tier"),
    )


RULES = (
    Rule(Code.TIERS_CONTIGUOUS, Severity.ERROR, ("credits",), contiguous),
    Rule(Code.TIERS_MONOTONE, Severity.ERROR, ("credits", "slos"), monotone),
    Rule(Code.TIERS_ENDS, Severity.ERROR, ("credits", "slos", "slis"), ends),
)
