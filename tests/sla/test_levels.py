"""What a contract promises: cases are data, the figures of the first objective."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from check.contracts import base, drop, put

from slagen.model.contract import Contract
from slagen.model.units import Percent
from slagen.sla.exact import decimal_of
from slagen.sla.levels import Absent, Cost, CreditCost, Levels, Span, Supported, levels, round_total

CASES = yaml.safe_load((Path(__file__).parent / "levels.yaml").read_text("utf-8"))
SHOWN = ("budgets", "supports", "credit", "all", "left_out", "notes")


def _contract(case: dict[str, Any]) -> Contract:
    data = base()
    for path in case.get("drop", []):
        drop(data, path)
    for path, value in case.get("set", {}).items():
        put(data, path, value)
    return Contract.model_validate(data)


def _span(span: Span) -> list[str]:
    return [f"{decimal_of(each):f}" for each in (span.least, span.most)]


def _budgets(found: Levels) -> list[str]:
    return [
        word
        for each in found.objectives[0].allowances
        for word in (
            [each.reason.value]
            if isinstance(each, Absent)
            else [each.unit.value, each.basis.value if each.basis else "-", *_span(each.allowed)]
        )
    ]


def _supports(supported: Supported | Absent) -> list[str]:
    if isinstance(supported, Absent):
        return [supported.reason.value]
    points = [f"{decimal_of(each * 100):f}" for each in (supported.allowed, supported.margin)]
    for each in supported.time:
        points += [each.reason.value] if isinstance(each, Absent) else [each.basis.value, *_span(each.seconds)]
    return points


def _credit(credit: CreditCost | Absent) -> list[str]:
    if isinstance(credit, Absent):
        return [credit.reason.value]
    return [str(credit.each), *_cost(credit.cost), *(["below minimum"] if credit.below_minimum else [])]


def _cost(cost: Cost | Absent) -> list[str]:
    if isinstance(cost, Absent):
        return [cost.reason.value]
    return [str(cost.month), str(cost.term), ", ".join(cost.binding)]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_cases(case: dict[str, Any]) -> None:
    found = levels(_contract(case))
    first = found.objectives[0]
    got = {
        "budgets": _budgets(found),
        "supports": _supports(first.supported),
        "credit": _credit(first.credit_cost),
        "all": _cost(found.cost),
        "left_out": list(first.supported.unknown) if isinstance(first.supported, Supported) else [],
        "notes": [note.reason.value for note in found.notes],
    }
    expected = {key: case[key] for key in SHOWN if key in case}
    assert expected
    assert {key: got[key] for key in expected} == expected


def test_whatever_is_absent_says_why_in_both_languages() -> None:
    found = [levels(_contract(case)) for case in CASES]
    absent = [
        each
        for one in found
        for objective in one.objectives
        for each in (*objective.allowances, objective.supported, objective.credit_cost, one.cost, *one.notes)
        if isinstance(each, Absent)
    ]
    assert len({each.reason for each in absent}) >= 9
    assert all(each.message.zh and each.message.en for each in absent)


def test_every_objective_is_there_in_the_order_of_the_contract() -> None:
    contract = _contract({})
    assert [each.level for each in levels(contract).objectives] == list(contract.slos)


@pytest.mark.parametrize(("percents", "total"), [(["90%"], 100), (["99.5%", "90%"], 1000), (["99.9999%"], 1000000)])
def test_round_totals(percents: list[str], total: int) -> None:
    assert round_total(map(Percent.parse, percents)) == total
