"""What measurements fill in of the monthly service report (clause annex.service-report), by the names of its blanks.

A value that is not settled is marked “not established”, one of a period that goes on is marked “running”, and where
there is nothing to report “none” is entered, as the annex says.  What measurements don't tell (attainments, problems,
workload) stays blank.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

from slagen.assemble import show
from slagen.assemble.measured import Words
from slagen.model.measurements import Count, DurationMeasured, Exclusion, IncidentReported, Measurements, Outage
from slagen.model.quality import ServiceLevel, SliType, Window
from slagen.model.text import Text
from slagen.sla.account import Account, Basis, CreditLine, Line, State
from slagen.sla.course import Course, Exempt
from slagen.sla.exact import percent_shown, share
from slagen.sla.instants import instant
from slagen.sla.intervals import Interval, intersect, merge
from slagen.sla.maintained import Occasion
from slagen.sla.measuring import Measured
from slagen.sla.zones import add_months, beginning, day_after
from slagen.tree import LANGUAGES, Content, Field, Inline, LineBreak
from slagen.tree.filled import Filling

ANNEX = "annex.service-report"
PATH = "measurements"
"""The path of what is computed from measurements; what is written there has that of its entry."""


@dataclass(frozen=True, slots=True)
class Month:
    """A calendar month in the time zone of measurement."""

    first: date
    last: date
    when: Interval

    @classmethod
    def of(cls, day: date, course: Course) -> Month:
        """The month in which a date lies."""
        first = day.replace(day=1)
        following = add_months(first, 1)
        when = Interval(beginning(first, course.zone), beginning(following, course.zone))
        return cls(first, day_after(following, -1), when)


Part = tuple[Field, Field]
"""A piece of a cell in Chinese and in English."""
Lines = Sequence[Sequence[Part]]
"""The lines of a cell, each of several pieces."""
Row = Mapping[str, Lines]
"""The cells of a row, by the names of its blanks."""


def part(zh: str, en: str, path: str = PATH) -> Part:
    """A piece of a cell; `path` is that of the input that it shows."""
    return Field(path, zh), Field(path, en)


NONE, DASH, OPEN = part("无", "none"), part("—", "—"), part("（未确定）", " (not established)")


def _content(lines: Lines) -> Content:
    zh, en = (_inlines(lines, place) for place in range(len(LANGUAGES)))
    return Content(zh, en)


def _inlines(lines: Lines, place: int) -> tuple[Inline, ...]:
    nodes: list[Inline] = []
    for line in lines:
        nodes += [LineBreak()] if nodes else []
        nodes += (each[place] for each in line)
    return tuple(nodes)


@dataclass(frozen=True)
class _Report:
    """The account of a month, and the words of both languages for it."""

    account: Account
    measurements: Measurements
    month: Month
    zh: Words
    en: Words

    @property
    def course(self) -> Course:
        return self.account.course

    def said(self, say: Callable[[Words], str], path: str = PATH) -> Part:
        """What words of either language say."""
        return part(say(self.zh), say(self.en), path)

    def day(self, value: date) -> Part:
        """A date."""
        return self.said(lambda words: show.date(value, words.lang))

    def times(self, when: Interval, path: str = PATH) -> Part:
        """A stretch of time."""
        return self.said(lambda words: words.times(when), path)

    def lasting(self, seconds: int) -> Part:
        """A length of time."""
        return self.said(lambda words: show.brief(seconds, words.lang))

    def period(self, line: Line) -> Part:
        """A measurement period."""
        return self.said(lambda words: words.period(line.period, line.level))

    def amount(self, value: Decimal | Fraction) -> Part:
        """An amount of money."""
        return self.said(lambda words: words.amount(value))

    def service(self, id_: str) -> Part:
        """The name of a service."""
        index, service = next(each for each in enumerate(self.course.contract.services) if each[1].id == id_)
        return _text(service.name, f"services[{index}].name")


def _text(text: Text, path: str) -> Part:
    """A text in each language; one that it lacks is said in the other."""
    return part(text.zh or text.en or "", text.en or text.zh or "", path)


def service_report(
    account: Account, measurements: Measurements, month: Month, submitted: date | None = None
) -> Filling:
    """What the service report of a month is filled in with.

    Args:
        account: of what was measured up to the end of the month.
        submitted: the day on which it is submitted; without it, that stays blank.
    """
    made = _Report(account, measurements, month, Words(account.course, "zh"), Words(account.course, "en"))
    levels = list(enumerate(account.course.contract.slos, 1))
    values = {**_identity(made, submitted), **_maintenance(made), **_totals(made)}
    for place, level in levels:
        values |= {f"result-{place}": _results(made, level), f"excluded-{place}": _excluded(made, level)}
    ticks = {name: ticked for place, level in levels for name, ticked in _ticks(made, level, place)}
    rows = {**_events(made), **_credit_rows(made)}
    return Filling(
        {f"{ANNEX}.{name}": _content(lines) for name, lines in values.items()},
        {f"{ANNEX}.{name}": ticked for name, ticked in ticks.items()},
        {f"{ANNEX}.{name}": tuple(map(_named, each)) for name, each in rows.items()},
        PATH,
    )


def _named(row: Row) -> Mapping[str, Content]:
    return {f"{ANNEX}.{name}": _content(lines) for name, lines in row.items()}


# The report ---------------------------------------------------------------------------------------------------------


def _identity(made: _Report, submitted: date | None) -> dict[str, Lines]:
    """The part of the month in which there is a service, and the day of submission."""
    first = max(made.month.first, min(made.course.starts.values()))
    last = min(made.month.last, made.course.contract.contract.expiry)
    found: dict[str, Lines] = {"from": [[made.day(first)]], "to": [[made.day(last)]]}
    return found | ({"submitted": [[made.day(submitted)]]} if submitted else {})


# Objectives ---------------------------------------------------------------------------------------------------------


def _lines(made: _Report, level: ServiceLevel) -> list[Line]:
    """The periods of an objective that end in the month, or else the one that goes on at its end."""
    own = [line for line in made.account.lines if line.level.id == level.id]
    ended = [line for line in own if made.month.first <= line.period.last <= made.month.last]
    return ended or [line for line in own if line.period.first <= made.month.last < line.period.last]


def _results(made: _Report, level: ServiceLevel) -> Lines:
    lines = _lines(made, level)
    found: list[Sequence[Part]] = []
    for line in lines:
        if len(lines) > 1:
            found.append([made.period(line)])
        found += _result(made, line)
    return found or [[DASH]]


def _result(made: _Report, line: Line) -> Iterator[Sequence[Part]]:
    """A result with its mark, and what it is calculated from."""
    value = line.measured.value if line.measured else None
    empty = part("没有计量对象", "nothing to measure") if line.state is State.MET else DASH
    shown = made.said(lambda words: words.result(value, line.level)) if value is not None else empty
    marks = {State.RUNNING: part("（未到期）", " (running)"), State.OPEN: OPEN, State.UNKNOWN: OPEN}
    baseline = [part("（基线期）", " (baseline period)")] if line.exempt is Exempt.BASELINE else []
    yield [shown, *([marks[line.state]] if line.state in marks else []), *baseline]
    count = line.measured.count if line.measured else None
    if count is not None and count.total:
        unit = [part(" s", " s")] if line.kind is SliType.TIME else []
        yield [part(f"{count.good:,} ÷ {count.total:,}", f"{count.good:,} ÷ {count.total:,}"), *unit]
    if line.measured is not None and line.measured.missing:
        yield [_missing(made, line.measured)]


def _missing(made: _Report, measured: Measured) -> Part:
    """How much of the data is missing, and what became of it."""
    share_ = f"{percent_shown(measured.missing, 2)}%"
    if not measured.settled:
        return part(f"缺失 {share_}", f"{share_} missing")
    if measured.missing <= share(made.course.contract.measurement.missing_data):
        return part(f"缺失 {share_}，已剔除", f"{share_} missing, left out")
    return part(f"缺失 {share_}，以其他数据为准", f"{share_} missing, other data prevail")


def _ticks(made: _Report, level: ServiceLevel, place: int) -> Iterator[tuple[str, bool]]:
    """The boxes for met and missed; neither is decided before all periods that end in the month are."""
    states = {line.state for line in _lines(made, level)}
    if states and states <= {State.MET, State.MISSED}:
        yield f"met-{place}", State.MISSED not in states
        yield f"missed-{place}", State.MISSED in states


def _excluded(made: _Report, level: ServiceLevel) -> Lines:
    """What is excluded from the periods shown, each with its ground."""
    lines = _lines(made, level)
    found = [
        line
        for each in lines
        for line in (
            *_excluded_times(made, level, each),
            *_excluded_maintenance(made, level, each),
            *_excluded_counts(made, level, each),
            *_excluded_durations(made, level, each),
        )
    ]
    return found or [[NONE if lines else DASH]]


def _excluded_times(made: _Report, level: ServiceLevel, line: Line) -> Iterator[Sequence[Part]]:
    if line.kind is not SliType.TIME:
        return
    listed: list[tuple[str, Exclusion | Outage]] = [
        *((f"exclusions[{index}]", each) for index, each in enumerate(made.measurements.exclusions)),
        *((f"outages[{index}]", each) for index, each in enumerate(made.measurements.outages) if each.excluded),
    ]
    for path, entry in listed:
        if entry.slo == level.id and intersect((when := _when(entry, made.course),), (line.judged,)):
            yield _ground(made.times(when), entry, path)


def _ground(what: Part, each: Exclusion | Outage | Count | DurationMeasured, path: str) -> list[Part]:
    """What is excluded, the case relied on, and the ticket."""
    reason = each.reason
    ground = [_text(reason, f"{PATH}.{path}.reason")] if reason is not None else []
    return [what, part("：", ": "), *ground, *_ticket(each.ticket, path)]


def _ticket(ticket: str | None, path: str) -> list[Part]:
    if ticket is None:
        return []
    return [part("（", " ("), part(ticket, ticket, f"{PATH}.{path}.ticket"), part("）", ")")]


def _excluded_maintenance(made: _Report, level: ServiceLevel, line: Line) -> Iterator[Sequence[Part]]:
    if line.kind is not SliType.TIME:
        return
    for occasion in made.account.occasions:
        if occasion.service == level.service:
            for when in intersect(occasion.excluded, (line.judged,)):
                path = f"maintenance[{occasion.row}]"
                ticket = made.measurements.maintenance[occasion.row].ticket
                yield [made.times(when), part("：计划维护", ": Planned Maintenance"), *_ticket(ticket, path)]


def _excluded_counts(made: _Report, level: ServiceLevel, line: Line) -> Iterator[Sequence[Part]]:
    for sample in made.account.series[level.id].samples.get(line.number, ()):
        each = made.measurements.counts[sample.entry]
        if each.excluded_total:
            total, good = f"{each.excluded_total:,}", f"{each.excluded_good:,}"
            what = part(f"全部 {total}，其中合格 {good}", f"{total} in total, {good} of them good")
            yield _ground(what, each, f"counts[{sample.entry}]")


def _excluded_durations(made: _Report, level: ServiceLevel, line: Line) -> Iterator[Sequence[Part]]:
    for lasting in made.account.series[level.id].durations.get(line.number, ()):
        if lasting.excluded and line.judged.start <= lasting.within.start < line.judged.end:
            what = made.lasting(lasting.seconds)
            entry = lasting.entry
            yield _ground(what, made.measurements.durations[entry], f"durations[{entry}]")


def _when(each: Outage | Exclusion | IncidentReported, course: Course) -> Interval:
    return Interval(instant(each.start, course.zone), instant(each.end, course.zone, end=True))


# Outages and incidents ----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Event:
    """An outage or a Major Incident: its time, its service, the entry that says most of it and that entry's path."""

    when: Interval
    service: str
    entry: Outage | IncidentReported
    path: str


