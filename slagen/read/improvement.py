"""Facts of indicators and incentives: baselines and targets in one unit, days in order, bands without gaps.

Whether targets improve and weights add up is a rule (SLA031); what a score can't be computed without is told here.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from slagen.diagnostics import Code, Diagnostic, Message, error, warning
from slagen.model.units import Figure, Percent
from slagen.read.plain import day, entries, figure, get, measure
from slagen.read.positioned import Path, Positioned
from slagen.read.shape import shown
from slagen.sla.measures import Measure, in_common


def indicators(source: Positioned) -> Iterator[Diagnostic]:
    """A baseline and a target that a score can be computed from."""
    for path, kpi in entries(source, "kpis"):
        baseline, target = measure(kpi.get("baseline")), measure(kpi.get("target"))
        if baseline is None or target is None:
            continue
        yield from _unit(source, path, kpi, baseline)
        if in_common(baseline, target) is None:
            yield error(
                Code.VALUE_CONFLICT,
                source.at((*path, "target")),
                zh=f"{shown(path)}.target：与基线 {baseline} 不是同一种单位，不能比较",
                en=f"{shown(path)}.target: can't be compared with the baseline {baseline}, which has another unit",
                value=target,
                hint=Message("两者用同一种单位", "give both in the same unit"),
            )


def _unit(source: Positioned, path: Path, kpi: dict[str, Any], baseline: Measure) -> Iterator[Diagnostic]:
    if isinstance(baseline, Figure) and "unit" not in kpi:
        yield error(
            Code.FIELD_MISSING,
            source.at((*path, "baseline")),
            zh=f"{shown(path)}.baseline：{baseline} 没有单位",
            en=f"{shown(path)}.baseline: {baseline} has no unit",
            value=baseline,
            hint=Message(f"写出 unit；如为百分数，写成 {baseline}%", f"give its unit; a percentage is {baseline}%"),
        )
    elif not isinstance(baseline, Figure) and "unit" in kpi:
        yield error(
            Code.VALUE_CONFLICT,
            source.key_at((*path, "unit")),
            zh=f"{shown(path)}.unit：基线 {baseline} 已有单位",
            en=f"{shown(path)}.unit: the baseline {baseline} has its unit already",
            hint=Message("删除 unit", "delete unit"),
        )


def indicator_days(source: Positioned) -> Iterator[Diagnostic]:
    """A day by which a target is reached that lies before its baseline, or after the term."""
    expiry = day(source, "contract", "expiry")
    for path, _ in entries(source, "kpis"):
        measured, due = day(source, *path, "baseline_on"), day(source, *path, "due")
        if measured and due and due <= measured:
            yield error(
                Code.VALUE_CONFLICT,
                source.at((*path, "due")),
                zh=f"{shown(path)}.due：应当晚于基线数据的截止日 {measured}",
                en=f"{shown(path)}.due: should be later than the last day of the baseline, {measured}",
                value=due,
            )
        elif due and expiry and due > expiry:
            yield warning(
                Code.VALUE_CONFLICT,
                source.at((*path, "due")),
                zh=f"{shown(path)}.due：晚于届满日期 {expiry}，合同不续期则不会考核",
                en=f"{shown(path)}.due: after the expiry date {expiry}, so it counts only if the contract is renewed",
                value=due,
            )


def incentives(source: Positioned) -> Iterator[Diagnostic]:
    """What the indicators and the incentives need of one another."""
    kpis = entries(source, "kpis")
    if kpis and isinstance(get(source, "improvement"), dict) and get(source, "improvement", "baselines") is None:
        yield error(
            Code.FIELD_MISSING,
            source.key_at(("improvement",)),
            zh="有 kpis 时应当写明 improvement.baselines",
            en="kpis need improvement.baselines",
            hint=Message("写出更正基线和提出异议的期限", "give the times to correct a baseline and to contest that"),
        )
    if isinstance(get(source, "incentives"), dict):
        yield from _bands(source)


def _bands(source: Positioned) -> Iterator[Diagnostic]:
    """Bands from the highest scores down to 0 without gaps, rewards above deductions, with the caps they need."""
    bands = entries(source, "incentives", "bands")
    above: Figure | None = None
    for path, band in bands:
        if (lt := figure(band.get("lt"))) != above:
            yield _band_gap(source, path, lt, above)
        above = figure(band.get("ge"))
        if "bonus" in band and "malus" in band:
            yield _band_wrong(source, path, "不能既有 bonus 又有 malus", "can't have both a bonus and a malus")
    if above is not None and above.value != 0:
        yield _band_wrong(
            source, bands[-1][0], f"最低一档应当自 0 起，写的是 {above}", f"the lowest band starts at 0, not at {above}"
        )
    ceiling = get(source, "incentives", "ceiling")
    top = figure(bands[0][1].get("ge")) if bands else None
    if top is not None and isinstance(ceiling, int) and top.value > ceiling:
        yield _band_wrong(
            source, bands[0][0], f"得分上限 {ceiling} 达不到 {top}", f"scores end at {ceiling}, short of {top}"
        )
    yield from _band_order(source, bands)
    for effect in ("bonus", "malus"):
        if any(effect in band for _, band in bands) and get(source, "incentives", f"{effect}_cap") is None:
            yield error(
                Code.FIELD_MISSING,
                source.key_at(("incentives",)),
                zh=f"分档有 {effect} 时应当写明 {effect}_cap",
                en=f"bands with a {effect} need {effect}_cap",
            )


def _band_order(source: Positioned, bands: list[tuple[Path, dict[str, Any]]]) -> Iterator[Diagnostic]:
    worth: Decimal | None = None
    for path, band in bands:
        bonus, malus = measure(band.get("bonus", "0%")), measure(band.get("malus", "0%"))
        if not isinstance(bonus, Percent) or not isinstance(malus, Percent):
            return
        here = bonus.value - malus.value
        if worth is not None and here >= worth:
            yield _band_wrong(
                source,
                path,
                "得分较低的一档不应与较高的一档同样有利或者更有利",
                "is no worse than the band of higher scores above it",
            )
        worth = here


def _band_gap(source: Positioned, path: Path, lt: Figure | None, above: Figure | None) -> Diagnostic:
    if above is None:
        return _band_wrong(source, path, "最高一档不写 lt", "the top band has no lt")
    return _band_wrong(
        source, path, f"lt 应当等于上一档的 ge（{above}）", f"its lt should be the ge of the band above, {above}"
    )


def _band_wrong(source: Positioned, path: Path, zh: str, en: str) -> Diagnostic:
    return error(
        Code.VALUE_CONFLICT,
        source.at(path),
        zh=f"{shown(path)}：{zh}",
        en=f"{shown(path)}: {en}",
        hint=Message("各档自高至低、首尾相接，至 0 为止", "bands run from the highest score down to 0 without gaps"),
    )
