"""An account as people read it, in 80 columns, and as data for programs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from io import StringIO
from itertools import groupby
from typing import TYPE_CHECKING

from slagen.cli.language import messages_in, say
from slagen.model.clause import Variant
from slagen.model.quality import SliType
from slagen.sla.account import Account, Basis, CreditLine, Due, Line, MonthTotal, Right, State
from slagen.sla.course import Exempt
from slagen.sla.credits import Limit
from slagen.sla.exact import decimal_of, percent_shown, rounded, share
from slagen.sla.zones import moment_at, seconds_of

if TYPE_CHECKING:
    from slagen.assemble.measured import Words
    from slagen.model.text import Text

WIDTH = 80
"""Columns of a line."""
_DIGITS = 40
"""The longest numerator and denominator that an exact fraction is written with."""


# For people -----------------------------------------------------------------------------------------------------------


def as_text(account: Account, name: str) -> str:
    """The account of measurements in a file, in the language of messages."""
    from slagen.assemble.measured import Words

    words = Words(account.course, messages_in())
    parts = [_head(account, name), *_objectives(account, words), *_credits(account, words), *_rights(account, words)]
    return "\n\n".join(part for part in parts if part) + "\n"


def _head(account: Account, name: str) -> str:
    """Which contract, which file, up to when, and how long the baseline periods of its services are."""
    agreement = account.course.contract.contract
    lines = [
        f"{agreement.id} {agreement.version}",
        *_wrapped(say(f"计量数据：{name}", f"measurements: {name}"), "    "),
    ]
    if account.until is None:
        return "\n".join([*lines, say("数据中没有说明任何时间的计量", "the file says of no time that it was measured")])
    until = _clock(account, account.until)
    lines.append(say(f"截至 {until}", f"up to {until}"))
    for end, services in _baselines(account).items():
        shown, listed = _clock(account, end), ", ".join(services)
        lines += _wrapped(
            say(
                f"基线期至 {shown}，不计抵扣和未达标次数：{listed}",
                f"baseline period to {shown}, without credits or counted misses: {listed}",
            ),
            "    ",
        )
    return "\n".join(lines)


def _baselines(account: Account) -> Mapping[int, Sequence[str]]:
    """The services by the end of their baseline periods."""
    found: dict[int, list[str]] = {}
    for level in account.course.levels.values():
        until = account.course.baseline_until(level)
        if until is not None and level.service not in found.setdefault(until, []):
            found[until].append(level.service)
    return found


def _clock(account: Account, moment: int) -> str:
    """A moment as clocks in the time zone of measurement show it; midnight as the end of the day before."""
    zone = account.course.zone
    shown = moment_at(moment, zone)
    if (shown.hour, shown.minute, shown.second) == (0, 0, 0):
        return f"{moment_at(moment - 1, zone):%Y-%m-%d} 24:00 ({zone.key})"
    return f"{shown:%Y-%m-%d %H:%M:%S} ({zone.key})"


def _objectives(account: Account, words: Words) -> Iterator[str]:
    for _, lines in groupby(account.lines, key=lambda line: line.level.id):
        yield _objective(account, words, tuple(lines))


def _objective(account: Account, words: Words, lines: Sequence[Line]) -> str:
    """One objective: its target, its periods, and what is to be said of single periods."""
    level = lines[0].level
    service = next(each for each in account.course.contract.services if each.id == level.service)
    heading = f"{level.id}  {_said(service.name)}  {_said(account.course.indicators[level.id].name)}"
    target = f"    {level.op.sign} {words.target(level)}  {_WINDOW[level.window.value][messages_in()]}"
    heads = say("周期", "Period"), say("结果", "Result"), say("确切值", "Exact"), say("达到", "Met")
    more = (say("已用预算", "Budget"), say("消耗速率", "Burn"), "")
    table = _table((*heads, *more), [_row(line, words) for line in lines])
    notes = [note for line in lines for note in _notes(account, line)]
    return "\n".join(
        [heading, target, table, *(each for note in notes for each in _wrapped("    " + note, "        "))]
    )


def _row(line: Line, words: Words) -> tuple[str, ...]:
    value = line.measured.value if line.measured else None
    shown = "–" if value is None else words.result(value, line.level)
    used = "" if line.used is None else f"{percent_shown(line.used, 1)}%"
    burn = "" if line.burn is None else f"{rounded(line.burn, 2)}"
    return line.period.label, shown, _exactly(line), _state(line), used, burn, _remark(line, words)


def _remark(line: Line, words: Words) -> str:
    """Why a period, or its beginning, has no consequences; or that there are no data of it."""
    if line.measured is not None and line.measured.missing == 1:
        return say("没有数据", "no data")
    if line.exempt is Exempt.BASELINE:
        return say("基线期", "baseline")
    if line.exempt is Exempt.UNSIGNED:
        return say("签署前", "unsigned")
    if line.judged.start > seconds_of(line.period.start):
        since = moment_at(line.judged.start, words.course.zone)
        return say(f"自 {since:%m-%d}", f"from {since:%m-%d}")
    return ""


def _exactly(line: Line) -> str:
    """Good by total where they are counted; else the value to ten digits, with … where it goes on."""
    measured = line.measured
    if measured is None or measured.value is None:
        return "–"
    if measured.count is not None:
        return f"{measured.count.good:,}/{measured.count.total:,}"
    shown = round(decimal_of(measured.value), 10).normalize()
    unit = " s" if line.kind is SliType.DURATION else ""
    return f"{shown:f}" + ("" if Fraction(shown) == measured.value else "…") + unit


_STATES: Mapping[State, tuple[str, str]] = {
    State.MET: ("是", "yes"),
    State.MISSED: ("否", "NO"),
    State.RUNNING: ("未到期", "running"),
    State.OPEN: ("未确定", "open"),
    State.UNKNOWN: ("未知", "unknown"),
}
_WINDOW: Mapping[str, Mapping[str, str]] = {
    "month": {"zh": "每月", "en": "a month"},
    "quarter": {"zh": "每季度", "en": "a quarter"},
    "year": {"zh": "每年", "en": "a year"},
}


def _state(line: Line) -> str:
    return say(*_STATES[line.state])


def _notes(account: Account, line: Line) -> Iterator[str]:
    """What has to be said of a period: that data are missing, and between which bounds its result lies."""
    label = line.period.label
    if line.state is State.UNKNOWN:
        yield say(
            f"{label}：服务时间取决于尚未公布的放假安排",
            f"{label}: its service hours depend on holidays not yet published",
        )
    if line.measured is not None and 0 < line.measured.missing < 1:
        yield _missing(account, line)


def _missing(account: Account, line: Line) -> str:
    measured, label = line.measured, line.period.label
    assert measured is not None  # noqa: S101 - narrowed for the type checker
    allowed = account.course.contract.measurement.missing_data
    part = f"{percent_shown(measured.missing, 2)}%"
    where = "".join(f" {_stretch(account, each.start, each.end)};" for each in measured.gaps[:5]).rstrip(";")
    where += " …" if len(measured.gaps) > 5 else ""
    if measured.settled:
        done = say(f"不超过 {allowed}，已剔除", f"no more than {allowed}, left out")
        if measured.missing > share(allowed):
            done = say(f"超过 {allowed}，以所给的其他数据为准", f"more than {allowed}, other data given prevail")
    else:
        done = say(
            f"超过 {allowed}，以客户的数据为准；数据中没有，因此未确定{_bounds(line)}",
            f"more than {allowed}, so that the Customer's data prevail; they are not in the file{_bounds(line)}",
        )
    return say(f"{label}：缺失 {part}{where}：{done}", f"{label}: {part} missing{where}: {done}")


def _bounds(line: Line) -> str:
    measured = line.measured
    if measured is None or measured.low is None or measured.high is None:
        return ""
    low, high = (f"{percent_shown(value, line.level.decimals)}%" for value in (measured.low, measured.high))
    return say(f"，在 {low} 与 {high} 之间", f"; between {low} and {high}")


def _stretch(account: Account, start: int, end: int) -> str:
    first, last = (moment_at(moment, account.course.zone) for moment in (start, end))
    return (
        f"{first:%Y-%m-%d %H:%M}–{last:%H:%M}"
        if first.date() == last.date()
        else f"{first:%Y-%m-%d %H:%M}–{last:%Y-%m-%d %H:%M}"
    )


def _credits(account: Account, words: Words) -> Iterator[str]:
    if account.caps is None:
        return
    heading = say("服务抵扣", "Service Credits")
    if not account.credits:
        yield heading + "\n" + say("    无", "    none")
        return
    lines = [line for each in account.credits for line in _credit(each, words)]
    yield "\n".join([heading, *lines])
    yield "\n".join([say("抵扣合计", "Totals"), *_totals(account, words)])


def _credit(each: CreditLine, words: Words) -> Iterator[str]:
    label = f"{each.line.level.id}  {each.line.period.label}"
    tier, percent = words.tier(each.tier), words.percent(each.tier.pct)
    earned = say(
        f"{label}  {tier}：{words.amount(each.basis)} × {percent} = {words.amount(each.earned)}",
        f"{label}  {tier}: {percent} of {words.amount(each.basis)} = {words.amount(each.earned)}",
    )
    yield from _wrapped("    " + earned, "        ")
    for note in _credit_notes(each, words):
        yield from _wrapped("        " + note, "        ")


def _credit_notes(each: CreditLine, words: Words) -> Iterator[str]:
    if each.lapsed:
        yield say("逾期未主张，已消灭", "not claimed in time: lapsed")
        return
    if each.limit is not None:
        limit = say(*_LIMITS[each.limit])
        yield say(f"{limit}：给予 {words.amount(each.payable)}", f"{limit}: {words.amount(each.payable)} granted")
    yield say(f"认定：{_due(each.line.established)}", f"determined: {_due(each.line.established)}")
    if each.needs_claim:
        yield say(f"主张期限：{_due(each.claim_by)}", f"claim by: {_due(each.claim_by)}")
    yield say(f"扣减或支付期限：{_due(each.pay_by)}", f"deduct or pay by: {_due(each.pay_by)}")


_LIMITS: Mapping[Limit, tuple[str, str]] = {
    Limit.SAME_CAUSE: ("同一原因取最高一项", "same cause, the highest credit stands"),
    Limit.MINIMUM: ("当月之和不足最低数额", "the month's sum is below the minimum"),
    Limit.MONTHLY_CAP: ("月上限", "monthly cap"),
    Limit.TERM_CAP: ("合同期上限", "cap over the term"),
}
_BASES: Mapping[Basis, tuple[str, str]] = {
    Basis.STATED: ("", ""),
    Basis.RECKONED: ("", ""),
    Basis.ASSUMED: ("（按最后一日送达且无异议推算）", " (if delivered on the last day and not disputed)"),
}


def _due(due: Due) -> str:
    if due.unpublished is not None:
        return say(
            f"{due.unpublished} 年放假安排尚未公布，无法计算",
            f"unknown, the holidays of {due.unpublished} are not published",
        )
    if due.day is None:
        return say("尚未起算", "not running yet")
    return due.day.isoformat() + say(*_BASES[due.basis])


def _totals(account: Account, words: Words) -> Iterator[str]:
    for month in account.months:
        yield from _wrapped("    " + _month(month, account, words), "        ")
    assert account.caps is not None  # noqa: S101 - narrowed for the type checker
    total, cap = words.amount(account.total), words.amount(account.caps.term)
    yield from _wrapped("    " + say(f"累计 {total}，上限 {cap}", f"so far {total}, cap {cap}"), "        ")
    if account.cap_reached:
        reached = say("    已达到合同期上限", "    the cap over the term is reached")
        yield reached + _ends(account)


def _ends(account: Account) -> str:
    """What the customer's variant of clause 4.5 adds to the cap."""
    return (
        say("，客户可以据此解除", ", on which the Customer may terminate")
        if account.variant is Variant.CUSTOMER
        else ""
    )


