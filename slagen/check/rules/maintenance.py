"""Planned maintenance: what it takes of the downtime budget, its caps, its times, its notice.

Rules that can't be worked out are errors of reading; where one is left over, nothing is found here.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction

from slagen.check.rule import Finding, Inputs, Rule
from slagen.check.said import duration, number, seconds
from slagen.diagnostics import Code, Message, Severity
from slagen.model.quality import Maintenance, Operator, ServiceLevel, SliType, Window
from slagen.model.units import Duration, Percent, TimeUnit
from slagen.read.positioned import Path
from slagen.sla.availability import DAY, around_the_clock, window_seconds
from slagen.sla.availability import budget as allowed
from slagen.sla.durations import bounds
from slagen.sla.exact import decimal_of
from slagen.sla.maintenance import Occasion, loads, occasions, spans_of
from slagen.sla.periods import Period, periods
from slagen.sla.recurrence import MonthLoad, most_minutes_in_a_month, shortest_gap
from slagen.sla.zones import ClockError

_SHARE = Fraction(5, 100)
"""Of the month, above which excluded maintenance is told."""


def occasions_of(inputs: Inputs, window: Maintenance) -> tuple[Occasion, ...]:
    """The occasions of a window over the term; none where they can't be worked out."""
    key = "occasions", window.rrule, window.minutes
    if key not in inputs.kept:
        try:
            inputs.kept[key] = occasions(inputs.contract, window)
        except ClockError:
            inputs.kept[key] = ()
    found: tuple[Occasion, ...] = inputs.kept[key]
    return found


def budget(inputs: Inputs) -> Iterator[Finding]:
    """Maintenance that is not excluded ≤ D in every window.

    What a service with hours of its own may be down depends on what its indicator counts; a budget of all time is the
    most that it can be, so that maintenance outside the hours may yet be harmless and is only a warning.
    """
    counted: dict[str, list[int]] = defaultdict(list)
    for place, window in enumerate(inputs.contract.maintenance):
        if not window.excluded:
            counted[window.service].append(place)
    for level in inputs.contract.slos:
        target = level.target
        if (
            level.service in counted
            and isinstance(target, Percent)
            and level.op is Operator.AT_LEAST
            and inputs.slis[level.sli].type is SliType.TIME
        ):
            yield from _over_budget(inputs, level, target, counted[level.service])


def _over_budget(inputs: Inputs, level: ServiceLevel, target: Percent, places: Sequence[int]) -> Iterator[Finding]:
    heaviest = _heaviest(inputs, level.service, level.window, places)
    over = [(load - allowed(target, length), length) for length, (_, load) in heaviest.items()]
    excess, length = max(over, default=(Fraction(0), 0))
    if excess <= 0:
        return
    period, load = heaviest[length]
    around = around_the_clock(inputs.calendars[inputs.services[level.service].calendar])
    took, whole, most = seconds(load), seconds(length), seconds(decimal_of(max(allowed(target, length), Fraction(0))))
    ids = " + ".join(inputs.contract.maintenance[place].id for place in places)
    yield Finding(
        ("maintenance", places[0], "minutes"),
        Message(
            f"{ids} 计入停机时间，{period.label} 共 {took.zh} > {level.id} 的允许停机时间"
            f" (100% − {target}) × {whole.zh} = {most.zh}",
            f"{ids} count as downtime and come to {took.en} in {period.label} > the downtime budget of {level.id}, "
            f"(100% − {target}) × {whole.en} = {most.en}",
        ),
        inputs.contract.maintenance[places[0]].minutes,
        _less(Fraction(load, length)),
        Severity.ERROR if around else Severity.WARNING,
    )


def _heaviest(inputs: Inputs, service: str, window: Window, places: Sequence[int]) -> Mapping[int, tuple[Period, int]]:
    """Of each length of a Measurement Period, the one with most of the maintenance, and how much that is."""
    key = "counted", service, window
    if key not in inputs.kept:
        spans = spans_of(one for place in places for one in occasions_of(inputs, inputs.contract.maintenance[place]))
        found: dict[int, tuple[Period, int]] = {}
        for period, load in loads(spans, periods_of(inputs, window)):
            if load > found.get(period.seconds, (period, 0))[1]:
                found[period.seconds] = period, load
        inputs.kept[key] = found
    kept: Mapping[int, tuple[Period, int]] = inputs.kept[key]
    return kept


def periods_of(inputs: Inputs, window: Window) -> Sequence[Period]:
    """The Measurement Periods of the term; without the first and the last where those can't be worked out yet."""
    key = "periods", window
    if key not in inputs.kept:
        inputs.kept[key] = _periods(inputs, window)
    kept: Sequence[Period] = inputs.kept[key]
    return kept


def _periods(inputs: Inputs, window: Window) -> Sequence[Period]:
    contract = inputs.contract
    try:
        return periods(contract, window)
    except ClockError:
        whole = contract.measurement.model_copy(update={"short_period": Duration(0, TimeUnit.DAY)})
    try:
        return periods(contract.model_copy(update={"measurement": whole}), window)[1:-1]
    except ClockError:
        return ()


def _less(taken: Fraction) -> Message:
    target = number(_floor(100 * (1 - taken)))
    return Message(
        f"缩短或者减少维护，写成 excluded: true，或者目标值不高于 {target}%",
        f"plan less maintenance, write excluded: true, or set a target of at most {target}%",
    )


def _floor(percent: Fraction) -> Decimal:
    return Decimal(int(percent * 10**4)).scaleb(-4)