def _events(made: _Report) -> dict[str, tuple[Row, ...]]:
    """A row for each event in the month, in place of the form's four; “none” where there are none."""
    found = [each for each in _happened(made) if intersect((each.when,), (made.month.when,))]
    none: Row = {
        "event-1": [[NONE]],
        **{f"event-1-{name}": [[DASH]] for name in ("service", "time", "effect", "cause")},
    }
    rows = tuple(_event(made, each) for each in sorted(found, key=lambda each: (each.when, each.service)))
    return {"event-1": rows or (none,), "event-2": (), "event-3": (), "event-4": ()}


def _event(made: _Report, each: _Event) -> Row:
    """The cells of an event; what the file doesn't say stays blank."""
    entry, path = each.entry, f"{PATH}.{each.path}"
    row: dict[str, Lines] = {
        "event-1-service": [[made.service(each.service)]],
        "event-1-time": [[made.times(each.when, path)]],
    }
    if entry.ticket is not None:
        row["event-1"] = [[part(entry.ticket, entry.ticket, f"{path}.ticket")]]
    if entry.effect is not None:
        row["event-1-effect"] = [[_text(entry.effect, f"{path}.effect")]]
    if entry.cause is not None:
        row["event-1-cause"] = [[_text(entry.cause, f"{path}.cause")]]
    return row


