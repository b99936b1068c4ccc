"""What measurements have to agree with: the contract's ids and periods, its indicators, its clocks, one another.

What makes an entry unusable is an error here; what the contract doesn't let count, or what lies where nothing was
measured, is told by :mod:`slagen.read.unmeasured`.  Nothing here decides a result: :mod:`slagen.sla.account` does.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import islice, pairwise
from typing import Any

from slagen.diagnostics import Code, Diagnostic, Message, Span, error, warning
from slagen.model.contract import Contract
from slagen.model.measurements import KINDS, Count, DurationMeasured, Measurements, Outcome, Source
from slagen.model.quality import ServiceLevel, SliType
from slagen.model.units import Duration, Moment
from slagen.read.contract import Loaded
from slagen.read.positioned import Path, Positioned
from slagen.read.shape import clip, nearest, shown
from slagen.read.validate import MAX_PROBLEMS, unknown_id
from slagen.sla.course import Course, starts_unknown
from slagen.sla.holidays import HolidaysUnpublished
from slagen.sla.instants import NoSuchTimeError, instant
from slagen.sla.intervals import Interval
from slagen.sla.series import CrossingError, period_named, placed, slice_seconds
from slagen.sla.zones import ClockError, OutOfRangeError, moment_at


@dataclass(frozen=True)
class Entries:
    """The entries of a file that are of their form, and the place of each in its list."""

    measurements: Measurements
    indexes: Mapping[str, Sequence[int]]
    source: Positioned

    def of(self, name: str) -> Iterator[tuple[Path, Any]]:
        """The entries of a list, each with its path."""
        for index, entry in zip(self.indexes[name], getattr(self.measurements, name), strict=True):
            yield (name, index), entry


def find_uncountable(loaded: Loaded) -> Iterator[Diagnostic]:
    """Lengths of outages of a contract that nothing can be counted by: those in Business Days, months or years."""
    for index, level in enumerate(loaded.contract.slos):
        for name in ("min_outage", "min_gap"):
            length: Duration | None = getattr(level, name)
            if length is not None and length.seconds is None:
                yield _without_seconds(("slos", index, name), length, loaded.source)


def _without_seconds(path: Path, length: Duration, source: Positioned) -> Diagnostic:
    return error(
        Code.MEASURED_FORM,
        source.at(path),
        zh=f"{shown(path)}：中断以秒计算，{length} 没有固定的秒数",
        en=f"{shown(path)}: outages are counted in seconds, and {length} has no length in seconds",
        value=length,
        hint=Message("用秒、分钟或者小时", "use seconds, minutes or hours"),
    )


# Ids ----------------------------------------------------------------------------------------------------------------


def check_ids(source: Positioned, contract: Contract) -> list[Diagnostic]:
    """Ids that name no objective or service of the contract, and another contract's number."""
    registers: dict[str, tuple[str, Mapping[str, None]]] = {
        "slo": ("slos", {level.id: None for level in contract.slos}),
        "service": ("services", {service.id: None for service in contract.services}),
    }
    return list(islice(_unknown(source, contract.contract.id, registers), MAX_PROBLEMS))


def _unknown(
    source: Positioned, number: str, registers: Mapping[str, tuple[str, Mapping[str, None]]]
) -> Iterator[Diagnostic]:
    data = source.data if isinstance(source.data, dict) else {}
    if isinstance(given := data.get("contract"), str) and given != number:
        yield _other_contract(given, number, source)
    for list_ in KINDS.values():
        rows = data.get(list_)
        for index, row in enumerate(rows if isinstance(rows, list) else ()):
            for name, (register, ids) in registers.items():
                written = row.get(name) if isinstance(row, dict) else None
                if isinstance(written, str) and written not in ids:
                    yield unknown_id(written, (list_, index, name), register, ids.keys(), source)


def _other_contract(given: str, number: str, source: Positioned) -> Diagnostic:
    return error(
        Code.ID_UNKNOWN,
        source.at(("contract",)),
        zh=f"计量数据属于合同 {clip(given)}，不是 {number}",
        en=f"these are measurements of the contract {clip(given)}, not of {number}",
        value=given,
    )


# The course ---------------------------------------------------------------------------------------------------------