def _month(month: MonthTotal, account: Account, words: Words) -> str:
    assert account.caps is not None  # noqa: S101 - narrowed for the type checker
    earned, granted = words.amount(month.earned), words.amount(month.payable)
    cap = words.amount(account.caps.monthly)
    return say(
        f"{month.month:%Y-%m}  应计 {earned}，上限 {cap}，给予 {granted}",
        f"{month.month:%Y-%m}  earned {earned}, cap {cap}, granted {granted}",
    )


def _rights(account: Account, words: Words) -> Iterator[str]:
    if not account.course.contract.termination_triggers:
        return
    lines = [say("长期未达标的解除权", "Termination for chronic failure")]
    for right in account.rights:
        lines += _wrapped("    " + _right(right, account.variant), "        ")
    yield "\n".join([*lines, *([] if account.rights else [say("    没有达到条件", "    no right has arisen")])])


def _right(right: Right, variant: Variant) -> str:
    """A right to terminate; the provider's variant of clause 4.5 has a notice of intention come first."""
    trigger, due = right.trigger, _due(right.exercise_by)
    periods = [line.period.label for line in right.lines]
    by = ("行使期限", "give notice by")
    if variant is Variant.PROVIDER:
        by = ("意向通知的期限", "give notice of intention by")
    return say(
        f"{trigger.slo}：{trigger.of_periods} 个连续周期内未达标 {len(periods)} 次（{'、'.join(periods)}），"
        f"条件为 {trigger.misses} 次；{by[0]}：{due}",
        f"{trigger.slo}: {len(periods)} misses ({', '.join(periods)}) in {trigger.of_periods} consecutive periods, "
        f"where {trigger.misses} suffice; {by[1]}: {due}",
    )