def _happened(made: _Report) -> Iterator[_Event]:
    """Every event; an outage that several objectives measure, or that overlaps another of its ticket, is one."""
    levels = made.course.levels
    groups: defaultdict[tuple[str, object], list[_Event]] = defaultdict(list)
    for index, each in enumerate(made.measurements.outages):
        event = _Event(_when(each, made.course), levels[each.slo].service, each, f"outages[{index}]")
        groups[event.service, each.ticket or event.when].append(event)
    for group in groups.values():
        for when in merge(event.when for event in group):
            yield replace(next(event for event in group if intersect((event.when,), (when,))), when=when)
    for index, incident in enumerate(made.measurements.incidents):
        yield _Event(_when(incident, made.course), incident.service, incident, f"incidents[{index}]")


# Maintenance --------------------------------------------------------------------------------------------------------


def _maintenance(made: _Report) -> dict[str, Lines]:
    """The maintenance of the month: each occasion, and how long they were together."""
    done = [each for each in made.account.occasions if intersect((each.done,), (made.month.when,))]
    if not done:
        return {"maintenance": [[NONE]]}
    total = sum(each.done.seconds for each in done)
    together = [part("合计：", "total: "), made.lasting(total)]
    return {"maintenance": [*(_occasion(made, each) for each in done), together]}