def course_of(entries: Entries, contract: Contract, otherwise: date | None) -> tuple[Course, list[Diagnostic]]:
    """The course of the contract with the Service Start Dates that are stated, and what is wrong with them."""
    found: list[Diagnostic] = []
    stated: dict[str | None, date] = {}
    for path, each in entries.of("service_starts"):
        if each.service in stated:
            found.append(_start_twice(path, entries.source))
        stated.setdefault(each.service, each.start)
    general = stated.pop(None, otherwise)
    starts = {service: day for service, day in stated.items() if service is not None}
    if general is None and starts_unknown(contract) and any(each.id not in starts for each in contract.services):
        found.append(_start_unknown(contract, entries.source))
    return Course.of(contract, starts, general), found


def _start_twice(path: Path, source: Positioned) -> Diagnostic:
    return error(
        Code.MEASURED_TWICE,
        source.at((*path, "start")),
        zh=f"{shown(path)}：服务起始日已经写过",
        en=f"{shown(path)}: the Service Start Date is stated already",
    )


def _start_unknown(contract: Contract, source: Positioned) -> Diagnostic:
    effective = contract.contract.effective
    return warning(
        Code.START_UNKNOWN,
        source.at(()),
        zh=f"服务起始日取决于阶段的通过（scope.delivery-process），数据中没有写明；暂按生效日 {effective} 计算",
        en="the Service Start Date depends on the passing of a stage (scope.delivery-process) and is not stated; "
        f"the Effective Date, {effective}, is taken",
        hint=Message(
            "写一行 service_start，或者用 --service-start 写明", "add a service_start, or give --service-start"
        ),
    )


# Entries in time ----------------------------------------------------------------------------------------------------


SPANS = ("coverage", "outages", "exclusions", "maintenance", "incidents")
"""The lists whose entries have a start and an end of their own."""


@dataclass(frozen=True)
class Placed:
    """The entries of a file in time: those with a start and an end, and counts and durations with their period.

    What has no place, since something is wrong with it, is in neither.
    """

    entries: Entries
    course: Course
    times: dict[Path, Interval] = field(default_factory=dict)
    counts: dict[Path, tuple[int, Interval]] = field(default_factory=dict)

    def at(self, path: Path) -> Span:
        """Where a value stands."""
        return self.entries.source.at(path)

    def level(self, slo: str) -> ServiceLevel | None:
        """The objective of that id; None where there is none, which is told already."""
        return self.course.levels.get(slo)

    def kind(self, slo: str) -> SliType | None:
        """What the indicator of an objective measures."""
        indicator = self.course.indicators.get(slo)
        return None if indicator is None else indicator.type


def check_entries(entries: Entries, course: Course) -> tuple[Placed, list[Diagnostic]]:
    """The entries in time, and what is wrong with them."""
    made = Placed(entries, course)
    return made, list(islice(_everything(made), MAX_PROBLEMS))


def _everything(made: Placed) -> Iterator[Diagnostic]:
    try:
        for level in made.course.contract.slos:
            made.course.spans(level)
    except HolidaysUnpublished as caught:
        yield _no_periods(made, caught.year)
        return
    except ClockError as problem:
        yield error(
            Code.CALENDAR_FORM,
            made.at(()),
            zh=f"合同的计量周期无法计算（{problem}）",
            en=f"the contract's measurement periods can't be worked out: {problem}",
        )
        return
    for name in SPANS:
        for path, each in made.entries.of(name):
            yield from _timed(made, path, each)
    for name in ("counts", "durations"):
        for path, each in made.entries.of(name):
            yield from _counted(made, path, each)
    yield from _kinds(made)
    yield from _twice(made)
    yield from _outcomes(made)


def _no_periods(made: Placed, year: int) -> Diagnostic:
    return error(
        Code.CALENDAR_FORM,
        made.at(()),
        zh=f"计量周期取决于 {year} 年的放假安排，尚未公布",
        en=f"the measurement periods depend on the public holidays of {year}, which are not published",
    )


def form(made: Placed, path: Path, zh: str, en: str, value: object = "", hint: Message | None = None) -> Diagnostic:
    """The diagnostic for an entry that doesn't fit its objective, or its own figures."""
    where = shown(path)
    return error(Code.MEASURED_FORM, made.at(path), zh=f"{where}：{zh}", en=f"{where}: {en}", value=value, hint=hint)


def _timed(made: Placed, path: Path, each: Any) -> Iterator[Diagnostic]:
    """What is wrong with the start and end of an entry, which gets its place if they are right."""
    start, wrong = _moment(made, (*path, "start"), each.start)
    end, also = _moment(made, (*path, "end"), each.end, end=True)
    yield from (*wrong, *also)
    if start is None or end is None:
        return
    if end <= start:
        yield _backwards(made, (*path, "end"), each.start, each.end)
    else:
        made.times[path] = Interval(start, end)


