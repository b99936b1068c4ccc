"""What a contract promises, objective by objective: what may fail, what a miss can cost, what the supports allow.

Budgets are (1 − target) × total over the Measurement Periods of the term (:mod:`slagen.sla.periods`), so a short first
month or a change of the clocks is in them.  A service with hours of its own is counted both over its Service Hours and
over all time, since what an indicator's total holds is said in words only.  The most that credits can cost is that of
:mod:`slagen.sla.worst_case`, what a service can reach that of :mod:`slagen.sla.composition`.

Whatever can't be computed is an :class:`Absent` with its reason, never a guess.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction
from math import prod

from slagen.diagnostics import Message
from slagen.model.clause import Variant
from slagen.model.contract import Contract
from slagen.model.parties import Calendar
from slagen.model.quality import Credit, CreditBasis, Operator, ServiceLevel, Sli, SliType, Window
from slagen.model.services import Service
from slagen.model.units import Duration, Percent, TimeUnit
from slagen.sla.availability import around_the_clock, budget
from slagen.sla.composite import TooEntangledError
from slagen.sla.composition import Composition, DependencyCycleError, Support, compositions
from slagen.sla.credits import Caps, Limit, caps_of, full_basis
from slagen.sla.exact import share
from slagen.sla.holidays import HolidaysUnpublished
from slagen.sla.hours import ServiceHours
from slagen.sla.periods import Period, periods
from slagen.sla.tiers import highest_credit
from slagen.sla.worst_case import WorstCase, worst_case, worst_period
from slagen.sla.zones import ClockError, UnknownZoneError


class Reason(StrEnum):
    """Why there is no figure; the values are those of the JSON output and stay."""

    DURATION = "duration"
    MET_FROM_BELOW = "met from below"
    NOT_OVER_TIME = "not over time"
    HOLIDAYS = "holidays unpublished"
    TIME_ZONE = "time zone unknown"
    DATES = "dates out of range"
    NO_PERIOD = "no whole period"
    NO_SUPPORT = "no support"
    NO_FIGURE = "no figure"
    CIRCLE = "circle"
    ENTANGLED = "too entangled"
    NO_CREDIT = "no credit"


@dataclass(frozen=True, slots=True)
class Absent:
    """A figure that there is not, and why."""

    reason: Reason
    message: Message


class Basis(StrEnum):
    """Which time of a Measurement Period counts."""

    ALL_TIME = "all time"
    SERVICE_HOURS = "service hours"


class Unit(StrEnum):
    """What is counted: time, time slices, or whatever the indicator's total consists of."""

    SECONDS = "seconds"
    SLICES = "time slices"
    ITEMS = "items"


@dataclass(frozen=True, slots=True)
class Span:
    """The least and the greatest that a quantity is among the Measurement Periods of the term."""

    least: Fraction
    most: Fraction

    def times(self, factor: Fraction) -> Span:
        """Both times a factor, smaller one first."""
        return Span(*sorted((self.least * factor, self.most * factor)))


@dataclass(frozen=True, slots=True)
class Clocked:
    """How long Measurement Periods are, in seconds of the time that counts."""

    basis: Basis
    window: Span


@dataclass(frozen=True, slots=True)
class Allowance:
    """How much of a total may be not good in one Measurement Period; `basis` is None where no time is counted.

    Of items, the total is the least power of ten, from 100, of which a whole number may be not good.
    """

    unit: Unit
    basis: Basis | None
    total: Span
    allowed: Span


@dataclass(frozen=True, slots=True)
class Margin:
    """What the supports allow beyond the target, as time of a Measurement Period in seconds; negative where less."""

    basis: Basis
    seconds: Span


@dataclass(frozen=True, slots=True)
class Supported:
    """What a service rests on, and the availability that this allows against the target of an objective."""

    factors: tuple[Support, ...]
    allowed: Fraction
    """A share of one."""
    independent: bool
    """Whether `allowed` is the product of the factors: nothing is shared by several of them, and so counted once."""
    margin: Fraction
    """`allowed` − target, a share of one."""
    time: tuple[Margin | Absent, ...]

    @property
    def unknown(self) -> tuple[str, ...]:
        """Ids of services and agreements that have no figure and are left out."""
        return tuple(dict.fromkeys(name for factor in self.factors for name in factor.unknown))


@dataclass(frozen=True, slots=True)
class Cost:
    """The most that credits can cost, in the currency of account, with the caps applied that bind."""

    month: Fraction
    term: Fraction
    binding: tuple[Limit, ...]


@dataclass(frozen=True, slots=True)
class CreditCost:
    """The most that the credits of one objective can cost.

    One Measurement Period earns `percent` of `fee`, the basis for a whole month, which is `each`; `below_minimum` where
    that alone would not be paid, though it counts towards the sum of its month.
    """

    percent: Percent
    basis: CreditBasis
    fee: Fraction
    each: Fraction
    cost: Cost
    below_minimum: bool