def _occasion(made: _Report, each: Occasion) -> list[Part]:
    path = f"maintenance[{each.row}]"
    counts = [part("（部分或者全部计入）", " (counts in whole or in part)")] if each.counts else []
    times = made.times(each.done, f"{PATH}.{path}")
    ticket = made.measurements.maintenance[each.row].ticket
    return [made.service(each.service), part("：", ": "), times, *_ticket(ticket, path), *counts]


# Credits ------------------------------------------------------------------------------------------------------------


def _determined(made: _Report) -> list[CreditLine]:
    """The credits for misses determined in the month, or to be determined in it at the latest."""
    days = ((each, each.line.established.day) for each in made.account.credits)
    return [each for each, day in days if day is not None and made.month.first <= day <= made.month.last]


def _credit_rows(made: _Report) -> dict[str, tuple[Row, ...]]:
    """A row for each credit in place of the one of its objective; “none” where an objective has none."""
    found = _determined(made)
    rows: dict[str, tuple[Row, ...]] = {}
    for place, credit in enumerate(made.course.contract.credits, 1):
        own = tuple(_credit(made, each, place) for each in found if each.credit == credit)
        names = ("tier", "rate", "basis", "credit")
        none: Row = {f"window-{place}": [[NONE]], **{f"{name}-{place}": [[DASH]] for name in names}}
        rows[f"window-{place}"] = own or (none,)
    return rows


def _credit(made: _Report, each: CreditLine, place: int) -> Row:
    assumed = [OPEN] if each.line.established.basis is Basis.ASSUMED else []
    lapsed = [part("（已消灭）", " (lapsed)")] if each.lapsed else []
    return {
        f"window-{place}": [[made.period(each.line)]],
        f"tier-{place}": [[made.said(lambda words: words.tier(each.tier))]],
        f"rate-{place}": [[made.said(lambda words: words.percent(each.tier.pct))]],
        f"basis-{place}": [[made.amount(each.basis)]],
        f"credit-{place}": [[made.amount(each.earned), *assumed, *lapsed]],
    }


def _totals(made: _Report) -> dict[str, Lines]:
    """The settlement: sums and caps by the months in which the periods end, what is due, and all so far."""
    caps = made.account.caps
    if caps is None:
        return {}
    found = _determined(made)
    months = sorted({each.line.period.last.replace(day=1) for each in found})
    sums = [(month, [each for each in found if each.line.period.last.replace(day=1) == month]) for month in months]
    sofar = [
        each.payable for each in made.account.credits if (each.line.established.day or date.max) <= made.month.last
    ]
    return {
        "credit-sum": [_of_month(made, month, _earned(each)) for month, each in sums] or [[NONE]],
        "credit-cap": [_of_month(made, month, caps.monthly) for month in months] or [[DASH]],
        "credit-due": [_of_month(made, month, _payable(each)) for month, each in sums] or [[NONE]],
        "credit-total": [[made.amount(sum(sofar, Decimal(0)))]],
    }


def _earned(each: Sequence[CreditLine]) -> Fraction:
    return sum((one.earned for one in each if not one.lapsed), Fraction(0))


def _payable(each: Sequence[CreditLine]) -> Decimal:
    return sum((one.payable for one in each), Decimal(0))


def _of_month(made: _Report, month: date, amount: Fraction | Decimal) -> list[Part]:
    name = made.said(lambda words: show.calendar_period(month, Window.MONTH, words.lang))
    return [name, part("：", ": "), made.amount(amount)]