def _moment(made: Placed, path: Path, moment: Moment, *, end: bool = False) -> tuple[int | None, list[Diagnostic]]:
    try:
        return instant(moment, made.course.zone, end=end), []
    except NoSuchTimeError as caught:
        return None, [_no_such_time(made, path, moment, caught)]
    except OutOfRangeError:
        return None, [_too_far(made, path, moment)]


def _too_far(made: Placed, path: Path, moment: Moment) -> Diagnostic:
    return error(
        Code.MEASURED_TIME,
        made.at(path),
        zh=f"{shown(path)}：年份过早或者过晚",
        en=f"{shown(path)}: the year is too early or too late",
        value=moment,
    )


def _no_such_time(made: Placed, path: Path, moment: Moment, caught: NoSuchTimeError) -> Diagnostic:
    said = ("出现两次", "twice") if caught.twice else ("从不出现", "never")
    return error(
        Code.MEASURED_TIME,
        made.at(path),
        zh=f"{shown(path)}：因调整时钟，{caught.zone} 的时钟上 {moment} {said[0]}",
        en=f"{shown(path)}: clocks in {caught.zone} are changed, and show {moment} {said[1]}",
        value=moment,
        hint=Message(f"写明与世界时的时差，例如 {moment}+01:00", f"write the offset from UTC, such as {moment}+01:00"),
    )


def _backwards(made: Placed, path: Path, start: Moment, end: Moment) -> Diagnostic:
    return error(
        Code.MEASURED_TIME,
        made.at(path),
        zh=f"{shown(path)}：结束 {end} 不晚于开始 {start}",
        en=f"{shown(path)}: it ends at {end}, which is no later than its start, {start}",
        value=end,
    )


# Counts and durations -----------------------------------------------------------------------------------------------


def _counted(made: Placed, path: Path, each: Count | DurationMeasured) -> Iterator[Diagnostic]:
    level = made.level(each.slo)
    if level is None:
        return
    counts, durations = isinstance(each, Count), made.kind(each.slo) is SliType.DURATION
    if counts is durations:
        yield _other_kind(made, path, each.slo, durations=durations)
        return
    problems = [*_moments(made, path, each, level), *_figures(made, path, each, level)]
    yield from problems or _place(made, path, each, level)


def _other_kind(made: Placed, path: Path, slo: str, *, durations: bool) -> Diagnostic:
    zh, en = (
        ("时长，应当用 duration", "durations; use duration")
        if durations
        else ("数量，应当用 count", "counts; use count")
    )
    return form(made, (*path, "slo"), f"{slo} 的指示器计量的是{zh}", f"the indicator of {slo} measures {en}", slo)


def _moments(made: Placed, path: Path, each: Count | DurationMeasured, level: ServiceLevel) -> Iterator[Diagnostic]:
    """What is wrong with when it was: a period, or a start (and an end, unless it is a time slice or a duration)."""
    ends = each.end if isinstance(each, Count) else None
    spans = isinstance(each, Count) and made.kind(level.id) is not SliType.SLICE_MEAN
    if (each.period is None) is (each.start is None) or (each.period is not None and ends is not None):
        yield form(made, path, "应当只写 period，或者写 start", "needs either a period or a start")
    elif each.period is not None:
        if period_named(each.period, level, made.course) is None:
            yield _no_period(made, (*path, "period"), each.period, level)
    elif spans and ends is None:
        yield form(made, path, "写了 start，缺少 end", "has a start and lacks its end")
    else:
        start, wrong = _moment(made, (*path, "start"), each.start or _NEVER)
        yield from wrong
        if start is not None and ends is not None:
            yield from _until(made, path, each, start, ends, level)


_NEVER = Moment.parse("1900-01-01")


def _until(made: Placed, path: Path, each: Any, start: int, end: Moment, level: ServiceLevel) -> Iterator[Diagnostic]:
    until, wrong = _moment(made, (*path, "end"), end, end=True)
    yield from wrong
    if until is None:
        return
    length = slice_seconds(level, made.course) if made.kind(level.id) is SliType.SLICE_MEAN else None
    if until <= start:
        yield _backwards(made, (*path, "end"), each.start, end)
    elif length is not None and until - start != each.times * length:
        zh = f"{each.times} 个时间片各长 {length} 秒，应当在开始之后 {each.times * length} 秒结束"
        en = f"{each.times} time slices of {length} s each should end {each.times * length} s after their start"
        yield form(made, (*path, "end"), zh, en, end)


