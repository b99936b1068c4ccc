"""What the tests of measurements share: a contract with an objective of each kind, and measurements of it."""

from __future__ import annotations

import copy
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from slagen.assemble.problems import parse_path
from slagen.model.clause import Variant
from slagen.model.contract import Contract
from slagen.model.measurements import Measurements
from slagen.sla.account import Account, Line, account
from slagen.sla.course import Course

HERE = Path(__file__).parent
OVERLAY = HERE / "measured.yaml"


@cache
def _plain() -> dict[str, Any]:
    minimal = yaml.safe_load((HERE / "minimal" / "contract.yaml").read_text("utf-8"))
    minimal["measurement"]["short_period"] = "15 days"
    minimal["contract"]["annual_fee"] = "CNY 180000"
    return {**minimal, **yaml.safe_load(OVERLAY.read_text("utf-8"))}


def contract(changes: Mapping[str, Any] | None = None) -> Contract:
    """The contract, with single values set (``slos[0].target``)."""
    return _changed(changes) if changes else _unchanged()


@cache
def _unchanged() -> Contract:
    return Contract.model_validate(_plain())


def _changed(changes: Mapping[str, Any]) -> Contract:
    data = copy.deepcopy(_plain())
    for path, value in changes.items():
        *around, last = parse_path(path)
        place: Any = data
        for key in around:
            place = place[key]
        place[last] = value
    return Contract.model_validate(data)


def text(changes: Mapping[str, Any] | None = None) -> str:
    """The same contract as a file."""
    return yaml.safe_dump(contract(changes).model_dump(mode="json", exclude_none=True), allow_unicode=True)


def measurements(**lists: Sequence[Mapping[str, Any]]) -> Measurements:
    return Measurements.model_validate(lists)


def reckoned(
    data: Measurements, changes: Mapping[str, Any] | None = None, *, variant: Variant = Variant.BALANCED,
    until: int | None = None,
) -> Account:  # fmt: skip
    made = contract(changes)
    starts = {each.service: each.start for each in data.service_starts if each.service}
    course = Course.of(made, starts, next((each.start for each in data.service_starts if not each.service), None))
    return account(data, course, variant, until=until)


def line(made: Account, slo: str, period: str) -> Line:
    (found,) = (each for each in made.lines if (each.level.id, each.period.label) == (slo, period))
    return found
