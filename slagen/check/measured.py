"""What an account of measurements can't tell, as diagnostics: results that lack data, and data that end too early."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import groupby

from slagen.diagnostics import Code, Diagnostic, Message, Span, warning
from slagen.sla.account import Account, Line, State
from slagen.sla.exact import percent_shown
from slagen.sla.zones import moment_at

_FEW = 6
"""How many periods a message lists."""
_STATED = Message(
    "补上数据；或者用 source 写明客户或第三方的数据，各方都没有的写 nobody",
    "add the data; or state with `source` those of the Customer or a third party, or that nobody has any",
)


def check_account(account: Account, span: Span) -> list[Diagnostic]:
    """A warning for each objective whose data don't settle all results; `span` is the file's."""
    found = [_open(account, slo, lines, span) for slo, lines in _by_objective(account, State.OPEN)]
    return [*found, *(_unknown(slo, lines, span) for slo, lines in _by_objective(account, State.UNKNOWN))]


def _by_objective(account: Account, state: State) -> Iterator[tuple[str, list[Line]]]:
    """The objectives with periods in a state, and those periods."""
    for slo, lines in groupby(account.lines, key=lambda line: line.level.id):
        if found := [line for line in lines if line.state is state]:
            yield slo, found


def _open(account: Account, slo: str, lines: list[Line], span: Span) -> Diagnostic:
    allowed = account.course.contract.measurement.missing_data
    shares = [(line.period.label, percent_shown(line.measured.missing, 2) if line.measured else 0) for line in lines]
    zh = "、".join(f"{label}（缺失 {share}%）" for label, share in shares[:_FEW]) + "等" * (len(shares) > _FEW)
    en = ", ".join(f"{label} ({share}% missing)" for label, share in shares[:_FEW]) + " and more" * (len(shares) > _FEW)
    return warning(
        Code.MEASURED_GAP,
        span,
        zh=f"{slo} 的结果未确定：{zh}；缺失超过 {allowed} 的，以客户的数据为准（quality.measurement），而文件中没有",
        en=f"{slo}: results are open: {en}; above {allowed}, the Customer's data prevail (quality.measurement) and are "
        "not in the file",
        hint=_STATED,
    )


def _unknown(slo: str, lines: list[Line], span: Span) -> Diagnostic:
    labels = [line.period.label for line in lines]
    return warning(
        Code.MEASURED_GAP,
        span,
        zh=f"{slo}：{'、'.join(labels)} 的服务时间取决于尚未公布的放假安排，结果无法计算",
        en=f"{slo}: the service hours of {', '.join(labels)} depend on public holidays that are not published, so that "
        "the results can't be computed",
    )


def check_month(account: Account, last: date, end: int, span: Span) -> list[Diagnostic]:
    """A warning where the data end before a month that is reported on does; `end` is that moment."""
    if account.until is None or account.until >= end:
        return []
    until = moment_at(account.until, account.course.zone).replace(tzinfo=None)
    return [
        warning(
            Code.MEASURED_GAP,
            span,
            zh=f"数据截至 {until}，早于报告所涉期间的末日 {last}",
            en=f"the data end at {until}, before the end of the period reported on, {last}",
        )
    ]
