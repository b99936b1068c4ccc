"""Priorities that run around the clock need contacts and channels that can be reached at any hour of the week.

What clauses make necessary at every hour at which a clock runs:

- a contact of the provider (3.3, "Channel failure"), and one of the customer, who is the reporter of what the provider
  detects itself and has to be told for it to count as a response (3.2, "Logging", "What counts as a response");
- an escalation contact who is notified at the very time that annex 5 sets ("Escalation");
- a support channel, since a report that arrives while all are closed is received when one opens (3.2, "Start").

Without the first the contract can't be performed; the others are a risk that it settles, and a warning.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from slagen.check import said
from slagen.check.rule import Finding, Inputs, Rule
from slagen.diagnostics import Code, Message, Severity
from slagen.model.delivery import Clock, PriorityTarget
from slagen.model.parties import Contact, Role
from slagen.read.positioned import Path
from slagen.sla.hours import WEEK, ServiceHours, WeekSpan, uncovered
from slagen.sla.zones import DAY, YEARS

_DAYS_ZH = ("周一", "周二", "周三", "周四", "周五", "周六", "周日")
_DAYS_EN = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_SIDES = {Role.CUSTOMER: Message("客户", "customer"), Role.PROVIDER: Message("服务提供方", "provider")}


def covered(inputs: Inputs) -> Iterator[Finding]:
    """Contacts of both parties, escalation contacts and channels that cover 168 hours a week."""
    always = [target for target in inputs.contract.priority.targets if _runs_always(target, inputs)]
    if always:
        week = _Week(inputs, holidays=any(_runs_on_holidays(target, inputs) for target in always))
        yield from _sides(always, inputs, week)
        yield from _escalated(inputs, {target.id for target in always}, week)
        yield from _channels(always, inputs, week)


def _runs_always(target: PriorityTarget, inputs: Inputs) -> bool:
    return target.clock is Clock.CALENDAR or (
        ServiceHours.of(inputs.calendars[target.calendar]).weekly_seconds() == WEEK
    )


def _runs_on_holidays(target: PriorityTarget, inputs: Inputs) -> bool:
    return target.clock is Clock.CALENDAR or inputs.calendars[target.calendar].statutory is None


@dataclass(frozen=True, slots=True)
class _Gap:
    """The hours of a week that calendars leave open; those of public holidays alone where `on_holidays`."""

    spans: tuple[WeekSpan, ...]
    on_holidays: bool
    tz: str

    def shown(self) -> Message:
        """The hours, and how many of 168 they are."""
        days, of = _days(self.spans), said.hours(sum(span.seconds for span in self.spans))
        if self.on_holidays:
            return Message(f"法定节假日的{days.zh}（{self.tz}）", f"{days.en} on public holidays ({self.tz})")
        return Message(
            f"{days.zh}（{self.tz}，每周 168 小时中的 {of.zh}）", f"{days.en} ({of.en} of 168 h a week, {self.tz})"
        )


class _Week:
    """The gaps that calendars leave in a week of the year in which a contract takes effect, found once each."""

    def __init__(self, inputs: Inputs, *, holidays: bool) -> None:
        self._inputs, self._holidays = inputs, holidays
        self._year = min(max(inputs.contract.contract.effective.year, YEARS[0]), YEARS[-1] - 1)
        self._found: dict[frozenset[str], _Gap | None] = {}

    def gap(self, calendars: Iterable[str]) -> _Gap | None:
        """What calendars of these ids leave open together; None where that is nothing."""
        named = frozenset(calendars)
        if named not in self._found:
            self._found[named] = self._gap([ServiceHours.of(self._inputs.calendars[id_]) for id_ in sorted(named)])
        return self._found[named]

    def _gap(self, hours: Sequence[ServiceHours]) -> _Gap | None:
        tz = self._inputs.contract.measurement.tz
        if spans := uncovered(hours, tz, self._year):
            return _Gap(spans, on_holidays=False, tz=tz)
        working = [one for one in hours if not one.statutory]
        if self._holidays and (spans := uncovered(working, tz, self._year)):
            return _Gap(spans, on_holidays=True, tz=tz)
        return None


def _sides(always: Sequence[PriorityTarget], inputs: Inputs, week: _Week) -> Iterator[Finding]:
    run = _running(always)
    for role, side in _SIDES.items():
        contacts = [one for one in inputs.contract.contacts if inputs.parties[one.party].role is role]
        if gap := week.gap(one.calendar for one in contacts):
            shown = gap.shown()
            yield Finding(
                ("contacts",),
                Message(
                    f"{run.zh}，{side.zh}在下列时段没有可以联络的联系人：{shown.zh}",
                    f"{run.en}, but the {side.en} has no contact who can be reached at these hours: {shown.en}",
                ),
                hint=_HINTS[role],
            )


_HINTS = {
    Role.PROVIDER: Message(
        "为其中一个联系人选用覆盖这些时段的日历，或者增加值班的联系人",
        "give one of its contacts a calendar that covers these hours, or add one who is on call",
    ),
    Role.CUSTOMER: Message(
        "为这些时段指定客户联系人，服务提供方自行发现的事件以其为报告人",
        "name a contact for these hours: it is the reporter of incidents that the provider detects itself",
    ),
}


def _running(priorities: Sequence[PriorityTarget]) -> Message:
    names = [one.id for one in priorities]
    return Message(
        f"{'、'.join(names)} 全天候计时", f"{', '.join(names)} {'runs' if len(names) == 1 else 'run'} around the clock"
    )


def _escalated(inputs: Inputs, always: set[str], week: _Week) -> Iterator[Finding]:
    for index, escalation in enumerate(inputs.contract.escalations):
        contact = inputs.contacts[escalation.contact]
        gap = week.gap([contact.calendar]) if escalation.priority in always else None
        if gap:
            yield _unreached(("escalations", index, "contact"), inputs.priorities[escalation.priority], contact, gap)


def _unreached(path: Path, priority: PriorityTarget, contact: Contact, gap: _Gap) -> Finding:
    run, shown = _running([priority]), gap.shown()
    return Finding(
        path,
        Message(
            f"{run.zh}，升级联系人 {contact.id}（日历 {contact.calendar}）在下列时段无法联络：{shown.zh}",
            f"{run.en}, but its escalation contact {contact.id} (calendar {contact.calendar}) can't be reached at "
            f"these hours: {shown.en}",
        ),
        contact.id,
        Message(
            "升级给全天候可以联络的联系人，或者更改其日历",
            "escalate to a contact who can be reached at any hour, or change the calendar of this one",
        ),
        Severity.WARNING,
    )


def _channels(always: Sequence[PriorityTarget], inputs: Inputs, week: _Week) -> Iterator[Finding]:
    highest, channels = inputs.contract.priority.targets[0], inputs.contract.support.channels
    through: defaultdict[frozenset[str], list[PriorityTarget]] = defaultdict(list)
    for priority in always:
        through[frozenset(one.calendar for one in channels if one.urgent or priority is not highest)].append(priority)
    for calendars, priorities in through.items():
        if gap := week.gap(calendars):
            yield _closed(priorities, gap)


def _closed(priorities: Sequence[PriorityTarget], gap: _Gap) -> Finding:
    run, shown = _running(priorities), gap.shown()
    return Finding(
        ("support", "channels"),
        Message(
            f"{run.zh}，下列时段没有开放的支持渠道可以报告，报告至下一次开放时才为收到：{shown.zh}",
            f"{run.en}, but no channel to report through is open, so that reports wait for the next opening, at these "
            f"hours: {shown.en}",
        ),
        hint=Message("开通全天候的支持渠道", "keep a channel open around the clock"),
        severity=Severity.WARNING,
    )


def _days(spans: Sequence[WeekSpan]) -> Message:
    """Hours by weekday, days with the same hours together: ``Mon–Fri 00:00–09:00, 18:00–24:00; Sat–Sun …``."""
    runs: list[tuple[int, int, tuple[str, ...]]] = []
    for day in range(7):
        hours = tuple(_hours(day, spans))
        if runs and runs[-1][1:] == (day - 1, hours):
            runs[-1] = runs[-1][0], day, hours
        elif hours:
            runs.append((day, day, hours))
    return Message(
        "；".join(f"{_run(first, last, _DAYS_ZH, '至')} {'、'.join(hours)}" for first, last, hours in runs),
        "; ".join(f"{_run(first, last, _DAYS_EN, '–')} {', '.join(hours)}" for first, last, hours in runs),
    )


def _hours(day: int, spans: Sequence[WeekSpan]) -> Iterator[str]:
    for span in spans:
        start, end = max(span.start - day * DAY, 0), min(span.end - day * DAY, DAY)
        if start < end:
            yield f"{_clock(start)}–{_clock(end)}"


def _clock(seconds: int) -> str:
    return f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}"


def _run(first: int, last: int, names: Sequence[str], to: str) -> str:
    return names[first] if first == last else f"{names[first]}{to}{names[last]}"


_READS = ("contract", "parties", "contacts", "calendars", "priority", "escalations", "support", "measurement")
RULES = (Rule(Code.CONTACTS_COVER, Severity.ERROR, _READS, covered),)