def _figures(made: Placed, path: Path, each: Count | DurationMeasured, level: ServiceLevel) -> Iterator[Diagnostic]:
    if isinstance(each, DurationMeasured):
        if each.excluded and each.reason is None:
            yield unfounded(made, path)
        return
    excluded = f"{each.excluded_good}/{each.excluded_total}"
    if each.good > each.total:
        said = f"合格 {each.good} 多于全部 {each.total}", f"{each.good} good are more than the total of {each.total}"
        yield form(made, (*path, "good"), *said, each.good)
    elif not (0 <= each.excluded_total - each.excluded_good <= each.total - each.good >= 0) or (
        each.excluded_good > each.good
    ):
        zh = f"不计入的 {excluded} 不是 {each.good}/{each.total} 的一部分"
        yield form(made, path, zh, f"the excluded {excluded} is no part of {each.good}/{each.total}", excluded)
    elif each.excluded_total and each.reason is None:
        yield unfounded(made, path)
    sliced = made.kind(level.id) is SliType.SLICE_MEAN
    if each.times > 1 and not sliced:
        yield form(made, (*path, "times"), "times 只用于时间片", "times is for time slices only", each.times)
    if sliced and slice_seconds(level, made.course) is None:
        yield form(made, (*path, "slo"), "时间片没有固定的秒数", "its time slices have no length in seconds", each.slo)


def unfounded(made: Placed, path: Path) -> Diagnostic:
    """The diagnostic for an exclusion without its ground."""
    return form(
        made,
        path,
        "主张不计入的，应当写明所依据的情形（quality.levels），否则照常计入",
        "an exclusion needs the case relied on (quality.levels); without it, all of it counts",
        hint=Message("写明 reason", "give the reason"),
    )


def _place(made: Placed, path: Path, each: Count | DurationMeasured, level: ServiceLevel) -> Iterator[Diagnostic]:
    """What is wrong with where it lies, or else its place."""
    try:
        found = placed(each, level, made.course)
    except CrossingError as caught:
        yield _crossing(made, path, caught.edge)
        return
    except ClockError:
        yield form(made, path, "时间过早或者过晚", "its time is too early or too late")
        return
    if found is None:
        return
    made.counts[path] = found
    length = found[1].seconds
    if made.kind(level.id) is SliType.TIME and isinstance(each, Count) and each.total > length:
        zh = f"全部 {each.total} 秒多于这段时间的 {length} 秒"
        en = f"a total of {each.total} s is more than the {length} s of this time"
        yield form(made, (*path, "total"), zh, en, each.total)


def _crossing(made: Placed, path: Path, edge: int) -> Diagnostic:
    moment = moment_at(edge, made.course.zone).replace(tzinfo=None)
    where = shown(path)
    return error(
        Code.MEASURED_FORM,
        made.at(path),
        zh=f"{where}：跨越 {moment}，此前此后分别判定（scope.establishment、quality.measurement）",
        en=f"{where}: runs across {moment}, before and after which it is judged apart (scope.establishment, "
        "quality.measurement)",
        value=moment,
        hint=Message("在该时刻分成两行，各写 start 和 end", "split it there into two, each with start and end"),
    )


def _no_period(made: Placed, path: Path, written: str, level: ServiceLevel) -> Diagnostic:
    labels = [period.label for period in made.course.periods(level)]
    near = nearest(written, labels)
    few = labels if len(labels) <= 12 else [*labels[:3], "…", labels[-1]]
    return error(
        Code.MEASURED_TIME,
        made.at(path),
        zh=f"{shown(path)}：{level.id} 没有计量周期 {clip(written)}",
        en=f"{shown(path)}: {level.id} has no measurement period {clip(written)}",
        value=written,
        hint=Message(
            (f"是否应为 {near}？" if near else "") + f"现有：{'、'.join(few) or '（无）'}",
            (f"did you mean {near}? " if near else "") + f"there are: {', '.join(few) or 'none'}",
        ),
    )


# What goes together -------------------------------------------------------------------------------------------------


def _kinds(made: Placed) -> Iterator[Diagnostic]:
    """Outages and exclusions in time, which not every indicator has."""
    for path, each in made.entries.of("outages"):
        if each.excluded and each.reason is None:
            yield unfounded(made, path)
        if made.kind(each.slo) is SliType.DURATION:
            yield _other_kind(made, path, each.slo, durations=True)
    for path, each in made.entries.of("exclusions"):
        if made.kind(each.slo) not in (SliType.TIME, None):
            yield form(
                made,
                (*path, "slo"),
                f"{each.slo} 的指示器不按时间计量，时间上的不计入对它没有效果",
                f"the indicator of {each.slo} is not time-based, so that excluded time has no effect on it",
                each.slo,
                Message(
                    "用 excluded_good 和 excluded_total，或者 excluded",
                    "use excluded_good and excluded_total, or excluded",
                ),
            )