@dataclass(frozen=True, slots=True)
class Objective:
    """One service level objective with all that follows from it."""

    level: ServiceLevel
    service: Service
    indicator: Sli
    credit: Credit | None
    periods: int | Absent
    """How many Measurement Periods the term has."""
    allowances: tuple[Allowance | Absent, ...]
    supported: Supported | Absent
    credit_cost: CreditCost | Absent


@dataclass(frozen=True, slots=True)
class Levels:
    """All objectives of a contract in its order, and what their credits can cost together."""

    contract: Contract
    objectives: tuple[Objective, ...]
    caps: Caps | None
    uncapped: bool
    """Whether misses caused wilfully or by gross negligence are beyond the caps: the customer's variant of 4.5."""
    cost: Cost | Absent
    notes: tuple[Absent, ...]
    """What holds for several objectives: why first and last Measurement Periods are left out."""


def levels(contract: Contract) -> Levels:
    """What a contract promises.

    Entries that others name are there and their currencies agree, as reading a contract makes sure.
    """
    known = _Known.of(contract)
    caps = caps_of(contract.credit_terms, contract) if contract.credit_terms else None
    notes = [term.doubt for term in known.terms.values() if isinstance(term, _Term) and term.doubt]
    return Levels(
        contract,
        tuple(_objective(level, known, caps) for level in contract.slos),
        caps,
        _variant(contract) is Variant.CUSTOMER,
        _cost(contract.credits, known, caps) if contract.credits else _NO_CREDITS,
        tuple(dict.fromkeys(notes)),
    )


def _variant(contract: Contract) -> Variant:
    """That of clause quality.measures, which has all three."""
    chosen = contract.variants
    return chosen.get("quality.measures", chosen.get("default", Variant.BALANCED))


# The term -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Term:
    """The Measurement Periods of one window; `certain` are those whose length is, `doubt` says why others' is not."""

    periods: tuple[Period, ...]
    certain: tuple[Period, ...]
    doubt: Absent | None = None


@dataclass(frozen=True, slots=True)
class _Known:
    """A contract with its entries by id, and what several objectives need."""

    contract: Contract
    services: Mapping[str, Service]
    indicators: Mapping[str, Sli]
    credits: Mapping[str, Credit]
    terms: Mapping[Window, _Term | Absent]
    clocks: Mapping[tuple[str, Window], tuple[Clocked | Absent, ...]]
    """By service and window."""
    compositions: Mapping[str, Composition] | Absent

    @classmethod
    def of(cls, contract: Contract) -> _Known:
        """What follows from a contract, each thing once."""
        terms = {window: _term(contract, window) for window in Window if _is_used(contract, window)}
        calendars = {calendar.id: calendar for calendar in contract.calendars}
        services = {service.id: service for service in contract.services}
        used = {(calendars[services[level.service].calendar].id, level.window) for level in contract.slos}
        clocks = {(id_, window): _clocks(calendars[id_], terms[window]) for id_, window in used}
        return cls(
            contract,
            services,
            {sli.id: sli for sli in contract.slis},
            {credit.slo: credit for credit in reversed(contract.credits)},
            terms,
            {(level.service, level.window): clocks[services[level.service].calendar, level.window]
             for level in contract.slos},
            _compositions(contract),
        )  # fmt: skip


def _is_used(contract: Contract, window: Window) -> bool:
    return any(level.window is window for level in contract.slos)


def _term(contract: Contract, window: Window) -> _Term | Absent:
    try:
        found = periods(contract, window)
        return _Term(found, found) if found else _NO_PERIOD
    except HolidaysUnpublished as unpublished:
        return _in_doubt(contract, window, unpublished.year)
    except ClockError as problem:
        return _unclear(problem)


def _in_doubt(contract: Contract, window: Window, year: int) -> _Term | Absent:
    """The periods where it is open which of the first and the last are joined to the ones next to them."""
    apart = contract.measurement.model_copy(update={"short_period": Duration(0, TimeUnit.DAY)})
    try:
        found = periods(contract.model_copy(update={"measurement": apart}), window)
    except ClockError as problem:
        return _unclear(problem)
    return _Term(found, found[2:-2], _unjoined(year))


def _unjoined(year: int) -> Absent:
    return Absent(
        Reason.HOLIDAYS,
        Message(
            f"{year} 年的放假安排尚未公布，首个和最后一个计量周期是否并入相邻周期还不能确定："
            "开头两个和最后两个周期的长度未列入，期数按不并入计",
            f"the holidays of {year} are not published, so it is open whether the first and the last Measurement "
            "Period are joined to their neighbours: the lengths of the first two and the last two are left out, and "
            "all are counted as not joined",
        ),
    )