def _said(text: Text) -> str:
    return text.get(messages_in()) or text.zh or text.en or ""


_LEFT = (0, 3, 6)
"""The columns of words."""


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    from rich.console import Console
    from rich.padding import Padding
    from rich.table import Table

    rows = list(rows)
    used = [index for index in range(len(heads)) if any(row[index] for row in rows)]
    table = Table(box=None, pad_edge=False)
    for index in used:
        left = index in _LEFT
        table.add_column(heads[index], no_wrap=index == 0, overflow="fold", justify="left" if left else "right")
    for row in rows:
        table.add_row(*(row[index] for index in used))
    console = Console(file=StringIO(), width=WIDTH, highlight=False, color_system=None, markup=False)
    with console.capture() as printed:
        console.print(Padding(table, (0, 0, 0, 4)))
    return "\n".join(line.rstrip() for line in printed.get().splitlines())


def _wrapped(text: str, indent: str) -> list[str]:
    """A text in lines that fit, those after the first indented so far; Chinese may break anywhere."""
    from rich.console import Console
    from rich.text import Text as Styled

    lead = text[: len(text) - len(text.lstrip())]
    console = Console(file=StringIO(), width=WIDTH)
    first = Styled(text.strip()).wrap(console, WIDTH - len(lead))
    if len(first) < 2:
        return [lead + text.strip()]
    rest = text.strip()[len(first[0].plain) :].strip()
    more = Styled(rest).wrap(console, WIDTH - len(indent))
    return [lead + first[0].plain.rstrip(), *(indent + line.plain.rstrip() for line in more)]