def monthly_cap(inputs: Inputs) -> Iterator[Finding]:
    """Excluded maintenance of a month ≤ its monthly cap; the caps of a service ≤ 5 % of the month, or a warning."""
    by_service: dict[str, list[int]] = defaultdict(list)
    for place, window in enumerate(inputs.contract.maintenance):
        if window.excluded:
            by_service[window.service].append(place)
            yield from _over_cap(inputs, place, window)
    for places in by_service.values():
        yield from _over_share(inputs, places)


def _over_cap(inputs: Inputs, place: int, window: Maintenance) -> Iterator[Finding]:
    cap, load = window.monthly_cap.seconds, _heaviest_month(inputs, window)
    if load and cap is not None and load.seconds > cap:
        total, each = seconds(load.seconds), seconds(window.minutes * 60)
        by = f"{load.occasions} × " if load.occasions * window.minutes * 60 == load.seconds else ""
        zh, en = (f"{by}{each.zh} = {total.zh}", f"{by}{each.en} = {total.en}") if by else (total.zh, total.en)
        limit, month = duration(window.monthly_cap), f"{load.year}-{load.month:02d}"
        yield Finding(
            ("maintenance", place, "monthly_cap"),
            Message(
                f"{month} 的计划维护 {zh} > 每月上限 {limit.zh}",
                f"planned maintenance of {month}, {en} > the monthly cap of {limit.en}",
            ),
            window.monthly_cap,
            Message(f"上限改为 {total.zh}，或者减少维护", f"raise the cap to {total.en}, or plan less maintenance"),
        )


def _heaviest_month(inputs: Inputs, window: Maintenance) -> MonthLoad | None:
    agreement = inputs.contract.contract
    try:
        return most_minutes_in_a_month(
            window.rrule, window.minutes, inputs.contract.measurement.tz, agreement.effective, agreement.expiry
        )
    except ClockError:
        return None


def _over_share(inputs: Inputs, places: Sequence[int]) -> Iterator[Finding]:
    windows = inputs.contract.maintenance
    caps = {place: bounds(windows[place].monthly_cap).least for place in places}
    month, _ = window_seconds(Window.MONTH, calendar_months=inputs.contract.measurement.calendar_months)
    total, most = sum(caps.values()), int(month * _SHARE)
    if total > most:
        greatest = max(caps, key=lambda place: caps[place])
        ids = " + ".join(windows[place].id for place in places)
        all_, whole, part = seconds(total), seconds(month), seconds(most)
        yield Finding(
            ("maintenance", greatest, "monthly_cap"),
            Message(
                f"{windows[greatest].service} 每月不计入的维护上限 {ids} = {all_.zh} > {whole.zh} × 5% = {part.zh}",
                f"maintenance that {windows[greatest].service} excludes in a month may be {ids} = {all_.en} "
                f"> {whole.en} × 5% = {part.en}",
            ),
            windows[greatest].monthly_cap,
            Message(
                "上限降到实际需要的时长，或者改为计入停机时间",
                "lower the cap to what the maintenance needs, or count it as downtime",
            ),
            Severity.WARNING,
        )


def notice(inputs: Inputs) -> Iterator[Finding]:
    """Notice shorter than the recurrence: each occasion is notified after the one before it."""
    week = _working_days(inputs)
    agreement = inputs.contract.contract
    for place, window in enumerate(inputs.contract.maintenance):
        try:
            gap = shortest_gap(window.rrule, inputs.contract.measurement.tz, agreement.effective, agreement.expiry)
        except ClockError:
            continue
        least = _notice_seconds(window.notice, week)
        if gap is not None and least >= gap.total_seconds():
            yield _too_long(("maintenance", place, "notice"), window, least, int(gap.total_seconds()))


def _working_days(inputs: Inputs) -> int:
    """The Business Days of a normal week, at least one."""
    named = inputs.contract.contract.business_calendar
    weekly = inputs.calendars[named].weekly if named else {}
    return sum(bool(hours) for hours in weekly.values()) or 5


def _notice_seconds(length: Duration, week: int) -> int:
    """The least time that a notice takes; Business Days take the days off between them, too."""
    if length.unit is not TimeUnit.BUSINESS_DAY:
        return bounds(length).least
    weeks, days = divmod(length.amount, week)
    return (weeks * 7 + days) * DAY


def _too_long(path: Path, window: Maintenance, least: int, gap: int) -> Finding:
    written, every, takes = duration(window.notice), seconds(gap), seconds(least)
    at_least = window.notice.unit is TimeUnit.BUSINESS_DAY
    zh = f"{written.zh}（至少 {takes.zh}）" if at_least else written.zh
    en = f"{written.en} (at least {takes.en})" if at_least else written.en
    return Finding(
        path,
        Message(
            f"提前通知期 {zh} 不短于计划维护的间隔 {every.zh}，前一次维护尚未实施就须通知下一次",
            f"a notice of {en} is no shorter than the {every.en} between two occasions, so that each is notified "
            "before the one ahead of it has taken place",
        ),
        window.notice,
        Message(f"改为短于 {every.zh}", f"give a notice of less than {every.en}"),
    )


RULES = (
    Rule(
        Code.MAINTENANCE_BUDGET,
        Severity.ERROR,
        ("maintenance", "slos", "slis", "services", "calendars", "measurement", "contract"),
        budget,
    ),
    Rule(Code.MAINTENANCE_CAP, Severity.ERROR, ("maintenance", "measurement", "contract"), monthly_cap),
    Rule(
        Code.MAINTENANCE_NOTICE,
        Severity.WARNING,
        ("maintenance", "measurement", "contract", "calendars"),
        notice,
    ),
)
