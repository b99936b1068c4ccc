"""What ``slagen levels --format json`` prints; docs/levels.md documents every key, and a test holds both together.

Figures are strings: decimals without an exponent, exact unless they have more than fifty digits.  What there is no
figure for is an object with `absent` and `message`.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from slagen.diagnostics import Message
from slagen.model.delivery import PriorityTarget
from slagen.model.quality import Sli
from slagen.model.text import Text
from slagen.sla.composition import Support
from slagen.sla.credits import Caps
from slagen.sla.exact import decimal_of, share
from slagen.sla.levels import (
    Absent,
    Allowance,
    Cost,
    CreditCost,
    Levels,
    Margin,
    Objective,
    Span,
    Supported,
)

Data = dict[str, Any]


def as_data(levels: Levels) -> Data:
    """Everything that was found, as plain data."""
    agreement = levels.contract.contract
    return {
        "contract": agreement.id,
        "effective": agreement.effective.isoformat(),
        "expiry": agreement.expiry.isoformat(),
        "currency": agreement.currency,
        "objectives": [_objective(each) for each in levels.objectives],
        "caps": _caps(levels.caps, uncapped=levels.uncapped) if levels.caps else None,
        "credits": _cost(levels.cost),
        "priorities": [_priority(target) for target in levels.contract.priority.targets],
        "notes": [_absent(note) for note in levels.notes],
    }


def _objective(objective: Objective) -> Data:
    level, service = objective.level, objective.service
    return {
        "id": level.id,
        "service": {"id": service.id, "name": _both(service.name)},
        "indicator": _indicator(objective.indicator),
        "operator": level.op.value,
        "target": str(level.target),
        "window": level.window.value,
        "periods": _absent(objective.periods) if isinstance(objective.periods, Absent) else objective.periods,
        "denominator": level.denominator.value,
        "min_outage": str(level.min_outage) if level.min_outage else None,
        "min_gap": str(level.min_gap) if level.min_gap else None,
        "budgets": [_absent(each) if isinstance(each, Absent) else _budget(each) for each in objective.allowances],
        "tiers": [
            {"ge": str(tier.ge), "lt": str(tier.lt), "credit": str(tier.pct)}
            for tier in (objective.credit.tiers if objective.credit else ())
        ],
        "credit": _credit(objective.credit_cost),
        "supports": _supports(objective),
    }


def _indicator(indicator: Sli) -> Data:
    return {
        "id": indicator.id,
        "name": _both(indicator.name),
        "type": indicator.type.value,
        "good": _both(indicator.good),
        "total": _both(indicator.total),
        "source": _both(indicator.source),
        "interval": str(indicator.interval),
        "percentile": str(indicator.percentile) if indicator.percentile else None,
    }


def _budget(allowance: Allowance) -> Data:
    return {
        "unit": allowance.unit.value,
        "basis": allowance.basis.value if allowance.basis else None,
        "total": _span(allowance.total),
        "allowed": _span(allowance.allowed),
    }


def _supports(objective: Objective) -> Data:
    found = objective.supported
    return _absent(found) if isinstance(found, Absent) else _supported(found, objective)


def _supported(found: Supported, objective: Objective) -> Data:
    return {
        "factors": [_factor(each) for each in found.factors],
        "independent": found.independent,
        "left_out": list(found.unknown),
        "allowed_percent": _exact(found.allowed * 100),
        "target_percent": _exact((found.allowed - found.margin) * 100),
        "margin_points": _exact(found.margin * 100),
        "margin_seconds": [_absent(each) if isinstance(each, Absent) else _margin(each) for each in found.time],
    }


def _factor(factor: Support) -> Data:
    known = factor.availability
    return {
        "relation": factor.relation.value,
        "members": list(factor.members),
        "availability_percent": None if known is None else _exact(known * 100),
        "shared": list(factor.shared),
    }


def _margin(margin: Margin) -> Data:
    return {"basis": margin.basis.value} | _span(margin.seconds)


def _credit(cost: CreditCost | Absent) -> Data:
    if isinstance(cost, Absent):
        return _absent(cost)
    return {
        "highest_percent": _exact(share(cost.percent) * 100),
        "basis": cost.basis.value,
        "fee": _exact(cost.fee),
        "period": _exact(cost.each),
        "below_minimum": cost.below_minimum,
    } | _cost(cost.cost)


def _cost(cost: Cost | Absent) -> Data:
    if isinstance(cost, Absent):
        return _absent(cost)
    return {
        "month": _exact(cost.month),
        "term": _exact(cost.term),
        "binding": [limit.value for limit in cost.binding],
    }


def _caps(caps: Caps, *, uncapped: bool) -> Data:
    return {
        "month": _exact(caps.monthly),
        "term": _exact(caps.term),
        "minimum": _exact(caps.minimum),
        "same_cause": caps.same_cause.value,
        "uncapped_if_wilful": uncapped,
    }


def _priority(target: PriorityTarget) -> Data:
    return {
        "id": target.id,
        "name": _both(target.name),
        "response": str(target.response),
        "update": str(target.update),
        "resolution": str(target.resolution),
        "clock": target.clock.value,
        "calendar": target.calendar,
        "attainment": str(target.attainment),
    }


def _absent(absent: Absent) -> Data:
    return {"absent": absent.reason.value, "message": _both(absent.message)}


def _both(text: Text | Message) -> Data:
    return {"zh": text.zh, "en": text.en}


def _span(span: Span) -> Data:
    return {"least": _exact(span.least), "most": _exact(span.most)}


def _exact(value: Fraction) -> str:
    return f"{decimal_of(value):f}"