def _clocks(calendar: Calendar, term: _Term | Absent) -> tuple[Clocked | Absent, ...]:
    """The lengths of the periods by all time and, for a service with hours of its own, by those before it."""
    if isinstance(term, Absent):
        return (term,)
    if not term.certain:
        return (term.doubt or _NO_PERIOD,)
    all_time = Clocked(Basis.ALL_TIME, _span(period.seconds for period in term.certain))
    return (all_time,) if around_the_clock(calendar) else (_in_hours(calendar, term.certain), all_time)


def _in_hours(calendar: Calendar, certain: Sequence[Period]) -> Clocked | Absent:
    try:
        hours = ServiceHours.of(calendar)
        return Clocked(Basis.SERVICE_HOURS, _span(hours.elapsed(period.start, period.end) for period in certain))
    except ClockError as problem:
        return _unclear(problem)


def _span(lengths: Iterable[int]) -> Span:
    found = tuple(lengths)
    return Span(Fraction(min(found)), Fraction(max(found)))


# One objective --------------------------------------------------------------------------------------------------


def _objective(level: ServiceLevel, known: _Known, caps: Caps | None) -> Objective:
    term, indicator = known.terms[level.window], known.indicators[level.sli]
    return Objective(
        level,
        known.services[level.service],
        indicator,
        known.credits.get(level.id),
        len(term.periods) if isinstance(term, _Term) else term,
        _allowances(level, indicator, known),
        _supported(level, indicator, known),
        _credit_cost(level, known, caps),
    )


def _allowances(level: ServiceLevel, indicator: Sli, known: _Known) -> tuple[Allowance | Absent, ...]:
    target = level.target
    if indicator.type is SliType.DURATION or not isinstance(target, Percent):
        return (_NO_BUDGET_OF_DURATIONS,)
    if level.op is Operator.AT_MOST:
        return (_MET_FROM_BELOW,)
    if indicator.type is SliType.REQUEST:
        return (_of_items(target),)
    clocks = known.clocks[level.service, level.window]
    return tuple(one if isinstance(one, Absent) else _of_time(target, indicator, one) for one in clocks)


def _of_items(target: Percent) -> Allowance:
    total = round_total((target,))
    allowed = max(budget(target, total), Fraction(0))
    return Allowance(Unit.ITEMS, None, Span(Fraction(total), Fraction(total)), Span(allowed, allowed))


def round_total(bounds: Iterable[Percent], least: int = 100) -> int:
    """The least power of ten, from `least`, of which each of the percentages is a whole number."""
    total = least
    for bound in bounds:
        while (share(bound) * total).denominator != 1:
            total *= 10
    return total


def _of_time(target: Percent, indicator: Sli, clock: Clocked) -> Allowance:
    slice_ = indicator.interval.seconds if indicator.type is SliType.SLICE_MEAN else None
    unit, total = (Unit.SLICES, clock.window.times(Fraction(1, slice_))) if slice_ else (Unit.SECONDS, clock.window)
    return Allowance(unit, clock.basis, total, total.times(max(1 - share(target), Fraction(0))))


# What it rests on -----------------------------------------------------------------------------------------------


def _compositions(contract: Contract) -> Mapping[str, Composition] | Absent:
    try:
        return compositions(contract)
    except DependencyCycleError as circle:
        chain = " → ".join(circle.services)
        return Absent(Reason.CIRCLE, Message(f"服务循环依赖：{chain}", f"services rest on one another: {chain}"))
    except TooEntangledError as entangled:
        names = ", ".join(entangled.names)
        return Absent(
            Reason.ENTANGLED,
            Message(
                f"共用的组成部分过多，无法精确计算，其中有 {names}",
                f"too many components are shared to compute it exactly, among them {names}",
            ),
        )


def _supported(level: ServiceLevel, indicator: Sli, known: _Known) -> Supported | Absent:
    over_time = indicator.type in (SliType.TIME, SliType.SLICE_MEAN) and level.op is Operator.AT_LEAST
    if not over_time or not isinstance(level.target, Percent):
        return _NOT_OVER_TIME
    if isinstance(known.compositions, Absent):
        return known.compositions
    found = known.compositions[level.service]
    if found.allowed is None:
        return _NO_FIGURE if found.supports else _NO_SUPPORT
    factors = tuple({(support.members, support.availability): support for support in found.supports}.values())
    margin = found.allowed - share(level.target)
    return Supported(
        factors,
        found.allowed,
        found.allowed == prod(each.availability for each in factors if each.availability is not None),
        margin,
        tuple(_margin(margin, clock) for clock in known.clocks[level.service, level.window]),
    )


def _margin(margin: Fraction, clock: Clocked | Absent) -> Margin | Absent:
    return clock if isinstance(clock, Absent) else Margin(clock.basis, clock.window.times(margin))


