"""The figures of :mod:`slagen.sla.levels` in words, for the tables of the terminal and of the page alike.

What has more decimals than can be read is rounded for display and marked ≈; JSON has every figure whole.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from slagen.assemble.show import Shower, brief, date, duration, money, number
from slagen.diagnostics import Lang, Message
from slagen.model.delivery import Clock, PriorityTarget
from slagen.model.quality import ServiceLevel, SliType
from slagen.model.text import Text
from slagen.model.units import Duration, Money, Percent
from slagen.sla.composition import Relation, Support
from slagen.sla.credits import Caps, Limit
from slagen.sla.exact import rounded
from slagen.sla.levels import (
    Absent,
    Allowance,
    Basis,
    Cost,
    CreditCost,
    Levels,
    Margin,
    Objective,
    Span,
    Supported,
    Unit,
)

PLACES = 7
"""The most decimals of a percentage that are shown; a composite of two four-figure availabilities has as many."""
_ABOUT = "≈ "


@dataclass(frozen=True, slots=True)
class Words:
    """Says figures in one language, in the contract's currency."""

    shower: Shower
    currency: str

    @property
    def lang(self) -> Lang:
        """The language."""
        return self.shower.lang

    def say(self, zh: str, en: str) -> str:
        """One of the two."""
        return Message(zh, en).text(self.lang)

    def text(self, text: Text) -> str:
        """A text of the contract; in its other language where it has none in this one."""
        return text.get(self.lang) or text.zh or text.en or ""

    def absent(self, absent: Absent) -> str:
        """Why there is no figure."""
        return absent.message.text(self.lang)

    def sentence(self, said: str) -> str:
        """A phrase as a sentence of its own."""
        return f"{said[:1].upper()}{said[1:]}{self.say('。', '.')}"

    # Objectives ----------------------------------------------------------------------------------------------

    def target(self, level: ServiceLevel) -> str:
        """``≥ 99.95%``."""
        return f"{level.op.sign} {self.shower.show(level.target)}"

    def window(self, objective: Objective) -> str:
        """The Measurement Period and how many the term has: ``month × 12``."""
        window = self.shower.show(objective.level.window)
        return window if isinstance(objective.periods, Absent) else f"{window} × {number(objective.periods, self.lang)}"

    def term(self, levels: Levels) -> str:
        """The first and the last day of the contract."""
        agreement = levels.contract.contract
        first, last = (date(day, self.lang) for day in (agreement.effective, agreement.expiry))
        return self.say(f"{first}至{last}", f"{first} to {last}")

    def allowances(self, objective: Objective) -> list[str]:
        """What may be not good in one Measurement Period, a line for each way of counting."""
        several = len(objective.allowances) > 1
        return [
            self.absent(each) if isinstance(each, Absent) else self._allowance(each, several=several)
            for each in objective.allowances
        ]

    def _allowance(self, allowance: Allowance, *, several: bool) -> str:
        match allowance.unit:
            case Unit.ITEMS:
                total, allowed = (self._figures(span) for span in (allowance.total, allowance.allowed))
                return self.say(f"每 {total} 个中 {allowed} 个", f"{allowed} of every {total}")
            case Unit.SLICES:
                total, allowed = (self._figures(span) for span in (allowance.total, allowance.allowed))
                said = self.say(f"{allowed} 个时间片（共 {total} 个）", f"{allowed} time slices of {total}")
            case Unit.SECONDS:
                said = self.lengths(allowance.allowed)
        return self._by(allowance.basis, said) if several else said

    def _by(self, basis: Basis | None, said: str) -> str:
        return f"{self.basis_name(basis)} {said}"

    def basis_name(self, basis: Basis | None) -> str:
        """Which time counts."""
        if basis is Basis.SERVICE_HOURS:
            return self.say("服务时间内", "in Service Hours")
        return self.say("全部时间内", "in all time")

    def lengths(self, span: Span) -> str:
        """Two lengths of time in seconds as a range; one where they are equal."""
        return self._range(*(self._length(each) for each in (span.least, span.most)))

    def _figures(self, span: Span) -> str:
        return self._range(*(self._figure(each) for each in (span.least, span.most)))

    def _range(self, low: str, high: str) -> str:
        """One mark for both where one of them is rounded; spaces, so that lines break between them."""
        if low == high:
            return low
        about = "≈ " if _ABOUT in low + high else ""
        low, high = (each.removeprefix(_ABOUT) for each in (low, high))
        return about + self.say(f"{low} 至 {high}", f"{low} to {high}")

    def _length(self, seconds: Fraction) -> str:
        shown = rounded(seconds, 1 if seconds >= 1 else 3).normalize()
        return ("" if shown == seconds else _ABOUT) + brief(shown, self.lang)

    def _figure(self, value: Fraction) -> str:
        shown = rounded(value, PLACES).normalize()
        return ("" if shown == value else _ABOUT) + number(shown, self.lang)

    def percent(self, value: Fraction) -> str:
        """A share of one in percent."""
        return f"{self._figure(value * 100)}%"

    # Measuring -----------------------------------------------------------------------------------------------

    def kind(self, objective: Objective) -> str:
        """What type of indicator it is, and which percentile, if one is taken."""
        said = self.shower.show(objective.indicator.type)
        percentile = objective.indicator.percentile
        if percentile is None:
            return said
        return self.say(f"{said}，第 {percentile.value:f} 百分位", f"{said}, at {percentile} of all")

    def denominator(self, objective: Objective) -> str:
        """Whether what is excluded stays in the total; of durations it never does."""
        if objective.indicator.type is SliType.DURATION:
            return "—"
        return self.shower.show(objective.level.denominator)

    def interval(self, objective: Objective) -> str:
        """How often data are collected."""
        return duration(objective.indicator.interval, self.lang)

    def outages(self, objective: Objective) -> str:
        """Which outages count and when two are one; a dash where nothing is agreed."""
        level = objective.level
        parts: list[tuple[str, str, Duration | None]] = [
            ("最短", "shortest ", level.min_outage),
            ("合并间隔", "merged within ", level.min_gap),
        ]
        said = [self.say(zh, en) + duration(value, self.lang) for zh, en, value in parts if value]
        return self.say("，", ", ").join(said) or "—"

    # Supports ------------------------------------------------------------------------------------------------

    def factors(self, supported: Supported) -> str:
        """What a service rests on, as a product: ``uc-facility 99.995% × (a ∥ b) 99.9999%``."""
        known = [factor for factor in supported.factors if factor.availability is not None]
        return " × ".join(f"{_members(factor)} {self.percent(factor.availability or Fraction(0))}" for factor in known)

    def remarks(self, supported: Supported) -> list[str]:
        """What the factors don't show: parts without a figure, and shared ones."""
        return list(self._remarks(supported))

    def _remarks(self, supported: Supported) -> Iterator[str]:
        if supported.unknown:
            names = ", ".join(supported.unknown)
            yield self.say(f"没有可用性数值而未计入：{names}", f"left out, having no availability: {names}")
        shared = dict.fromkeys(name for factor in supported.factors for name in factor.shared)
        if shared:
            names = ", ".join(shared)
            yield self.say(f"互为备份的各方共用 {names}，不作独立计算", f"alternatives share {names}, not independent")
        if not supported.independent:
            yield self.say(
                "各项有共用的组成部分，每一部分只计一次，故不等于乘积",
                "parts that several rest on are counted once, so it is not the product",
            )

    def points(self, supported: Supported) -> str:
        """The margin in percentage points."""
        margin = supported.margin
        shown = self._figure(abs(margin) * 100)
        sign = "−" if margin < 0 else "+" if margin > 0 else ""
        return self.say(f"{sign}{shown} 个百分点", f"{sign}{shown} pp")

    def margins(self, supported: Supported) -> list[str]:
        """The margin as time of one Measurement Period, a line for each way of counting."""
        several = len(supported.time) > 1
        return [
            self.absent(each) if isinstance(each, Absent) else self._margin(each, several=several)
            for each in supported.time
        ]

    def _margin(self, margin: Margin, *, several: bool) -> str:
        short = margin.seconds.least < 0
        span = Span(abs(margin.seconds.most), abs(margin.seconds.least)) if short else margin.seconds
        said = self.lengths(span)
        said = self.say(f"不足 {said}", f"short by {said}") if short else said
        return self._by(margin.basis, said) if several else said

    # Money ---------------------------------------------------------------------------------------------------

    def amount(self, value: Fraction) -> str:
        """An amount with its currency, to the hundredth."""
        return money(Money(rounded(value, 2), self.currency), self.lang)

    def figure(self, value: Fraction) -> str:
        """The same without the currency."""
        return f"{rounded(value, 2):,}"

    def basis(self, cost: CreditCost) -> str:
        """How one Measurement Period's credit comes about: ``30% × CNY 180,000.00``."""
        return f"{self.shower.show(cost.percent)} × {self.figure(cost.fee)}"

    def limits(self, cost: Cost, *, below_minimum: bool = False) -> str:
        """Which limits bind."""
        words = {Limit.MONTHLY_CAP: ("月上限", "monthly cap"), Limit.TERM_CAP: ("合同期上限", "cap over the term")}
        said = [self.say(*words[limit]) for limit in cost.binding if limit in words]
        if below_minimum:
            said.append(self.say("单独不足最低数额", "alone below the minimum"))
        return self.say("、", ", ").join(said) or "—"

    def caps(self, caps: Caps) -> str:
        """The caps of the contract."""
        month, term = self.amount(caps.monthly), self.amount(caps.term)
        said = self.say(f"每月上限{month}，合同期上限{term}", f"at most {month} a month and {term} over the term")
        if not caps.minimum:
            return said
        least = self.amount(caps.minimum)
        return said + self.say(f"；一月之和不足{least}的不予抵扣", f"; a month's sum below {least} is not paid")

    # Priorities ----------------------------------------------------------------------------------------------

    def priority(self, target: PriorityTarget) -> str:
        """Its id and its name, which often holds the id already."""
        name = self.text(target.name)
        return name if name.startswith(target.id) else f"{target.id} {name}"

    def clock(self, target: PriorityTarget) -> str:
        """In which time its limits run."""
        if target.clock is Clock.CALENDAR:
            return self.shower.show(target.clock)
        return f"{self.shower.show(target.clock)} ({target.calendar})"

    def shown(self, value: Duration | Percent) -> str:
        """A duration or a percentage."""
        return self.shower.show(value)


def _members(support: Support) -> str:
    if support.relation is not Relation.PARALLEL:
        return support.members[0]
    return f"({' ∥ '.join(support.members)})"
