"""Measurements that don't count, or lie where nothing was measured: told as warnings, with why.

What lies outside the term, outages where the file has no data, others' data where the Provider's prevail, maintenance
that the contract doesn't exclude, and outages beside counts.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from itertools import islice
from types import MappingProxyType
from typing import Any

from slagen.diagnostics import Code, Diagnostic, Message, warning
from slagen.model.measurements import Source
from slagen.model.quality import ServiceLevel, SliType
from slagen.read.measured import SPANS, Placed
from slagen.read.positioned import Path
from slagen.read.shape import shown
from slagen.read.validate import MAX_PROBLEMS
from slagen.sla.intervals import Interval, Intervals, intersect, merge, seconds, subtract
from slagen.sla.maintained import Counts, Occasion, occasions
from slagen.sla.zones import ClockError, moment_at


def check_unmeasured(made: Placed) -> list[Diagnostic]:
    """What of a file's entries, all of which have their place, doesn't count."""
    return list(islice(_everything(made), MAX_PROBLEMS))


def _everything(made: Placed) -> Iterator[Diagnostic]:
    covered = _covered(made)
    yield from _outside(made, covered)
    yield from _maintained(made)
    yield from _prevailed(made, covered)
    yield from _beside_counts(made)


def _covered(made: Placed) -> Mapping[str, Intervals]:
    """The time for which the Provider collected data, by objective."""
    found: defaultdict[str | None, list[Interval]] = defaultdict(list)
    for path, each in made.entries.of("coverage"):
        if each.source is Source.PROVIDER:
            found[each.slo].append(made.times[path])
    for path, each in made.entries.of("counts"):
        if each.source is Source.PROVIDER and path in made.counts:
            found[each.slo].append(made.counts[path][1])
    levels = made.course.levels.values()
    return {level.id: intersect((*found[None], *found[level.id]), _whole(made, level)) for level in levels}


def _whole(made: Placed, level: ServiceLevel) -> Intervals:
    """The time from the first measurement period of an objective to the last."""
    spans = made.course.spans(level)
    return (Interval(spans[0].whole.start, spans[-1].whole.end),) if spans else ()


# Outside the term, or of the data -----------------------------------------------------------------------------------


def _outside(made: Placed, covered: Mapping[str, Intervals]) -> Iterator[Diagnostic]:
    for name in ("counts", "durations"):
        for path, _ in made.entries.of(name):
            if path not in made.counts:
                yield _outside_term(made, path)
    for name in SPANS:
        for path, each in made.entries.of(name):
            term, when = _term(made, each), (made.times[path],)
            if not intersect(when, term):
                yield _outside_term(made, path)
            elif name != "coverage" and subtract(when, term):
                yield _partly_outside(made, path)
            elif name == "outages" and each.source is Source.PROVIDER:
                yield from _uncovered(made, path, made.times[path], covered[each.slo])


def _term(made: Placed, each: Any) -> Intervals:
    """The time from the Service Start Date of what an entry concerns to the end of the term."""
    slo, service = getattr(each, "slo", None), getattr(each, "service", None)
    levels = [
        level
        for level in made.course.contract.slos
        if (slo is None or level.id == slo) and (service is None or level.service == service)
    ]
    return merge(each for level in levels for each in _whole(made, level))


def _outside_term(made: Placed, path: Path) -> Diagnostic:
    return warning(
        Code.MEASURED_OUTSIDE,
        made.at(path),
        zh=f"{shown(path)}：不在任何计量周期内（服务起始日之前或者有效期之后），不计算",
        en=f"{shown(path)}: lies in no measurement period (before the Service Start Date or after the term), "
        "and is left out",
    )


def _partly_outside(made: Placed, path: Path) -> Diagnostic:
    return warning(
        Code.MEASURED_OUTSIDE,
        made.at(path),
        zh=f"{shown(path)}：一部分不在任何计量周期内，该部分不计算",
        en=f"{shown(path)}: a part of it lies in no measurement period, and is left out",
    )


def _uncovered(made: Placed, path: Path, when: Interval, known: Intervals) -> Iterator[Diagnostic]:
    left = seconds(subtract((when,), known))
    if not left:
        return
    zh, en = f"其中 {left} 秒没有采集到数据", f"no data were collected for {left} s of it"
    if known and when.start >= known[-1].end:
        until = moment_at(known[-1].end, made.course.zone).replace(tzinfo=None)
        zh, en = f"晚于数据的截止时间 {until}", f"lies after the end of the data, {until}"
    yield warning(
        Code.MEASURED_OUTSIDE,
        made.at(path),
        zh=f"{shown(path)}：{zh}",
        en=f"{shown(path)}: {en}",
        hint=Message("用 coverage 写明采集到数据的时间", "state with coverage when data were collected"),
    )


# Maintenance --------------------------------------------------------------------------------------------------------


def _maintained(made: Placed) -> Iterator[Diagnostic]:
    """Maintenance that counts, in whole or in part, and why."""
    rows = list(made.entries.of("maintenance"))
    try:
        found = occasions((each for _, each in rows), made.course)
    except ClockError:  # a recurrence rule that can't be worked out is told where it stands, in the contract
        return
    for (path, _), occasion in zip(rows, found, strict=True):
        if occasion.counts:
            yield _counting(made, path, occasion)
        elif occasion.unchecked is not None:
            yield _unchecked(made, path, occasion.unchecked)


def _counting(made: Placed, path: Path, occasion: Occasion) -> Diagnostic:
    where, done = shown(path), occasion.done.seconds
    counted = done - seconds(occasion.excluded)
    why = [_WHY[each] for each in occasion.counts]
    return warning(
        Code.MEASURED_UNUSED,
        made.at(path),
        zh=f"{where}：{done} 秒维护中有 {counted} 秒，其间的不合格照常计入（quality.levels）："
        + "；".join(each.zh for each in why),
        en=f"{where}: what fails in {counted} s of {done} s of maintenance counts (quality.levels): "
        + "; ".join(each.en for each in why),
    )


def _unchecked(made: Placed, path: Path, year: int) -> Diagnostic:
    return warning(
        Code.MEASURED_UNUSED,
        made.at(path),
        zh=f"{shown(path)}：{year} 年的放假安排尚未公布，无法核对通知是否按期，暂按已按期通知处理",
        en=f"{shown(path)}: the public holidays of {year} are not published, so that the time of notice can't be "
        "checked; it is taken to be in time",
    )


_WHY: Mapping[Counts, Message] = MappingProxyType(
    {
        Counts.UNLISTED: Message("附件没有为该服务载明计划维护", "the annex sets no window for the service"),
        Counts.LISTED_AS_COUNTED: Message("附件载明其计入", "the annex states that it counts"),
        Counts.OUTSIDE: Message(
            "在载明的时段以外，或者超出每次最长分钟数", "outside the window set out, or beyond the longest occasion"
        ),
        Counts.UNNOTIFIED: Message("没有写明通知日期", "no day of notice is stated"),
        Counts.LATE: Message("通知晚于提前通知期", "notified later than the length of notice"),
        Counts.CAP: Message("超出每月上限", "beyond the monthly cap"),
        Counts.FREEZE: Message("在变更冻结期内且没有写明许可", "in a freeze period, and no permission is stated"),
    }
)


# What doesn't decide a result ---------------------------------------------------------------------------------------


def _prevailed(made: Placed, covered: Mapping[str, Intervals]) -> Iterator[Diagnostic]:
    """Others' data where the Provider's are there."""
    outages = [(path, each, made.times[path]) for path, each in made.entries.of("outages")]
    counts = [(path, each, made.counts[path][1]) for path, each in made.entries.of("counts") if path in made.counts]
    for path, each, when in (*outages, *counts):
        if each.source is not Source.PROVIDER and not subtract((when,), covered[each.slo]):
            yield warning(
                Code.MEASURED_UNUSED,
                made.at(path),
                zh=f"{shown(path)}：该时间有服务提供方的数据，以其为准（quality.measurement），本项不计算",
                en=f"{shown(path)}: the Provider's data are there for this time and prevail (quality.measurement); "
                "this is left out",
            )


def _beside_counts(made: Placed) -> Iterator[Diagnostic]:
    """Outages and exclusions of periods that are counted by good and total."""
    counted: defaultdict[str, dict[str, Interval]] = defaultdict(dict)
    for path, each in made.entries.of("counts"):
        level = made.level(each.slo)
        if path in made.counts and level is not None and made.kind(each.slo) is SliType.TIME:
            number = made.counts[path][0]
            label = made.course.periods(level)[number].label
            counted[each.slo][label] = made.course.spans(level)[number].whole
    for name in ("outages", "exclusions"):
        for path, each in made.entries.of(name):
            periods = counted[each.slo].items()
            labels = [label for label, period in periods if intersect((made.times[path],), (period,))]
            if labels:
                yield _only_listed(made, path, each.slo, labels)


def _only_listed(made: Placed, path: Path, slo: str, labels: list[str]) -> Diagnostic:
    return warning(
        Code.MEASURED_UNUSED,
        made.at(path),
        zh=f"{shown(path)}：{slo} 在 {'、'.join(labels)} 按合格数和总数计算，本项只列入报告",
        en=f"{shown(path)}: {slo} is counted by good and total in {', '.join(labels)}; this is only listed",
    )
