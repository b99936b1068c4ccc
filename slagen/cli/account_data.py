"""An account as plain data: exact values as strings, moments with their offsets, days as ISO 8601 dates."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from itertools import groupby
from typing import Any

from slagen.model.quality import CreditTier
from slagen.model.units import Percent
from slagen.sla.account import Account, CreditLine, Due, Line, MonthTotal, Right, State
from slagen.sla.exact import decimal_of, percent_shown, rounded
from slagen.sla.intervals import Intervals, seconds
from slagen.sla.maintained import Occasion
from slagen.sla.zones import moment_at

_DIGITS = 60
"""The most digits of a numerator or denominator that an exact fraction is written with."""
_MET = {State.MET: True, State.MISSED: False}

Data = dict[str, Any]


def as_data(account: Account) -> Data:
    """The account; `result` is a share of one or seconds, as a decimal, and `exact` the same as a fraction."""
    agreement = account.course.contract.contract
    caps = account.caps
    return {
        "contract": agreement.id,
        "version": agreement.version,
        "currency": agreement.currency,
        "variant": account.variant.value,
        "tz": account.course.contract.measurement.tz,
        "until": _moment(account, account.until),
        "service_starts": {service: day.isoformat() for service, day in account.course.starts.items()},
        "objectives": [
            _objective(account, tuple(lines)) for _, lines in groupby(account.lines, key=lambda line: line.level.id)
        ],
        "credits": [_credit(each) for each in account.credits],
        "months": [_month(each, account) for each in account.months],
        "term": None
        if caps is None
        else {"granted": _amount(account.total), "cap": _amount(caps.term), "reached": account.cap_reached},
        "termination": [_right(each) for each in account.rights],
        "maintenance": [_occasion(account, each) for each in account.occasions],
    }


def _objective(account: Account, lines: Sequence[Line]) -> Data:
    level, indicator = lines[0].level, account.course.indicators[lines[0].level.id]
    return {
        "slo": level.id,
        "service": level.service,
        "sli": indicator.id,
        "type": indicator.type.value,
        "op": level.op.value,
        "target": str(level.target),
        "window": level.window.value,
        "periods": [_line(account, line) for line in lines],
    }


def _line(account: Account, line: Line) -> Data:
    return {
        "period": line.period.label,
        "first": line.period.first.isoformat(),
        "last": line.period.last.isoformat(),
        "judged_from": _moment(account, line.judged.start),
        "until": _moment(account, line.until),
        "state": line.state.value,
        "met": _MET.get(line.state),
        "exempt": line.exempt.value if line.exempt else None,
        **_measured(account, line),
        "budget_used": _decimal(line.used),
        "burn_rate": _decimal(line.burn),
        "delivered": _due(line.delivered),
        "established": _due(line.established),
    }


def _measured(account: Account, line: Line) -> Data:
    measured, level = line.measured, line.level
    if measured is None:
        return {"result": None, "exact": None, "shown": None}
    count, excluded = measured.count, seconds(measured.excluded)
    return {
        "result": _decimal(measured.value),
        "exact": _fraction(measured.value),
        "shown": _shown(account, line),
        "good": count.good if count else None,
        "total": count.total if count else None,
        "settled": measured.settled,
        "low": None if measured.settled else _decimal(measured.low),
        "high": None if measured.settled else _decimal(measured.high),
        "missing": _decimal(measured.missing),
        "gaps": _stretches(account, measured.gaps),
        "excluded_seconds": excluded if isinstance(level.target, Percent) else None,
    }


def _shown(account: Account, line: Line) -> str | None:
    """The result as it is shown, in percent or seconds, by the contract's rounding."""
    value = line.measured.value if line.measured else None
    if value is None:
        return None
    rounding = account.course.contract.measurement.rounding
    if isinstance(line.level.target, Percent):
        return f"{percent_shown(value, line.level.decimals, rounding)}%"
    return f"{rounded(value, line.level.decimals, rounding)}s"


def _credit(each: CreditLine) -> Data:
    return {
        "slo": each.line.level.id,
        "period": each.line.period.label,
        "tier": _tier(each.tier),
        "basis": _amount(each.basis),
        "earned": _amount(each.earned),
        "granted": _amount(each.payable),
        "limit": each.limit.value if each.limit else None,
        "lapsed": each.lapsed,
        "claim": {"needed": each.needs_claim, "by": _due(each.claim_by)},
        "pay_by": _due(each.pay_by),
    }


def _tier(tier: CreditTier) -> Data:
    return {"ge": str(tier.ge), "lt": str(tier.lt), "pct": str(tier.pct)}


def _month(month: MonthTotal, account: Account) -> Data:
    return {
        "month": f"{month.month:%Y-%m}",
        "earned": _amount(month.earned),
        "cap": _amount(account.caps.monthly) if account.caps else None,
        "granted": _amount(month.payable),
        "limits": [limit.value for limit in month.limits],
    }


def _right(right: Right) -> Data:
    trigger = right.trigger
    return {
        "slo": trigger.slo,
        "misses": trigger.misses,
        "of_periods": trigger.of_periods,
        "scope": trigger.scope.value,
        "periods": [line.period.label for line in right.lines],
        "exercise_by": _due(right.exercise_by),
    }


def _occasion(account: Account, each: Occasion) -> Data:
    return {
        "service": each.service,
        "start": _moment(account, each.done.start),
        "end": _moment(account, each.done.end),
        "excluded_seconds": seconds(each.excluded),
        "counts_because": [why.value for why in each.counts],
    }


def _due(due: Due) -> Data:
    return {"day": due.day.isoformat() if due.day else None, "basis": due.basis.value, "unpublished": due.unpublished}


def _moment(account: Account, moment: int | None) -> str | None:
    return None if moment is None else moment_at(moment, account.course.zone).isoformat()


def _stretches(account: Account, when: Intervals) -> list[Data]:
    return [{"start": _moment(account, each.start), "end": _moment(account, each.end)} for each in when]


def _amount(value: Fraction | Decimal) -> str:
    return f"{decimal_of(value) if isinstance(value, Fraction) else value:f}"


def _decimal(value: Fraction | None) -> str | None:
    return None if value is None else f"{decimal_of(value):f}"


def _fraction(value: Fraction | None) -> str | None:
    """A fraction as it is; None for one so long that only its decimal is of use."""
    if value is None or max(abs(value.numerator), value.denominator) >= 10**_DIGITS:
        return None
    return f"{value.numerator}/{value.denominator}"