def _twice(made: Placed) -> Iterator[Diagnostic]:
    """Counts of one objective and source that overlap, and more time slices than there are."""
    groups: defaultdict[tuple[str, Source], list[tuple[Interval, Path]]] = defaultdict(list)
    slices: defaultdict[tuple[str, int], int] = defaultdict(int)
    for path, each in made.entries.of("counts"):
        if path not in made.counts:
            continue
        period, when = made.counts[path]
        sliced = made.kind(each.slo) is SliType.SLICE_MEAN
        if sliced:
            before = slices[each.slo, period]
            slices[each.slo, period] += each.times
            yield from _too_many(made, path, each.slo, period, before, before + each.times)
        if not sliced or each.period is None:
            groups[each.slo, each.source].append((when, path))
    for group in groups.values():
        yield from _overlaps(made, sorted(group, key=lambda one: one[0]))


def _too_many(made: Placed, path: Path, slo: str, number: int, before: int, after: int) -> Iterator[Diagnostic]:
    """The entry with which there are more slices than the period has."""
    level = made.level(slo)
    assert level is not None  # noqa: S101 - narrowed for the type checker: what is placed has an objective
    period = made.course.periods(level)[number]
    most = -(-made.course.spans(level)[number].whole.seconds // (slice_seconds(level, made.course) or 1))
    if before <= most < after:
        yield error(
            Code.MEASURED_TWICE,
            made.at(path),
            zh=f"{shown(path)}：至此 {slo} 在 {period.label} 有 {after} 个时间片，该周期至多有 {most} 个",
            en=f"{shown(path)}: with this, {slo} has {after} time slices in {period.label}, which has {most} at most",
            value=after,
        )


def _overlaps(made: Placed, ordered: Sequence[tuple[Interval, Path]]) -> Iterator[Diagnostic]:
    latest: tuple[Interval, Path] | None = None
    for when, path in ordered:
        if latest is not None and when.start < latest[0].end:
            yield _overlap(made, path, latest[1])
        if latest is None or when.end > latest[0].end:
            latest = when, path


def _overlap(made: Placed, path: Path, other: Path) -> Diagnostic:
    where, line = shown(path), made.at(other).line
    return error(
        Code.MEASURED_TWICE,
        made.at(path),
        zh=f"{where}：与第 {line} 行的时间重叠，重叠部分会计算两次",
        en=f"{where}: overlaps the time of line {line}, so that a part would count twice",
        hint=Message("各次计数的时间应当首尾相接，互不重叠", "counts should follow one another without overlap"),
    )


def _outcomes(made: Placed) -> Iterator[Diagnostic]:
    first: dict[tuple[str, str], Path] = {}
    for path, each in made.entries.of("outcomes"):
        level = made.level(each.slo)
        if level is None:
            continue
        if period_named(each.period, level, made.course) is None:
            yield _no_period(made, (*path, "period"), each.period, level)
        elif (each.slo, each.period) in first:
            yield _outcome_twice(made, path, each, first[each.slo, each.period])
        first.setdefault((each.slo, each.period), path)
        yield from _days_in_order(made, path, each)


def _outcome_twice(made: Placed, path: Path, each: Outcome, other: Path) -> Diagnostic:
    where, line = shown(path), made.at(other).line
    return error(
        Code.MEASURED_TWICE,
        made.at(path),
        zh=f"{where}：{each.slo} 在 {each.period} 的结果，第 {line} 行已经写过",
        en=f"{where}: line {line} has what became of {each.slo} in {each.period} already",
    )


def _days_in_order(made: Placed, path: Path, each: Outcome) -> Iterator[Diagnostic]:
    days = (("delivered", each.delivered), ("established", each.established), ("claimed", each.claimed))
    given = [(name, day) for name, day in days if day is not None]
    for (before, first), (name, day) in pairwise(given):
        if day < first:
            where = shown((*path, name))
            yield error(
                Code.MEASURED_TIME,
                made.at((*path, name)),
                zh=f"{where}：{day} 早于 {before} 的 {first}",
                en=f"{where}: {day} lies before {before}, {first}",
                value=day,
            )