# What a miss can cost -------------------------------------------------------------------------------------------


def _credit_cost(level: ServiceLevel, known: _Known, caps: Caps | None) -> CreditCost | Absent:
    credit = known.credits.get(level.id)
    if credit is None or caps is None:
        return _NO_CREDIT
    if not isinstance(level.target, Percent):
        return _NO_CREDIT_FOR_DURATIONS
    percent = highest_credit(credit.tiers, level.op, level.target)
    if percent is None:
        return _NO_CREDIT
    cost = _cost((credit,), known, caps)
    if isinstance(cost, Absent):
        return cost
    each = worst_period(credit, level, known.contract)
    fee = full_basis(credit.basis, level.service, known.contract)
    return CreditCost(percent, credit.basis, fee, each, cost, each < caps.minimum)


def _cost(credits_: Sequence[Credit], known: _Known, caps: Caps | None) -> Cost | Absent:
    of = {level.id: level for level in known.contract.slos}
    terms = [known.terms[of[credit.slo].window] for credit in credits_]
    if caps is None:
        return _NO_CREDITS
    if lacking := next((term for term in terms if isinstance(term, Absent)), None):
        return lacking
    found = worst_case(known.contract, lambda level: _ends(known.terms[level.window]), credits_)
    return Cost(found.month, found.capped, tuple(_binding(found, _uncapped(credits_, known))))


def _binding(found: WorstCase, uncapped: Fraction) -> Iterable[Limit]:
    """The caps without which credits would cost more; `uncapped` is the most of a month without the monthly one."""
    if found.month < uncapped:
        yield Limit.MONTHLY_CAP
    if found.capped < found.term:
        yield Limit.TERM_CAP


def _uncapped(credits_: Iterable[Credit], known: _Known) -> Fraction:
    """The most that a calendar month in which periods end can earn before any cap."""
    levels_ = {level.id: level for level in known.contract.slos}
    months: defaultdict[tuple[int, int], Fraction] = defaultdict(Fraction)
    for credit in credits_:
        level = levels_[credit.slo]
        each = worst_period(credit, level, known.contract)
        for end in _ends(known.terms[level.window]):
            months[end.year, end.month] += each
    return max(months.values(), default=Fraction(0))


def _ends(term: _Term | Absent) -> list[date]:
    return [] if isinstance(term, Absent) else [period.last for period in term.periods]


# Why there is none ----------------------------------------------------------------------------------------------


def _unclear(problem: ClockError) -> Absent:
    match problem:
        case HolidaysUnpublished():
            return Absent(
                Reason.HOLIDAYS,
                Message(
                    f"{problem.year} 年的放假安排尚未公布，服务时间还不能确定",
                    f"the holidays of {problem.year} are not published, so the Service Hours are open",
                ),
            )
        case UnknownZoneError():
            return Absent(
                Reason.TIME_ZONE,
                Message(f"没有时区 {problem.name}", f"there is no time zone {problem.name}"),
            )
        case _:
            return Absent(
                Reason.DATES, Message("合同期超出可以计算的日期", "the term lies beyond the dates that are computed")
            )


_NO_PERIOD = Absent(
    Reason.NO_PERIOD,
    Message("合同期内没有完整的计量周期", "the term has no whole Measurement Period"),
)
_NO_BUDGET_OF_DURATIONS = Absent(
    Reason.DURATION, Message("时长类目标没有允许停机时间", "a limit on durations leaves no budget")
)
_MET_FROM_BELOW = Absent(
    Reason.MET_FROM_BELOW,
    Message("目标值为上限，目标值本身即为允许量", "the target is an upper limit, and itself what is allowed"),
)
_NOT_OVER_TIME = Absent(
    Reason.NOT_OVER_TIME,
    Message(
        "不是随时间计量的可用性，不与支撑的可用性比较", "not availability over time, so not compared with supports"
    ),
)
_NO_SUPPORT = Absent(
    Reason.NO_SUPPORT,
    Message("没有列明所依赖的服务或者支撑协议", "no service or agreement is listed that it rests on"),
)
_NO_FIGURE = Absent(
    Reason.NO_FIGURE,
    Message("所依赖的服务和支撑协议都没有可用性数值", "nothing that it rests on states an availability"),
)
_NO_CREDIT = Absent(Reason.NO_CREDIT, Message("未达标没有服务抵扣", "a miss earns no Service Credit"))
_NO_CREDITS = Absent(Reason.NO_CREDIT, Message("合同没有约定服务抵扣", "the contract has no Service Credits"))
_NO_CREDIT_FOR_DURATIONS = Absent(
    Reason.NO_CREDIT,
    Message("分档以百分数计，不适用于时长类目标", "tiers are percentages, which durations don't reach"),
)
